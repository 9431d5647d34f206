//! `casp discover`: a query to an index, answered as a registry would, and why it is answered so.

mod intent;
mod page;
mod recalled;
mod search;

use std::path::{Path, PathBuf};

use casp_discovery::{DiscoveryQueryKind, Question};
use casp_identity::{KnownAgents, Signed, Signer as _, SoftwareKey, Verified, Verifier};
use casp_wire::v1::{DiscoveryQuery, Header, Intent};
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::index::{self, Index};
use crate::output::Output;
use crate::when::Clock;
use intent::Wish;

/// How long the query is good for, milliseconds; nobody has to wait for an answer.
const QUERY_LIFE_MS: i64 = 60_000;

#[derive(clap::Args)]
pub(super) struct DiscoverArgs {
    /// The index to look in; - is standard input
    #[arg(long, value_name = "INDEX")]
    index: PathBuf,
    /// What you look for, in your own words (repeatable: the same wish in other words)
    #[arg(long, value_name = "TEXT")]
    intent: Vec<String>,
    /// A path in the OASF skill taxonomy, such as natural_language_processing/translation (repeatable)
    #[arg(long, value_name = "PATH")]
    skill: Vec<String>,
    /// What has to hold, such as `side-effect <= reversible`, `price/eur/call <= 0.02`, `jurisdiction in CH, DE`,
    /// `qos/latency-p95 <= 800ms observed over 20`, `evidence contains trace`, `load exists` (repeatable: all of them)
    #[arg(long = "where", value_name = "EXPR")]
    constraints: Vec<String>,
    /// What to have much or little of, first things first: relevance, age-ms, qos/METRIC, price/CURRENCY/UNIT. With ~GRAIN, such as
    /// `qos/latency-p95~50ms`, smaller differences do not count. Relevance alone if absent
    #[arg(long = "by", value_name = "OBJECTIVE")]
    objectives: Vec<String>,
    /// A TOML file with any of phrasings, skills, where, by (lists of texts), limit and sample; arguments add to it
    #[arg(long, value_name = "FILE")]
    intent_file: Option<PathBuf>,
    /// Most matches in order of rank, at most 100; 10 if absent
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=100))]
    limit: Option<u32>,
    /// Most matches drawn at random, at most 100; none if absent
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=100))]
    sample: Option<u32>,
    /// Say of each capability that is left out which constraint it fails first
    #[arg(long)]
    explain: bool,
    /// Nonce of the query, 32 hex digits: with the same one, time and wish, ties and draws come out the same
    #[arg(long, value_name = "HEX", value_parser = nonce)]
    nonce: Option<[u8; 16]>,
    /// The network in which the index has to hold; the one that it names if absent
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    #[command(flatten)]
    clock: Clock,
}

/// Looks in an index.
pub(super) fn discover(args: &DiscoverArgs, output: Output) -> Result<(), Failure> {
    let wish = Wish::of(args)?;
    let now_ms = args.clock.now_ms();
    let nonce = match args.nonce {
        Some(nonce) => nonce,
        None => random()?,
    };
    let index = index::read(&args.index, args.network.as_deref(), now_ms)?;
    let query = ask(&wish, &index, nonce, now_ms)?;
    let question = Question::of(&query)?;
    let none = Intent::default();
    let intent = query.message().intent.as_ref().unwrap_or(&none);
    let found = search::search(&question, intent, &index.living, now_ms);
    output.show(&page::Page::new(&page::Asked {
        file: &args.index,
        index: &index,
        intent,
        question: &question,
        nonce,
        now_ms,
        explain: args.explain,
        found: &found,
    }))
}

/// A query as it would go to a registry, verified as a registry would. Both keys are made of the nonce and thrown away: the query's
/// id, which seeds ties and draws, is then the same for the same nonce, time and wish.
fn ask(wish: &Wish, index: &Index, nonce: [u8; 16], now_ms: i64) -> Result<Verified<DiscoveryQueryKind>, Failure> {
    let key = |whose: &str| {
        let seed = Sha256::new_with_prefix("casp discover")
            .chain_update(whose)
            .chain_update(nonce);
        SoftwareKey::from_seed(&seed.finalize().into())
    };
    let (requester, registry) = (key("requester"), key("registry").agent_id());
    // An index of nothing is of no network, and a query has to be of one.
    let network = if index.network.is_empty() {
        "none"
    } else {
        &index.network
    };
    let query = DiscoveryQuery {
        header: Some(Header {
            network_id: network.to_owned(),
            issuer: requester.agent_id().as_bytes().into(),
            audience: registry.as_bytes().into(),
            nonce: nonce.into(),
            issued_at_ms: now_ms,
            expires_at_ms: now_ms.saturating_add(QUERY_LIFE_MS),
            ..Header::default()
        }),
        intent: Some(wish.intent.clone()),
        limit: wish.limit,
        sample: wish.sample,
    };
    let signed = Signed::<DiscoveryQueryKind>::seal(&query, &requester).map_err(|error| Failure::seal(&error))?;
    let mut verifier = Verifier::new(network, Some(registry));
    Ok(verifier.verify(signed, &KnownAgents::new(0), now_ms)?)
}

fn random() -> Result<[u8; 16], Failure> {
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).map_err(|error| Failure::file("io", format!("no randomness: {error}")))?;
    Ok(nonce)
}

fn nonce(text: &str) -> Result<[u8; 16], &'static str> {
    let mut nonce = [0; 16];
    hex::decode_to_slice(text, &mut nonce).map_err(|_| "a nonce is 32 hex digits")?;
    Ok(nonce)
}

impl DiscoverArgs {
    fn intent_file(&self) -> Option<&Path> {
        self.intent_file.as_deref()
    }
}
