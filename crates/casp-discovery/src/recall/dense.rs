//! Vectors, side by side: compared exactly, or first by their signs.
//!
//! A vector is read as fast as memory is, which is not fast enough for a million of them. So each has a *sketch* of 16 bytes, of the
//! signs of some components. Two directions differ in as many signs as the angle between them is wide, nearly; those that differ in
//! the fewest are looked at exactly.

use super::PPM;
use super::embed::Vector;
use crate::index::grow;

/// Words of 64 signs in a sketch.
const WORDS: usize = 2;

/// Differences between two sketches, and none.
const LEVELS: usize = 64 * WORDS + 1;

type Sketch = [u64; WORDS];

/// The vectors of documents, by slot.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    dimensions: usize,
    components: Vec<i8>,
    sketches: Vec<Sketch>,
}

/// A vector that others are compared with.
#[derive(Clone, Debug)]
pub(super) struct Probe {
    components: Vec<i16>,
    sketch: Sketch,
    says_nothing: bool,
}

/// What a search works with, kept from query to query.
#[derive(Clone, Debug, Default)]
pub(super) struct Distances(Vec<u8>);

impl Dense {
    pub(super) fn new(dimensions: usize) -> Self {
        Self {
            dimensions: dimensions.max(1),
            components: Vec::new(),
            sketches: Vec::new(),
        }
    }

    /// Puts a vector into a slot, which is one that was used before or the next; what it lacks in dimensions counts as zero.
    pub(super) fn put(&mut self, slot: u32, vector: &Vector) {
        while self.sketches.len() <= index(slot) {
            grow(&mut self.sketches, Sketch::default());
            let (length, capacity) = (self.components.len(), self.components.capacity());
            if capacity.saturating_sub(length) < self.dimensions {
                let more = (length >> 3).max(self.dimensions.saturating_mul(16));
                self.components.reserve_exact(more);
            }
            self.components.resize(length.saturating_add(self.dimensions), 0);
        }
        let fitted = vector.components().iter().copied().chain(core::iter::repeat(0));
        if let Some(place) = self.components.chunks_exact_mut(self.dimensions).nth(index(slot)) {
            place
                .iter_mut()
                .zip(fitted)
                .for_each(|(place, component)| *place = component);
        }
        if let Some(place) = self.sketches.get_mut(index(slot)) {
            *place = sketch(vector.components());
        }
    }

    pub(super) fn probe(&self, vector: &Vector) -> Probe {
        let fitted = vector.components().iter().copied().chain(core::iter::repeat(0));
        let components: Vec<i16> = fitted.take(self.dimensions).map(i16::from).collect();
        Probe {
            says_nothing: components.iter().all(|component| *component == 0),
            sketch: sketch(vector.components()),
            components,
        }
    }

    /// The similarity of a slot's vector, in parts per million.
    pub(super) fn similarity_ppm(&self, slot: u32, probe: &Probe) -> u32 {
        let vector = self.components.chunks_exact(self.dimensions).nth(index(slot));
        vector.map_or(0, |vector| probe.similarity_ppm(vector))
    }

    /// The slots, of those that `passes` does not refuse, whose sketches are nearest: `most` of them, if there are so many. Of equals
    /// the lowest of what `passes` gives.
    pub(super) fn nearest(
        &self,
        probe: &Probe,
        most: usize,
        distances: &mut Distances,
        passes: &dyn Fn(u32) -> Option<u32>,
    ) -> Vec<u32> {
        if probe.says_nothing || most == 0 {
            return Vec::new();
        }
        let Distances(distances) = distances;
        distances.clear();
        distances.extend(self.sketches.iter().map(|sketch| distance(sketch, &probe.sketch)));
        let mut levels = [0_usize; LEVELS];
        for distance in distances.iter() {
            if let Some(count) = levels.get_mut(usize::from(*distance)) {
                *count = count.saturating_add(1);
            }
        }
        // One band of distances after another, each expected to hold what is still missing.
        let (mut found, mut tried, mut least, mut enough) = (Vec::new(), 0_usize, 0_u8, most);
        while usize::from(least) < LEVELS && found.len() < most {
            let mut within = 0_usize;
            let mut end = least;
            for count in levels.iter().skip(usize::from(least)) {
                end = end.saturating_add(1);
                within = within.saturating_add(*count);
                if within >= enough {
                    break;
                }
            }
            for (chunk, from) in distances.chunks(CHUNK).zip((0_u32..).step_by(CHUNK)) {
                if chunk.iter().copied().min().is_none_or(|nearest| nearest >= end) {
                    continue;
                }
                for (distance, slot) in chunk.iter().zip(from..) {
                    if (least..end).contains(distance) {
                        tried = tried.saturating_add(1);
                        found.extend(passes(slot).map(|rank| (*distance, rank, slot)));
                    }
                }
            }
            // As many as let so many more pass as are missing, if they pass as often as those before.
            let missing = most.saturating_sub(found.len()).saturating_mul(tried.max(1));
            enough = missing.checked_div(found.len()).unwrap_or(enough.saturating_mul(4));
            least = end;
        }
        if found.len() > most {
            found.select_nth_unstable(most);
            found.truncate(most);
        }
        found.into_iter().map(|(_, _, slot)| slot).collect()
    }
}

/// Distances that are passed over together where none is near.
const CHUNK: usize = 64;

impl Probe {
    /// Whether it is near nothing.
    pub(super) const fn says_nothing(&self) -> bool {
        self.says_nothing
    }

    /// [`Vector::similarity_ppm`], in a form that compilers turn into few instructions: on 32 components at a time, the sum of products
    /// of 16 bits each.
    #[inline]
    fn similarity_ppm(&self, vector: &[i8]) -> u32 {
        let (wide, narrow) = (self.components.as_chunks::<32>(), vector.as_chunks::<32>());
        let sums = wide.0.iter().zip(narrow.0).map(|(a, b)| product(a, b));
        let product = sums.fold(product(wide.1, narrow.1), i32::wrapping_add);
        // As there; vectors have a length of 127.
        let ppm = i64::from(product).wrapping_mul(i64::from(PPM)) / (127 * 127);
        u32::try_from(ppm.clamp(0, i64::from(PPM))).unwrap_or_default()
    }
}

#[inline]
fn product(a: &[i16], b: &[i8]) -> i32 {
    let products = a
        .iter()
        .zip(b)
        .map(|(a, b)| i32::from(*a).wrapping_mul(i32::from(i16::from(*b))));
    products.fold(0, i32::wrapping_add)
}

/// The signs of the first components. Those of the default embedder stand in the order of what they tell.
fn sketch(components: &[i8]) -> Sketch {
    let mut words = Sketch::default();
    for (word, components) in words.iter_mut().zip(components.chunks(64)) {
        for component in components {
            *word = (*word << 1) | u64::from(*component > 0);
        }
    }
    words
}

#[inline]
fn distance(a: &Sketch, b: &Sketch) -> u8 {
    let ones = a
        .iter()
        .zip(b)
        .fold(0, |sum: u32, (a, b)| sum.wrapping_add((a ^ b).count_ones()));
    u8::try_from(ones).unwrap_or(u8::MAX)
}

fn index(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[allow(clippy::as_conversions, clippy::arithmetic_side_effects, reason = "test code")]
mod tests {
    use super::*;

    /// Directions that look random.
    fn vector(seed: i64) -> Vector {
        let component = |at: i64| (seed * 7_919 + at).wrapping_mul(0x5851_f42d_4c95_7f2d) >> 40;
        Vector::along(&(0..200).map(component).collect::<Vec<_>>())
    }

    fn filled(count: u32) -> Dense {
        let mut dense = Dense::new(200);
        (0..count).for_each(|slot| dense.put(slot, &vector(slot.into())));
        dense
    }

    #[test]
    fn similarity_is_that_of_vectors() {
        let dense = filled(50);
        for query in [vector(7), vector(-3), Vector::zero(200), Vector::along(&[5, -1])] {
            let probe = dense.probe(&query);
            for slot in 0..50_u32 {
                let similarity = dense.similarity_ppm(slot, &probe);
                assert_eq!(similarity, query.similarity_ppm(vector(slot.into()).components()));
            }
        }
        assert_eq!(dense.similarity_ppm(50, &dense.probe(&vector(1))), 0);
    }

    #[test]
    fn the_nearest_sketches_are_found_in_bands() {
        let dense = filled(2_000);
        let probe = dense.probe(&vector(77));
        let by_hand = |passes: &dyn Fn(u32) -> bool, most: usize| {
            let mut all: Vec<(u8, u32)> = (0..2_000)
                .filter(|slot| passes(*slot))
                .map(|slot| (distance(&dense.sketches[slot as usize], &probe.sketch), slot))
                .collect();
            all.sort_unstable();
            let mut slots: Vec<u32> = all.into_iter().take(most).map(|(_, slot)| slot).collect();
            slots.sort_unstable();
            slots
        };
        for (every, most) in [(1, 10), (3, 100), (97, 15), (97, 1_000), (2_001, 5)] {
            let passes = |slot: u32| (slot % every == every - 1).then_some(slot);
            let mut found = dense.nearest(&probe, most, &mut Distances::default(), &passes);
            found.sort_unstable();
            assert_eq!(found, by_hand(&|slot| passes(slot).is_some(), most), "{every} {most}");
        }
        assert!(by_hand(&|_| true, 1) == [77]);
        let nothing = dense.probe(&Vector::zero(200));
        assert!(dense.nearest(&nothing, 10, &mut Distances::default(), &Some).is_empty());
    }
}
