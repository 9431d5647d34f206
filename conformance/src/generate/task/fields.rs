//! Encoding and shape of the statements of an engagement, message by message.

use casp_wire::v1::{self, content::Body};

use crate::generate::Group;
use crate::generate::case::Case;
use crate::generate::engagement::{self, inline, tagged};
use crate::generate::forge::{Key, Payload, Statement};
use crate::generate::payload::Subject;
use crate::generate::world::{LAST_MS, MAX_INTEGER, SECOND, World, verify};
use crate::vector::Vector;

/// Limits that have vectors of their own, since other rules hang on the value.
const UNBOUNDED: &[&str] = &[
    "terms.deadline_ms",
    "input.size_bytes",
    "input.chunks.digests",
    "status",
    "outcome",
];

/// Greatest inline content, bytes.
const MAX_INLINE: usize = 524_288;
/// Most chunks.
const MAX_CHUNKS: usize = 4_096;

pub(super) fn groups(world: &World) -> Vec<Group> {
    let (offer, request, chunked) = (offer(world), request(world), chunked(world));
    let result = result(world);
    let sites: [(&'static str, &[u32], &str, &Statement); 16] = [
        ("offer", &[], "", &offer),
        ("terms", &[3], "terms", &offer),
        ("money", &[3, 5], "terms.price", &offer),
        ("quote", &[], "", &quote(world)),
        ("acceptance", &[], "", &plain(world, engagement::acceptance)),
        ("task-request", &[], "", &request),
        ("content", &[3], "input", &request),
        ("chunks", &[3, 5], "input.chunks", &chunked),
        ("task-event", &[], "", &event(world)),
        ("prepared", &[], "", &plain(world, engagement::prepared)),
        ("commit", &[], "", &plain(world, engagement::commit)),
        ("cancel", &[], "", &cancel(world)),
        ("task-result", &[], "", &result),
        ("trace", &[6], "trace", &result),
        ("delivery-ack", &[], "", &plain(world, engagement::ack)),
        ("outcome-report", &[], "", &report(world)),
    ];
    let mut groups: Vec<Group> = sites
        .into_iter()
        .map(|(group, path, name, statement)| ("task", group, faulty(world, group, path, name, statement)))
        .collect();
    for (_, group, vectors) in &mut groups {
        match *group {
            "terms" => vectors.push(last_deadline(world)),
            "content" => vectors.extend(lengths(world)),
            "chunks" => vectors.extend(counts(world)),
            _ => {}
        }
    }
    groups
}

fn faulty(world: &World, group: &str, path: &[u32], name: &str, statement: &Statement) -> Vec<Vector> {
    let subject = Subject {
        prefix: &format!("task/{group}"),
        statement,
        signer: &world.alice,
        path,
        name,
        thorough: &[],
        brief: true,
        unbounded: UNBOUNDED,
    };
    let mut vectors = subject.vectors(world);
    // Thousands of digests that differ make a long file; these have vectors of their own.
    vectors.retain(|vector| !vector.id.ends_with("input.chunks.digests/past-max-items"));
    vectors
}

type Maker<T> = fn(&World, &Key, &Key) -> T;

fn plain<T: Payload>(world: &World, make: Maker<T>) -> Statement {
    make(world, &world.alice, &world.verifier).signed(&world.alice)
}

/// Terms with everything in them.
fn terms(world: &World) -> v1::Terms {
    let mut signers = vec![world.bob.multikey(), world.carol.multikey()];
    signers.sort();
    v1::Terms {
        evidence: vec!["tool-receipt".to_owned(), "trace".to_owned()],
        receipt_signers: signers,
        ..engagement::terms(world)
    }
}

fn offer(world: &World) -> Statement {
    let mut offer = engagement::offer(world, &world.alice, &world.verifier);
    offer.terms = Some(terms(world));
    offer.signed(&world.alice)
}

fn quote(world: &World) -> Statement {
    let mut quote = engagement::quote(world, &world.alice, &world.verifier);
    quote.terms = Some(terms(world));
    quote.signed(&world.alice)
}

fn request(world: &World) -> Statement {
    plain(world, engagement::request)
}

/// A request with another input.
pub(super) fn with_input(world: &World, input: v1::Content) -> Statement {
    let mut request = engagement::request(world, &world.alice, &world.verifier);
    request.input = Some(input);
    request.signed(&world.alice)
}

/// A content of one chunk, however long the chunks are.
fn chunked(world: &World) -> Statement {
    let bytes = world.draw("chunked input").bytes(700);
    let chunks = v1::ChunkList {
        chunk_bytes: 2_048,
        digests: vec![tagged("casp/v1/chunk", &[&bytes])],
    };
    let content = v1::Content {
        body: Some(Body::Chunks(chunks)),
        ..inline("application/octet-stream", &bytes)
    };
    with_input(world, content)
}

fn event(world: &World) -> Statement {
    let mut draw = world.draw("event");
    let mut event = engagement::event(world, &world.alice, &world.verifier);
    event.seq = draw.number(2, 900);
    event.progress_ppm = u32::try_from(draw.number(1, 999_999)).unwrap_or(1);
    event.note = draw.sentence(3);
    event.signed(&world.alice)
}

fn cancel(world: &World) -> Statement {
    let mut cancel = engagement::cancel(world, &world.alice, &world.verifier);
    cancel.reason = "com.example.changed-my-mind".to_owned();
    cancel.signed(&world.alice)
}

/// A result with everything in it.
fn result(world: &World) -> Statement {
    let mut draw = world.draw("full result");
    let mut result = engagement::result(world, &world.alice, &world.verifier);
    let mut receipts = vec![draw.bytes(32), draw.bytes(32)];
    receipts.sort();
    result.status = v1::TaskStatus::Partial.into();
    result.trace = Some(v1::TraceCommitment {
        session: draw.bytes(16),
        size: draw.number(2, 900),
        root: draw.bytes(32),
    });
    result.receipts = receipts;
    result.reason = "com.example.out-of-time".to_owned();
    result.commit = draw.bytes(32);
    result.signed(&world.alice)
}

fn report(world: &World) -> Statement {
    let mut report = engagement::report(world, &world.alice, &world.verifier);
    report.verdict = world.draw("some verdict").bytes(32);
    report.signed(&world.alice)
}

fn case(world: &World, id: &str, message: &str, field: &str, statement: &Statement) -> Case {
    let name = id.rsplit('/').next().unwrap_or(id).replace('-', " ");
    let title = format!("{message} {field}: {name}");
    Case::new(
        format!("task/{id}"),
        title,
        &world.begin(),
        world.now,
        verify(statement),
    )
    .about(message, field)
}

/// The last instant that a deadline can be, when the last offer is made.
fn last_deadline(world: &World) -> Vector {
    let mut offer = engagement::offer(world, &world.alice, &world.verifier);
    let issued = LAST_MS - SECOND;
    offer.header().issued_at_ms = issued;
    offer.header().expires_at_ms = LAST_MS;
    if let Some(terms) = offer.terms.as_mut() {
        terms.deadline_ms = LAST_MS;
    }
    let statement = offer.signed(&world.alice);
    let id = "task/terms/terms.deadline-ms/at-max";
    let title = "Offer terms.deadline_ms: the last instant";
    Case::new(id, title, &world.begin(), issued, verify(&statement))
        .about("Offer", "terms.deadline_ms")
        .flags(&["at-limit"])
        .accepted(&["ENC-13", "TSK-1"], statement.verified())
}

/// Lengths of a content, inline and by other means.
fn lengths(world: &World) -> Vec<Vector> {
    let filler = world.draw("filler").bytes(1)[0];
    let without_body = v1::Content {
        body: None,
        size_bytes: MAX_INTEGER,
        ..engagement::input(world)
    };
    let longest = with_input(world, without_body);
    let at = with_input(world, inline("text/plain", &vec![filler; MAX_INLINE]));
    let past = with_input(world, inline("text/plain", &vec![filler; MAX_INLINE + 1]));
    let (size, body) = ("input.size_bytes", "input.inline");
    let case = |name: &str, field: &str, statement: &Statement| {
        case(
            world,
            &format!("content/{}/{name}", field.replace('_', "-")),
            "TaskRequest",
            field,
            statement,
        )
    };
    vec![
        case("at-max", size, &longest)
            .flags(&["at-limit"])
            .accepted(&["ENC-13"], longest.verified()),
        case("at-max-length", body, &at)
            .flags(&["at-limit"])
            .accepted(&["ENC-10"], at.verified()),
        case("past-max-length", body, &past).flags(&["past-limit"]).refused(
            "ENC-10",
            "past-max-length",
            "task/content/input.inline/at-max-length",
            &[],
        ),
    ]
}

/// How many chunks there can be, all of them alike.
fn counts(world: &World) -> Vec<Vector> {
    let digest = world.draw("chunk").bytes(32);
    let of = |chunks: usize| {
        let list = v1::ChunkList {
            chunk_bytes: 1_024,
            digests: vec![digest.clone(); chunks],
        };
        let content = v1::Content {
            body: Some(Body::Chunks(list)),
            size_bytes: chunks as u64 * 1_024,
            ..engagement::input(world)
        };
        with_input(world, content)
    };
    let (at, past) = (of(MAX_CHUNKS), of(MAX_CHUNKS + 1));
    let field = "input.chunks.digests";
    let case = |name: &str, statement: &Statement| {
        let id = format!("chunks/{field}/{name}");
        case(world, &id, "TaskRequest", field, statement)
    };
    let twin = "task/chunks/input.chunks.digests/at-max-items";
    vec![
        case("at-max-items", &at)
            .flags(&["at-limit"])
            .accepted(&["ENC-12", "TSK-4"], at.verified()),
        case("past-max-items", &past)
            .flags(&["past-limit"])
            .refused("ENC-12", "past-max-items", twin, &[]),
    ]
}
