//! A comparison as a table that a person reads.

use core::fmt;

use super::pairs::text;
use super::{Comparison, Point, Shown};

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Greater => "A is greater",
            Self::Less => "A is less",
            Self::Equal => "equal in every pair",
            Self::Neither => "not told apart",
        })
    }
}

impl fmt::Display for Comparison {
    /// A row a point: coordinates, means, the paired difference A - B with its 95 % band, pairs, and what that shows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.unit.is_empty() {
            String::new()
        } else {
            format!(", {}", self.unit)
        };
        writeln!(
            f,
            "{}{unit}: means, and A - B pair by pair with its 95 % band",
            self.measure
        )?;
        let digits = self.digits();
        let mut rows = vec![self.header()];
        rows.extend(self.points.iter().map(|point| row(point, digits)));
        let columns = rows.first().map_or(0, Vec::len);
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &rows {
            let mut line = String::new();
            for (nth, (cell, width)) in row.iter().zip(&widths).enumerate() {
                // The last is words, all before it are figures.
                if nth.saturating_add(1) < columns {
                    line.push_str(&format!("{cell:>width$}  "));
                } else {
                    line.push_str(cell);
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        self.remarks(f)
    }
}

impl Comparison {
    fn header(&self) -> Vec<String> {
        let by = self.by.iter().cloned();
        let others = ["A", "B", "A - B", "from", "to", "pairs", ""].map(String::from);
        by.chain(others).collect()
    }

    /// Digits behind the point, so that the greatest figure has four that count.
    fn digits(&self) -> usize {
        let sizes = self
            .points
            .iter()
            .flat_map(|point| [point.a.mean.abs(), point.b.mean.abs()]);
        let greatest = sizes.fold(0.0, f64::max);
        [1_000.0, 100.0, 10.0, 1.0, 0.1, 0.01, 0.001]
            .iter()
            .position(|bound| greatest >= *bound)
            .unwrap_or(7)
    }

    fn remarks(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let missing: usize = self.points.iter().map(|point| point.missing).sum();
        if missing > 0 {
            writeln!(
                f,
                "pairs of which a run does not have the figure were left out: {missing}"
            )?;
        }
        let (a, b) = self.unmatched;
        if a > 0 || b > 0 {
            writeln!(f, "points in one table only were left out: {a} of A, {b} of B")?;
        }
        if self.too_few > 0 {
            writeln!(
                f,
                "points with fewer than two pairs that have it were left out: {}",
                self.too_few
            )?;
        }
        if let Some((a, b)) = &self.versions {
            writeln!(f, "the versions differ: A is of {a}, B of {b}")?;
        }
        Ok(())
    }
}

fn row(point: &Point, digits: usize) -> Vec<String> {
    // Zero without its sign.
    let number = |number: f64| {
        let shown = format!("{number:.digits$}");
        let is_zero = shown.starts_with('-') && shown.chars().all(|letter| matches!(letter, '-' | '0' | '.'));
        if is_zero { shown.replacen('-', "", 1) } else { shown }
    };
    let difference = &point.difference;
    let mut cells: Vec<String> = point.at.iter().map(text).collect();
    let figures = [
        point.a.mean,
        point.b.mean,
        difference.mean,
        difference.low(),
        difference.high(),
    ];
    cells.extend(figures.map(number));
    cells.push(difference.samples.to_string());
    cells.push(point.shown().to_string());
    cells
}
