//! Deterministic numbers, bytes and words.
//!
//! Each draw is named, so that a vector's content depends on the seed and its own name alone, and not on the vectors before it.

use sha2::{Digest as _, Sha256};

/// A stream of bytes: SHA-256 over seed, name and a counter.
pub(crate) struct Draw {
    key: [u8; 32],
    counter: u64,
    block: Vec<u8>,
}

impl Draw {
    /// The stream with this name.
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        let key = Sha256::new()
            .chain_update(seed.to_be_bytes())
            .chain_update(name)
            .finalize()
            .into();
        Self {
            key,
            counter: 0,
            block: Vec::new(),
        }
    }

    /// The next bytes.
    pub(crate) fn bytes(&mut self, length: usize) -> Vec<u8> {
        while self.block.len() < length {
            let next = Sha256::new()
                .chain_update(self.key)
                .chain_update(self.counter.to_be_bytes())
                .finalize();
            self.block.extend_from_slice(&next);
            self.counter += 1;
        }
        self.block.drain(..length).collect()
    }

    /// The next 32 bytes.
    pub(crate) fn digest(&mut self) -> [u8; 32] {
        let mut digest = [0; 32];
        digest.copy_from_slice(&self.bytes(32));
        digest
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn number(&mut self, low: u64, high: u64) -> u64 {
        let bytes = self.bytes(8).try_into().unwrap_or_default();
        low + u64::from_be_bytes(bytes) % (high - low + 1)
    }

    /// One of these.
    pub(crate) fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        let last = u64::try_from(among.len()).unwrap_or(1) - 1;
        among[usize::try_from(self.number(0, last)).unwrap_or(0)]
    }

    /// A lower-case word.
    pub(crate) fn word(&mut self) -> &'static str {
        self.pick(&WORDS)
    }

    /// A sentence of `words` words.
    pub(crate) fn sentence(&mut self, words: usize) -> String {
        let words: Vec<&str> = (0..words).map(|_| self.word()).collect();
        let mut sentence = words.join(" ") + ".";
        sentence[..1].make_ascii_uppercase();
        sentence
    }
}

const WORDS: [&str; 48] = [
    "answers",
    "archive",
    "atlas",
    "audits",
    "beacon",
    "briefs",
    "cargo",
    "charts",
    "codes",
    "compares",
    "crawls",
    "drafts",
    "edits",
    "ember",
    "fetches",
    "filters",
    "forge",
    "gathers",
    "harbor",
    "indexes",
    "invoices",
    "joins",
    "kernel",
    "labels",
    "lantern",
    "maps",
    "meadow",
    "measures",
    "orders",
    "papers",
    "parses",
    "plans",
    "quotes",
    "ranks",
    "reads",
    "records",
    "reports",
    "reviews",
    "river",
    "routes",
    "scans",
    "sorts",
    "sums",
    "tables",
    "tickets",
    "traces",
    "translates",
    "writes",
];
