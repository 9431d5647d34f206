//! What kind of statement stands in a field of a container, by the field's name.

use casp_canary::CanaryVerdictKind;
use casp_evidence::{ToolReceiptKind, TraceCheckpointKind};
use casp_identity::Kind;
use casp_task::{
    AcceptanceKind, CancelKind, CommitKind, DeliveryAckKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind,
    TaskEventKind, TaskRequestKind, TaskResultKind,
};
use casp_wire::table::{Described as _, MessageTable};

use super::Container;
use crate::failure::Failure;
use crate::{judge, place};

/// The one kind of a field; nothing where several kinds can stand in it, or none.
pub(crate) fn kind_in(field: &str) -> Option<(&'static str, &'static MessageTable)> {
    Some(match field {
        "offer" => of::<OfferKind>(),
        "quote" => of::<QuoteKind>(),
        "acceptance" => of::<AcceptanceKind>(),
        "request" => of::<TaskRequestKind>(),
        "events" => of::<TaskEventKind>(),
        "prepared" => of::<PreparedKind>(),
        "commit" => of::<CommitKind>(),
        "cancel" => of::<CancelKind>(),
        "result" => of::<TaskResultKind>(),
        "ack" => of::<DeliveryAckKind>(),
        "verdict" => of::<CanaryVerdictKind>(),
        "report" | "reports" => of::<OutcomeReportKind>(),
        "receipts" => of::<ToolReceiptKind>(),
        "checkpoints" => of::<TraceCheckpointKind>(),
        _ => return None,
    })
}

fn of<K: Kind>() -> (&'static str, &'static MessageTable) {
    (K::PROFILE.payload_type, K::Message::TABLE)
}

/// The content of a member.
pub(super) fn content<'a>(container: Container, bytes: &'a [u8], name: &str, index: usize) -> Option<&'a [u8]> {
    let mut members = place::members(container.table(), bytes).filter(|member| member.name == name);
    members.nth(index).map(|member| member.content)
}

/// Why a member does not pass REC-1.
pub(super) fn cause(
    container: Container,
    bytes: &[u8],
    network: &str,
    (name, index): (&str, usize),
) -> Option<Failure> {
    let content = content(container, bytes, name, index)?;
    let of_field = kind_in(name).map(|(payload_type, _)| payload_type);
    let payload_type = of_field.or_else(|| place::payload_type(&casp_wire::v1::tables::BUNDLE, content))?;
    (judge::kind(payload_type)?.as_issued)(content, Some(network)).err()
}
