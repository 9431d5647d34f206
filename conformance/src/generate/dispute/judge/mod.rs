//! Dispute bundles: which are judged, and what comes of it (SPEC.md sections 20.2 to 20.4).

mod contract;
mod course;
mod encoding;
mod evidence;
mod members;
mod open;
mod proofs;
mod seconds;
mod together;
mod verdicts;
mod whole;

use casp_wire::v1;

use super::show::Show;
use crate::generate::Group;
use crate::generate::case::Case;
use crate::generate::evidence::package::plan::Plan;
use crate::generate::forge::Key;
use crate::generate::world::World;
use crate::vector::{DisputeFinding, Operation, Output, Vector};

pub(super) fn groups(world: &World) -> Vec<Group> {
    let of = |group: &'static str, make: fn(Bench<'_>) -> Vec<Vector>| ("dispute", group, make(Bench { world, group }));
    vec![
        of("bundle", whole::vectors),
        of("bundle-contract", contract::vectors),
        of("bundle-encoding", encoding::vectors),
        of("bundle-members", members::vectors),
        of("bundle-proofs", proofs::vectors),
        of("bundle-seconds", seconds::vectors),
        of("findings", course::vectors),
        of("findings-evidence", evidence::vectors),
        of("findings-together", together::vectors),
        of("findings-verdicts", verdicts::vectors),
        of("open", open::vectors),
    ]
}

/// The bundle that most refused ones differ from: an engagement that went well.
const GOOD: &str = "dispute/bundle/acknowledged";

/// What every bundle obeys that is judged.
const RULES: [&str; 4] = ["DSP-1", "DSP-2", "DSP-3", "DSP-4"];

/// Bundles of one group.
#[derive(Clone, Copy)]
struct Bench<'w> {
    world: &'w World,
    group: &'static str,
}

impl<'w> Bench<'w> {
    fn id(&self, name: &str) -> String {
        format!("dispute/{}/{name}", self.group)
    }

    /// An engagement that went well, with its ack.
    fn good(&self) -> Show<'w> {
        Show::of(&Plan::bare(self.world).acknowledged())
    }

    /// One in which the provider prepared and the requester committed.
    fn committed(&self) -> Show<'w> {
        Show::of(&Plan::bare(self.world).committed().acknowledged())
    }

    fn case(&self, name: &str, field: &str, show: &Show<'_>) -> Case {
        let title = format!("bundle: {}", name.replace('-', " "));
        let flags: &[&str] = if show.has_proofs() { &["has-proofs"] } else { &[] };
        Case::new(
            self.id(name),
            title,
            &self.world.begin(),
            self.world.now,
            judge(show.bytes()),
        )
        .about("DisputeBundle", field)
        .flags(flags)
    }

    /// Nobody broke a rule, and nothing is left open.
    fn clean(&self, name: &str, rules: &[&str], show: &Show<'_>) -> Vector {
        self.judged(name, rules, show, &[], &[])
    }

    /// Nobody broke a rule.
    fn open(&self, name: &str, show: &Show<'_>, reasons: &[&str]) -> Vector {
        self.judged(name, &[], show, &[], reasons)
    }

    /// One of them broke a rule, and nothing is left open.
    fn found(&self, name: &str, show: &Show<'_>, findings: &[DisputeFinding]) -> Vector {
        self.judged(name, &[], show, findings, &[])
    }

    /// The bundle is judged. The rules are those that it obeys beside the common ones.
    fn judged(
        &self,
        name: &str,
        rules: &[&str],
        show: &Show<'_>,
        findings: &[DisputeFinding],
        reasons: &[&str],
    ) -> Vector {
        let rules = [&RULES[..], rules].concat();
        let field = findings.first().map_or("", |finding| &finding.member);
        self.case(name, field, show)
            .accepted(&rules, Some(judgement(findings, reasons)))
    }

    /// The bundle is not judged. `twin` is the id of one that is.
    fn refused(&self, rule: &str, fault: &str, field: &str, twin: &str, show: &Show<'_>) -> Vector {
        self.case(fault, field, show).refused(rule, fault, twin, &[])
    }

    /// The requester broke a rule.
    fn requester(&self, member: &str, rule: &str) -> DisputeFinding {
        of(&self.world.bob, member, 0, rule)
    }

    /// The provider broke a rule.
    fn provider(&self, member: &str, rule: &str) -> DisputeFinding {
        of(&self.world.alice, member, 0, rule)
    }
}

fn judge(bundle: Vec<u8>) -> Operation {
    Operation::Judge { bundle: bundle.into() }
}

fn judgement(findings: &[DisputeFinding], reasons: &[&str]) -> Output {
    Output::Judgement {
        findings: findings.to_vec(),
        unresolved: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
    }
}

fn of(party: &Key, member: &str, index: u32, rule: &str) -> DisputeFinding {
    DisputeFinding {
        party: party.multikey().into(),
        member: member.to_owned(),
        index,
        rule: rule.to_owned(),
    }
}

/// The terms of a quote.
fn terms(quote: &mut v1::Quote) -> &mut v1::Terms {
    quote.terms.get_or_insert_default()
}
