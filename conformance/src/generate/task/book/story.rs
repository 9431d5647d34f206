//! What a book has heard so far, and what it hears next.

use super::deal::Said;
use crate::generate::case::Case;
use crate::generate::forge::{Key, Statement};
use crate::generate::world::{World, applied, done, observe, undone};
use crate::vector::{Begin, Step, Vector, Verdict};

/// A book's history. Times are told in milliseconds after [`World::issued`].
#[derive(Clone)]
pub(super) struct Story<'a> {
    world: &'a World,
    group: &'static str,
    begin: Begin,
    prior: Vec<Step>,
}

impl<'a> Story<'a> {
    /// Nothing has happened yet.
    pub(super) fn new(world: &'a World, group: &'static str) -> Self {
        Self {
            world,
            group,
            begin: world.begin(),
            prior: Vec::new(),
        }
    }

    /// The book holds at most so many engagements.
    pub(super) fn with_room_for(mut self, engagements: u32) -> Self {
        self.begin.book_capacity = engagements;
        self
    }

    /// The book holds at most so many engagements of one requester.
    pub(super) fn with_room_for_each(mut self, engagements: u32) -> Self {
        self.begin.book_capacity_per_requester = engagements;
        self
    }

    /// The book holds at most so many engagements that the verifier began.
    pub(super) fn with_room_for_own(mut self, engagements: u32) -> Self {
        self.begin.book_capacity_own = engagements;
        self
    }

    /// The verifier's agent is this one; nobody, where there is none.
    pub(super) fn of(mut self, agent: Option<&Key>) -> Self {
        self.begin.verifier = agent.map(Key::multikey).unwrap_or_default().into();
        self
    }

    /// These were applied as they were issued.
    pub(super) fn after<'s>(mut self, said: impl IntoIterator<Item = &'s Said>) -> Self {
        for said in said {
            let now = self.world.issued + said.at;
            self.prior.push(done(now, applied(&said.statement, said.own)));
        }
        self
    }

    /// This was refused as it was issued.
    pub(super) fn refused(mut self, said: &Said, verdict: Verdict) -> Self {
        let now = self.world.issued + said.at;
        self.prior
            .push(undone(now, applied(&said.statement, said.own), verdict));
        self
    }

    /// A delegation or retirement was observed.
    pub(super) fn observed(mut self, at: i64, statement: &Statement) -> Self {
        self.prior.push(done(self.world.issued + at, observe(statement)));
        self
    }

    /// The id of a vector of this group.
    pub(super) fn id(&self, name: &str) -> String {
        format!("task/{}/{name}", self.group)
    }

    fn case(&self, title: &str, name: &str, at: i64, said: &Said) -> Case {
        let statement = &said.statement;
        let title = format!("{title}: {}", name.replace('-', " "));
        let mut flags = Vec::new();
        if !self.prior.is_empty() {
            flags.push("has-prior");
        }
        if !statement.proofs.is_empty() {
            flags.push("has-proofs");
        }
        if self.begin.verifier.is_empty() {
            flags.push("no-verifier");
        }
        let now = self.world.issued + at;
        Case::new(self.id(name), title, &self.begin, now, applied(statement, said.own))
            .about(statement.kind.table().name, "")
            .after(self.prior.clone())
            .flags(&flags)
    }

    /// A statement is applied as it is issued.
    pub(super) fn accepts(&self, name: &str, rules: &[&str], said: &Said) -> Vector {
        self.accepts_at(name, rules, said.at, said)
    }

    /// A statement is applied.
    pub(super) fn accepts_at(&self, name: &str, rules: &[&str], at: i64, said: &Said) -> Vector {
        let case = self.case("applied", name, at, said);
        case.accepted(rules, said.statement.verified())
    }

    /// A statement is refused as it is issued; `twin` is another vector of the group, or one of a group that it names.
    pub(super) fn refuses(&self, rule: &str, fault: &str, twin: &str, said: &Said) -> Vector {
        self.refuses_at(rule, fault, twin, said.at, said)
    }

    /// A statement is refused.
    pub(super) fn refuses_at(&self, rule: &str, fault: &str, twin: &str, at: i64, said: &Said) -> Vector {
        let twin = match twin.split_once('/') {
            Some(_) => format!("task/{twin}"),
            None => self.id(twin),
        };
        let case = self.case("refused", fault, at, said);
        case.refused(rule, fault, twin, &[])
    }
}
