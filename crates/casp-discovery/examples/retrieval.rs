//! How well recall finds what people mean: tool servers become signed descriptors, these are verified and indexed, and intents
//! are asked whose answers are known.
//!
//! ```console
//! cargo run --release -p casp-discovery --example retrieval -- [SERVERS.json QUERIES.json] [--embedder default|minilm --model-dir DIR]
//! ```
//!
//! SERVERS is an array of `{"name", "description", "version"}`, QUERIES one of `{"id", "intent", "relevant": [names]}`; without
//! them, the copies in this repository. The last line holds the figures of the fused answer. Exit code 2: bad arguments or files.

use std::collections::HashMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casp_descriptor::{DescriptorBuilder, DescriptorKind, Origin, SequenceCounter};
use casp_discovery::recall::embed::{Embedder, WordEmbedder};
use casp_discovery::recall::{Document, Recall, Recalled, Wanted, text};
use casp_identity::{KnownAgents, Signed, Signer as _, SoftwareKey, Verified, Verifier};
use casp_wire::v1::{Capability, RiskClass, SideEffect};
use serde::Deserialize;
use serde::de::DeserializeOwned;

const USAGE: &str =
    "usage: retrieval [SERVERS.json QUERIES.json] [--embedder default|minilm] [--model-dir DIR] [--misses]";
const NOW_MS: i64 = 1_767_225_600_000;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let servers: Vec<Server> = read(&arguments.servers)?;
    let queries: Vec<Query> = read(&arguments.queries)?;
    let numbers: HashMap<&str, usize> = servers
        .iter()
        .enumerate()
        .map(|(number, server)| (&*server.name, number))
        .collect();
    let relevant: Vec<Vec<usize>> = queries
        .iter()
        .map(|query| query.numbers(&numbers))
        .collect::<Result<_, _>>()?;
    if queries.is_empty() {
        return Err(format!("{}: no queries", arguments.queries.display()));
    }

    let mut recall = Recall::new(arguments.embedder()?);
    let mut publisher = Publisher::new();
    for (number, server) in servers.iter().enumerate() {
        let descriptor = publisher
            .publish(server)
            .map_err(|error| format!("{}: {error}", server.name))?;
        let number = u32::try_from(number).map_err(|error| error.to_string())?;
        for capability in &descriptor.message().capabilities {
            recall.insert(number, &Document::of(capability));
        }
    }

    println!(
        "{} servers, {} intents, embedding space {}",
        servers.len(),
        queries.len(),
        recall.space()
    );
    let answers: Vec<Vec<Recalled>> = queries
        .iter()
        .map(|query| {
            let phrasings = [query.intent.clone()];
            let wanted = Wanted {
                phrasings: &phrasings,
                skills: &[],
            };
            recall.search(&wanted, servers.len(), &mut |_| true)
        })
        .collect();
    println!("{:8} {:>6} {:>6} {:>6} {:>6}", "", "hit@1", "hit@3", "hit@10", "MRR");
    let figures = |by: fn(&Recalled) -> u32| Figures::of(&answers, &relevant, by);
    let fused = figures(|recalled| recalled.relevance_ppm);
    println!("lexical  {}", figures(|recalled| recalled.lexical_ppm).row());
    println!("dense    {}", figures(|recalled| recalled.semantic_ppm).row());
    println!("fused    {}", fused.row());
    if arguments.misses {
        for ((query, answer), relevant) in queries.iter().zip(&answers).zip(&relevant) {
            let rank = rank(answer, relevant, |recalled| recalled.relevance_ppm);
            if rank.is_none_or(|rank| rank > 3) {
                let first = answer
                    .first()
                    .and_then(|first| servers.get(usize::try_from(first.doc).ok()?));
                println!("{} at {rank:?}; first {:?}", query.id, first.map(|server| &server.name));
            }
        }
    }
    println!("{}", fused.line());
    Ok(())
}

struct Arguments {
    servers: PathBuf,
    queries: PathBuf,
    embedder: String,
    model_dir: Option<PathBuf>,
    misses: bool,
}

impl Arguments {
    fn read(mut given: impl Iterator<Item = String>) -> Result<Self, String> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut arguments = Self {
            servers: here.join("../../vectors/external/mcp-servers/servers.json"),
            queries: here.join("examples/data/queries.json"),
            embedder: "default".to_owned(),
            model_dir: None,
            misses: false,
        };
        let mut files = Vec::new();
        while let Some(argument) = given.next() {
            let mut value = || given.next().ok_or_else(|| format!("{argument} needs a value\n{USAGE}"));
            match argument.as_str() {
                "--embedder" => arguments.embedder = value()?,
                "--model-dir" => arguments.model_dir = Some(value()?.into()),
                "--misses" => arguments.misses = true,
                "--help" | "-h" => return Err(USAGE.to_owned()),
                option if option.starts_with('-') => return Err(format!("unknown option {option}\n{USAGE}")),
                file => files.push(PathBuf::from(file)),
            }
        }
        match <[PathBuf; 2]>::try_from(files) {
            Ok([servers, queries]) => (arguments.servers, arguments.queries) = (servers, queries),
            Err(files) if files.is_empty() => {}
            Err(_) => return Err(format!("either both SERVERS.json and QUERIES.json or neither\n{USAGE}")),
        }
        Ok(arguments)
    }

    fn embedder(&self) -> Result<Box<dyn Embedder>, String> {
        match (&*self.embedder, &self.model_dir) {
            ("default", _) => Ok(Box::new(WordEmbedder)),
            ("minilm", Some(folder)) => minilm(folder),
            ("minilm", None) => Err(format!("--embedder minilm needs --model-dir DIR\n{USAGE}")),
            (other, _) => Err(format!("no embedder {other}: default or minilm\n{USAGE}")),
        }
    }
}

#[cfg(feature = "minilm")]
fn minilm(folder: &Path) -> Result<Box<dyn Embedder>, String> {
    let embedder = casp_discovery::recall::embed::MiniLm::open(folder);
    Ok(Box::new(
        embedder.map_err(|error| format!("{}: {error}", folder.display()))?,
    ))
}

#[cfg(not(feature = "minilm"))]
fn minilm(_: &Path) -> Result<Box<dyn Embedder>, String> {
    Err(
        "this build has no MiniLM: cargo run --release -p casp-discovery --features minilm --example retrieval -- …"
            .to_owned(),
    )
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let explain = |error: &dyn Display| format!("{}: {error}", path.display());
    let json = std::fs::read(path).map_err(|error| explain(&error))?;
    serde_json::from_slice(&json).map_err(|error| explain(&error))
}

#[derive(Deserialize)]
struct Server {
    name: String,
    description: String,
    #[serde(default)]
    version: String,
}

impl Server {
    /// What the server says of itself, as a capability. It has no tags and no skills, and names no schema.
    fn capability(&self) -> Capability {
        Capability {
            id: capability_id(&self.name),
            version: semantic_version(&self.version),
            summary: plain_text(&self.description),
            side_effect: SideEffect::Reversible.into(),
            risk: RiskClass::Private.into(),
            behavior_digest: vec![7; 32],
            ..Capability::default()
        }
    }
}

/// A capability id (FMT-2) of at most 128 bytes. Most names are one as they stand.
fn capability_id(name: &str) -> String {
    let (domain, path) = name.split_once('/').unwrap_or((name, ""));
    let clean = |part: &str, also: &[char]| {
        let kept = |c: char| c.is_ascii_alphanumeric() || also.contains(&c);
        let part: String = part.chars().map(|c| if kept(c) { c } else { '-' }).collect();
        part.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned()
    };
    let labels = domain.split('.').map(|label| clean(label, &['-']));
    let labels: Vec<String> = labels.filter(|label| !label.is_empty()).collect();
    let domain = if labels.len() < 2 {
        format!("example.{}", labels.concat())
    } else {
        labels.join(".")
    };
    let segments = path.split('/').map(|segment| clean(segment, &['-', '.', '_']));
    let id = segments
        .filter(|segment| !segment.is_empty())
        .fold(domain, |id, segment| id + "/" + &segment);
    text::cut(&id, 128)
        .trim_end_matches(|c: char| !c.is_ascii_alphanumeric())
        .to_owned()
}

fn semantic_version(version: &str) -> String {
    let is_number = |part: &str| part.parse::<u32>().is_ok_and(|number| number.to_string() == part);
    let (numbers, _) = version.split_once(['-', '+']).unwrap_or((version, ""));
    let is_plain = numbers.split('.').count() == 3 && numbers.split('.').all(is_number);
    if is_plain {
        numbers.to_owned()
    } else {
        "0.0.0".to_owned()
    }
}

/// A summary (FMT-8) of at most 1,024 bytes.
fn plain_text(description: &str) -> String {
    let is_direction =
        |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced: String = description
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let plain: String = spaced.chars().filter(|c| !is_direction(*c)).collect();
    text::cut(plain.trim(), 1024).to_owned()
}

/// Signs descriptors, and reads them as a registry would: nothing is indexed that was not verified.
struct Publisher {
    key: SoftwareKey,
    counter: SequenceCounter,
    verifier: Verifier,
    known: KnownAgents,
}

impl Publisher {
    fn new() -> Self {
        Self {
            key: SoftwareKey::from_seed(&[1; 32]),
            counter: SequenceCounter::resume(0),
            verifier: Verifier::new("example", None),
            known: KnownAgents::new(1_000),
        }
    }

    fn publish(&mut self, server: &Server) -> Result<Verified<DescriptorKind>, Box<dyn std::error::Error>> {
        let origin = Origin::root("example", self.key.agent_id(), 1);
        let descriptor = DescriptorBuilder::new(origin, 60_000)
            .capability(server.capability())
            .build(self.counter.reserve(NOW_MS).persisted(), NOW_MS)?;
        let signed: Signed<DescriptorKind> = Signed::seal(&descriptor, &self.key)?;
        let received = Signed::<DescriptorKind>::from_bytes(signed.as_bytes());
        let verified = self.verifier.verify(received, &self.known, NOW_MS)?;
        self.known.saw(&verified, NOW_MS)?;
        Ok(verified)
    }
}

#[derive(Deserialize)]
struct Query {
    id: String,
    intent: String,
    relevant: Vec<String>,
}

impl Query {
    fn numbers(&self, numbers: &HashMap<&str, usize>) -> Result<Vec<usize>, String> {
        let find = |name: &String| {
            let number = numbers.get(name.as_str()).copied();
            number.ok_or_else(|| format!("query {}: no server is called {name}", self.id))
        };
        self.relevant.iter().map(find).collect()
    }
}

/// Of all intents.
struct Figures {
    hits: [f64; 3],
    mean_reciprocal_rank: f64,
}

impl Figures {
    /// Of the answers, ranked by one of their scores; what scores 0 is not found.
    fn of(answers: &[Vec<Recalled>], relevant: &[Vec<usize>], by: fn(&Recalled) -> u32) -> Self {
        let ranks: Vec<Option<u32>> = answers
            .iter()
            .zip(relevant)
            .map(|(answer, relevant)| rank(answer, relevant, by))
            .collect();
        let number = u32::try_from(ranks.len()).map_or(1.0, f64::from);
        let share = |first: u32| {
            let hits = ranks.iter().flatten().filter(|rank| **rank <= first);
            hits.map(|_| 1.0 / number).sum()
        };
        Self {
            hits: [1, 3, 10].map(share),
            mean_reciprocal_rank: ranks.iter().flatten().map(|rank| 1.0 / f64::from(*rank) / number).sum(),
        }
    }

    fn row(&self) -> String {
        let [one, three, ten] = self.hits;
        format!("{one:6.3} {three:6.3} {ten:6.3} {:6.3}", self.mean_reciprocal_rank)
    }

    fn line(&self) -> String {
        let [one, three, ten] = self.hits;
        format!(
            "hit@1 {one:.3} hit@3 {three:.3} hit@10 {ten:.3} mrr {:.3}",
            self.mean_reciprocal_rank
        )
    }
}

/// The place of the first relevant document, from 1.
fn rank(answer: &[Recalled], relevant: &[usize], by: fn(&Recalled) -> u32) -> Option<u32> {
    let mut ranked: Vec<&Recalled> = answer.iter().filter(|recalled| by(recalled) > 0).collect();
    ranked.sort_by_key(|recalled| (std::cmp::Reverse(by(recalled)), recalled.doc));
    let is_relevant = |recalled: &&Recalled| usize::try_from(recalled.doc).is_ok_and(|doc| relevant.contains(&doc));
    let place = ranked.iter().position(is_relevant)?;
    u32::try_from(place).ok()?.checked_add(1)
}
