//! Order among candidates, written from SPEC.md sections 18.3 and 18.4 in the plainest and slowest way.

use crate::generate::engagement::tagged;
use crate::generate::world::MAX_INTEGER;

/// By what candidates are ordered.
#[derive(Clone, Copy)]
pub(super) struct By {
    pub(super) name: &'static str,
    pub(super) grain: u64,
}

impl By {
    pub(super) const fn new(name: &'static str, grain: u64) -> Self {
        Self { name, grain }
    }

    /// Whether more is better.
    fn is_of_more(self) -> bool {
        let more = [
            "qos/availability",
            "qos/success-rate",
            "qos/throughput",
            "relevance",
            "trust",
        ];
        more.contains(&self.name)
    }

    /// The cost of a figure.
    pub(super) fn cost(self, figure: Option<u64>) -> u64 {
        let grain = self.grain.max(1);
        match figure {
            None => MAX_INTEGER + 1,
            Some(figure) if self.is_of_more() => (MAX_INTEGER - figure) / grain,
            Some(figure) => figure / grain,
        }
    }
}

/// The costs of a candidate.
pub(super) fn costs(by: &[By], figures: &[Option<u64>]) -> Vec<u64> {
    by.iter().zip(figures).map(|(by, figure)| by.cost(*figure)).collect()
}

/// What is put in order.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) id: Vec<u8>,
    pub(super) costs: Vec<u64>,
}

fn dominates(a: &Candidate, b: &Candidate) -> bool {
    let pairs = || a.costs.iter().zip(&b.costs);
    pairs().all(|(a, b)| a <= b) && pairs().any(|(a, b)| a < b)
}

/// The front of each candidate, from 1: those that none dominates are taken away, again and again.
pub(super) fn fronts(candidates: &[Candidate]) -> Vec<u32> {
    let mut fronts = vec![0; candidates.len()];
    for front in 1.. {
        let left: Vec<usize> = (0..candidates.len()).filter(|at| fronts[*at] == 0).collect();
        if left.is_empty() {
            break;
        }
        let is_free = |at: &&usize| {
            !left
                .iter()
                .any(|other| dominates(&candidates[*other], &candidates[**at]))
        };
        for at in left.iter().filter(is_free) {
            fronts[*at] = front;
        }
    }
    fronts
}

/// What ties are broken with.
pub(super) fn tie(tie_seed: &[u8], id: &[u8]) -> Vec<u8> {
    tagged("casp/v1/tie", &[tie_seed, id])
}

/// Candidates in order, each as its position in the list and its front.
pub(super) fn ranked(candidates: &[Candidate], tie_seed: &[u8]) -> Vec<(usize, u32)> {
    let fronts = fronts(candidates);
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|at| {
        let candidate = &candidates[*at];
        (fronts[*at], candidate.costs.clone(), tie(tie_seed, &candidate.id))
    });
    order.into_iter().map(|at| (at, fronts[at])).collect()
}

/// The key of a draw.
pub(super) fn draw_key(query: &[u8], id: &[u8], relevance_ppm: u32) -> u64 {
    let weight = 1 + relevance_ppm / 125_000;
    let number = |j: u32| {
        let digest = tagged("casp/v1/sample", &[query, id, &[u8::try_from(j).unwrap_or(0)]]);
        u64::from_be_bytes(digest[..8].try_into().unwrap_or_default())
    };
    (0..weight).map(number).min().unwrap_or(u64::MAX)
}

/// The positions of those that are drawn, in the order of the draw.
pub(super) fn drawn(query: &[u8], ids: &[Vec<u8>], relevance_ppm: u32, sample: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by_key(|at| (draw_key(query, &ids[*at], relevance_ppm), ids[*at].clone()));
    order.truncate(sample);
    order
}
