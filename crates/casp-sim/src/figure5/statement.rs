//! What the paper says, and what the runs say to it.

/// A statement of the paper, under one of the readings of what it leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its name in `ASSUMPTIONS.md`.
    pub id: &'static str,
    /// Under which reading, where there are several.
    pub reading: String,
    /// What is claimed.
    pub claim: &'static str,
    /// Whether the runs support it; `None` where it asks for figures and claims nothing.
    pub holds: Option<bool>,
    /// The figures.
    pub finding: String,
}

impl Statement {
    /// In a word.
    #[must_use]
    pub const fn verdict(&self) -> &'static str {
        match self.holds {
            Some(true) => "supported",
            Some(false) => "NOT supported",
            None => "measured",
        }
    }
}

impl std::fmt::Display for Statement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let reading = if self.reading.is_empty() {
            String::new()
        } else {
            format!(" [{}]", self.reading)
        };
        write!(
            f,
            "({}){reading} {}: {}\n    {}",
            self.id,
            self.claim,
            self.verdict(),
            self.finding
        )
    }
}
