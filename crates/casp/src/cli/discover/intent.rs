//! What is looked for, as arguments and a file say it.

use std::fmt::{self, Display};
use std::path::Path;
use std::str::FromStr;

use casp_discovery::{Expression, ExpressionError, ExpressionFault, Preference};
use casp_wire::v1::Intent;
use serde::Deserialize;

use super::DiscoverArgs;
use crate::failure::Failure;
use crate::file;

/// Greatest file of an intent, bytes.
const LIMIT: usize = 262_144;

/// Ranked matches, where nobody says how many.
const DEFAULT_LIMIT: u32 = 10;

/// An intent, and how many matches are wanted.
pub(super) struct Wish {
    pub(super) intent: Intent,
    pub(super) limit: u32,
    pub(super) sample: u32,
}

/// A file of an intent.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    phrasings: Vec<String>,
    #[serde(default)]
    skills: Vec<String>,
    #[serde(default, rename = "where")]
    constraints: Vec<String>,
    #[serde(default, rename = "by")]
    objectives: Vec<String>,
    limit: Option<u32>,
    sample: Option<u32>,
}

impl Wish {
    /// What file and arguments say, in this order.
    pub(super) fn of(args: &DiscoverArgs) -> Result<Self, Failure> {
        let mut intent = Intent::default();
        let written = match args.intent_file() {
            Some(path) => {
                let written = read(path)?;
                let told = |failure: Failure| failure.about(path.display());
                let mistaken = |text: String| Failure::file("intent", text);
                add(
                    &mut intent,
                    &written.constraints,
                    &written.objectives,
                    ["where", "by"],
                    mistaken,
                )
                .map_err(told)?;
                written
            }
            None => Written::default(),
        };
        add(
            &mut intent,
            &args.constraints,
            &args.objectives,
            ["--where", "--by"],
            Failure::usage,
        )?;
        intent.phrasings = [written.phrasings.as_slice(), &args.intent].concat();
        intent.skills = [written.skills.as_slice(), &args.skill].concat();
        intent.skills.sort_unstable();
        intent.skills.dedup();
        Ok(Self {
            intent,
            limit: args.limit.or(written.limit).unwrap_or(DEFAULT_LIMIT),
            sample: args.sample.or(written.sample).unwrap_or(0),
        })
    }
}

fn read(path: &Path) -> Result<Written, Failure> {
    let mistaken = |what: &dyn Display| {
        let message = format!("{}: {}", path.display(), what.to_string().trim_end());
        Failure::file("intent", message).with_help(
            "it is TOML with any of phrasings, skills, where, by, which are lists of texts, limit and sample; `casp discover \
             --help` says more",
        )
    };
    let bytes = file::read(path, LIMIT.saturating_add(1))?;
    if bytes.len() > LIMIT {
        return Err(mistaken(&format_args!("it has more than {LIMIT} bytes")));
    }
    let text = String::from_utf8(bytes).map_err(|_| mistaken(&"it is not a text file"))?;
    toml::from_str(&text).map_err(|error| mistaken(&error))
}

/// Reads constraints and objectives, which come by these names.
fn add(
    intent: &mut Intent,
    constraints: &[String],
    objectives: &[String],
    [one, other]: [&str; 2],
    failure: impl Fn(String) -> Failure,
) -> Result<(), Failure> {
    for text in constraints {
        let expression = written::<Expression>(text, one, &failure)?;
        intent.constraints.push(expression.into_constraint());
    }
    for text in objectives {
        let preference = written::<Preference>(text, other, &failure)?;
        if preference.objective().name == "trust" {
            return Err(failure(format!(
                "{other} {text:?}: trust is your own, and no registry ranks by it"
            ))
            .with_help("rank by what the index knows: relevance, age-ms, qos/METRIC, price/CURRENCY/UNIT"));
        }
        intent.objectives.push(preference.into_objective());
    }
    Ok(())
}

fn written<T: FromStr<Err = ExpressionError>>(
    text: &str,
    name: &str,
    failure: impl Fn(String) -> Failure,
) -> Result<T, Failure> {
    text.parse().map_err(|error: ExpressionError| {
        let help = match error.fault {
            ExpressionFault::AttributeUnknown { .. } => {
                "the attributes are those of SPEC.md section 18.2, such as side-effect, price/eur/call or qos/latency-p95"
            }
            ExpressionFault::ObjectiveUnknown { .. } => {
                "the objectives are those of SPEC.md section 18.3: relevance, age-ms, qos/METRIC, price/CURRENCY/UNIT"
            }
            _ => "a constraint is like `price/eur/call <= 0.02` or `jurisdiction in CH, DE`, an objective like `qos/latency-p95~50ms`",
        };
        failure(format!("{name} {text:?}: {}: {error}", At(text, error.at))).with_help(help)
    })
}

/// A place in a text.
struct At<'a>(&'a str, usize);

impl Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = self.0.split_at_checked(self.1).unwrap_or((self.0, ""));
        if after.trim().is_empty() {
            return f.write_str("at its end");
        }
        write!(f, "at character {}", before.chars().count().saturating_add(1))
    }
}
