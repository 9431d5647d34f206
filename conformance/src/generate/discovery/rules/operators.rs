//! Which operators an attribute admits (INT-2).

use casp_wire::v1::Operator::{self, AtLeast, AtMost, Contains, Equal, Exists, Greater, In, Less, NotEqual, Prefix};
use casp_wire::v1::attribute_value::Value;

use super::super::intent::{asks, constraint, text};
use super::Rules;
use crate::vector::Vector;

const ALL: [(Operator, &str); 10] = [
    (Equal, "equal"),
    (NotEqual, "not-equal"),
    (Less, "less"),
    (AtMost, "at-most"),
    (Greater, "greater"),
    (AtLeast, "at-least"),
    (In, "in"),
    (Contains, "contains"),
    (Prefix, "prefix"),
    (Exists, "exists"),
];

const OF_TEXT: &[Operator] = &[Equal, NotEqual, In, Prefix, Exists];
const OF_NAME: &[Operator] = &[Equal, NotEqual, In, Exists];
const OF_FLAG: &[Operator] = &[Equal, NotEqual, Exists];
const OF_SET: &[Operator] = &[Contains, In, Prefix, Exists];
const OF_ORDERED: &[Operator] = &[Equal, NotEqual, Less, AtMost, Greater, AtLeast, In, Exists];

/// A value that an attribute can be held against.
enum Against {
    Agent,
    Text,
    One(&'static str),
    Flag,
    Number,
}

/// Every attribute (SPEC.md section 18.2), what it is held against, and the operators that it admits.
const ATTRIBUTES: [(&str, Against, &[Operator]); 28] = [
    ("agent", Against::Agent, OF_NAME),
    ("capability", Against::One("com.example/maps"), OF_TEXT),
    ("version", Against::One("1.2.3"), OF_ORDERED),
    ("tag", Against::Text, OF_SET),
    ("skill", Against::Text, OF_SET),
    ("input-media-type", Against::One("application/json"), OF_TEXT),
    ("output-media-type", Against::One("text/plain"), OF_TEXT),
    ("side-effect", Against::One("reversible"), OF_ORDERED),
    ("risk", Against::One("private"), OF_ORDERED),
    ("price/usd/1k-tokens", Against::Number, OF_ORDERED),
    ("retention-ms", Against::Number, OF_ORDERED),
    ("jurisdiction", Against::One("AT"), OF_SET),
    ("callers", Against::One("known"), OF_NAME),
    ("training-use", Against::Flag, OF_FLAG),
    ("evidence", Against::Text, OF_SET),
    ("qos/latency-p50", Against::Number, OF_ORDERED),
    ("qos/latency-p99", Against::Number, OF_ORDERED),
    ("qos/availability", Against::Number, OF_ORDERED),
    ("qos/success-rate", Against::Number, OF_ORDERED),
    ("load", Against::One("medium"), OF_ORDERED),
    ("queue", Against::One("full"), OF_ORDERED),
    ("power", Against::One("battery-low"), OF_NAME),
    ("locality", Against::Text, OF_TEXT),
    ("age-ms", Against::Number, OF_ORDERED),
    ("life-ms", Against::Number, OF_ORDERED),
    ("qos/latency-p95", Against::Number, OF_ORDERED),
    ("qos/queue-wait-p95", Against::Number, OF_ORDERED),
    ("qos/throughput", Against::Number, OF_ORDERED),
];

/// Those that stand for their type, where what it does not admit is asked for.
const REFUSING: [&str; 11] = [
    "agent",
    "capability",
    "callers",
    "power",
    "training-use",
    "tag",
    "skill",
    "risk",
    "version",
    "retention-ms",
    "qos/latency-p50",
];

impl Rules<'_> {
    pub(super) fn operators(&self) -> Vec<Vector> {
        let mut vectors = Vec::new();
        for (attribute, against, admitted) in &ATTRIBUTES {
            let held = |operator| {
                let value = match operator {
                    Exists => Value::Flag(true),
                    _ => self.value(attribute, against),
                };
                constraint(attribute, operator, vec![value])
            };
            let all = asks(admitted.iter().copied().map(held).collect());
            let plain = attribute.replace('/', "-");
            let twin = format!("{plain}-with-every-operator-of-its-type");
            let field = "intent.constraints.operator";
            vectors.push(self.accepted(&["INT-1", "INT-2", "INT-3"], &twin, field, &self.query(all)));
            if !REFUSING.contains(attribute) {
                continue;
            }
            for (operator, name) in ALL.iter().filter(|(operator, _)| !admitted.contains(operator)) {
                let query = self.query(asks(vec![held(*operator)]));
                vectors.push(self.refused("INT-2", &format!("{plain}-{name}"), field, &twin, &query));
            }
        }
        vectors
    }

    fn value(&self, attribute: &str, against: &Against) -> Value {
        let mut draw = self.world.draw(&format!("value of {attribute}"));
        match against {
            Against::Agent => text(&self.world.bob.did()),
            Against::Text => text(draw.word()),
            Against::One(name) => text(name),
            Against::Flag => Value::Flag(draw.number(0, 1) == 1),
            Against::Number => Value::Number(draw.number(1, 900_000)),
        }
    }
}
