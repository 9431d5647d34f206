//! What candidates can be ordered by (INT-5, INT-6).

use casp_wire::v1;

use super::super::intent::{asks, objectives};
use super::Rules;
use crate::generate::world::MAX_INTEGER;
use crate::vector::Vector;

/// Eight, which is as many as there can be.
const MOST: [(&str, u64); 8] = [
    ("qos/latency-p50", 0),
    ("qos/latency-p95", 1),
    ("qos/latency-p99", 10),
    ("qos/queue-wait-p95", 100),
    ("qos/availability", 1_000),
    ("qos/success-rate", 10_000),
    ("qos/throughput", 5),
    ("age-ms", 60_000),
];

const FIELD: &str = "intent.objectives";

impl Rules<'_> {
    pub(super) fn objectives(&self) -> Vec<Vector> {
        let longest = format!("price/eur/{}", "u".repeat(32));
        let too_long = format!("{longest}u");
        let accept = |rules: &[&str], name: &str, all: &[(&str, u64)]| self.accepted(rules, name, FIELD, &self.by(all));
        let refuse = |rule: &str, fault: &str, twin: &str, all: &[(&str, u64)]| {
            self.refused(rule, fault, "intent.objectives.name", twin, &self.by(all))
        };
        let mut past = MOST.to_vec();
        past.push(("relevance", 0));
        let mut vectors = vec![
            accept(&["INT-5", "INT-6", "ENC-12"], "objectives-at-most", &MOST),
            self.refused(
                "ENC-12",
                "objectives-past-most",
                FIELD,
                "objectives-at-most",
                &self.by(&past),
            ),
            accept(&["INT-5"], "objective-relevance", &[("relevance", 1)]),
            accept(&["INT-5"], "objective-price", &[("price/eur/call", MAX_INTEGER)]),
            accept(&["INT-5"], "objective-price-per-the-longest-unit", &[(&longest, 0)]),
            accept(
                &["INT-6"],
                "objectives-prices-in-two-currencies",
                &[("price/eur/call", 0), ("price/usd/call", 0)],
            ),
            accept(
                &["INT-6"],
                "objectives-prices-per-two-units",
                &[("price/eur/call", 0), ("price/eur/second", 0)],
            ),
            accept(
                &["INT-6"],
                "objectives-two",
                &[("qos/latency-p50", 5), ("relevance", 5)],
            ),
        ];
        let unknown = [
            ("objective-trust", "trust"),
            ("objective-unknown", "fame"),
            ("objective-attribute-life", "life-ms"),
            ("objective-attribute-retention", "retention-ms"),
            ("objective-attribute-load", "load"),
            ("objective-attribute-version", "version"),
            ("objective-metric-unregistered", "qos/latency-p90"),
            ("objective-metric-of-a-publisher", "qos/com.example.speed"),
            ("objective-metric-without-qos", "latency-p50"),
            ("objective-price-alone", "price"),
            ("objective-price-without-unit", "price/eur"),
            ("objective-price-per-a-path", "price/eur/call/second"),
            ("objective-price-in-four-letters", "price/euro/call"),
            ("objective-price-per-a-unit-too-long", &too_long),
            ("objective-age", "age"),
            ("objective-relevance-in-ppm", "relevance-ppm"),
        ];
        for (fault, name) in unknown {
            vectors.push(refuse("INT-5", fault, "objective-relevance", &[(name, 1)]));
        }
        vectors.extend([
            refuse(
                "INT-5",
                "objective-trust-among-others",
                "objectives-two",
                &[("relevance", 1), ("trust", 1)],
            ),
            refuse(
                "FMT-1",
                "objective-price-in-upper-case",
                "objective-price",
                &[("price/EUR/call", 1)],
            ),
            refuse(
                "INT-6",
                "objective-twice",
                "objectives-two",
                &[("relevance", 5), ("relevance", 5)],
            ),
            refuse(
                "INT-6",
                "objective-with-two-grains",
                "objectives-two",
                &[("age-ms", 5), ("age-ms", 6)],
            ),
            refuse(
                "INT-6",
                "objective-twice-apart",
                "objectives-two",
                &[("price/eur/call", 0), ("qos/throughput", 0), ("price/eur/call", 0)],
            ),
        ]);
        vectors
    }

    fn by(&self, all: &[(&str, u64)]) -> v1::DiscoveryQuery {
        self.query(v1::Intent {
            objectives: objectives(all),
            ..asks(vec![self.in_order()])
        })
    }
}
