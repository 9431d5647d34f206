//! Speed and size of a registry from 10^3 to 10^6 capabilities, beside a search engine and a graph of nearest neighbours: one table.
//!
//! ```console
//! cargo run --release --manifest-path crates/casp-discovery/comparators/Cargo.toml [-- SIZE…] [--per-agent N] [--queries N] [--graph-up-to SIZE]
//! ```
//!
//! Sizes are numbers of capabilities, 4 an agent unless said otherwise. All that is printed was measured in that run; progress goes to stderr. Times are
//! those of the processor, so that what else the machine does counts only by what it takes from caches and memory. A graph of 10^6
//! takes long to build: by default there is none above 10^5.

mod corpus;
mod engines;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use casp_discovery::recall::embed::{Embedder, Vector, WordEmbedder};
use casp_discovery::recall::{Document, Recall, Scratch, Wanted};
use casp_discovery::registry::{Identity, Origin, Outcome, Publishes, Registry, RegistryLimits};
use casp_discovery::{DiscoveryQueryKind, Registering};
use casp_identity::{AgentId, HashKey, KnownAgents, Signed, Signer as _, SoftwareKey, Verifier, VerifierLimits};
use casp_wire::v1::Capability;
use corpus::{Corpus, NETWORK, NOW};
use cpu_time::ThreadTime;
use engines::{Graph, SearchEngine};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const SEED: u64 = 18;
/// Words of a query.
const WORDS: usize = 3;
/// Queries before the first that is timed: they find nothing in any cache.
const WARM_UP: u64 = 20;
/// Best documents that are asked for, where nothing is filtered.
const BEST: usize = 10;

fn main() {
    let arguments = Arguments::read();
    let columns: Vec<Vec<(String, String)>> = arguments.sizes.iter().map(|size| measure(*size, &arguments)).collect();
    let names = columns
        .first()
        .map(|column| column.iter().map(|(name, _)| name.clone()).collect());
    let names: Vec<String> = names.unwrap_or_default();
    let sizes: Vec<String> = arguments.sizes.iter().map(|size| format!("{size}")).collect();
    println!("| capabilities | {} |", sizes.join(" | "));
    println!("|---|{}", "---:|".repeat(sizes.len()));
    for (row, name) in names.iter().enumerate() {
        let cells: Vec<&str> = columns.iter().map(|column| column[row].1.as_str()).collect();
        println!("| {name} | {} |", cells.join(" | "));
    }
}

struct Arguments {
    sizes: Vec<usize>,
    per_agent: usize,
    queries: usize,
    graph_up_to: usize,
}

impl Arguments {
    fn read() -> Self {
        let mut arguments = Self {
            sizes: Vec::new(),
            per_agent: 4,
            queries: 1_000,
            graph_up_to: 100_000,
        };
        let mut given = std::env::args().skip(1);
        let number = |text: Option<String>| text.and_then(|text| text.parse().ok());
        while let Some(argument) = given.next() {
            let read = match argument.as_str() {
                "--per-agent" => number(given.next())
                    .filter(|it| *it > 0)
                    .map(|it| arguments.per_agent = it),
                "--queries" => number(given.next()).map(|it| arguments.queries = it),
                "--graph-up-to" => number(given.next()).map(|it| arguments.graph_up_to = it),
                _ => number(Some(argument)).map(|it| arguments.sizes.push(it)),
            };
            if read.is_none() {
                eprintln!("usage: scale [SIZE…] [--per-agent N] [--queries N] [--graph-up-to SIZE]");
                std::process::exit(2);
            }
        }
        if arguments.sizes.is_empty() {
            arguments.sizes = vec![1_000, 10_000, 100_000, 1_000_000];
        }
        arguments
    }
}

/// The cells of one size.
fn measure(size: usize, arguments: &Arguments) -> Vec<(String, String)> {
    let mut table = Table::default();
    let agents = size.div_ceil(arguments.per_agent);
    let corpus = || Corpus::new(SEED, arguments.per_agent);
    let progress = |what: &str| eprintln!("{size}: {what}");
    progress("vectors");
    let mut vectors = Vec::with_capacity(agents * arguments.per_agent);
    let mut embedding = Duration::ZERO;
    each_capability(&mut corpus(), agents, |_, capability| {
        let name = capability
            .id
            .split_once('/')
            .map_or("", |(_, name)| name)
            .replace('/', " ");
        let gist = format!("{}, {}", capability.summary, capability.tags.join(", "));
        let start = ThreadTime::now();
        vectors.push(WordEmbedder.embed_document(&name, &gist));
        embedding += start.elapsed();
    });
    let vectors = Arc::new(vectors);
    progress("registering");
    let questions = registry((corpus(), agents), &vectors, arguments.queries, &mut table, &progress);
    let each = format!("{:.1}", embedding.as_secs_f64() * 1e6 / vectors.len() as f64);
    table.row("vector of a capability, µs", each);
    progress("words");
    words(corpus, agents, &questions, &mut table);
    dense(
        &vectors,
        &questions,
        size <= arguments.graph_up_to,
        &mut table,
        &progress,
    );
    table.0
}

#[derive(Default)]
struct Table(Vec<(String, String)>);

impl Table {
    fn row(&mut self, name: &str, cell: impl Into<String>) {
        let cell = cell.into();
        eprintln!("  {name}: {cell}");
        self.0.push((name.into(), cell));
    }

    fn times(&mut self, name: &str, times: Vec<Duration>) {
        let [p50, p99] = percentiles(times);
        self.row(&format!("{name}: p50 / p99, ms"), format!("{p50:.2} / {p99:.2}"));
    }
}

/// The whole registry: memory and queries. Gives the texts of the queries.
fn registry(
    (mut corpus, agents): (Corpus, usize),
    vectors: &Arc<Vec<Vector>>,
    queries: usize,
    table: &mut Table,
    progress: &dyn Fn(&str),
) -> Vec<String> {
    let own = SoftwareKey::from_seed(&[0xbb; 32]).agent_id();
    let before = MEMORY.current_usage();
    let mut registry = open_registry(own, agents);
    let mut bundles = 0;
    let mut registering = Duration::ZERO;
    for agent in 0..agents as u64 {
        let signed = corpus.descriptor(agent);
        bundles += signed.as_bytes().len();
        let registration = Registering::seal(&signed, None).expect("a registration");
        let origin = Origin::new(&(agent as u32).to_be_bytes()).expect("short");
        let start = ThreadTime::now();
        match registry.register(Publishes::Descriptor, &registration, origin, NOW) {
            Outcome::Accepted(persist) => drop(registry.persisted(persist.ticket, NOW)),
            other => panic!("{other:?}"),
        }
        registering += start.elapsed();
    }
    let beyond = |table: &mut Table, what: &str| {
        let bytes = MEMORY.current_usage().saturating_sub(before).saturating_sub(bundles);
        let cell = format!("{} / {}", bytes / agents, bytes / vectors.len());
        table.row(
            &format!("beyond envelopes, {what}: bytes an entry / a capability"),
            cell,
        );
    };
    let each = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e6 / agents as f64);
    table.row("an entry's envelopes, bytes", format!("{}", bundles / agents));
    table.row("registration by a new key, words pending, µs", each(registering));
    beyond(table, "constraints alone");
    progress("words");
    let start = ThreadTime::now();
    registry = registry.with_recall(Box::new(NoMeaning));
    table.row("reading an entry's words, µs", each(start.elapsed()));
    beyond(table, "and words");
    let asked: Vec<_> = (0..queries as u64 + WARM_UP)
        .map(|number| corpus.query(own, number, WORDS))
        .collect();
    progress("queries of words");
    ask(&mut registry, own, &asked, "query, words and three filters", table);
    registry = registry.with_recall(Box::new(Replay::of(vectors)));
    beyond(table, "words and vectors");
    progress("queries of words and meaning");
    ask(
        &mut registry,
        own,
        &asked,
        "query, words, meaning and three filters",
        table,
    );
    let after_warming_up = asked.into_iter().skip(WARM_UP as usize);
    after_warming_up.map(|(text, _)| text).collect()
}

/// Times queries, each with the verification of its signature.
fn ask(
    registry: &mut Registry,
    own: AgentId,
    asked: &[(String, Signed<DiscoveryQueryKind>)],
    name: &str,
    table: &mut Table,
) {
    let mut verifier = Verifier::with_limits(NETWORK, Some(own), VerifierLimits { keys: 16, envelopes: 0 });
    let known = KnownAgents::new(16);
    let (mut all, mut rest, mut ranked) = (Vec::new(), Vec::new(), 0);
    for (_, query) in asked {
        let start = ThreadTime::now();
        let answered = registry.query(query.as_bytes(), NOW).expect("an answer");
        let spent = start.elapsed();
        ranked += answered.result.ranked.len();
        let start = ThreadTime::now();
        let signed = Signed::<DiscoveryQueryKind>::from_bytes(query.as_bytes());
        assert!(verifier.verify(signed, &known, NOW).is_ok());
        all.push(spent);
        rest.push(spent.saturating_sub(start.elapsed()));
    }
    assert!(ranked > 0, "queries find something");
    table.times(name, all.split_off(WARM_UP as usize));
    table.times("the same without its verification", rest.split_off(WARM_UP as usize));
    table.row("matches", format!("{:.1}", ranked as f64 / asked.len() as f64));
}

/// Words alone, beside a search engine.
fn words(corpus: impl Fn() -> Corpus, agents: usize, questions: &[String], table: &mut Table) {
    let before = MEMORY.current_usage();
    let mut recall = Recall::new(NoMeaning);
    each_capability(&mut corpus(), agents, |number, capability| {
        recall.insert(number, &Document::of(capability));
    });
    let used = MEMORY.current_usage().saturating_sub(before);
    table.row("words, bytes a capability", format!("{}", used / recall.len()));
    table.times("words alone, 10 best", searches(&recall, questions));
    drop(recall);

    eprintln!("  tantivy");
    let mut engine = SearchEngine::new();
    each_capability(&mut corpus(), agents, |_, capability| {
        engine.insert(&texts_of(capability))
    });
    let engine = engine.open();
    let times = questions
        .iter()
        .map(|text| timed(|| engine.search(text, BEST)))
        .collect();
    table.times("tantivy in RAM, 10 best", times);
}

/// Vectors alone, beside a graph.
fn dense(
    vectors: &Arc<Vec<Vector>>,
    questions: &[String],
    with_graph: bool,
    table: &mut Table,
    progress: &dyn Fn(&str),
) {
    let asked: Vec<Vector> = questions.iter().map(|text| WordEmbedder.embed_phrasing(text)).collect();
    progress("exact scan");
    let flat: Vec<i8> = vectors
        .iter()
        .flat_map(|vector| vector.components().iter().copied())
        .collect();
    let few = if vectors.len() > 200_000 { 200 } else { asked.len() };
    let mut exact: Vec<Vec<u32>> = Vec::new();
    let few = asked.iter().take(few);
    let times = few
        .map(|vector| timed(|| exact.push(engines::exact_scan(&flat, vector, BEST))))
        .collect();
    table.times("dense, exact scan, 10 best", times);
    drop(flat);

    progress("dense recall");
    let mut recall = Recall::new(Replay::of(vectors));
    for number in 0..vectors.len() as u32 {
        recall.insert(number, &Document::default());
    }
    let mut found: Vec<Vec<u32>> = Vec::new();
    let mut scratch = Scratch::default();
    let times = questions.iter().map(|text| {
        // No document has a word: only meaning counts.
        let wanted = Wanted {
            phrasings: std::slice::from_ref(text),
            skills: &[],
        };
        timed(|| {
            let best = recall
                .search_among(None, &wanted, BEST, &mut scratch, &mut |_| true)
                .best;
            found.push(best.iter().map(|each| each.doc).collect());
        })
    });
    let times = times.collect();
    table.times("dense, as the registry recalls, 10 best", times);
    table.row("of them those of the exact scan", share(&exact, &found));
    drop(recall);

    let (mut build, mut cell, mut hits) = ("–".to_owned(), "–".to_owned(), "–".to_owned());
    if with_graph {
        progress("graph");
        let start = ThreadTime::now();
        let graph = Graph::new(vectors);
        build = format!("{:.1}", start.elapsed().as_secs_f64());
        let mut found: Vec<Vec<u32>> = Vec::new();
        let search = |vector| timed(|| found.push(graph.search(vector, BEST)));
        let [p50, p99] = percentiles(asked.iter().map(search).collect());
        cell = format!("{p50:.2} / {p99:.2}");
        hits = share(&exact, &found);
    }
    table.row("hnsw_rs, build, s", build);
    table.row("hnsw_rs, 10 best: p50 / p99, ms", cell);
    table.row("of them those of the exact scan (hnsw_rs)", hits);
}

fn searches<E: Embedder>(recall: &Recall<E>, questions: &[String]) -> Vec<Duration> {
    let mut scratch = Scratch::default();
    let search = |text: &String| {
        let phrasings = std::slice::from_ref(text);
        let wanted = Wanted { phrasings, skills: &[] };
        timed(|| recall.search_among(None, &wanted, BEST, &mut scratch, &mut |_| true))
    };
    questions.iter().map(search).collect()
}

fn each_capability(corpus: &mut Corpus, agents: usize, mut visit: impl FnMut(u32, &Capability)) {
    let mut number = 0;
    for _ in 0..agents {
        for capability in corpus.capabilities() {
            visit(number, &capability);
            number += 1;
        }
    }
}

/// All words of a capability.
fn texts_of(capability: &Capability) -> String {
    let Capability {
        id,
        summary,
        tags,
        skills,
        ..
    } = capability;
    format!("{id} {summary} {} {}", tags.join(" "), skills.join(" "))
}

fn share(exact: &[Vec<u32>], found: &[Vec<u32>]) -> String {
    let pairs = exact.iter().zip(found);
    let hits: usize = pairs
        .map(|(exact, found)| exact.iter().filter(|it| found.contains(it)).count())
        .sum();
    let all: usize = exact.iter().map(Vec::len).sum();
    format!("{:.3}", hits as f64 / all.max(1) as f64)
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = ThreadTime::now();
    std::hint::black_box(work());
    start.elapsed()
}

fn percentiles(mut times: Vec<Duration>) -> [f64; 2] {
    times.sort_unstable();
    [50, 99].map(|percent| {
        let place = (times.len() * percent).div_ceil(100).saturating_sub(1);
        times.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    })
}

fn open_registry(own: AgentId, agents: usize) -> Registry {
    let identity = Identity {
        network_id: NETWORK.into(),
        agent: own,
        challenge_secret: [1; 32],
        hash_key: HashKey::new(&[2; 16]),
    };
    let mut limits = RegistryLimits {
        pricing: None,
        shares: None,
        ..RegistryLimits::default()
    };
    limits.store.agents = agents + 1;
    limits.store.bytes = 1 << 40;
    limits.index_bytes = 1 << 40;
    Registry::new(identity, limits)
}

/// Everything means nothing.
struct NoMeaning;

impl Embedder for NoMeaning {
    fn space(&self) -> &str {
        "none"
    }

    fn dimensions(&self) -> usize {
        1
    }

    fn embed_phrasing(&self, _: &str) -> Vector {
        Vector::zero(1)
    }

    fn embed_document(&self, _: &str, _: &str) -> Vector {
        Vector::zero(1)
    }
}

/// Vectors of documents that were computed before, in the order in which they are asked for.
struct Replay {
    vectors: Arc<Vec<Vector>>,
    next: AtomicUsize,
}

impl Replay {
    fn of(vectors: &Arc<Vec<Vector>>) -> Self {
        Self {
            vectors: Arc::clone(vectors),
            next: AtomicUsize::new(0),
        }
    }
}

impl Embedder for Replay {
    fn space(&self) -> &str {
        WordEmbedder.space()
    }

    fn dimensions(&self) -> usize {
        WordEmbedder.dimensions()
    }

    fn embed_phrasing(&self, phrasing: &str) -> Vector {
        WordEmbedder.embed_phrasing(phrasing)
    }

    fn embed_document(&self, _: &str, _: &str) -> Vector {
        self.vectors[self.next.fetch_add(1, Ordering::Relaxed)].clone()
    }
}
