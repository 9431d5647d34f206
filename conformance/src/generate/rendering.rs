//! The readable form of a vector's input.

use crate::annotate::{self, Line};
use crate::vector::{Operation, Vector};

/// Most lines of a rendering.
const LINES: usize = 12;

/// Most lines where the place that the vector is about is not in sight.
const LINES_OF_ANY: usize = 8;

/// Most characters of a line.
const WIDTH: usize = 120;

/// Most hex digits that are shown of a value.
const DIGITS: usize = 24;

/// The lines of the judged operation's main input that show what the vector is about, and a word on the rest.
pub(crate) fn of(vector: &Vector) -> Vec<String> {
    let operation = &vector.step.operation;
    let lines = annotate::operation(operation);
    let mut shown = match operation {
        // Containers of many statements show their members alone.
        Operation::CheckPackage { .. }
        | Operation::CheckCanaryCase { .. }
        | Operation::CheckOutcomeRecord { .. }
        | Operation::Judge { .. } => outermost(&lines),
        _ => around(&lines, &vector.field),
    };
    shown.truncate(LINES);
    let mut rendering: Vec<String> = shown.iter().map(|line| text(&shortened(line))).collect();
    if shown.len() < lines.len() {
        rendering.push(format!("… {} more lines", lines.len() - shown.len()));
    }
    rendering
}

fn outermost(lines: &[Line]) -> Vec<&Line> {
    lines.iter().filter(|line| line.depth == 0).collect()
}

/// The lines of a field, those that stand beside it, and those of the messages that it is in.
fn around<'a>(lines: &'a [Line], field: &str) -> Vec<&'a Line> {
    let paths = paths(lines);
    let parents = parents(lines);
    let is_place = |path: &String| !field.is_empty() && (path == field || path.ends_with(&format!(".{field}")));
    let mut wanted = vec![false; lines.len()];
    for place in (0..lines.len()).filter(|index| is_place(&paths[*index])) {
        let beside = (0..lines.len()).filter(|index| parents[*index] == parents[place]);
        beside.for_each(|index| wanted[index] = true);
        let mut above = parents[place];
        while let Some(index) = above {
            wanted[index] = true;
            above = parents[index];
        }
    }
    if wanted.contains(&true) {
        let shown = lines.iter().zip(wanted).filter(|(_, wanted)| *wanted);
        return shown.map(|(line, _)| line).collect();
    }
    lines.iter().take(LINES_OF_ANY).collect()
}

/// The line of the message that each line is in.
fn parents(lines: &[Line]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let parent = |(index, line): (usize, &Line)| {
        open.truncate(line.depth);
        let parent = open.last().copied();
        open.push(index);
        parent
    };
    lines.iter().enumerate().map(parent).collect()
}

/// Names of fields from the outermost message to each line's.
fn paths(lines: &[Line]) -> Vec<String> {
    let mut all = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for line in lines {
        open.truncate(line.depth);
        open.push(line.text.split([':', ' ']).next().unwrap_or_default());
        all.push(open.join("."));
    }
    all
}

/// The line with the first digits of a long value.
fn shortened(line: &Line) -> Line {
    let Some((name, value)) = line.text.split_once(": ") else {
        return line.clone();
    };
    let digits = value.bytes().take_while(u8::is_ascii_hexdigit).count();
    if digits <= DIGITS + 8 {
        return line.clone();
    }
    let rest = value[digits..].trim_start_matches('…');
    let text = format!("{name}: {}…{rest}", &value[..DIGITS]);
    Line { text, ..line.clone() }
}

/// Offset and length, then the text, indented by depth.
pub(crate) fn text(line: &Line) -> String {
    let text = format!(
        "{:>5} {:>5} {:indent$}{}",
        line.offset,
        line.length,
        "",
        line.text,
        indent = 2 * line.depth
    );
    match text.char_indices().nth(WIDTH - 1) {
        Some((at, _)) if text.chars().nth(WIDTH).is_some() => format!("{}…", &text[..at]),
        _ => text,
    }
}
