//! That something has to be looked for, and something asked (INT-7, INT-8).

use casp_wire::v1::{self, Intent};

use super::super::intent::{asks, objectives};
use super::Rules;
use crate::vector::Vector;

/// Most constraints of an intent.
const MAX_CONSTRAINTS: usize = 32;

impl Rules<'_> {
    pub(super) fn intents(&self) -> Vec<Vector> {
        let mut vectors = self.looked_for();
        vectors.extend(self.asked());
        vectors
    }

    fn looked_for(&self) -> Vec<Vector> {
        let phrasing = self.world.draw("phrasing").sentence(5);
        let phrased = Intent {
            phrasings: vec![phrasing],
            ..Intent::default()
        };
        let skilled = Intent {
            skills: vec!["language/summarise".to_owned()],
            ..Intent::default()
        };
        let ordered = Intent {
            objectives: objectives(&[("age-ms", 0)]),
            ..Intent::default()
        };
        let many = |count| asks(vec![self.in_order(); count]);
        let field = "intent";
        let accept =
            |rules: &[&str], name: &str, intent: Intent| self.accepted(rules, name, field, &self.query(intent));
        vec![
            accept(&["INT-7"], "phrasing-alone", phrased.clone()),
            accept(&["INT-7"], "skill-alone", skilled.clone()),
            accept(&["INT-7"], "constraint-alone", many(1)),
            accept(
                &["INT-7"],
                "phrasing-with-objective",
                Intent {
                    objectives: objectives(&[("age-ms", 0)]),
                    ..phrased
                },
            ),
            accept(&["ENC-12", "INT-7"], "constraints-at-most", many(MAX_CONSTRAINTS)),
            self.refused(
                "ENC-12",
                "constraints-past-most",
                "intent.constraints",
                "constraints-at-most",
                &self.query(many(MAX_CONSTRAINTS + 1)),
            ),
            self.refused(
                "INT-7",
                "intent-empty",
                field,
                "skill-alone",
                &self.query(Intent::default()),
            ),
            self.refused(
                "INT-7",
                "objectives-alone",
                field,
                "phrasing-with-objective",
                &self.query(ordered),
            ),
        ]
    }

    fn asked(&self) -> Vec<Vector> {
        let of = |limit, sample| v1::DiscoveryQuery {
            limit,
            sample,
            ..self.query(asks(vec![self.in_order()]))
        };
        let phrased = |limit, sample| v1::DiscoveryQuery {
            limit,
            sample,
            ..self.query(Intent {
                phrasings: vec![self.world.draw("phrasing").sentence(5)],
                ..Intent::default()
            })
        };
        let accept = |name: &str, query: v1::DiscoveryQuery| self.accepted(&["INT-8"], name, "limit", &query);
        let refuse = |rule: &str, fault: &str, field: &str, twin: &str, query: v1::DiscoveryQuery| {
            self.refused(rule, fault, field, twin, &query)
        };
        vec![
            accept("one-ranked", of(1, 0)),
            accept("one-sampled", of(0, 1)),
            accept("all-that-can-be-asked", of(100, 100)),
            accept("a-hundred-sampled", of(0, 100)),
            accept("one-sampled-by-phrasing", phrased(0, 1)),
            refuse("INT-8", "nothing-asked", "limit", "one-ranked", of(0, 0)),
            refuse(
                "INT-8",
                "nothing-asked-by-phrasing",
                "limit",
                "one-sampled-by-phrasing",
                phrased(0, 0),
            ),
            refuse(
                "ENC-13",
                "limit-just-past",
                "limit",
                "all-that-can-be-asked",
                of(101, 100),
            ),
            refuse(
                "ENC-13",
                "limit-of-all-ones",
                "limit",
                "all-that-can-be-asked",
                of(u32::MAX, 100),
            ),
            refuse(
                "ENC-13",
                "sample-just-past",
                "sample",
                "all-that-can-be-asked",
                of(100, 101),
            ),
            refuse(
                "ENC-13",
                "sample-of-all-ones",
                "sample",
                "a-hundred-sampled",
                of(0, u32::MAX),
            ),
        ]
    }
}
