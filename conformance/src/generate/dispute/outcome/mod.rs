//! Outcome records: a report beside the contract that it speaks of (SPEC.md section 20.1).

mod encoding;
mod members;
mod record;
mod valid;
mod verdicts;

use prost::Message as _;

use super::show::Show;
use crate::generate::Group;
use crate::generate::case::Case;
use crate::generate::evidence::package::plan::Plan;
use crate::generate::forge::Key;
use crate::generate::world::World;
use crate::vector::{Operation, Output, Vector};

pub(super) fn groups(world: &World) -> Vec<Group> {
    let of = |group: &'static str, make: fn(Bench<'_>) -> Vec<Vector>| ("dispute", group, make(Bench { world, group }));
    vec![
        of("outcome", valid::vectors),
        of("outcome-encoding", encoding::vectors),
        of("outcome-members", members::vectors),
        of("outcome-record", record::vectors),
        of("outcome-verdicts", verdicts::vectors),
    ]
}

/// The records that most refused ones differ from.
const GOOD: &str = "dispute/outcome/good";
const COMMITTED: &str = "dispute/outcome/committed";
const NO_RESULT: &str = "dispute/outcome/no-result";

/// What every record obeys.
const RULES: [&str; 8] = ["OUT-1", "REC-1", "REC-2", "REC-3", "CTR-4", "CTR-8", "CTR-9", "CTR-17"];

/// Records of one group.
#[derive(Clone, Copy)]
struct Bench<'w> {
    world: &'w World,
    group: &'static str,
}

impl<'w> Bench<'w> {
    fn id(&self, name: &str) -> String {
        format!("dispute/{}/{name}", self.group)
    }

    fn bare(&self) -> Plan<'w> {
        Plan::bare(self.world)
    }

    fn case(&self, name: &str, field: &str, show: &Show<'_>) -> Case {
        let title = format!("outcome: {}", name.replace('-', " "));
        let flags: &[&str] = if show.has_proofs() { &["has-proofs"] } else { &[] };
        Case::new(
            self.id(name),
            title,
            &self.world.begin(),
            self.world.now,
            check(show.record().encode_to_vec()),
        )
        .about("OutcomeRecord", field)
        .flags(flags)
    }

    /// The requester's report counts.
    fn holds(&self, name: &str, rules: &[&str], show: &Show<'_>) -> Vector {
        let output = self.of(&self.world.bob, show, false);
        self.case(name, "", show)
            .accepted(&[&RULES[..], rules].concat(), Some(output))
    }

    /// The provider's.
    fn holds_of_provider(&self, name: &str, rules: &[&str], show: &Show<'_>) -> Vector {
        let output = self.of(&self.world.alice, show, false);
        self.case(name, "", show)
            .accepted(&[&RULES[..], rules].concat(), Some(output))
    }

    /// The requester's, which anyone can make anew.
    fn holds_for_anyone(&self, name: &str, rules: &[&str], show: &Show<'_>) -> Vector {
        let output = self.of(&self.world.bob, show, true);
        self.case(name, "", show)
            .accepted(&[&RULES[..], rules].concat(), Some(output))
    }

    fn of(&self, issuer: &Key, show: &Show<'_>, rederivable: bool) -> Output {
        let (alice, bob) = (self.world.alice.multikey(), self.world.bob.multikey());
        let issuer = issuer.multikey();
        let subject = if issuer == bob { alice } else { bob };
        Output::OutcomeRecord {
            issuer: issuer.into(),
            subject: subject.into(),
            contract: show.contract().into(),
            rederivable,
        }
    }

    fn refused(&self, rule: &str, fault: &str, field: &str, twin: &str, show: &Show<'_>) -> Vector {
        self.case(fault, field, show).refused(rule, fault, twin, &[])
    }
}

fn check(record: Vec<u8>) -> Operation {
    Operation::CheckOutcomeRecord { record: record.into() }
}
