//! What a descriptor may not say (DSC-1 to DSC-8).

use casp_wire::v1::{self, Callers, Capability, DataPolicy, Provenance, QosMetric};

use super::fields::self_declared;
use crate::generate::case::Case;
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{MAX_INTEGER, World, verify};
use crate::vector::Vector;

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let rules = Rules { world };
    let mut vectors = rules.capability_order();
    vectors.extend(rules.metric_order());
    vectors.extend(rules.provenance());
    vectors.extend(rules.units());
    vectors.extend(rules.callers());
    vectors
}

struct Rules<'a> {
    world: &'a World,
}

impl Rules<'_> {
    fn with(&self, capabilities: Vec<Capability>) -> Statement {
        let mut descriptor = self.world.descriptor(&self.world.alice);
        descriptor.capabilities = capabilities;
        descriptor.signed(&self.world.alice)
    }

    fn case(&self, name: &str, field: &str, capabilities: Vec<Capability>) -> (Case, Statement) {
        let statement = self.with(capabilities);
        let id = format!("descriptor/rules/{name}");
        let case = Case::new(
            id,
            name.replace('-', " "),
            &self.world.begin(),
            self.world.now,
            verify(&statement),
        )
        .about("CapabilityDescriptor", field);
        (case, statement)
    }

    fn accepted(&self, rule: &str, field: &str, name: &str, capabilities: Vec<Capability>) -> Vector {
        let (case, statement) = self.case(name, field, capabilities);
        case.accepted(&[rule], statement.verified())
    }

    fn refused(&self, rule: &str, field: &str, fault: &str, twin: &str, capabilities: Vec<Capability>) -> Vector {
        self.case(fault, field, capabilities)
            .0
            .refused(rule, fault, format!("descriptor/rules/{twin}"), &[])
    }

    /// DSC-1.
    fn capability_order(&self) -> Vec<Vector> {
        let of = |ids: &[(&str, &str)]| -> Vec<Capability> {
            let capability = |(id, version): &(&str, &str)| Capability {
                id: (*id).to_owned(),
                version: (*version).to_owned(),
                ..self.world.capability("ordered")
            };
            ids.iter().map(capability).collect()
        };
        let (field, good) = ("capabilities", "capabilities-ascending");
        let accepted = |name, ids: &[(&str, &str)]| self.accepted("DSC-1", field, name, of(ids));
        let refused = |fault, ids: &[(&str, &str)]| self.refused("DSC-1", field, fault, good, of(ids));
        vec![
            accepted(good, &[("a.b/c", "1.0.0"), ("a.b/d", "1.0.0")]),
            accepted("versions-ascending", &[("a.b/c", "1.0.0"), ("a.b/c", "2.0.0")]),
            accepted(
                "versions-ascending-as-bytes",
                &[("a.b/c", "1.10.0"), ("a.b/c", "1.9.0")],
            ),
            accepted("prefix-first", &[("a.b", "9.0.0"), ("a.b/c", "1.0.0")]),
            accepted(
                "pre-release-after-release",
                &[("a.b/c", "1.0.0"), ("a.b/c", "1.0.0-rc.1")],
            ),
            refused("capabilities-descending", &[("a.b/d", "1.0.0"), ("a.b/c", "1.0.0")]),
            refused("capabilities-duplicate", &[("a.b/c", "1.0.0"), ("a.b/c", "1.0.0")]),
            refused("versions-descending", &[("a.b/c", "2.0.0"), ("a.b/c", "1.0.0")]),
            refused(
                "versions-ascending-as-numbers",
                &[("a.b/c", "1.9.0"), ("a.b/c", "1.10.0")],
            ),
            refused("prefix-last", &[("a.b/c", "1.0.0"), ("a.b", "9.0.0")]),
            refused(
                "third-out-of-order",
                &[("a.b/c", "1.0.0"), ("a.b/e", "1.0.0"), ("a.b/d", "1.0.0")],
            ),
        ]
    }

    /// DSC-2.
    fn metric_order(&self) -> Vec<Vector> {
        let of = |metrics: &[(&str, Provenance)]| {
            let metric = |(name, provenance): &(&str, Provenance)| self.metric(name, *provenance);
            vec![Capability {
                qos: metrics.iter().map(metric).collect(),
                ..self.world.capability("measured")
            }]
        };
        let (field, good) = ("capabilities.qos", "metrics-ascending");
        let (own, seen, shown) = (Provenance::SelfDeclared, Provenance::Observed, Provenance::Witnessed);
        let accepted = |name, metrics: &[_]| self.accepted("DSC-2", field, name, of(metrics));
        let refused = |fault, metrics: &[_]| self.refused("DSC-2", field, fault, good, of(metrics));
        vec![
            accepted(good, &[("latency-p50", own), ("latency-p95", own)]),
            accepted(
                "provenances-ascending",
                &[("latency-p50", own), ("latency-p50", seen), ("latency-p50", shown)],
            ),
            accepted(
                "name-before-provenance",
                &[("latency-p50", shown), ("latency-p95", own)],
            ),
            refused("metrics-descending", &[("latency-p95", own), ("latency-p50", own)]),
            refused("metrics-duplicate", &[("latency-p50", own), ("latency-p50", own)]),
            refused("provenances-descending", &[("latency-p50", seen), ("latency-p50", own)]),
        ]
    }

    /// A metric in milliseconds with what its provenance asks for.
    fn metric(&self, name: &str, provenance: Provenance) -> QosMetric {
        let mut draw = self.world.draw(name);
        let mut metric = self_declared(name, draw.number(1, 9_999));
        metric.provenance = provenance.into();
        if provenance != Provenance::SelfDeclared {
            metric.sample_count = 200;
            metric.window_ms = draw.number(1, 604_800_000);
        }
        if provenance == Provenance::Witnessed {
            metric.evidence_digest = draw.bytes(32);
        }
        metric
    }

    fn one(&self, provenance: Provenance, edit: impl FnOnce(&mut QosMetric)) -> Vec<Capability> {
        let mut metric = self.metric("latency-p95", provenance);
        edit(&mut metric);
        vec![Capability {
            qos: vec![metric],
            ..self.world.capability("measured")
        }]
    }

    /// DSC-3 to DSC-5.
    fn provenance(&self) -> Vec<Vector> {
        let (own, seen, shown) = (Provenance::SelfDeclared, Provenance::Observed, Provenance::Witnessed);
        let digest = self.world.draw("evidence").bytes(32);
        let field = |name: &str| format!("capabilities.qos.{name}");
        let count = field("sample_count");
        let window = field("window_ms");
        let evidence = field("evidence_digest");
        let with_digest = |metric: &mut QosMetric| metric.evidence_digest.clone_from(&digest);
        let least = |metric: &mut QosMetric| (metric.sample_count, metric.window_ms) = (1, 1);
        vec![
            self.accepted("DSC-3", &count, "self-declared-bare", self.one(own, |_| ())),
            self.refused(
                "DSC-3",
                &count,
                "self-declared-with-samples",
                "self-declared-bare",
                self.one(own, |it| it.sample_count = 1),
            ),
            self.refused(
                "DSC-3",
                &window,
                "self-declared-with-window",
                "self-declared-bare",
                self.one(own, |it| it.window_ms = 1),
            ),
            self.refused(
                "DSC-3",
                &evidence,
                "self-declared-with-evidence",
                "self-declared-bare",
                self.one(own, with_digest),
            ),
            self.accepted("DSC-4", &count, "observed", self.one(seen, |_| ())),
            self.accepted("DSC-4", &count, "observed-least", self.one(seen, least)),
            self.accepted(
                "DSC-5",
                &evidence,
                "observed-with-evidence",
                self.one(seen, with_digest),
            ),
            self.refused(
                "DSC-4",
                &count,
                "observed-without-samples",
                "observed",
                self.one(seen, |it| it.sample_count = 0),
            ),
            self.refused(
                "DSC-4",
                &window,
                "observed-without-window",
                "observed",
                self.one(seen, |it| it.window_ms = 0),
            ),
            self.accepted("DSC-5", &evidence, "witnessed", self.one(shown, |_| ())),
            self.refused(
                "DSC-4",
                &count,
                "witnessed-without-samples",
                "witnessed",
                self.one(shown, |it| it.sample_count = 0),
            ),
            self.refused(
                "DSC-4",
                &window,
                "witnessed-without-window",
                "witnessed",
                self.one(shown, |it| it.window_ms = 0),
            ),
            self.refused(
                "DSC-5",
                &evidence,
                "witnessed-without-evidence",
                "witnessed",
                self.one(shown, |it| it.evidence_digest.clear()),
            ),
            self.second_of_two(
                "DSC-5",
                &evidence,
                "second-capability-without-evidence",
                self.one(shown, |it| it.evidence_digest.clear()),
            ),
        ]
    }

    /// The fault is in the second capability.
    fn second_of_two(&self, rule: &str, field: &str, fault: &str, bad: Vec<Capability>) -> Vector {
        let mut first = self.one(Provenance::Witnessed, |_| ());
        first[0].id = "a.first/capability".to_owned();
        let both = first.into_iter().chain(bad).collect();
        self.refused(rule, field, fault, "witnessed", both)
    }

    /// DSC-6 and DSC-7.
    fn units(&self) -> Vec<Vector> {
        let of = |name: &str, value: u64, unit: &str| {
            self.one(Provenance::SelfDeclared, |metric| {
                (metric.name, metric.value, metric.unit) = (name.to_owned(), value, unit.to_owned());
            })
        };
        let (value, unit) = ("capabilities.qos.value", "capabilities.qos.unit");
        let registered = [
            ("availability", "ppm"),
            ("latency-p50", "ms"),
            ("latency-p95", "ms"),
            ("latency-p99", "ms"),
            ("queue-wait-p95", "ms"),
            ("success-rate", "ppm"),
            ("throughput", "per-min"),
        ];
        let mut vectors = vec![
            self.accepted("DSC-6", value, "ppm-at-a-million", of("availability", 1_000_000, "ppm")),
            self.accepted("DSC-6", value, "ppm-zero", of("success-rate", 0, "ppm")),
            self.accepted(
                "DSC-6",
                value,
                "other-unit-past-a-million",
                of("throughput", 1_000_001, "per-min"),
            ),
            self.refused(
                "DSC-6",
                value,
                "ppm-past-a-million",
                "ppm-at-a-million",
                of("availability", 1_000_001, "ppm"),
            ),
            self.refused(
                "DSC-6",
                value,
                "ppm-far-past-a-million",
                "ppm-at-a-million",
                of("success-rate", MAX_INTEGER, "ppm"),
            ),
            self.refused(
                "DSC-6",
                value,
                "ppm-past-a-million-unregistered",
                "ppm-at-a-million",
                of("com.example.share", 1_000_001, "ppm"),
            ),
            self.accepted(
                "DSC-7",
                unit,
                "metric-unregistered",
                of("com.example.tokens", 7, "count"),
            ),
            self.accepted(
                "DSC-7",
                unit,
                "unit-unregistered",
                of("com.example.heat", 7, "com.example.kelvin"),
            ),
        ];
        for (name, right) in registered {
            let wrong = if right == "ms" { "count" } else { "ms" };
            let good = format!("unit-of-{name}");
            vectors.push(self.accepted("DSC-7", unit, &good, of(name, 7, right)));
            vectors.push(self.refused(
                "DSC-7",
                unit,
                &format!("unit-of-{name}-wrong"),
                &good,
                of(name, 7, wrong),
            ));
        }
        vectors
    }

    /// DSC-8.
    fn callers(&self) -> Vec<Vector> {
        let of = |callers: Callers, listed: bool| {
            let policy = DataPolicy {
                callers: callers.into(),
                listed_callers: if listed {
                    vec![self.world.bob.multikey()]
                } else {
                    vec![]
                },
                ..DataPolicy::default()
            };
            vec![Capability {
                data_policy: Some(policy),
                ..self.world.capability("with callers")
            }]
        };
        let field = "capabilities.data_policy.listed_callers";
        vec![
            self.accepted("DSC-8", field, "callers-anyone", of(v1::Callers::Anyone, false)),
            self.accepted("DSC-8", field, "callers-known", of(Callers::Known, false)),
            self.accepted("DSC-8", field, "callers-listed", of(Callers::Listed, true)),
            self.refused(
                "DSC-8",
                field,
                "callers-listed-without-list",
                "callers-listed",
                of(Callers::Listed, false),
            ),
            self.refused(
                "DSC-8",
                field,
                "callers-anyone-with-list",
                "callers-anyone",
                of(Callers::Anyone, true),
            ),
            self.refused(
                "DSC-8",
                field,
                "callers-known-with-list",
                "callers-known",
                of(Callers::Known, true),
            ),
        ]
    }
}
