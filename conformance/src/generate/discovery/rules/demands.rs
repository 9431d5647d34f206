//! Of which metrics provenance and samples can be demanded (INT-4).

use casp_wire::v1::attribute_value::Value::Flag;
use casp_wire::v1::{Constraint, Operator, Provenance};

use super::super::intent::{constraint, demanding, numbers, texts};
use super::Rules;
use crate::vector::Vector;

const OBSERVED: Option<Provenance> = Some(Provenance::Observed);
const WITNESSED: Option<Provenance> = Some(Provenance::Witnessed);
const DECLARED: Option<Provenance> = Some(Provenance::SelfDeclared);

impl Rules<'_> {
    pub(super) fn demands(&self) -> Vec<Vector> {
        let metric = |provenance, samples| {
            let latency = constraint("qos/latency-p95", Operator::AtMost, numbers(&[self.some_latency()]));
            demanding(latency, provenance, samples)
        };
        let other = |attribute: &str, provenance, samples| {
            let number = constraint(attribute, Operator::AtMost, numbers(&[self.some_latency()]));
            demanding(number, provenance, samples)
        };
        let exists = |provenance, samples| {
            let there = constraint("qos/latency-p95", Operator::Exists, vec![Flag(true)]);
            demanding(there, provenance, samples)
        };
        let tag = demanding(constraint("tag", Operator::Contains, texts(&["a"])), OBSERVED, 0);
        let flag = constraint("training-use", Operator::Equal, vec![Flag(false)]);
        let accept = |name: &str, constraint: Constraint| self.constrains(&["INT-4"], name, constraint);
        let refuse = |fault: &str, field: &str, twin: &str, constraint: Constraint| {
            self.breaks("INT-4", fault, field, twin, constraint)
        };
        let mut vectors = vec![
            accept("metric-of-any-provenance", metric(None, 0)),
            accept("metric-declared", metric(DECLARED, 0)),
            accept("metric-observed", metric(OBSERVED, 0)),
            accept("metric-observed-once", metric(OBSERVED, 1)),
            accept("metric-witnessed-often", metric(WITNESSED, 1_000)),
            self.constrains(
                &["INT-4", "ENC-7"],
                "metric-witnessed-most-often",
                metric(WITNESSED, u32::MAX),
            ),
            accept("metric-there-without-demand", exists(None, 0)),
            accept("price-without-demand", other("price/eur/call", None, 0)),
        ];
        vectors.extend([
            refuse(
                "samples-of-any-provenance",
                "min_samples",
                "metric-observed-once",
                metric(None, 1),
            ),
            refuse(
                "samples-declared",
                "min_samples",
                "metric-observed-once",
                metric(DECLARED, 1),
            ),
            refuse(
                "many-samples-declared",
                "min_samples",
                "metric-witnessed-often",
                metric(DECLARED, 1_000),
            ),
            refuse(
                "exists-with-provenance",
                "provenance",
                "metric-there-without-demand",
                exists(OBSERVED, 0),
            ),
            refuse(
                "exists-declared",
                "provenance",
                "metric-there-without-demand",
                exists(DECLARED, 0),
            ),
            refuse(
                "exists-with-samples",
                "min_samples",
                "metric-there-without-demand",
                exists(WITNESSED, 5),
            ),
            refuse(
                "exists-with-samples-alone",
                "min_samples",
                "metric-there-without-demand",
                exists(None, 5),
            ),
        ]);
        let refuse = |fault, twin, constraint| refuse(fault, "provenance", twin, constraint);
        vectors.extend([
            refuse(
                "price-observed",
                "price-without-demand",
                other("price/eur/call", OBSERVED, 0),
            ),
            refuse(
                "price-declared",
                "price-without-demand",
                other("price/eur/call", DECLARED, 0),
            ),
            refuse(
                "price-witnessed-often",
                "price-without-demand",
                other("price/eur/call", WITNESSED, 9),
            ),
            refuse("age-observed", "price-without-demand", other("age-ms", OBSERVED, 0)),
            refuse(
                "retention-witnessed",
                "price-without-demand",
                other("retention-ms", WITNESSED, 0),
            ),
            refuse("tag-observed", "price-without-demand", tag),
            refuse("flag-observed", "value-flag-false", demanding(flag, OBSERVED, 0)),
        ]);
        vectors.push(self.breaks(
            "INT-4",
            "price-with-samples",
            "min_samples",
            "price-without-demand",
            other("price/eur/call", None, 9),
        ));
        vectors
    }

    fn some_latency(&self) -> u64 {
        self.world.draw("some latency").number(100, 900)
    }
}
