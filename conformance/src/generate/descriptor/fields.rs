//! Encoding and shape of descriptors, message by message.

use casp_wire::v1::{self, QosMetric, ResourceState, Schema, schema::Form};

use crate::generate::Group;
use crate::generate::case::Case;
use crate::generate::forge::{Key, Kind, Payload as _, Statement};
use crate::generate::identity::extensions;
use crate::generate::payload::Subject;
use crate::generate::world::{DAY, HOUR, SECOND, World, unsigned, verify};
use crate::vector::Vector;

/// Limits that have vectors of their own: those that depend on the verifier's network or on now.
const UNBOUNDED: &[&str] = &[
    "header.network_id",
    "header.issued_at_ms",
    "header.expires_at_ms",
    "header.extensions.id",
    "ttl_ms",
];

/// Fields of which every known bad value is tried, at least one of each format.
const THOROUGH: &[&str] = &[
    "endpoints",
    "capabilities.id",
    "capabilities.version",
    "capabilities.summary",
    "capabilities.tags",
    "capabilities.skills",
    "capabilities.input.media_type",
    "capabilities.price.currency",
    "capabilities.data_policy.jurisdictions",
    "capabilities.data_policy.listed_callers",
];

/// Descriptors that are broken: group, what to break, and the descriptor.
pub(crate) fn groups(world: &World) -> Vec<Group> {
    let alice = &world.alice;
    let with = |capability: v1::Capability| {
        let mut descriptor = world.descriptor(alice);
        descriptor.capabilities = vec![capability];
        descriptor.signed(alice)
    };
    let header = || header(world);
    let site = |group, path, name, statement, signer| Site {
        group,
        path,
        name,
        statement,
        signer,
    };
    let sites = vec![
        site("descriptor", vec![], "", whole(world), alice),
        site("header", vec![1], "header", header(), &world.worker),
        site("header", vec![1, 8], "header.extensions", header(), &world.worker),
        site("resource-state", vec![6], "resource_state", whole(world), alice),
        site("capability", vec![7], "capabilities", with(capability(world)), alice),
        site("schema", vec![7, 6], "capabilities.input", with(schemas(world)), alice),
        site("schema", vec![7, 7], "capabilities.output", with(schemas(world)), alice),
        site("qos", vec![7, 10], "capabilities.qos", with(metrics(world)), alice),
        site("price", vec![7, 11], "capabilities.price", with(price(world)), alice),
        site(
            "data-policy",
            vec![7, 12],
            "capabilities.data_policy",
            with(data_policy(world)),
            alice,
        ),
    ];
    let mut groups: Vec<Group> = Vec::new();
    for site in sites {
        let vectors = site.vectors(world);
        match groups.last_mut() {
            Some((_, group, so_far)) if *group == site.group => so_far.extend(vectors),
            _ => groups.push(("descriptor", site.group, vectors)),
        }
    }
    for (_, group, vectors) in &mut groups {
        match *group {
            "capability" => vectors.extend(texts(world)),
            "descriptor" => vectors.extend(times_to_live(world)),
            _ => {}
        }
    }
    groups
}

struct Site<'a> {
    group: &'static str,
    path: Vec<u32>,
    name: &'a str,
    statement: Statement,
    signer: &'a Key,
}

impl Site<'_> {
    fn vectors(&self, world: &World) -> Vec<Vector> {
        let subject = Subject {
            prefix: &format!("descriptor/{}", self.group),
            statement: &self.statement,
            signer: self.signer,
            path: &self.path,
            name: self.name,
            thorough: THOROUGH,
            brief: false,
            unbounded: UNBOUNDED,
        };
        subject.vectors(world)
    }
}

/// Every field of the descriptor itself.
fn whole(world: &World) -> Statement {
    let mut descriptor = world.descriptor(&world.alice);
    descriptor.endpoints = endpoints(world);
    descriptor.resource_state = Some(ResourceState {
        load: Some(v1::Level::Low.into()),
        queue: Some(v1::Level::Full.into()),
        power: Some(v1::Power::Mains.into()),
        locality: "eu-west".to_owned(),
    });
    let mut second = world.capability("second plain");
    second.id = "com.example.zebra/last".to_owned();
    descriptor.capabilities.push(second);
    descriptor.signed(&world.alice)
}

/// Two endpoints, in order.
pub(super) fn endpoints(world: &World) -> Vec<String> {
    let mut draw = world.draw("endpoints");
    let host = draw.word();
    vec![
        format!("/dns/{host}.example/tcp/{}", draw.number(1_024, 65_535)),
        format!(
            "/ip6/2001:db8::{}/udp/{}/quic-v1",
            draw.number(1, 9_999),
            draw.number(1_024, 65_535)
        ),
    ]
}

/// Every header field that a descriptor may have.
fn header(world: &World) -> Statement {
    world.delegated(Kind::Descriptor, &world.alice_to_worker(), |header| {
        header.audience = world.verifier.multikey();
        header.extensions = extensions(world);
    })
}

/// Every field of a capability, with no more in each than must be.
fn capability(world: &World) -> v1::Capability {
    let mut draw = world.draw("full capability");
    v1::Capability {
        tags: vec!["fast".to_owned(), "web".to_owned()],
        skills: vec!["tool_use/planning".to_owned(), "web_search/web_search".to_owned()],
        input: Some(Schema {
            media_type: "application/json".to_owned(),
            form: None,
        }),
        output: Some(Schema {
            media_type: "text/plain".to_owned(),
            form: None,
        }),
        side_effect: v1::SideEffect::Reversible.into(),
        risk: v1::RiskClass::Private.into(),
        qos: vec![
            self_declared("latency-p50", draw.number(1, 900)),
            self_declared("latency-p95", draw.number(901, 9_000)),
        ],
        price: Some(v1::Price {
            currency: "EUR".to_owned(),
            amount_micros: 0,
            per: "call".to_owned(),
        }),
        data_policy: Some(v1::DataPolicy {
            callers: v1::Callers::Anyone.into(),
            ..v1::DataPolicy::default()
        }),
        evidence: vec!["tool-receipt".to_owned(), "trace".to_owned()],
        ..world.capability("full")
    }
}

/// A metric that the agent declares itself, in milliseconds.
pub(super) fn self_declared(name: &str, value: u64) -> QosMetric {
    QosMetric {
        name: name.to_owned(),
        value,
        unit: "ms".to_owned(),
        provenance: v1::Provenance::SelfDeclared.into(),
        ..QosMetric::default()
    }
}

fn schemas(world: &World) -> v1::Capability {
    let mut draw = world.draw("schemas");
    let inline = format!(r#"{{"type":"object","title":"{}"}}"#, draw.word());
    v1::Capability {
        input: Some(Schema {
            media_type: "application/json".to_owned(),
            form: Some(Form::Digest(draw.bytes(32))),
        }),
        output: Some(Schema {
            media_type: "application/json".to_owned(),
            form: Some(Form::Inline(inline)),
        }),
        ..world.capability("with schemas")
    }
}

/// A metric with every field.
fn metrics(world: &World) -> v1::Capability {
    let mut draw = world.draw("metrics");
    let metric = QosMetric {
        // Not registered, so that any unit is right.
        name: "com.example.first-token".to_owned(),
        value: draw.number(100, 5_000),
        unit: "ms".to_owned(),
        provenance: v1::Provenance::Witnessed.into(),
        sample_count: u32::try_from(draw.number(10, 9_999)).unwrap_or(10),
        window_ms: unsigned(24 * HOUR),
        evidence_digest: draw.bytes(32),
    };
    v1::Capability {
        qos: vec![metric],
        ..world.capability("with metrics")
    }
}

fn price(world: &World) -> v1::Capability {
    let amount = world.draw("price").number(1, 5_000_000);
    let price = v1::Price {
        currency: "CHF".to_owned(),
        amount_micros: amount,
        per: "1k-tokens".to_owned(),
    };
    v1::Capability {
        price: Some(price),
        ..world.capability("with a price")
    }
}

fn data_policy(world: &World) -> v1::Capability {
    let mut callers = vec![world.bob.multikey(), world.carol.multikey()];
    callers.sort();
    let policy = v1::DataPolicy {
        retention_ms: Some(world.draw("retention").number(1, 90 * 86_400_000)),
        jurisdictions: vec!["CH".to_owned(), "DE".to_owned()],
        callers: v1::Callers::Listed.into(),
        listed_callers: callers,
        training_use: true,
    };
    v1::Capability {
        data_policy: Some(policy),
        ..world.capability("with a policy")
    }
}

pub(crate) fn refresh(world: &World) -> Vec<Vector> {
    kind(world, Kind::Refresh, "descriptor/descriptor-refresh")
}

pub(crate) fn withdrawal(world: &World) -> Vec<Vector> {
    kind(world, Kind::Withdrawal, "descriptor/descriptor-withdrawal")
}

fn kind(world: &World, kind: Kind, prefix: &str) -> Vec<Vector> {
    let statement = world.plain(kind);
    let subject = Subject {
        prefix,
        statement: &statement,
        signer: &world.alice,
        path: &[],
        name: "",
        thorough: &[],
        brief: true,
        unbounded: UNBOUNDED,
    };
    subject.vectors(world)
}

/// The limits of the time to live, at the moment at which the descriptor is issued.
fn times_to_live(world: &World) -> Vec<Vector> {
    let accept = |(name, ttl_ms): (&str, i64)| {
        let mut descriptor = world.descriptor(&world.alice);
        descriptor.ttl_ms = unsigned(ttl_ms);
        let statement = descriptor.signed(&world.alice);
        let title = format!("CapabilityDescriptor ttl_ms: {}", name.replace('-', " "));
        let id = format!("descriptor/descriptor/ttl-ms/{name}");
        Case::new(id, title, &world.begin(), world.issued, verify(&statement))
            .about("CapabilityDescriptor", "ttl_ms")
            .flags(&["at-limit"])
            .accepted(&["ENC-13"], statement.verified())
    };
    [("at-min", SECOND), ("at-max", DAY)].into_iter().map(accept).collect()
}

/// Field, rule, name, edit.
type Odd = (&'static str, &'static str, &'static str, fn(&mut v1::Capability));

/// Values that look odd and are right, so that no one is stricter than SPEC.md.
const ODD: [Odd; 10] = [
    ("summary", "FMT-8", "many-scripts", |it| {
        it.summary = "Übersetzt 文書 и עברית 👩‍👩‍👧".to_owned()
    }),
    ("summary", "FMT-8", "beside-the-forbidden", |it| {
        it.summary = BESIDE_THE_FORBIDDEN.to_owned()
    }),
    ("summary", "FMT-8", "not-normalised", |it| {
        it.summary = "e\u{301} \u{212b}".to_owned()
    }),
    ("version", "FMT-3", "hyphens", |it| {
        it.version = "0.0.0---.--+-.0-.007".to_owned()
    }),
    ("version", "FMT-3", "many-digits", |it| {
        it.version = "123456789012345678901234567890.0.9".to_owned()
    }),
    ("version", "FMT-3", "letters-of-both-cases", |it| {
        it.version = "1.0.0-Rc.0a.0+Build".to_owned()
    }),
    ("id", "FMT-2", "without-path", |it| it.id = "a.b".to_owned()),
    ("id", "FMT-2", "long-path", |it| {
        it.id = "0.example/x--y/z__z/1.0_0-0".to_owned()
    }),
    ("tags", "FMT-1", "every-character", |it| {
        it.tags = vec!["0".to_owned(), "a._-:/-z".to_owned()]
    }),
    ("skills", "FMT-10", "underscores", |it| {
        it.skills = vec!["0/a__b/9".to_owned()]
    }),
];

/// Characters next to those that FMT-8 forbids.
const BESIDE_THE_FORBIDDEN: &str =
    "\u{20}~\u{a0}\u{61b}\u{61d}\u{200b}\u{200d}\u{2010}\u{2027}\u{202f}\u{2060}\u{2065}\u{206a}\u{feff}\u{10ffff}";

fn texts(world: &World) -> Vec<Vector> {
    let accept = |(field, rule, name, edit): Odd| {
        let mut descriptor = world.descriptor(&world.alice);
        edit(&mut descriptor.capabilities[0]);
        let statement = descriptor.signed(&world.alice);
        let id = format!("descriptor/capability/capabilities.{field}/odd-{name}");
        let title = format!("CapabilityDescriptor capabilities.{field}: {}", name.replace('-', " "));
        Case::new(id, title, &world.begin(), world.now, verify(&statement))
            .about("CapabilityDescriptor", format!("capabilities.{field}"))
            .accepted(&[rule], statement.verified())
    };
    ODD.into_iter().map(accept).collect()
}
