//! Lengths, digests and chunks of contents (TSK-3, TSK-4).

use casp_wire::v1::{self, Content, content::Body};
use sha2::{Digest as _, Sha256};

use super::Rules;
use crate::generate::engagement::{self, content_digest, inline, tagged};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::task::fields::with_input;
use crate::generate::world::MAX_INTEGER;
use crate::vector::Vector;

/// Fault, the field that it is in, and what is done to a good content.
type Edit = (&'static str, &'static str, fn(&mut Content));

/// Rule-breaking inline contents.
const FAULTS: [Edit; 6] = [
    ("size-one-more", "size_bytes", |it| it.size_bytes += 1),
    ("size-one-less", "size_bytes", |it| it.size_bytes -= 1),
    ("size-zero", "size_bytes", |it| it.size_bytes = 0),
    ("digest-off-by-a-bit", "digest", |it| it.digest[31] ^= 1),
    ("digest-without-tag", "digest", |it| {
        it.digest = Sha256::digest(bytes(it)).to_vec()
    }),
    ("digest-as-of-a-chunk", "digest", |it| {
        it.digest = tagged("casp/v1/chunk", &[bytes(it)])
    }),
];

fn bytes(content: &Content) -> &[u8] {
    match &content.body {
        Some(Body::Inline(bytes)) => bytes,
        _ => &[],
    }
}

impl Rules<'_> {
    fn result(&self, output: Content) -> Statement {
        let mut result = engagement::result(self.world, &self.world.alice, &self.world.verifier);
        result.output = Some(output);
        result.signed(&self.world.alice)
    }

    fn prepared(&self, plan: Content) -> Statement {
        let mut prepared = engagement::prepared(self.world, &self.world.alice, &self.world.verifier);
        prepared.plan = Some(plan);
        prepared.signed(&self.world.alice)
    }

    fn holding(&self, place: &str, content: Content) -> Statement {
        match place {
            "input" => with_input(self.world, content),
            "plan" => self.prepared(content),
            _ => self.result(content),
        }
    }

    /// TSK-3.
    pub(super) fn contents(&self) -> Vec<Vector> {
        let world = self.world;
        let mut vectors = Vec::new();
        for (place, good) in [
            ("input", engagement::input(world)),
            ("output", engagement::output(world)),
            ("plan", engagement::plan(world)),
        ] {
            let statement = |content| self.holding(place, content);
            let field = |name: &str| format!("{place}.{name}");
            let accepted = |name: &str, content| self.accepted("TSK-3", name, &field("inline"), &statement(content));
            vectors.push(accepted("content", good.clone()));
            vectors.push(accepted("content-empty", inline("text/plain", b"")));
            let elsewhere = Content {
                body: None,
                digest: world.draw("elsewhere").bytes(32),
                ..good.clone()
            };
            vectors.push(accepted("content-elsewhere", elsewhere));
            let mut refuse = |fault: &str, name: &str, twin: &str, content| {
                vectors.push(self.refused("TSK-3", fault, &field(name), twin, &statement(content)));
            };
            for (fault, name, edit) in FAULTS {
                let mut content = good.clone();
                edit(&mut content);
                refuse(fault, name, "content", content);
            }
            let other = Content {
                digest: content_digest(b"another content"),
                ..good.clone()
            };
            refuse("digest-of-another-content", "digest", "content", other);
            let mut nothing = inline("text/plain", b"");
            nothing.size_bytes = 1;
            refuse("empty-with-a-size", "size_bytes", "content-empty", nothing);
            let mut nothing = inline("text/plain", b"");
            nothing.digest = vec![0; 32];
            refuse("empty-with-digest-of-zeros", "digest", "content-empty", nothing);
        }
        vectors
    }

    /// TSK-4.
    pub(super) fn chunks(&self) -> Vec<Vector> {
        let mut vectors = Vec::new();
        for place in ["input", "output", "plan"] {
            vectors.extend(self.chunks_of(place));
        }
        vectors
    }

    fn chunks_of(&self, place: &str) -> Vec<Vector> {
        let field = format!("{place}.chunks.digests");
        let statement = |size: u64, length: u64, chunks: usize| self.holding(place, self.chunked(size, length, chunks));
        let accepted =
            |name: &str, size, length, chunks| self.accepted("TSK-4", name, &field, &statement(size, length, chunks));
        let refused = |fault: &str, twin: &str, size, length, chunks| {
            self.refused("TSK-4", fault, &field, twin, &statement(size, length, chunks))
        };
        let mut vectors = vec![
            accepted("chunks-at-a-multiple", 3_072, 1_024, 3),
            accepted("chunks-below-a-multiple", 3_071, 1_024, 3),
            accepted("chunks-above-a-multiple", 3_073, 1_024, 4),
            refused("chunks-at-a-multiple-one-more", "chunks-at-a-multiple", 3_072, 1_024, 4),
            refused("chunks-at-a-multiple-one-less", "chunks-at-a-multiple", 3_072, 1_024, 2),
            refused(
                "chunks-below-a-multiple-one-less",
                "chunks-below-a-multiple",
                3_071,
                1_024,
                2,
            ),
            refused(
                "chunks-above-a-multiple-one-less",
                "chunks-above-a-multiple",
                3_073,
                1_024,
                3,
            ),
            // Nothing needs no chunk, and a list has at least one.
            refused("chunks-of-nothing", "chunks-at-a-multiple", 0, 1_024, 1),
        ];
        if place == "input" {
            let longest = 1_048_576;
            vectors.extend([
                accepted("chunk-of-a-byte", 1, 1_024, 1),
                accepted("chunk-of-the-longest", longest, longest, 1),
                refused(
                    "chunks-of-the-longest-and-a-byte",
                    "chunk-of-the-longest",
                    longest + 1,
                    longest,
                    1,
                ),
                refused("chunks-past-32-bits", "chunk-of-a-byte", (1 << 42) + 1_024, 1_024, 1),
                refused(
                    "chunks-of-the-greatest-size",
                    "chunk-of-the-longest",
                    MAX_INTEGER,
                    longest,
                    1,
                ),
            ]);
        }
        vectors
    }

    /// A content of so many bytes in chunks of such a length; nobody here holds the bytes.
    fn chunked(&self, size: u64, length: u64, chunks: usize) -> Content {
        let mut draw = self.world.draw("chunks");
        let list = v1::ChunkList {
            chunk_bytes: length,
            digests: (0..chunks).map(|_| draw.bytes(32)).collect(),
        };
        Content {
            media_type: "application/octet-stream".to_owned(),
            size_bytes: size,
            digest: draw.bytes(32),
            body: Some(Body::Chunks(list)),
        }
    }
}
