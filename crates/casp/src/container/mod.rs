//! Containers: what is not signed, and holds statements that are. Judged with what their rules need, and every fault told with
//! the member that has it.

mod case;
mod dispute;
mod fault;
mod misplaced;
mod omission;
mod outcome;
mod package;
mod proof;
mod statement;

use std::fmt;

use casp_discovery::Rebuttal;
use casp_identity::ObjectId;
use casp_wire::table::MessageTable;
use casp_wire::v1::tables;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::failure::Failure;
use crate::output::row;
use crate::place::{self, is};

pub(crate) use fault::{Fault, Mark};
pub(crate) use statement::kind_in;

/// A kind of container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    /// All that shows how a task was done, or a trace alone.
    Package,
    /// One event of a trace.
    Disclosure,
    /// Two histories of one contract or session.
    Fork,
    /// A canary verdict with everything that it rests on.
    Case,
    /// What a registry left out of an answer that it called complete.
    Omission,
    /// An outcome report with everything that it rests on.
    Outcome,
    /// All that one party shows of one engagement.
    Dispute,
}

impl Container {
    const ALL: [Self; 7] = [
        Self::Package,
        Self::Disclosure,
        Self::Fork,
        Self::Case,
        Self::Omission,
        Self::Outcome,
        Self::Dispute,
    ];

    pub(crate) const fn table(self) -> &'static MessageTable {
        match self {
            Self::Package => &tables::EVIDENCE_PACKAGE,
            Self::Disclosure => &tables::EVENT_DISCLOSURE,
            Self::Fork => &tables::FORK_PROOF,
            Self::Case => &tables::CANARY_CASE,
            Self::Omission => &tables::OMISSION_PROOF,
            Self::Outcome => &tables::OUTCOME_RECORD,
            Self::Dispute => &tables::DISPUTE_BUNDLE,
        }
    }

    /// The container with this table.
    pub(crate) fn of(table: &MessageTable) -> Option<Self> {
        Self::ALL.into_iter().find(|container| is(container.table(), table))
    }

    /// The command that judges it.
    pub(crate) const fn command(self) -> &'static str {
        match self {
            Self::Package | Self::Disclosure | Self::Fork | Self::Omission | Self::Outcome => "casp evidence verify",
            Self::Case => "casp canary judge --case",
            Self::Dispute => "casp dispute judge",
        }
    }
}

/// What verification was told and said of a container.
pub(crate) struct Report {
    network: String,
    /// Whether a network was asked for; else the file's own was taken.
    network_checked: bool,
    outcome: Result<Shown, Refused>,
}

/// What a container shows that holds.
#[derive(Serialize)]
#[serde(untagged)]
enum Shown {
    Package(package::Facts),
    Disclosure(proof::DisclosureFacts),
    Fork(proof::ForkFacts),
    Case(case::Facts),
    Omission(omission::Facts),
    Outcome(outcome::Facts),
    Dispute(dispute::Facts),
}

/// Why a container does not hold.
struct Refused {
    failure: Failure,
    /// Every fault, in the order of the checks; none where the encoding is out of order, or it is too large.
    faults: Vec<Fault>,
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            faults: Vec::new(),
        }
    }
}

/// What is asked of a container besides that it holds.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    /// The network in which it has to hold; that of its first statement if absent.
    pub(crate) network: Option<&'a str>,
    /// The contract that a package has to be of.
    pub(crate) contract: Option<ObjectId>,
    /// What a registry says against an omission proof.
    pub(crate) rebuttal: Option<&'a Rebuttal>,
}

/// Judges a container.
pub(crate) fn judge(container: Container, bytes: &[u8], asked: Asked<'_>) -> Report {
    let Asked { network, contract, .. } = asked;
    let own = || place::text_of(container.table(), bytes, &tables::HEADER, "network_id").unwrap_or_default();
    let in_network = network.unwrap_or_else(own);
    let outcome = match container {
        Container::Package => package::judge(bytes, in_network, contract).map(Shown::Package),
        Container::Disclosure => proof::judge_disclosure(bytes, in_network).map(Shown::Disclosure),
        Container::Fork => proof::judge_fork(bytes, in_network).map(Shown::Fork),
        Container::Case => case::judge(bytes, in_network).map(Shown::Case),
        Container::Omission => omission::judge(bytes, in_network, asked.rebuttal).map(Shown::Omission),
        Container::Outcome => outcome::judge(bytes, in_network).map(Shown::Outcome),
        Container::Dispute => dispute::judge(bytes, in_network).map(Shown::Dispute),
    };
    Report {
        network: in_network.to_owned(),
        network_checked: network.is_some(),
        outcome,
    }
}

impl Report {
    /// The network in which it was judged.
    pub(crate) fn network(&self) -> &str {
        &self.network
    }

    /// Why it is refused.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.outcome.as_ref().err().map(|refused| &refused.failure)
    }

    /// The same, with something else done to it.
    pub(crate) fn map_failure(mut self, change: impl FnOnce(Failure) -> Failure) -> Self {
        self.outcome = self.outcome.map_err(|refused| Refused {
            failure: change(refused.failure),
            ..refused
        });
        self
    }

    /// Where in the file the fault is for which it is refused.
    pub(crate) fn decisive_byte(&self) -> Option<usize> {
        let rule = self.failure()?.refusal()?.rule;
        let decisive = self.faults().iter().find(|fault| fault.rule() == rule);
        decisive?.line().map(|line| line.byte)
    }

    /// Why it is refused, instead of the report.
    pub(crate) fn into_failure(self) -> Option<Failure> {
        self.outcome.err().map(|refused| refused.failure)
    }

    /// What stands at lines of the file: every fault, or of a dispute bundle that holds, every finding.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        match &self.outcome {
            Ok(Shown::Dispute(facts)) => facts.marks().collect(),
            Ok(_) => Vec::new(),
            Err(refused) => refused.faults.iter().filter_map(Fault::mark).collect(),
        }
    }

    /// Who broke which rule, as a dispute bundle shows it: how often.
    pub(crate) fn findings(&self) -> usize {
        match &self.outcome {
            Ok(Shown::Dispute(facts)) => facts.findings(),
            _ => 0,
        }
    }

    /// Every fault.
    pub(crate) fn faults(&self) -> &[Fault] {
        self.outcome.as_ref().err().map_or(&[], |refused| &refused.faults)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.outcome.is_ok() { "accepted" } else { "refused" };
        let scope = if self.network_checked || self.network.is_empty() {
            ""
        } else {
            ", in the network that it names"
        };
        row(f, verdict, format_args!("at the times that its statements name{scope}"))?;
        // A text of the file: escaped, so that it steers no terminal.
        if !self.network.is_empty() {
            row(f, "network", self.network.escape_debug())?;
        }
        match &self.outcome {
            Ok(Shown::Package(facts)) => facts.fmt(f),
            Ok(Shown::Disclosure(facts)) => facts.fmt(f),
            Ok(Shown::Fork(facts)) => facts.fmt(f),
            Ok(Shown::Case(facts)) => facts.fmt(f),
            Ok(Shown::Omission(facts)) => facts.fmt(f),
            Ok(Shown::Outcome(facts)) => facts.fmt(f),
            Ok(Shown::Dispute(facts)) => facts.fmt(f),
            Err(refused) => refused.faults.iter().try_for_each(|fault| fault.fmt(f)),
        }
    }
}

impl Serialize for Report {
    /// `verdict`, `network_id`, `network_checked`; then `shown` or `faults`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("verdict", if self.outcome.is_ok() { "ACCEPT" } else { "REJECT" })?;
        map.serialize_entry("network_id", &self.network)?;
        map.serialize_entry("network_checked", &self.network_checked)?;
        match &self.outcome {
            Ok(shown) => map.serialize_entry("shown", shown)?,
            Err(refused) => map.serialize_entry("faults", &refused.faults)?,
        }
        map.end()
    }
}
