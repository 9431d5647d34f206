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
    vectors.extend(rules.parts_per_million());
    vectors.extend(rules.units());
    vectors.extend(rules.callers());
    vectors
}

/// Rule, fault, field, and what is done to a good metric.
type MetricFault = (&'static str, &'static str, &'static str, fn(&mut QosMetric));

/// The registered metrics and their units (SPEC.md section 14).
const REGISTERED: [(&str, &str); 7] = [
    ("availability", "ppm"),
    ("latency-p50", "ms"),
    ("latency-p95", "ms"),
    ("latency-p99", "ms"),
    ("queue-wait-p95", "ms"),
    ("success-rate", "ppm"),
    ("throughput", "per-min"),
];

/// The same capability under a name that comes first.
fn renamed(mut capabilities: Vec<Capability>) -> Vec<Capability> {
    capabilities[0].id = "a.first/capability".to_owned();
    capabilities
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

    /// Metrics that are right, and the ways in which they can go wrong.
    fn metric_faults(&self, provenance: Provenance, good: &str, faults: &[MetricFault]) -> Vec<Vector> {
        let field = |name: &str| format!("capabilities.qos.{name}");
        let right = self.one(provenance, |_| ());
        let mut vectors = vec![self.accepted("DSC-4", &field("provenance"), good, right)];
        for (rule, fault, name, edit) in faults {
            vectors.push(self.refused(rule, &field(name), fault, good, self.one(provenance, edit)));
        }
        vectors
    }

    /// DSC-3 to DSC-5.
    fn provenance(&self) -> Vec<Vector> {
        let digest = self.world.draw("evidence").bytes(32);
        let own: [MetricFault; 2] = [
            ("DSC-3", "self-declared-with-samples", "sample_count", |it| {
                it.sample_count = 1
            }),
            ("DSC-3", "self-declared-with-window", "window_ms", |it| it.window_ms = 1),
        ];
        let seen: [MetricFault; 2] = [
            ("DSC-4", "observed-without-samples", "sample_count", |it| {
                it.sample_count = 0
            }),
            ("DSC-4", "observed-without-window", "window_ms", |it| it.window_ms = 0),
        ];
        let shown: [MetricFault; 3] = [
            ("DSC-4", "witnessed-without-samples", "sample_count", |it| {
                it.sample_count = 0
            }),
            ("DSC-4", "witnessed-without-window", "window_ms", |it| it.window_ms = 0),
            ("DSC-5", "witnessed-without-evidence", "evidence_digest", |it| {
                it.evidence_digest.clear()
            }),
        ];
        let mut vectors = self.metric_faults(Provenance::SelfDeclared, "self-declared", &own);
        vectors.extend(self.metric_faults(Provenance::Observed, "observed", &seen));
        vectors.extend(self.metric_faults(Provenance::Witnessed, "witnessed", &shown));
        let with_digest = |metric: &mut QosMetric| metric.evidence_digest.clone_from(&digest);
        let least = |metric: &mut QosMetric| (metric.sample_count, metric.window_ms) = (1, 1);
        let field = "capabilities.qos.evidence_digest";
        let claimed = self.one(Provenance::SelfDeclared, with_digest);
        let backed = self.one(Provenance::Observed, with_digest);
        let scant = self.one(Provenance::Observed, least);
        let bare = self.one(Provenance::SelfDeclared, |_| ());
        vectors.push(self.accepted("DSC-3", field, "self-declared-bare", renamed(bare)));
        vectors.push(self.refused("DSC-3", field, "self-declared-with-evidence", "self-declared", claimed));
        vectors.push(self.accepted("DSC-5", field, "observed-with-evidence", backed));
        vectors.push(self.accepted("DSC-4", "capabilities.qos.sample_count", "observed-least", scant));
        vectors.push(self.second_of_two("second-capability-without-evidence"));
        vectors
    }

    /// DSC-5: the fault is in the second capability.
    fn second_of_two(&self, fault: &str) -> Vector {
        let good = self.one(Provenance::Witnessed, |_| ());
        let bad = self.one(Provenance::Witnessed, |metric| metric.evidence_digest.clear());
        let both = renamed(good).into_iter().chain(bad).collect();
        self.refused("DSC-5", "capabilities.qos.evidence_digest", fault, "witnessed", both)
    }

    /// A self-declared metric.
    fn of_unit(&self, name: &str, value: u64, unit: &str) -> Vec<Capability> {
        self.one(Provenance::SelfDeclared, |metric| {
            (metric.name, metric.value, metric.unit) = (name.to_owned(), value, unit.to_owned());
        })
    }

    /// DSC-6.
    fn parts_per_million(&self) -> Vec<Vector> {
        let field = "capabilities.qos.value";
        let most = "ppm-at-a-million";
        let accepted =
            |name, metric, value, unit| self.accepted("DSC-6", field, name, self.of_unit(metric, value, unit));
        let refused =
            |fault, metric, value| self.refused("DSC-6", field, fault, most, self.of_unit(metric, value, "ppm"));
        vec![
            accepted(most, "availability", 1_000_000, "ppm"),
            accepted("ppm-zero", "success-rate", 0, "ppm"),
            accepted("other-unit-past-a-million", "throughput", 1_000_001, "per-min"),
            refused("ppm-past-a-million", "availability", 1_000_001),
            refused("ppm-far-past-a-million", "success-rate", MAX_INTEGER),
            refused("ppm-past-a-million-unregistered", "com.example.share", 1_000_001),
        ]
    }

    /// DSC-7.
    fn units(&self) -> Vec<Vector> {
        let field = "capabilities.qos.unit";
        let accepted = |name: &str, metric, unit| self.accepted("DSC-7", field, name, self.of_unit(metric, 7, unit));
        let mut vectors = vec![
            accepted("metric-unregistered", "com.example.tokens", "count"),
            accepted("unit-unregistered", "com.example.heat", "com.example.kelvin"),
        ];
        for (name, right) in REGISTERED {
            let wrong = if right == "ms" { "count" } else { "ms" };
            let good = format!("unit-of-{name}");
            let fault = format!("unit-of-{name}-wrong");
            vectors.push(accepted(&good, name, right));
            vectors.push(self.refused("DSC-7", field, &fault, &good, self.of_unit(name, 7, wrong)));
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
