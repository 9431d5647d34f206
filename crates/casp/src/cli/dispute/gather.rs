//! What was shown of an engagement, put into the places of a dispute bundle.

use std::collections::BTreeMap;

use casp_descriptor::DescriptorKind;
use casp_identity::{Kind, ObjectId, Signed};
use casp_task::{OutcomeReportKind, TaskEventKind};
use casp_wire::table::Described as _;
use casp_wire::v1::{
    Bundle, CanaryCase, DisputeBundle, EquivocationProof, EvidencePackage, ForkProof, OutcomeRecord, tables,
};
use casp_wire::{Layer, WireViolation, decode, encode};

use crate::container::kind_in;
use crate::failure::Failure;
use crate::place::{self, is};
use crate::{opinion, recognise};

/// Statements of one engagement.
#[derive(Default)]
pub(super) struct Gathered {
    bundle: DisputeBundle,
    /// By object id, as the bundle wants them.
    seconds: BTreeMap<ObjectId, Bundle>,
}

impl Gathered {
    /// Takes everything that is in a file.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let table = recognise::recognise(bytes);
        let unreadable = |violation: WireViolation| Failure::from(violation).noting(opinion::note(bytes));
        if is(table, &tables::BUNDLE) {
            self.statement(decode(bytes, Layer::Envelope).map_err(unreadable)?)
        } else if is(table, &tables::EVIDENCE_PACKAGE) {
            self.package(decode(bytes, Layer::Envelope).map_err(unreadable)?)
        } else if is(table, &tables::OUTCOME_RECORD) {
            self.record(decode(bytes, Layer::Envelope).map_err(unreadable)?)
        } else if is(table, &tables::CANARY_CASE) {
            self.case(decode(bytes, Layer::Envelope).map_err(unreadable)?)
        } else if is(table, &tables::DISPUTE_BUNDLE) {
            self.dispute(decode(bytes, Layer::Envelope).map_err(unreadable)?)
        } else if is(table, &tables::FORK_PROOF) {
            add(
                &mut self.bundle.forks,
                decode::<ForkProof>(bytes, Layer::Envelope).map_err(unreadable)?,
            );
            Ok(())
        } else if is(table, &tables::EQUIVOCATION_PROOF) {
            add(
                &mut self.bundle.equivocations,
                decode::<EquivocationProof>(bytes, Layer::Envelope).map_err(unreadable)?,
            );
            Ok(())
        } else {
            Err(misfit(format!("it fits {}", table.name)))
        }
    }

    /// What a contract cannot be without.
    pub(super) fn missing(&self) -> Option<&'static str> {
        let bundle = &self.bundle;
        let needed = [
            ("offer", &bundle.offer),
            ("quote", &bundle.quote),
            ("acceptance", &bundle.acceptance),
        ];
        let missing = needed.into_iter().find(|(_, statement)| statement.is_none());
        missing.map(|(name, _)| name)
    }

    /// The bundle's encoding.
    pub(super) fn bundle(self) -> Vec<u8> {
        let mut bundle = self.bundle;
        let number = |item: &Bundle, table, field| place::number_of(&tables::BUNDLE, &encode(item), table, field);
        bundle.events.sort_by_key(|it| number(it, &tables::TASK_EVENT, "seq"));
        bundle
            .receipts
            .sort_by_key(|it| number(it, &tables::TOOL_RECEIPT, "seq"));
        bundle
            .checkpoints
            .sort_by_key(|it| number(it, &tables::TRACE_CHECKPOINT, "size"));
        // The requester's report stands before the provider's.
        let requester = bundle.offer.as_ref().and_then(issuer);
        bundle.reports.sort_by_key(|it| issuer(it) != requester);
        bundle.seconds = self.seconds.into_values().collect();
        encode(&bundle)
    }

    fn package(&mut self, package: EvidencePackage) -> Result<(), Failure> {
        let one = [
            package.offer,
            package.quote,
            package.acceptance,
            package.request,
            package.prepared,
            package.commit,
            package.result,
            package.ack,
        ];
        let all = one.into_iter().flatten();
        self.statements(all.chain(package.receipts).chain(package.checkpoints))?;
        self.trace(package.events)?;
        add_all(&mut self.bundle.attestations, package.attestations);
        Ok(())
    }

    fn record(&mut self, record: OutcomeRecord) -> Result<(), Failure> {
        let one = [
            record.offer,
            record.quote,
            record.acceptance,
            record.request,
            record.prepared,
            record.commit,
            record.result,
            record.report,
            record.verdict,
        ];
        self.statements(one.into_iter().flatten())
    }

    fn case(&mut self, case: CanaryCase) -> Result<(), Failure> {
        let one = [
            case.offer,
            case.quote,
            case.acceptance,
            case.request,
            case.result,
            case.verdict,
        ];
        self.statements(one.into_iter().flatten())
    }

    fn dispute(&mut self, other: DisputeBundle) -> Result<(), Failure> {
        let one = [
            other.offer,
            other.quote,
            other.acceptance,
            other.request,
            other.prepared,
            other.commit,
            other.cancel,
            other.result,
            other.ack,
            other.verdict,
        ];
        let all = one.into_iter().flatten().chain(other.events).chain(other.reports);
        self.statements(all.chain(other.seconds).chain(other.receipts).chain(other.checkpoints))?;
        self.trace(other.trace)?;
        add_all(&mut self.bundle.attestations, other.attestations);
        add_all(&mut self.bundle.forks, other.forks);
        add_all(&mut self.bundle.equivocations, other.equivocations);
        Ok(())
    }

    fn statements(&mut self, mut all: impl Iterator<Item = Bundle>) -> Result<(), Failure> {
        all.try_for_each(|statement| self.statement(statement))
    }

    /// Two traces cannot both be shown whole.
    fn trace(&mut self, trace: Vec<casp_wire::v1::TraceEvent>) -> Result<(), Failure> {
        if self.bundle.trace.is_empty() {
            self.bundle.trace = trace;
        } else if !trace.is_empty() && trace != self.bundle.trace {
            return Err(misfit("another file has another trace".to_owned()));
        }
        Ok(())
    }

    /// Puts a statement into the place of its kind, or beside what stands there.
    fn statement(&mut self, statement: Bundle) -> Result<(), Failure> {
        let payload_type = statement.subject.as_ref().map(|it| it.payload_type.clone());
        let payload_type = payload_type.unwrap_or_default();
        let is_in = |field: &&'static str| kind_in(field).is_some_and(|(kind, _)| kind == payload_type);
        let field = FIELDS.into_iter().find(|field| is_in(field));
        let bundle = &mut self.bundle;
        let place = match field {
            Some("offer") => &mut bundle.offer,
            Some("quote") => &mut bundle.quote,
            Some("acceptance") => &mut bundle.acceptance,
            Some("request") => &mut bundle.request,
            Some("prepared") => &mut bundle.prepared,
            Some("commit") => &mut bundle.commit,
            Some("cancel") => &mut bundle.cancel,
            Some("result") => &mut bundle.result,
            Some("ack") => &mut bundle.ack,
            Some("verdict") => &mut bundle.verdict,
            Some("events") => {
                let seq = |it: &Bundle| place::number_of(&tables::BUNDLE, &encode(it), &tables::TASK_EVENT, "seq");
                let there = bundle.events.iter().position(|it| seq(it) == seq(&statement));
                return self.listed::<TaskEventKind>(there, statement);
            }
            Some("reports") => {
                let there = bundle.reports.iter().position(|it| issuer(it) == issuer(&statement));
                return self.listed::<OutcomeReportKind>(there, statement);
            }
            Some("receipts") => {
                add(&mut bundle.receipts, statement);
                return Ok(());
            }
            Some("checkpoints") => {
                add(&mut bundle.checkpoints, statement);
                return Ok(());
            }
            _ => return Err(misfit(format!("it is {payload_type:?}"))),
        };
        match place {
            None => *place = Some(statement),
            Some(first) if object_id(first)? == object_id(&statement)? => {}
            // Of two offers, as of two verdicts, one is of another engagement.
            Some(_) if matches!(field, Some("offer" | "verdict")) => {
                return Err(misfit(format!(
                    "another file has another {}",
                    field.unwrap_or_default()
                )));
            }
            Some(_) => {
                self.seconds.insert(object_id(&statement)?, statement);
            }
        }
        Ok(())
    }

    /// Puts a statement into a list, or beside the one that has its place there.
    fn listed<K: Kind>(&mut self, there: Option<usize>, statement: Bundle) -> Result<(), Failure> {
        let is_event = is(K::Message::TABLE, &tables::TASK_EVENT);
        let list = if is_event {
            &mut self.bundle.events
        } else {
            &mut self.bundle.reports
        };
        match there.and_then(|index| list.get(index)) {
            None => list.push(statement),
            Some(first) if object_id(first)? == object_id(&statement)? => {}
            Some(_) => {
                self.seconds.insert(object_id(&statement)?, statement);
            }
        }
        Ok(())
    }
}

/// The fields of a dispute bundle that hold statements of one kind.
const FIELDS: [&str; 14] = [
    "offer",
    "quote",
    "acceptance",
    "request",
    "prepared",
    "commit",
    "cancel",
    "result",
    "ack",
    "verdict",
    "events",
    "reports",
    "receipts",
    "checkpoints",
];

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

fn add_all<T: PartialEq>(list: &mut Vec<T>, items: Vec<T>) {
    items.into_iter().for_each(|item| add(list, item));
}

/// A bundle of any kind has the object id of its subject.
fn object_id(bundle: &Bundle) -> Result<ObjectId, Failure> {
    Ok(Signed::<DescriptorKind>::from_bytes(encode(bundle)).object_id()?)
}

fn issuer(bundle: &Bundle) -> Option<Vec<u8>> {
    let bytes = encode(bundle);
    place::bytes_of(&tables::BUNDLE, &bytes, &tables::HEADER, "issuer").map(<[u8]>::to_vec)
}

fn misfit(why: String) -> Failure {
    Failure::file("bundle", format!("it has no place in this bundle: {why}")).with_help(
        "a dispute bundle holds statements of one engagement, its evidence, and proofs against its provider; `casp inspect` shows what a file is",
    )
}
