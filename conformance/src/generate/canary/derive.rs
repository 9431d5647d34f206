//! Canaries derived for a provider, with their inputs and oracles (SPEC.md sections 16.3 and 16.4).
//!
//! What a generator does seldom is found by trying indexes: the bank's seed is the suite's, and the index is whatever shows it.

use super::families::{
    ARITHMETIC, FAMILIES, Lookup, OPERATIONS, Place, RASTER, Raster, Shape, ShapeKind, Stream, Sums, TABLE, TEXT,
    Transform,
};
use crate::generate::case::Case;
use crate::generate::world::{MAX_INTEGER, World};
use crate::vector::{Operation, Vector};

/// Most indexes that are tried.
const TRIES: u64 = 400_000;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let bench = Bench {
        world,
        bank: world.draw("bank").bytes(32),
    };
    let mut vectors = bench.places();
    vectors.extend(bench.sums());
    vectors.extend(bench.transforms());
    vectors.extend(bench.lookups());
    vectors.extend(bench.rasters());
    vectors
}

struct Bench<'a> {
    world: &'a World,
    bank: Vec<u8>,
}

impl Bench<'_> {
    fn derives(&self, name: &str, place: &Place<'_>) -> Vector {
        let operation = Operation::DeriveCanary {
            bank_seed: place.bank.to_vec().into(),
            provider: place.provider.to_vec().into(),
            index: place.index,
            family: place.family.to_owned(),
        };
        let title = format!("{}: {}", place.family, name.replace('-', " "));
        let id = format!("canary/derive/{}/{name}", place.family);
        Case::new(id, title, &self.world.begin(), self.world.now, operation)
            .about("Canary", "")
            .accepted(&["CAN-7"], Some(place.output()))
    }

    /// Each family for several providers, indexes and banks.
    fn places(&self) -> Vec<Vector> {
        let [bob, carol] = [&self.world.bob, &self.world.carol].map(|key| key.multikey());
        let other_bank = self.world.draw("another bank").bytes(32);
        let index = self.world.draw("index").number(1_000, 1 << 40);
        let mut vectors = Vec::new();
        for family in FAMILIES {
            let places: [(&str, &[u8], &[u8], u64); 7] = [
                ("first", &self.bank, &bob, 0),
                ("second", &self.bank, &bob, 1),
                ("some-index", &self.bank, &bob, index),
                ("first-of-another-provider", &self.bank, &carol, 0),
                ("first-of-another-bank", &other_bank, &bob, 0),
                ("index-past-53-bits", &self.bank, &bob, MAX_INTEGER + 2),
                ("last-index", &self.bank, &bob, u64::MAX),
            ];
            for (name, bank, provider, index) in places {
                let place = Place {
                    bank,
                    provider,
                    index,
                    family,
                };
                vectors.push(self.derives(name, &place));
            }
        }
        vectors
    }

    /// The first canary of a family, from some index on, of which something is true.
    fn first(&self, family: &str, name: &str, shows: impl Fn(&mut Stream) -> bool) -> Vector {
        let start = self.world.draw(name).number(100, 1 << 32);
        let provider = self.world.alice.multikey();
        let at = |index| Place {
            bank: &self.bank,
            provider: &provider,
            index,
            family,
        };
        let index = (start..start + TRIES).find(|index| shows(&mut Stream::new(&at(*index).seed())));
        let index = index.unwrap_or_else(|| panic!("no {family} of {TRIES} shows {name}"));
        self.derives(name, &at(index))
    }

    fn sums(&self) -> Vec<Vector> {
        let of =
            |name, shows: &dyn Fn(&Sums) -> bool| self.first(ARITHMETIC, name, |stream| shows(&Sums::draw(stream)));
        vec![
            of("fewest-lines", &|it| it.lines.len() == 3),
            of("most-lines", &|it| it.lines.len() == 8),
            of("negative-total", &|it| it.total() < 0),
            of("all-prices-negative", &|it| it.largest() < 0),
            of("price-of-one-digit", &|it| {
                it.lines.iter().any(|(price, _)| price.abs() < 10)
            }),
            of("quantity-one", &|it| {
                it.lines.iter().any(|(_, quantity)| *quantity == 1)
            }),
            of("quantity-thousand", &|it| {
                it.lines.iter().any(|(_, quantity)| *quantity == 1_000)
            }),
            of("total-past-31-bits", &|it| it.total().abs() > i64::from(i32::MAX)),
        ]
    }

    fn transforms(&self) -> Vec<Vector> {
        let of = |name: &str, shows: &dyn Fn(&Transform) -> bool| {
            self.first(TEXT, name, |stream| shows(&Transform::draw(stream)))
        };
        let has = |it: &Transform, letter: char| it.words.iter().any(|word| word.contains(letter));
        let mut vectors = Vec::new();
        for (number, operation) in OPERATIONS.into_iter().enumerate() {
            let every_letter =
                |it: &Transform| it.operation == number && ['é', 'ß', 'ж', '語'].iter().all(|letter| has(it, *letter));
            vectors.extend([
                of(&format!("{operation}-fewest-words"), &|it| {
                    it.operation == number && it.words.len() == 4
                }),
                of(&format!("{operation}-most-words"), &|it| {
                    it.operation == number && it.words.len() == 12
                }),
                of(&format!("{operation}-every-letter-not-ascii"), &every_letter),
            ]);
        }
        let begins = |word: &str, letter| word.starts_with(letter);
        vectors.extend([
            of("sort-words-of-one-beginning", &|it| {
                let prefix_of_next = |a: &String| it.words.iter().any(|b| a != b && b.starts_with(a.as_str()));
                it.operation == 1 && it.words.iter().any(prefix_of_next)
            }),
            of("sort-words-eszett-after-z", &|it| {
                let any = |letter| it.words.iter().any(|word| begins(word, letter));
                it.operation == 1 && any('ß') && any('z') && any('語')
            }),
            of("rot13-both-halves", &|it| {
                it.operation == 3 && "amnz".chars().all(|letter| has(it, letter))
            }),
            of("upper-ascii-both-ends", &|it| {
                it.operation == 2 && has(it, 'a') && has(it, 'z') && has(it, 'ß')
            }),
        ]);
        vectors
    }

    fn lookups(&self) -> Vec<Vector> {
        let of = |name, shows: &dyn Fn(&Lookup) -> bool| self.first(TABLE, name, |stream| shows(&Lookup::draw(stream)));
        let sum = |it: &Lookup| it.asked().iter().sum::<u64>();
        vec![
            of("fewest-rows", &|it| it.rows.len() == 5),
            of("most-rows", &|it| it.rows.len() == 12),
            of("north", &|it| it.region == 0),
            of("south", &|it| it.region == 1),
            of("east", &|it| it.region == 2),
            of("west", &|it| it.region == 3),
            of("one-row-asked-for", &|it| it.asked().len() == 1),
            of("every-row-asked-for", &|it| it.asked().len() == it.rows.len()),
            of("last-row-alone-asked-for", &|it| {
                it.asked().len() == 1 && it.rows.last().is_some_and(|(region, _)| *region == it.region)
            }),
            of("amount-below-one", &|it| {
                it.rows.iter().any(|(_, amount)| *amount < 100)
            }),
            of("sum-of-whole-units", &|it| sum(it) % 100 == 0),
            of("sum-with-a-zero-at-the-end", &|it| {
                sum(it) % 100 != 0 && sum(it) % 10 == 0
            }),
            of("sum-below-a-tenth-of-a-unit", &|it| {
                sum(it) % 100 < 10 && sum(it) % 100 > 0
            }),
            of("sum-past-hundred-thousand", &|it| sum(it) > 10_000_000),
        ]
    }

    fn rasters(&self) -> Vec<Vector> {
        let of =
            |name, shows: &dyn Fn(&Raster) -> bool| self.first(RASTER, name, |stream| shows(&Raster::draw(stream)));
        let some = |it: &Raster, shows: &dyn Fn(&Shape) -> bool| it.shapes.iter().any(shows);
        let all = |it: &Raster, kind| it.shapes.iter().all(|shape| shape.kind == kind);
        use ShapeKind::{Disc, Frame, Rect};
        // Small rasters, so that a vector that fails is easy to look into.
        let small = |it: &Raster| it.width < 24 && it.height < 24;
        vec![
            of("rects", &|it| small(it) && all(it, Rect)),
            of("discs", &|it| small(it) && all(it, Disc)),
            of("frames", &|it| small(it) && all(it, Frame)),
            of("every-kind", &|it| {
                [Rect, Disc, Frame]
                    .iter()
                    .all(|kind| some(it, &|shape| shape.kind == *kind))
            }),
            of("fewest-shapes", &|it| it.shapes.len() == 2),
            of("most-shapes", &|it| it.shapes.len() == 6),
            of("smallest", &|it| it.width == 16 && it.height == 16),
            of("largest", &|it| it.width == 64 && it.height == 64),
            of("wider-than-high", &|it| it.width > 40 && it.height < 20),
            of("background-zero", &|it| it.background == 0),
            of("background-255", &|it| it.background == 255),
            of("value-zero", &|it| some(it, &|shape| shape.value == 0)),
            of("frame-one-wide", &|it| {
                small(it) && some(it, &|shape| shape.kind == Frame && shape.w == 1)
            }),
            of("frame-two-high", &|it| {
                small(it) && some(it, &|shape| shape.kind == Frame && shape.h == 2)
            }),
            of("frame-with-a-hole", &|it| {
                let hole = |shape: &Shape| shape.kind == Frame && !shape.covers(shape.x + 1, shape.y + 1);
                let within = |shape: &Shape| shape.x + shape.w < it.width && shape.y + shape.h < it.height;
                small(it) && some(it, &|shape| hole(shape) && within(shape) && shape.w > 2 && shape.h > 2)
            }),
            of("frame-clipped", &|it| {
                small(it) && some(it, &|shape| shape.kind == Frame && shape.x + shape.w > it.width)
            }),
            of("rect-clipped-at-the-corner", &|it| {
                let clipped = |shape: &Shape| shape.x + shape.w > it.width && shape.y + shape.h > it.height;
                small(it) && some(it, &|shape| shape.kind == Rect && clipped(shape))
            }),
            of("rect-of-one-pixel", &|it| {
                some(it, &|shape| shape.kind == Rect && shape.w == 1 && shape.h == 1)
            }),
            of("disc-of-radius-one", &|it| {
                small(it) && some(it, &|shape| shape.kind == Disc && shape.w == 1)
            }),
            of("disc-clipped-at-the-origin", &|it| {
                let clipped = |shape: &Shape| shape.x < shape.w && shape.y < shape.w;
                small(it) && some(it, &|shape| shape.kind == Disc && clipped(shape))
            }),
            of("disc-of-radius-sixteen", &|it| {
                some(it, &|shape| shape.kind == Disc && shape.w == 16)
            }),
        ]
    }
}
