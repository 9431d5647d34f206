//! Which attributes there are (INT-1).

use casp_wire::v1::{Constraint, Operator};

use super::super::intent::{constraint, numbers, texts};
use super::Rules;
use crate::vector::Vector;

/// The longest unit there is an attribute for, bytes.
const LONGEST_UNIT: usize = 32;

impl Rules<'_> {
    pub(super) fn attributes(&self) -> Vec<Vector> {
        let longest = format!("price/eur/{}", "u".repeat(LONGEST_UNIT));
        let too_long = format!("{longest}u");
        let mut vectors = vec![self.constrains(&["INT-1", "INT-2", "INT-3"], "price", self.at_most("price/eur/call"))];
        let accepted = [
            ("price-per-the-longest-unit", longest.as_str()),
            ("price-per-a-unit-of-one-letter", "price/eur/x"),
            ("price-per-a-unit-with-punctuation", "price/xts/com.example:1k_to-kens"),
            ("price-in-no-known-currency", "price/zzz/second"),
            ("metric-of-throughput", "qos/throughput"),
            ("metric-of-a-queue", "qos/queue-wait-p95"),
        ];
        for (name, attribute) in accepted {
            vectors.push(self.constrains(&["INT-1"], name, self.at_most(attribute)));
        }
        let refused = [
            ("attribute-of-no-name", "colour"),
            ("attribute-objective-trust", "trust"),
            ("attribute-objective-relevance", "relevance"),
            ("attribute-prefix", "retention"),
            ("attribute-longer", "retention-ms-max"),
            ("attribute-of-a-field", "data_policy.retention_ms"),
            ("attribute-with-underscore", "retention_ms"),
            ("attribute-of-the-summary", "summary"),
            ("attribute-reverse-dns", "com.example/colour"),
            ("price-alone", "price"),
            ("price-without-unit", "price/eur"),
            ("price-without-currency", "price/call"),
            ("price-in-two-letters", "price/eu/call"),
            ("price-in-four-letters", "price/euro/call"),
            ("price-in-a-digit", "price/e1r/call"),
            ("price-in-punctuation", "price/e-r/call"),
            ("price-in-nothing", "price//call"),
            ("price-per-a-path", "price/eur/call/second"),
            ("price-per-nothing", "price/eur//call"),
            ("price-per-a-unit-that-begins-with-a-dot", "price/eur/.call"),
            ("price-per-a-unit-too-long", too_long.as_str()),
            ("metric-alone", "qos"),
            ("metric-unregistered", "qos/latency-p90"),
            ("metric-of-a-publisher", "qos/com.example.speed"),
            ("metric-without-qos", "latency-p95"),
            ("metric-with-more", "qos/latency-p95/ms"),
            ("metric-beneath-nothing", "qos//latency-p95"),
        ];
        for (fault, attribute) in refused {
            vectors.push(self.breaks("INT-1", fault, "attribute", "price", self.at_most(attribute)));
        }
        vectors.extend(self.upper_case());
        vectors
    }

    fn at_most(&self, attribute: &str) -> Constraint {
        let number = self.world.draw("most").number(1_000, 900_000);
        constraint(attribute, Operator::AtMost, numbers(&[number]))
    }

    /// What is no identifier is no attribute, and is found out before. An attribute of another type is no less unknown.
    fn upper_case(&self) -> Vec<Vector> {
        let named = constraint("Tag", Operator::Contains, texts(&["a"]));
        let word = self.world.draw("a word").word();
        vec![
            self.breaks(
                "FMT-1",
                "price-in-upper-case",
                "attribute",
                "price",
                self.at_most("price/EUR/call"),
            ),
            self.breaks(
                "FMT-1",
                "price-ends-with-a-slash",
                "attribute",
                "price",
                self.at_most("price/eur/"),
            ),
            self.breaks(
                "FMT-1",
                "metric-ends-with-a-slash",
                "attribute",
                "price",
                self.at_most("qos/"),
            ),
            self.breaks("FMT-1", "attribute-in-upper-case", "attribute", "price", named),
            self.breaks(
                "INT-1",
                "attribute-in-the-plural",
                "attribute",
                "price",
                constraint("tags", Operator::Contains, texts(&[word])),
            ),
            self.breaks(
                "INT-1",
                "attribute-unknown-if-it-exists",
                "attribute",
                "price",
                constraint(
                    "colour",
                    Operator::Exists,
                    vec![casp_wire::v1::attribute_value::Value::Flag(false)],
                ),
            ),
        ]
    }
}
