//! Putting the documents of many values together.

use roaring::RoaringBitmap;

use super::work::{TooBroad, Work};
use super::{DocumentId, index_of};

/// Documents up to this number are put together as a list, more as bits.
const LIST: usize = 4_096;

/// Documents in a container of a set.
const CONTAINER: u64 = 65_536;

/// A set that grows, in time linear in what is put in.
pub(super) struct Gathered {
    list: Vec<DocumentId>,
    /// One bit a document, once there are many.
    bits: Vec<u64>,
    long: RoaringBitmap,
    /// Sets of this length are joined as they are; shorter ones bit by bit, since joining many short sets into a long one moves the long
    /// one each time.
    long_from: u64,
    universe: usize,
}

impl Gathered {
    /// For documents with numbers below `universe`.
    pub(super) fn new(universe: usize) -> Self {
        Self {
            list: Vec::new(),
            bits: Vec::new(),
            long: RoaringBitmap::new(),
            // To move all of it takes no more words than the set has documents.
            long_from: u64::try_from(universe.div_ceil(64).max(LIST)).unwrap_or(u64::MAX),
            universe,
        }
    }

    pub(super) fn add(&mut self, document: DocumentId, work: &mut Work) -> Result<(), TooBroad> {
        work.spend(4)?;
        self.put(document);
        Ok(())
    }

    pub(super) fn add_all(&mut self, documents: &RoaringBitmap, work: &mut Work) -> Result<(), TooBroad> {
        work.spend(4)?;
        if documents.len() >= self.long_from {
            work.spend(weight(documents).saturating_mul(8))?;
            self.long |= documents;
            return Ok(());
        }
        work.spend(documents.len())?;
        documents.iter().for_each(|document| self.put(document));
        Ok(())
    }

    fn put(&mut self, document: DocumentId) {
        if self.bits.is_empty() {
            self.list.push(document);
            if self.list.len() > LIST {
                self.bits = vec![0; self.universe.div_ceil(64)];
                for document in std::mem::take(&mut self.list) {
                    self.mark(document);
                }
            }
        } else {
            self.mark(document);
        }
    }

    fn mark(&mut self, document: DocumentId) {
        if let Some(word) = self.bits.get_mut(index_of(document >> 6)) {
            *word |= 1_u64 << (document & 63);
        }
    }

    pub(super) fn finish(mut self, work: &mut Work) -> Result<RoaringBitmap, TooBroad> {
        self.list.sort_unstable();
        self.list.dedup();
        let listed = RoaringBitmap::from_sorted_iter(self.list).unwrap_or_default();
        let count = self
            .bits
            .iter()
            .fold(0_u64, |sum, word| sum.saturating_add(word.count_ones().into()));
        work.spend(count)?;
        let documents = self.bits.iter().zip(0_u32..).flat_map(|(word, at)| {
            let base = at << 6;
            ones(*word).map(move |bit| base | bit)
        });
        let marked = RoaringBitmap::from_sorted_iter(documents).unwrap_or_default();
        Ok(self.long | listed | marked)
    }
}

/// Positions of the bits of a word that are set, ascending.
fn ones(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros())?;
        word &= word.wrapping_sub(1);
        Some(bit)
    })
}

/// Steps that it takes to copy or join a set: in short containers its documents, in long ones their words.
pub(super) fn weight(documents: &RoaringBitmap) -> u64 {
    let highest = u64::from(documents.max().unwrap_or_default());
    let containers = highest.checked_div(CONTAINER).unwrap_or_default().saturating_add(1);
    (documents.len() >> 3)
        .min(containers.saturating_mul(64))
        .saturating_add(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out_however_much_it_is() {
        for step in [1, 7, 1_000] {
            let numbers = (0..70_000_u32).map(|n| n * step % 700_001);
            let (mut gathered, mut expected) = (Gathered::new(700_001), RoaringBitmap::new());
            let mut work = Work::unbounded();
            for number in numbers.clone() {
                gathered.add(number, &mut work).unwrap();
                expected.insert(number);
            }
            let long: RoaringBitmap = (0..100_000).collect();
            let short: RoaringBitmap = [3, 650_000].into_iter().collect();
            for set in [&long, &short] {
                gathered.add_all(set, &mut work).unwrap();
                expected |= set;
            }
            assert_eq!(gathered.finish(&mut work).unwrap(), expected);
        }
    }
}
