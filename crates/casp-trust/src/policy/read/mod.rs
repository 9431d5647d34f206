//! Reads a policy's text. Everything that is there is read, or it is an error.

mod check;
mod duration;
mod error;
mod nearest;
mod table;

use core::ops::RangeInclusive;

use casp_canary::generate::{FAMILIES, Family};
use casp_wire::table::Format;
use casp_wire::v1::SignerClass;
use toml::de::DeTable;

pub(crate) use duration::shown;
pub use error::{Fault, Place, PolicyError};

use super::rules::{BackgroundPlan, Canaries, Override, Part, Pattern, RISKS, Row, Rules, SIDE_EFFECTS, Tiers};
use super::{EvidenceDemand, ReputationDemand, VerificationBudget};
use table::{Field, Source, Table, clipped};

/// Longest text of a policy, bytes.
pub const MAX_POLICY_BYTES: usize = 65_536;

/// Most items of a list: rows, overrides, kinds, measurements.
pub(super) const MAX_LIST: usize = 256;

/// Most of a currency's micro-units that a budget can name: a thousand million whole units.
const MAX_PRICE_MICROS: u64 = 1_000_000_000_000_000;

/// The longest time that a policy can name, a year, in milliseconds.
const MAX_TIME_MS: u64 = 31_536_000_000;

/// The shortest, a second.
const MIN_TIME_MS: u64 = 1_000;

/// Bytes of a capability id and of an identifier on the wire (casp.v1).
const MAX_CAPABILITY_ID_BYTES: usize = 128;
const MAX_IDENTIFIER_BYTES: usize = 64;

/// Evidence kinds of version 1 but `canary/…`, and attestation kinds (SPEC.md section 14).
const EVIDENCE_KINDS: [&str; 3] = ["attestation", "tool-receipt", "trace"];
const ATTESTATION_KINDS: [&str; 4] = ["nitro", "sev-snp", "tdx", "tpm2"];

const SIGNER_CLASSES: [(&str, SignerClass); 3] = [
    ("host_proxy", SignerClass::HostProxy),
    ("endorsed_third_party", SignerClass::EndorsedThirdParty),
    ("attested", SignerClass::Attested),
];

const POLICY_KEYS: &[&str] = &["version", "name", "row", "override", "background"];
const ROW_KEYS: &[&str] = &[
    "name",
    "side_effects",
    "risks",
    "reputation",
    "canaries",
    "evidence",
    "budget",
];
const OVERRIDE_KEYS: &[&str] = &[
    "capability",
    "sibling",
    "without",
    "reputation",
    "canaries",
    "evidence",
    "budget",
];
const REPUTATION_KEYS: &[&str] = &["floor", "max_uncertainty", "newcomer_share_ppm"];
const CANARY_KEYS: &[&str] = &["passes", "pass_counts_for", "parallel", "prepare_phase"];
const EVIDENCE_KEYS: &[&str] = &["kinds", "signer_classes", "attestation_kinds", "measurements"];
const BUDGET_KEYS: &[&str] = &["time", "price_micros", "probes"];
const BACKGROUND_KEYS: &[&str] = &["mean_interval", "window", "budget"];

const PROBES: RangeInclusive<u32> = 1..=1_024;

/// Reads and checks a text.
pub(super) fn read(text: &str) -> Result<Rules, PolicyError> {
    let source = Source(text);
    if text.len() > MAX_POLICY_BYTES {
        return Err(PolicyError {
            place: Place {
                line: 1,
                column: 1,
                key: String::new(),
            },
            fault: Fault::TooLong { bytes: text.len() },
        });
    }
    let parsed = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(text.len(), |span| span.start);
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        PolicyError {
            place: source.place(at, String::new()),
            fault: Fault::Syntax {
                message: clipped(&message),
            },
        }
    })?;
    let policy = Table::whole(source, parsed.get_ref(), POLICY_KEYS)?;
    policy.need("version", "1")?.whole(1..=1)?;
    let name = label(&policy.need("name", "\"ours\"")?)?;
    let rows = policy
        .need("row", "[{ … }], as [[row]]")?
        .list("tables, each under [[row]]")?;
    let rows = rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    let overrides = policy
        .get("override")
        .map(|list| list.list("tables, each under [[override]]"))
        .transpose()?;
    let overrides = overrides.unwrap_or_default();
    let overrides = overrides.iter().map(override_of).collect::<Result<Vec<_>, _>>()?;
    let background = policy.get("background").map(|field| background(&field)).transpose()?;
    check::contradictions(&policy, &rows, &overrides)?;
    let rows = rows.into_iter().map(|(row, _)| row).collect();
    let overrides = overrides.into_iter().map(|(entry, _)| entry).collect();
    Ok(Rules {
        name,
        rows,
        overrides,
        background,
    })
}

/// A row, and its table for errors that are found later.
fn row<'a>(field: &Field<'a>) -> Result<(Row, Table<'a>), PolicyError> {
    let table = field.table(ROW_KEYS)?;
    let row = Row {
        name: label(&table.need("name", "\"read-only and public\"")?)?,
        line: table.place().line,
        side_effects: table
            .need("side_effects", "[\"none\"]")?
            .set("a list of side effects, such as [\"none\"]", |item| {
                item.word(&SIDE_EFFECTS)
            })?,
        risks: table
            .need("risks", "[\"public\"]")?
            .set("a list of risks, such as [\"public\"]", |item| item.word(&RISKS))?,
        tiers: tiers(&table)?,
    };
    Ok((row, table))
}

fn override_of<'a>(field: &Field<'a>) -> Result<(Override, Table<'a>), PolicyError> {
    let table = field.table(OVERRIDE_KEYS)?;
    let without = table
        .get("without")
        .map(|list| list.set("a list of parts, such as [\"canaries\"]", |item| item.word(&Part::ALL)));
    let entry = Override {
        pattern: pattern(&table.need("capability", "\"org.example/*\"")?)?,
        line: table.place().line,
        sibling: table
            .get("sibling")
            .map(|sibling| capability_id(&sibling))
            .transpose()?,
        without: without.transpose()?.unwrap_or_default(),
        tiers: tiers(&table)?,
    };
    Ok((entry, table))
}

fn tiers(table: &Table<'_>) -> Result<Tiers, PolicyError> {
    Ok(Tiers {
        reputation: table.get("reputation").map(|field| reputation(&field)).transpose()?,
        canaries: table.get("canaries").map(|field| canaries(&field)).transpose()?,
        evidence: table.get("evidence").map(|field| evidence(&field)).transpose()?,
        budget: table.get("budget").map(|field| budget(&field)).transpose()?,
    })
}

fn reputation(field: &Field<'_>) -> Result<ReputationDemand, PolicyError> {
    let table = field.table(REPUTATION_KEYS)?;
    Ok(ReputationDemand {
        floor: table.need("floor", "0.7")?.share()?,
        max_uncertainty: table.need("max_uncertainty", "0.5")?.share()?,
        newcomer_share_ppm: table.need("newcomer_share_ppm", "20_000")?.small(0..=1_000_000)?,
    })
}

fn canaries(field: &Field<'_>) -> Result<Canaries, PolicyError> {
    let table = field.table(CANARY_KEYS)?;
    Ok(Canaries {
        passes: table.need("passes", "2")?.small(1..=32)?,
        pass_counts_for_ms: table
            .need("pass_counts_for", "\"24 h\"")?
            .duration(MIN_TIME_MS..=MAX_TIME_MS)?,
        parallel: table.get("parallel").map_or(Ok(1), |field| field.small(1..=16))?,
        prepare_phase: table.get("prepare_phase").map_or(Ok(false), |field| field.flag())?,
    })
}

fn evidence(field: &Field<'_>) -> Result<EvidenceDemand, PolicyError> {
    let table = field.table(EVIDENCE_KEYS)?;
    let kinds = table
        .need("kinds", "[\"trace\"]")?
        .set("a list of evidence kinds, such as [\"trace\"]", evidence_kind)?;
    let signer_classes = table.get("signer_classes").map(|list| {
        list.set("a list of signer classes, such as [\"attested\"]", |item| {
            item.word(&SIGNER_CLASSES)
        })
    });
    let attestation_kinds = table.get("attestation_kinds").map(|list| {
        list.set("a list of attestation kinds, such as [\"tdx\"]", |item| {
            item.word(&ATTESTATION_KINDS.map(|kind| (kind, kind))).map(String::from)
        })
    });
    let measurements = table
        .get("measurements")
        .map(|list| list.set("a list of measurements in hexadecimal", measurement));
    let demand = EvidenceDemand {
        kinds,
        signer_classes: signer_classes.transpose()?.unwrap_or_default(),
        attestation_kinds: attestation_kinds.transpose()?.unwrap_or_default(),
        measurements: measurements.transpose()?.unwrap_or_default(),
    };
    check::evidence(&table, &demand)?;
    Ok(demand)
}

fn budget(field: &Field<'_>) -> Result<VerificationBudget, PolicyError> {
    let table = field.table(BUDGET_KEYS)?;
    Ok(VerificationBudget {
        time_ms: table.need("time", "\"2 min\"")?.duration(MIN_TIME_MS..=MAX_TIME_MS)?,
        price_micros: table.need("price_micros", "200_000")?.whole(0..=MAX_PRICE_MICROS)?,
        probes: table.need("probes", "6")?.small(PROBES)?,
    })
}

fn background(field: &Field<'_>) -> Result<BackgroundPlan, PolicyError> {
    let table = field.table(BACKGROUND_KEYS)?;
    Ok(BackgroundPlan {
        mean_interval_ms: table
            .need("mean_interval", "\"7 d\"")?
            .duration(MIN_TIME_MS..=MAX_TIME_MS)?,
        window_ms: table.need("window", "\"24 h\"")?.duration(MIN_TIME_MS..=MAX_TIME_MS)?,
        budget: budget(&table.need("budget", "{ time = \"1 h\", price_micros = 200_000, probes = 10 }")?)?,
    })
}

/// A name that people read: 1 to 80 bytes without controls.
fn label(field: &Field<'_>) -> Result<String, PolicyError> {
    let text = field.text("a name in quotes")?;
    if text.is_empty() || text.len() > 80 || !Format::PlainText.matches(text) {
        return Err(field.value_error("a name of 1 to 80 bytes without control characters"));
    }
    Ok(text.into())
}

fn capability_id(field: &Field<'_>) -> Result<String, PolicyError> {
    const FORM: &str = "the id of a capability, such as \"org.example/translate\"";
    let text = field.text(FORM)?;
    let fits = text.len() <= MAX_CAPABILITY_ID_BYTES && Format::CapabilityId.matches(text);
    if fits {
        Ok(text.into())
    } else {
        Err(field.value_error(FORM))
    }
}

/// The id of a capability, or a path that is followed by `/*`.
fn pattern(field: &Field<'_>) -> Result<Pattern, PolicyError> {
    const FORM: &str = "the id of a capability, or a path with /* at its end, such as \"org.example/*\"";
    let text = field.text(FORM)?;
    let (id, below) = text.strip_suffix("/*").map_or((text, false), |id| (id, true));
    if id.len() > MAX_CAPABILITY_ID_BYTES || !Format::CapabilityId.matches(id) {
        return Err(field.value_error(FORM));
    }
    Ok(if below {
        Pattern::Below(format!("{id}/"))
    } else {
        Pattern::Exactly(id.into())
    })
}

/// One that version 1 registers, or a reverse-DNS name of someone's own (SPEC.md section 14).
fn evidence_kind(field: &Field<'_>) -> Result<String, PolicyError> {
    let text = field.text("an evidence kind in quotes")?;
    let fits = text.len() <= MAX_IDENTIFIER_BYTES && Format::Identifier.matches(text);
    let is_own = fits && text.contains('.');
    let is_canary = text
        .strip_prefix("canary/")
        .is_some_and(|family| Family::named(family).is_some());
    if is_own || is_canary || EVIDENCE_KINDS.contains(&text) {
        return Ok(text.into());
    }
    if text.starts_with("canary/") {
        let known: Vec<_> = FAMILIES.iter().map(Family::name).collect();
        return Err(field.value_error(&format!(
            "canary/ and the name of a generator family: {}",
            known.join(", ")
        )));
    }
    field.word(&EVIDENCE_KINDS.map(|kind| (kind, kind))).map(String::from)
}

fn measurement(field: &Field<'_>) -> Result<Vec<u8>, PolicyError> {
    const FORM: &str = "a measurement of 32 to 64 bytes, in lower-case hexadecimal";
    let text = field.text(FORM)?;
    let lower = text.bytes().all(|byte| !byte.is_ascii_uppercase());
    let bytes = hex::decode(text)
        .ok()
        .filter(|bytes| lower && (32..=64).contains(&bytes.len()));
    bytes.ok_or_else(|| field.value_error(FORM))
}
