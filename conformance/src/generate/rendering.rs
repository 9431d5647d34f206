//! The readable form of a vector's input.

use crate::annotate::{self, Line};
use crate::vector::Operation;

/// Most lines of a rendering.
const LINES: usize = 60;

/// Most lines of the rendering of a container of many statements, of which they show the members alone.
const LINES_OF_A_CONTAINER: usize = 20;

/// Most characters of a line.
const WIDTH: usize = 120;

/// The lines of an operation's main input; of a long one, the first and a word on the rest.
pub(crate) fn of(operation: &Operation) -> Vec<String> {
    let lines = annotate::operation(operation);
    let (most, depth) = match operation {
        Operation::CheckPackage { .. } | Operation::CheckCanaryCase { .. } => (LINES_OF_A_CONTAINER, 0),
        _ => (LINES, usize::MAX),
    };
    let shown = lines.iter().filter(|line| line.depth <= depth);
    let mut rendering: Vec<String> = shown.take(most).map(text).collect();
    if lines.len() > most {
        rendering.truncate(most - 1);
        rendering.push(format!("… {} more lines", lines.len() - rendering.len()));
    }
    rendering
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
