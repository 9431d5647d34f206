//! Where more lifetime of descriptors costs more than it saves.

/// The knee of a curve over a grid of lifetimes, by two definitions fixed beforehand.
#[derive(Clone, Debug, PartialEq)]
pub struct Knee {
    /// The lifetime furthest above the chord, both axes scaled to 0 to 1 (V. Satopää and others, *Finding a "Kneedle" in a Haystack*,
    /// 2011); the shortest of equals.
    pub at: f64,
    /// All lifetimes whose height above the chord is at least 95 % of the greatest.
    pub plateau: Vec<f64>,
    /// The longest lifetime whose success is at least 95 % of the best.
    pub longest: f64,
}

/// Of points (lifetime, overhead, success) in the order of lifetimes. `None` where overhead or success does not change from the first to
/// the last, or no point lies above the chord.
#[must_use]
pub fn knee(points: &[(f64, f64, f64)]) -> Option<Knee> {
    let ((_, from_x, from_y), (_, to_x, to_y)) = (points.first()?, points.last()?);
    let scaled = |value: f64, values: fn(&(f64, f64, f64)) -> f64| {
        let least = points.iter().map(values).fold(f64::INFINITY, f64::min);
        let most = points.iter().map(values).fold(f64::NEG_INFINITY, f64::max);
        (most > least).then(|| (value - least) / (most - least))
    };
    let overhead = |value: f64| scaled(value, |point| point.1);
    let success = |value: f64| scaled(value, |point| point.2);
    let ((from_x, from_y), (to_x, to_y)) = (
        (overhead(*from_x)?, success(*from_y)?),
        (overhead(*to_x)?, success(*to_y)?),
    );
    if from_x == to_x {
        return None;
    }
    let slope = (to_y - from_y) / (to_x - from_x);
    let mut heights = Vec::new();
    for (lifetime, x, y) in points {
        let chord = from_y + slope * (overhead(*x)? - from_x);
        heights.push((*lifetime, success(*y)? - chord));
    }
    let most = heights
        .iter()
        .map(|(_, height)| *height)
        .fold(f64::NEG_INFINITY, f64::max);
    if most <= 0.0 {
        return None;
    }
    let best = points.iter().map(|point| point.2).fold(f64::NEG_INFINITY, f64::max);
    let good = points.iter().rev().find(|point| point.2 >= 0.95 * best)?;
    Some(Knee {
        at: heights.iter().find(|(_, height)| *height == most)?.0,
        plateau: heights
            .iter()
            .filter(|(_, height)| *height >= 0.95 * most)
            .map(|(lifetime, _)| *lifetime)
            .collect(),
        longest: good.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_knee_of_a_bent_line_is_where_it_bends() {
        // Success stays until 15 and falls then; overhead halves with each doubling.
        let points: Vec<_> = [
            (3.75, 8.0, 1.0),
            (7.5, 4.0, 0.99),
            (15.0, 2.0, 0.98),
            (30.0, 1.0, 0.5),
            (60.0, 0.5, 0.0),
        ]
        .into();
        let found = knee(&points).unwrap();
        assert_eq!((found.at, found.longest), (15.0, 15.0));
        assert_eq!(found.plateau, [15.0]);
    }

    #[test]
    fn a_straight_line_and_a_flat_one_have_none() {
        assert_eq!(knee(&[(1.0, 3.0, 3.0), (2.0, 2.0, 2.0), (3.0, 1.0, 1.0)]), None);
        assert_eq!(knee(&[(1.0, 3.0, 0.9), (2.0, 2.0, 0.9)]), None);
        assert_eq!(knee(&[]), None);
    }
}
