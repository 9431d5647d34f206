//! What a statement of an engagement may not say, whatever was said before (TSK-1 to TSK-6).

mod content;

use casp_wire::v1;

use crate::generate::case::Case;
use crate::generate::engagement;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{DAY, World, verify};
use crate::vector::{Begin, Vector};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let rules = Rules { world };
    let mut vectors = rules.deadlines();
    vectors.extend(rules.parties());
    vectors.extend(rules.subjects());
    vectors.extend(rules.contents());
    vectors.extend(rules.chunks());
    vectors.extend(rules.outputs());
    vectors.extend(rules.outcomes());
    vectors
}

/// The latest that a deadline can be after its statement was issued, milliseconds.
const LATEST_DEADLINE: i64 = 7 * DAY;

struct Rules<'a> {
    world: &'a World,
}

impl Rules<'_> {
    fn case(&self, name: &str, field: &str, statement: &Statement) -> Case {
        let kind = statement.kind;
        let title = format!("{}: {}", kind.name(), name.replace('-', " "));
        Case::new(
            self.id(kind, name),
            title,
            &self.world.begin(),
            self.world.now,
            verify(statement),
        )
        .about(kind.table().name, field)
    }

    fn id(&self, kind: Kind, name: &str) -> String {
        format!("task/rules/{}-{name}", kind.name())
    }

    fn accepted(&self, rule: &str, name: &str, field: &str, statement: &Statement) -> Vector {
        self.case(name, field, statement)
            .accepted(&[rule], statement.verified())
    }

    fn refused(&self, rule: &str, fault: &str, field: &str, twin: &str, statement: &Statement) -> Vector {
        let twin = self.id(statement.kind, twin);
        self.case(fault, field, statement).refused(rule, fault, twin, &[])
    }

    /// TSK-1.
    fn deadlines(&self) -> Vec<Vector> {
        let issued = self.world.issued;
        let terms = |after: i64| v1::Terms {
            deadline_ms: issued + after,
            ..engagement::terms(self.world)
        };
        let (alice, other) = (&self.world.alice, &self.world.verifier);
        let offer = |after| {
            let mut offer = engagement::offer(self.world, alice, other);
            offer.terms = Some(terms(after));
            offer.signed(alice)
        };
        let quote = |after| {
            let mut quote = engagement::quote(self.world, alice, other);
            quote.terms = Some(terms(after));
            quote.signed(alice)
        };
        let field = "terms.deadline_ms";
        let about = |of: &dyn Fn(i64) -> Statement| {
            let accepted = |name, after| self.accepted("TSK-1", name, field, &of(after));
            let refused = |fault, twin, after| self.refused("TSK-1", fault, field, twin, &of(after));
            vec![
                accepted("deadline-just-after-issue", 1),
                accepted("deadline-at-its-latest", LATEST_DEADLINE),
                refused("deadline-at-issue", "deadline-just-after-issue", 0),
                refused("deadline-before-issue", "deadline-just-after-issue", -DAY),
                refused(
                    "deadline-past-its-latest",
                    "deadline-at-its-latest",
                    LATEST_DEADLINE + 1,
                ),
                refused("deadline-far-off", "deadline-at-its-latest", 365 * DAY),
            ]
        };
        [about(&offer), about(&quote)].concat()
    }

    /// TSK-2: nobody deals with himself. The audience is the verifier, so that it is right by itself.
    fn parties(&self) -> Vec<Vector> {
        let (alice, bob) = (self.world.alice.multikey(), self.world.bob.multikey());
        let of = |agent: &Vec<u8>| Begin {
            verifier: agent.clone().into(),
            ..self.world.begin()
        };
        let field = "header.audience";
        let mut vectors = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|kind| kind.area() == "task") {
            let to = |agent: &Vec<u8>| self.world.with_header(kind, |header| header.audience.clone_from(agent));
            let (own, other) = (to(&alice), to(&bob));
            let case = |name, agent, statement| self.case(name, field, statement).begin(of(agent));
            vectors.push(case("audience-another", &bob, &other).accepted(&["TSK-2", "HDR-2"], other.verified()));
            vectors.push(case("audience-is-issuer", &alice, &own).refused(
                "TSK-2",
                "audience-is-issuer",
                self.id(kind, "audience-another"),
                &[],
            ));
        }
        vectors
    }

    /// TSK-2: nobody reports on himself.
    fn subjects(&self) -> Vec<Vector> {
        let alice = &self.world.alice;
        let about = |subject| engagement::report(self.world, alice, subject).signed(alice);
        let field = "subject";
        vec![
            self.accepted("TSK-2", "subject-another", field, &about(&self.world.bob)),
            self.refused("TSK-2", "subject-is-issuer", field, "subject-another", &about(alice)),
        ]
    }

    /// TSK-5.
    fn outputs(&self) -> Vec<Vector> {
        use v1::TaskStatus::{Cancelled, Completed, Failed, Indeterminate, Partial};
        let (alice, other) = (&self.world.alice, &self.world.verifier);
        let of = |status: v1::TaskStatus, output: bool| {
            let mut result = engagement::result(self.world, alice, other);
            result.status = status.into();
            let text = self.world.draw("output of a status").sentence(5);
            result.output = output.then(|| engagement::inline("text/plain", text.as_bytes()));
            result.signed(alice)
        };
        let statuses = [
            ("completed", Completed, true),
            ("partial", Partial, true),
            ("failed", Failed, false),
            ("cancelled", Cancelled, false),
            ("indeterminate", Indeterminate, false),
        ];
        let field = "output";
        let both = |(name, status, output): (&str, v1::TaskStatus, bool)| {
            let [with, without] = ["with-output", "without-output"].map(|how| format!("{name}-{how}"));
            let (good, bad) = if output { (with, without) } else { (without, with) };
            let accepted = self.accepted("TSK-5", &good, field, &of(status, output));
            [
                accepted,
                self.refused("TSK-5", &bad, field, &good, &of(status, !output)),
            ]
        };
        statuses.into_iter().flat_map(both).collect()
    }

    /// TSK-6.
    fn outcomes(&self) -> Vec<Vector> {
        use v1::Outcome::{Bad, Good, NoResult};
        let (alice, other) = (&self.world.alice, &self.world.verifier);
        let of = |outcome: v1::Outcome, result: bool| {
            let mut report = engagement::report(self.world, alice, other);
            report.outcome = outcome.into();
            if !result {
                report.result.clear();
            }
            report.signed(alice)
        };
        let outcomes = [("good", Good, true), ("bad", Bad, true), ("no-result", NoResult, false)];
        // A verdict is on a result.
        let judged = |outcome: v1::Outcome| {
            let mut report = engagement::report(self.world, alice, other);
            report.outcome = outcome.into();
            report.verdict = self.world.draw("some verdict").bytes(32);
            if outcome == NoResult {
                report.result.clear();
            }
            report.signed(alice)
        };
        let mut vectors = vec![
            self.accepted("TSK-6", "good-with-verdict", "verdict", &judged(Good)),
            self.accepted("TSK-6", "bad-with-verdict", "verdict", &judged(Bad)),
            self.refused(
                "TSK-6",
                "no-result-with-verdict",
                "verdict",
                "no-result-without-result",
                &judged(NoResult),
            ),
        ];
        let field = "result";
        let both = |(name, outcome, result): (&str, v1::Outcome, bool)| {
            let [with, without] = ["with-result", "without-result"].map(|how| format!("{name}-{how}"));
            let (good, bad) = if result { (with, without) } else { (without, with) };
            let accepted = self.accepted("TSK-6", &good, field, &of(outcome, result));
            [
                accepted,
                self.refused("TSK-6", &bad, field, &good, &of(outcome, !result)),
            ]
        };
        vectors.extend(outcomes.into_iter().flat_map(both));
        vectors
    }
}
