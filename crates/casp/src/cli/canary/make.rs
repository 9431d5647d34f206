//! `casp canary make`.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use casp_canary::Commitment;
use casp_canary::generate::{FAMILIES, Family};
use casp_identity::{AgentId, PublicKey};
use casp_task::content::content_digest;
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{CanaryOpening, Oracle};
use clap::builder::PossibleValuesParser;
use serde::Serialize;

use crate::cli::key;
use crate::failure::Failure;
use crate::output::{Output, row};
use crate::{bank, file, oracle};

/// Numbers that every JSON reader can hold.
const INDEX_MASK: u64 = (1 << 53) - 1;

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("source").required(true).args(["family", "input"]))]
pub(in crate::cli) struct MakeArgs {
    /// Derive it from a bank: a task of this generator family
    #[arg(long, value_name = "FAMILY", requires = "bank", value_parser = PossibleValuesParser::new(FAMILIES.iter().map(Family::name)))]
    family: Option<String>,
    /// The bank to derive it from
    #[arg(long, value_name = "FILE", requires = "family")]
    bank: Option<PathBuf>,
    /// Its number in the bank, to be used once for one provider; a random one if absent
    #[arg(long, value_name = "N", requires = "family")]
    index: Option<u64>,
    /// Make it of own past work: the input of a task whose right answer is known
    #[arg(long, value_name = "FILE", requires = "known_answer")]
    input: Option<PathBuf>,
    /// What its answer is held against: a TOML file with one of `json = '…'`, `decimal = { expected = "…", tolerance = "…" }`,
    /// `one_of = ["…"]`, `contains = "…"`, `prefix = "…"`, `exact_digest = "…"`
    #[arg(long, value_name = "FILE", group = "known_answer", conflicts_with = "family")]
    oracle: Option<PathBuf>,
    /// The one right answer, byte for byte
    #[arg(long, value_name = "FILE", group = "known_answer", conflicts_with = "family")]
    exact: Option<PathBuf>,
    /// The one provider that it is for: a did:key, or its key file
    #[arg(long, value_name = "DID|KEYFILE")]
    provider: String,
    /// Where to put it: PREFIX.opening and, of a derived one, PREFIX.input; in a folder, canary.opening and canary.input
    #[arg(long, short, value_name = "PREFIX")]
    out: PathBuf,
}

/// A canary that was made. Nothing here tells the answer.
#[derive(Serialize)]
struct Made {
    opening_file: PathBuf,
    input_file: PathBuf,
    provider: String,
    family: Option<&'static str>,
    index: Option<u64>,
    /// What the offer asks for, so that the verdict can count for others.
    evidence: Option<String>,
    /// What the offer states of input and output.
    input_media_type: Option<&'static str>,
    output_media_type: Option<&'static str>,
    input_bytes: usize,
    oracle: &'static str,
    input_digest: String,
    blind: String,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "opening", self.opening_file.display())?;
        let bytes = self.input_bytes;
        match self.input_media_type {
            Some(media_type) => row(
                f,
                "input",
                format_args!("{}, {media_type}, {bytes} bytes", self.input_file.display()),
            )?,
            None => row(f, "input", format_args!("{}, {bytes} bytes", self.input_file.display()))?,
        }
        if let Some(media_type) = self.output_media_type {
            row(
                f,
                "output",
                format_args!("{media_type} (the offer's output_media_type)"),
            )?;
        }
        row(f, "provider", &self.provider)?;
        if let (Some(family), Some(index)) = (self.family, self.index) {
            row(f, "family", format_args!("{family}, number {index}"))?;
        }
        if let Some(evidence) = &self.evidence {
            row(
                f,
                "evidence",
                format_args!("{evidence} (in the offer, where the provider lists it)"),
            )?;
        }
        row(f, "oracle", self.oracle)?;
        row(
            f,
            "digest",
            format_args!("{} (the acceptance's input_digest)", self.input_digest),
        )?;
        row(f, "blind", format_args!("{} (the acceptance's blind)", self.blind))
    }
}

/// Makes a canary.
pub(super) fn make(args: &MakeArgs, output: Output) -> Result<(), Failure> {
    let provider = key::parse(&args.provider)?;
    PublicKey::admit(&provider.public_key())?;
    let (made, opening, input) = match (&args.family, &args.bank, &args.input) {
        (Some(family), Some(bank), _) => derived(args, provider, family, bank)?,
        (_, _, Some(input)) => of_past_work(args, provider, input)?,
        _ => {
            return Err(Failure::usage(
                "a canary comes from --family and --bank, or from --input",
            ));
        }
    };
    let unasked = |failure: Failure| failure.with_help("give another PREFIX with --out; a canary is not replaced");
    if input.is_some() && made.input_file.exists() {
        let message = format!("{} exists", made.input_file.display());
        return Err(unasked(Failure::file("io", message)));
    }
    file::write_secret(&made.opening_file, &opening).map_err(unasked)?;
    if let Some(input) = input {
        file::write_new(&made.input_file, &input).map_err(unasked)?;
    }
    output.show(&made)?;
    output.note(format_args!(
        "keep {} to yourself until the engagement is over: it holds the right answer, and is needed to judge and to open",
        made.opening_file.display()
    ));
    Ok(())
}

/// What was made, the opening, and the input if it is new.
type Canary = (Made, Vec<u8>, Option<Vec<u8>>);

fn derived(args: &MakeArgs, provider: AgentId, family: &str, bank: &Path) -> Result<Canary, Failure> {
    let family = Family::named(family).ok_or_else(|| Failure::usage(format!("there is no family {family}")))?;
    let index = match args.index {
        Some(index) => index,
        None => u64::from_be_bytes(random()?) & INDEX_MASK,
    };
    let canary = bank::read(bank)?.derive(provider, index, family);
    let input_file = with_suffix(&args.out, ".input");
    let made = Made {
        family: Some(family.name()),
        index: Some(index),
        evidence: Some(format!("canary/{}", family.name())),
        input_media_type: Some(family.input_media_type()),
        output_media_type: Some(family.output_media_type()),
        ..Made::of(args, &canary.commitment, &canary.task.input, input_file)
    };
    Ok((made, opening(&canary.commitment), Some(canary.task.input)))
}

fn of_past_work(args: &MakeArgs, provider: AgentId, input: &Path) -> Result<Canary, Failure> {
    let content = file::read_content(input)?;
    let oracle = match (&args.oracle, &args.exact) {
        (Some(path), _) => described(path)?,
        (_, Some(path)) => Oracle {
            form: Some(Form::ExactDigest(content_digest(&file::read_content(path)?).into())),
        },
        _ => {
            return Err(Failure::usage(
                "what the answer is held against comes from --oracle or --exact",
            ));
        }
    };
    let commitment = Commitment::new(provider, content_digest(&content), oracle, random()?)
        .map_err(|violation| Failure::unsigned(&violation))?;
    let made = Made::of(args, &commitment, &content, input.to_owned());
    Ok((made, opening(&commitment), None))
}

fn described(path: &Path) -> Result<Oracle, Failure> {
    let mistaken = |error: String| {
        Failure::file("oracle", format!("{}: {}", path.display(), error.trim_end()))
            .with_help("an oracle is a TOML file with one form; `casp canary make --help` lists them")
    };
    let text = String::from_utf8(file::read(path, oracle::LIMIT)?);
    oracle::parse(&text.map_err(|_| mistaken("not a text file".to_owned()))?).map_err(mistaken)
}

fn opening(commitment: &Commitment) -> Vec<u8> {
    casp_wire::encode(&CanaryOpening {
        salt: commitment.salt().into(),
        canary: Some(commitment.canary().clone()),
    })
}

impl Made {
    fn of(args: &MakeArgs, commitment: &Commitment, input: &[u8], input_file: PathBuf) -> Self {
        let canary = commitment.canary();
        Self {
            opening_file: with_suffix(&args.out, ".opening"),
            input_file,
            provider: AgentId::from_multikey(&canary.provider)
                .map(|id| id.to_did_key())
                .unwrap_or_default(),
            family: None,
            index: None,
            evidence: None,
            input_media_type: None,
            output_media_type: None,
            input_bytes: input.len(),
            oracle: canary.oracle.as_ref().map_or("none", oracle::form_name),
            input_digest: hex::encode(&canary.input_digest),
            blind: hex::encode(commitment.blind()),
        }
    }
}

fn with_suffix(prefix: &Path, suffix: &str) -> PathBuf {
    let prefix = if prefix.is_dir() {
        prefix.join("canary")
    } else {
        prefix.to_owned()
    };
    let mut name = OsString::from(prefix);
    name.push(suffix);
    name.into()
}

fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Failure::file("io", format!("no randomness: {error}")))?;
    Ok(bytes)
}
