//! What the statements of discovery may not say, whatever was said before (INT-1 to INT-8, DRS-1 to DRS-5, RFU-1).

mod attributes;
mod demands;
mod grammars;
mod intents;
mod objectives;
mod operators;
mod results;
mod values;

use casp_wire::v1::{self, AttributeValue, Constraint, Operator};

use super::intent::{asks, constraint, texts};
use super::plain;
use crate::generate::Group;
use crate::generate::case::Case;
use crate::generate::forge::{Payload, Statement};
use crate::generate::world::{World, verify};
use crate::vector::Vector;

pub(super) fn groups(world: &World) -> Vec<Group> {
    let rules = Rules { world };
    let intents = [
        rules.attributes(),
        rules.operators(),
        rules.values(),
        rules.grammars(),
        rules.beginnings_of_agents(),
        rules.demands(),
        rules.objectives(),
        rules.intents(),
    ];
    vec![
        ("discovery", "intents", intents.concat()),
        ("discovery", "results", rules.results()),
        ("discovery", "refusals", rules.refusals()),
    ]
}

/// A value that is not there.
const NO_VALUE: AttributeValue = AttributeValue { value: None };

struct Rules<'a> {
    world: &'a World,
}

impl Rules<'_> {
    fn of(&self, group: &str, name: &str, field: &str, statement: &Statement) -> Case {
        let title = format!("{}: {}", statement.kind.name(), name.replace('-', " "));
        let id = format!("discovery/{group}/{name}");
        Case::new(id, title, &self.world.begin(), self.world.now, verify(statement))
            .about(statement.kind.table().name, field)
    }

    fn signed(&self, message: &impl Payload) -> Statement {
        message.signed(&self.world.alice)
    }

    /// Alice's query for an intent.
    fn query(&self, intent: v1::Intent) -> v1::DiscoveryQuery {
        plain::query_for(self.world, &self.world.alice, &self.world.verifier, intent)
    }

    /// A query is accepted.
    fn accepted(&self, rules: &[&str], name: &str, field: &str, query: &v1::DiscoveryQuery) -> Vector {
        let statement = self.signed(query);
        self.of("intents", name, field, &statement)
            .accepted(rules, statement.verified())
    }

    /// A query is refused; `twin` is another vector of the group.
    fn refused(&self, rule: &str, name: &str, field: &str, twin: &str, query: &v1::DiscoveryQuery) -> Vector {
        let twin = format!("discovery/intents/{twin}");
        self.of("intents", name, field, &self.signed(query))
            .refused(rule, name, twin, &[])
    }

    /// A constraint is accepted, beside one that is in order.
    fn constrains(&self, rules: &[&str], name: &str, constraint: Constraint) -> Vector {
        let query = self.query(asks(vec![self.in_order(), constraint]));
        self.accepted(rules, name, "intent.constraints", &query)
    }

    /// A constraint is refused, beside one that is in order.
    fn breaks(&self, rule: &str, name: &str, field: &str, twin: &str, constraint: Constraint) -> Vector {
        let query = self.query(asks(vec![self.in_order(), constraint]));
        self.refused(rule, name, &format!("intent.constraints.{field}"), twin, &query)
    }

    /// A constraint with nothing wrong in it.
    fn in_order(&self) -> Constraint {
        let tag = self.world.draw("a tag to look for").word();
        constraint("tag", Operator::Contains, texts(&[tag]))
    }
}
