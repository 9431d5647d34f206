//! `casp rule`.

use std::fmt;

use serde::Serialize;

use crate::advice;
use crate::failure::Failure;
use crate::output::{Output, row};
use crate::schema::{self, RuleDoc};

#[derive(clap::Args)]
pub(super) struct RuleArgs {
    /// Its id, such as ENC-3
    id: String,
}

#[derive(Serialize)]
struct Rule {
    rule: &'static str,
    code: &'static str,
    stage: &'static str,
    verdict: &'static str,
    section: &'static str,
    text: &'static str,
    help: &'static str,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "rule", format_args!("{} {}", self.rule, self.code))?;
        row(f, "checked at", self.stage)?;
        row(f, "breach", self.verdict)?;
        row(f, "SPEC.md", format_args!("section {}", self.section))?;
        row(f, "says", self.text)?;
        row(f, "way out", self.help)
    }
}

/// Prints a rule.
pub(super) fn rule(args: &RuleArgs, output: Output) -> Result<(), Failure> {
    let RuleDoc {
        section,
        id,
        code,
        stage,
        verdict,
        text,
    } = *schema::rule(&args.id).ok_or_else(|| {
        Failure::usage(format!("there is no rule {}", args.id))
            .with_help("a rule's id is like ENC-3 or FRS-2; the tables of SPEC.md list them")
    })?;
    output.show(&Rule {
        rule: id,
        code,
        stage,
        verdict,
        section,
        text,
        help: advice::to_reader(id),
    })
}
