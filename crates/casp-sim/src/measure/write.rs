//! What was measured, as the text that [`crate::cost`] reads.

use super::{CURVES, Measurement};
use crate::table::decimal;

/// The longest line of a head, in characters.
const MAX_HEAD_LINE: usize = 400;

impl Measurement {
    /// As TOML for [`crate::cost::Costs::parse`], in microseconds to three digits, under a head of comments: what a reader has to
    /// know of machine and command. Control characters of the head become spaces; a line has 400 characters at most.
    #[must_use]
    pub fn to_toml(&self, head: &[String]) -> String {
        let mut text = String::new();
        for line in head {
            let shown = |letter: char| if letter.is_control() { ' ' } else { letter };
            let line: String = line.chars().take(MAX_HEAD_LINE).map(shown).collect();
            text.push_str(format!("# {line}").trim_end());
            text.push('\n');
        }
        for (name, about) in CURVES {
            let Some(points) = self.curves.get(name) else { continue };
            let points: Vec<String> = points
                .iter()
                .map(|(n, nanos)| format!("[{n}, {}]", decimal(libm::rint(*nanos) / 1_000.0)))
                .collect();
            text.push_str(&format!(
                "\n# {about}\n[[curve]]\nname = \"{name}\"\nunit = \"us\"\npoints = [{}]\n",
                points.join(", ")
            ));
        }
        text
    }
}
