//! Oracles that are JSON values.

use casp_wire::v1::oracle::Form;

use super::{Judge, json_different, json_limits, json_same, json_unreadable};
use crate::generate::world::World;
use crate::vector::Vector;

/// Name, oracle and answer. `~` stands for some word.
pub(super) type Pair = (&'static str, &'static str, &'static str);

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let judge = Judge {
        world,
        group: "judge-json",
    };
    let bench = Bench { judge };
    let mut vectors = Vec::new();
    for pairs in json_same::WITHIN {
        vectors.extend(pairs.iter().map(|pair| bench.within(pair, true)));
    }
    for pairs in [json_different::WITHIN, json_unreadable::WITHIN].concat() {
        vectors.extend(pairs.iter().map(|pair| bench.within(pair, false)));
    }
    vectors.extend(json_same::WHOLE.iter().map(|pair| bench.whole(pair, true)));
    let failing = [json_different::WHOLE, json_unreadable::WHOLE].concat();
    vectors.extend(failing.iter().map(|pair| bench.whole(pair, false)));
    vectors.extend(json_unreadable::not_utf8(&bench));
    vectors.extend(json_limits::vectors(&bench));
    vectors
}

pub(super) struct Bench<'a> {
    pub(super) judge: Judge<'a>,
}

impl Bench<'_> {
    /// Oracle and answer stand in an array, after a number that no other suite has there.
    fn within(&self, (name, oracle, answer): &Pair, passed: bool) -> Vector {
        let number = self.judge.world.draw(name).number(100, 999_999);
        let [oracle, answer] = [oracle, answer].map(|text| format!("[{number},{}]", self.with_word(name, text)));
        self.judged(name, oracle, answer.into_bytes(), passed)
    }

    /// Oracle and answer stand by themselves.
    fn whole(&self, (name, oracle, answer): &Pair, passed: bool) -> Vector {
        let [oracle, answer] = [oracle, answer].map(|text| self.with_word(name, text));
        self.judged(name, oracle, answer.into_bytes(), passed)
    }

    pub(super) fn judged(&self, name: &str, oracle: String, answer: Vec<u8>, passed: bool) -> Vector {
        self.judge.judged(name, Form::Json(oracle), answer, passed)
    }

    pub(super) fn with_word(&self, name: &str, text: &str) -> String {
        text.replace('~', self.judge.world.draw(name).word())
    }
}
