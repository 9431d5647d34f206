//! The report as a drawing: each stage a bar as wide as candidates entered it, of which the inner part went on.

use std::fmt::Write as _;

use super::text::{reasons, short};
use super::{EndingReport, Report, StageReport};

/// Everything is drawn in a width of 900.
const WIDTH: u64 = 900;
/// The middle of the bars, and their greatest width.
const MIDDLE: u64 = 340;
const BAR: u64 = 340;
/// Where the reasons stand, and how many characters fit in a line of them.
const REASONS: u64 = 540;
const REASON_CHARS: usize = 52;
const MARGIN: u64 = 24;
const BAR_HEIGHT: u64 = 34;
const LINE: u64 = 16;
const HEAD: u64 = 92;
/// Longest task name in the heading.
const NAME_CHARS: usize = 60;

// Okabe and Ito's blue and orange differ to every eye, and in lightness too.
const PASSED: &str = "#0072B2";
const LEFT: &str = "#E69F00";
const BETWEEN: &str = "#D6E6F2";
const INK: &str = "#1F2328";
const FAINT: &str = "#57606A";

impl Report {
    /// A drawing of the funnel, 900 units wide and as high as it needs to be. It names no font, file or address outside itself, and
    /// all text in it is escaped. The same report gives the same bytes.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let rows: Vec<Row<'_>> = self.rows();
        let end = rows.last().map_or(HEAD, Row::bottom);
        let height = end.saturating_add(102);
        let mut svg = Svg::new(height, &self.described());
        svg.text(MARGIN, 36, 20, INK, "bold", &cut(&self.task.name, NAME_CHARS));
        let task = &self.task;
        let about = format!(
            "{}, side effect {}, data {}",
            task.capability, task.side_effect, task.risk
        );
        svg.text(MARGIN, 58, 13, FAINT, "normal", &cut(&about, 110));
        svg.text(REASONS, 80, 12, FAINT, "normal", "abandoned, and why");
        for (row, next) in rows.iter().zip(rows.iter().skip(1)) {
            svg.funnel_between(row, next);
        }
        for row in &rows {
            svg.row(row);
        }
        self.foot(&mut svg, end);
        svg.finish()
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let most = self.stages.iter().map(|stage| stage.entered).max().unwrap_or(0).max(1);
        let mut top = HEAD;
        let mut rows = Vec::with_capacity(self.stages.len());
        for stage in &self.stages {
            let lines = wrapped(&reasons(stage), REASON_CHARS);
            let row = Row {
                stage,
                most,
                top,
                lines,
            };
            top = row.bottom();
            rows.push(row);
        }
        rows
    }

    fn foot(&self, svg: &mut Svg, end: u64) {
        let line = end.saturating_add(10);
        svg.rect(MARGIN, line, 12, 12, PASSED);
        svg.text(44, line.saturating_add(11), 12, INK, "normal", "went on");
        svg.rect(112, line, 12, 12, LEFT);
        svg.text(132, line.saturating_add(11), 12, INK, "normal", "was abandoned");
        let (spent, budget) = (&self.spent, &self.budget);
        let used = format!(
            "Spent: {} of {} probes, {} of {} attempts at the work, {} micro-units in all.",
            spent.probes,
            budget.probes,
            spent.attempts,
            budget.attempts,
            spent.probe_micros.saturating_add(spent.work_micros)
        );
        let took_ms = self.ended_ms.saturating_sub(self.started_ms);
        let ending = format!("{} after {took_ms} ms", self.ending_line());
        svg.text(MARGIN, line.saturating_add(48), 15, INK, "bold", &cut(&ending, 100));
        svg.text(MARGIN, line.saturating_add(68), 12, FAINT, "normal", &cut(&used, 120));
    }

    /// What someone who does not see the drawing is told.
    fn described(&self) -> String {
        let done = match &self.ending {
            Some(EndingReport::Completed { agent, .. }) => format!("done by {}", short(agent)),
            _ => self.ending_line(),
        };
        let counts = self
            .stages
            .iter()
            .map(|stage| format!("{} {} of {}", stage.stage.name(), stage.passed, stage.entered));
        let counts: Vec<String> = counts.collect();
        format!("{}: {done}. Went on: {}.", self.task.name, counts.join(", "))
    }
}

/// A stage in its place.
struct Row<'a> {
    stage: &'a StageReport,
    most: u64,
    top: u64,
    lines: Vec<String>,
}

impl Row<'_> {
    fn bottom(&self) -> u64 {
        let lines = u64::try_from(self.lines.len()).unwrap_or(1);
        let text = lines.saturating_mul(LINE).saturating_add(14);
        self.top.saturating_add(text.max(BAR_HEIGHT.saturating_add(16)))
    }

    /// Width of a bar for so many; none is none, and one is seen among many.
    fn width(&self, number: u64) -> u64 {
        let width = number.saturating_mul(BAR).checked_div(self.most).unwrap_or(0).min(BAR);
        if number == 0 { 0 } else { width.max(6) }
    }
}

struct Svg(String);

impl Svg {
    fn new(height: u64, described: &str) -> Self {
        let mut svg = Self(String::with_capacity(8_192));
        svg.put(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
             font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif\" role=\"img\">"
        ));
        svg.put(&format!("<title>{}</title>", escaped(described)));
        svg.rect(0, 0, WIDTH, height, "#FFFFFF");
        svg
    }

    /// What went on at one stage is what came to the next.
    fn funnel_between(&mut self, row: &Row<'_>, next: &Row<'_>) {
        let (from, to) = (row.width(row.stage.passed), next.width(next.stage.entered));
        let (top, bottom) = (row.top.saturating_add(BAR_HEIGHT), next.top);
        let (a, b) = (left(from), left(to));
        let points = format!(
            "{a},{top} {},{top} {},{bottom} {b},{bottom}",
            a.saturating_add(from),
            b.saturating_add(to)
        );
        if from > 0 {
            self.put(&format!("<polygon points=\"{points}\" fill=\"{BETWEEN}\"/>"));
        }
    }

    fn row(&mut self, row: &Row<'_>) {
        let stage = row.stage;
        let (entered, passed) = (row.width(stage.entered), row.width(stage.passed));
        let name_at = row.top.saturating_add(15);
        self.text(MARGIN, name_at, 14, INK, "bold", stage.stage.name());
        let counts = format!("{} in, {} on", stage.entered, stage.passed);
        self.text(MARGIN, name_at.saturating_add(LINE), 12, FAINT, "normal", &counts);
        if stage.entered == 0 {
            let y = row.top.saturating_add(BAR_HEIGHT.saturating_div(2));
            self.put(&format!(
                "<line x1=\"{}\" y1=\"{y}\" x2=\"{}\" y2=\"{y}\" stroke=\"{FAINT}\" stroke-dasharray=\"3 4\"/>",
                left(BAR.saturating_div(4)),
                left(BAR.saturating_div(4)).saturating_add(BAR.saturating_div(4))
            ));
        }
        self.rect(left(entered), row.top, entered, BAR_HEIGHT, LEFT);
        self.rect(left(passed), row.top, passed, BAR_HEIGHT, PASSED);
        let first = row.top.saturating_add(15);
        for (line, y) in row
            .lines
            .iter()
            .zip((first..).step_by(usize::try_from(LINE).unwrap_or(1)))
        {
            self.text(REASONS, y, 12, INK, "normal", line);
        }
    }

    fn rect(&mut self, x: u64, y: u64, width: u64, height: u64, fill: &str) {
        if width > 0 {
            self.put(&format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"
            ));
        }
    }

    fn text(&mut self, x: u64, y: u64, size: u64, fill: &str, weight: &str, text: &str) {
        self.put(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{fill}\">{}</text>",
            escaped(text)
        ));
    }

    fn put(&mut self, element: &str) {
        // Writing into a string cannot fail.
        let _ = writeln!(self.0, "{element}");
    }

    fn finish(mut self) -> String {
        self.put("</svg>");
        self.0
    }
}

/// Where a bar of this width begins.
const fn left(width: u64) -> u64 {
    MIDDLE.saturating_sub(width.saturating_div(2))
}

/// Text as XML has it. Characters that XML forbids are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// The first characters, with a mark where more follow.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// Lines of at most so many characters, broken after commas.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for part in text.split_inclusive(", ") {
        let long = line.chars().count().saturating_add(part.trim_end().chars().count());
        if !line.is_empty() && long > most {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(part);
    }
    lines.push(line.trim_end().to_owned());
    lines
}
