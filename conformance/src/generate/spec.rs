//! The tables of rules in SPEC.md, from which stages, verdicts and codes are taken.

use std::sync::LazyLock;

/// A row of a table of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Id, such as `ENC-3`.
    pub id: String,
    /// What it demands, in Markdown.
    pub text: String,
    /// Code, such as `varint-not-minimal`.
    pub code: String,
    /// Stage; `ENCODING*` stands for ENCODING or PAYLOAD_ENCODING.
    pub stage: String,
    /// Verdict on a breach: IGNORE or REJECT.
    pub verdict: String,
}

impl Rule {
    /// Whether a breach is reported at this stage, given the message in which it is.
    pub fn is_reported_at(&self, stage: &str) -> bool {
        match self.stage.as_str() {
            "ENCODING*" => matches!(stage, "ENCODING" | "PAYLOAD_ENCODING"),
            own => own == stage,
        }
    }
}

/// The rules of the SPEC.md that this crate was built beside, in its order.
pub fn rules() -> &'static [Rule] {
    static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| parse(include_str!("../../../SPEC.md")));
    &RULES
}

/// The rules in a specification: rows of tables that begin with an id and end with code, stage and verdict.
pub fn parse(spec: &str) -> Vec<Rule> {
    spec.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<Rule> {
    let cells: Vec<&str> = line
        .strip_prefix('|')?
        .strip_suffix('|')?
        .split('|')
        .map(str::trim)
        .collect();
    let [id, text @ .., code, stage, verdict] = cells.as_slice() else {
        return None;
    };
    let (family, number) = id.split_once('-')?;
    let is_id = family.len() == 3 && family.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_id || number.parse::<u32>().is_err() || text.is_empty() {
        return None;
    }
    Some(Rule {
        id: (*id).to_owned(),
        text: text.join(": "),
        code: code.trim_matches('`').to_owned(),
        stage: stage.replace('\\', ""),
        verdict: (*verdict).to_owned(),
    })
}
