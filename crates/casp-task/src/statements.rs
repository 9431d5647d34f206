//! The kinds of an engagement, and the rules of their meaning (SPEC.md section 15.1).

use casp_identity::{AgentId, Kind, KindProfile, Need};
use casp_wire::check;
use casp_wire::v1::{
    Acceptance, Cancel, Commit, DeliveryAck, Header, Offer, Outcome, OutcomeReport, Prepared, Quote, TaskEvent,
    TaskRequest, TaskResult, TaskStatus, Terms,
};

use crate::content::check_content;
use crate::violation::TaskViolation;

/// Greatest time from the issue of an offer or quote to its deadline, milliseconds: 7 days.
pub const MAX_DEADLINE_MS: i64 = 604_800_000;

const ONE_SHOT_LIFE_MS: core::ops::RangeInclusive<i64> = 1_000..=86_400_000;

/// Declares kinds that differ in nothing but their row in the table of kinds and their rules.
macro_rules! kinds {
    ($($(#[$meta:meta])* $kind:ident($message:ident) $name:literal, $max:literal bytes, $life:ident, audience $audience:ident, $check:path;)*) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug)]
            pub enum $kind {}

            impl Kind for $kind {
                type Message = $message;
                type Violation = TaskViolation;
                const PROFILE: &'static KindProfile = &KindProfile {
                    payload_type: concat!("application/vnd.casp.", $name, ".v1+protobuf"),
                    max_payload_bytes: $max,
                    scope: Some("task"),
                    audience: Need::$audience,
                    nonce: kinds!(@need $life),
                    expiry: kinds!(@need $life),
                    lifetime_ms: ONE_SHOT_LIFE_MS,
                    is_retirement: false,
                };

                fn header(message: &$message) -> Option<&Header> {
                    message.header.as_ref()
                }

                fn check(message: &$message, _signer: &AgentId) -> Result<(), TaskViolation> {
                    let none = Header::default();
                    let header = message.header.as_ref().unwrap_or(&none);
                    check(header.audience != header.issuer, TaskViolation::PartyIsSelf)?;
                    $check(message, header)
                }
            }
        )*
    };
    (@need one_shot) => { Need::Required };
    (@need lasting) => { Need::Forbidden };
}

kinds! {
    /// A requester asks for a quote.
    OfferKind(Offer) "offer", 16_384 bytes, one_shot, audience Required, offer;
    /// A provider says on which terms it would do the task.
    QuoteKind(Quote) "quote", 16_384 bytes, one_shot, audience Required, quote;
    /// The requester takes the quote.
    AcceptanceKind(Acceptance) "acceptance", 4_096 bytes, one_shot, audience Required, nothing_more;
    /// The requester hands over the input.
    TaskRequestKind(TaskRequest) "task-request", 589_824 bytes, one_shot, audience Required, request;
    /// The provider says how the task fares.
    TaskEventKind(TaskEvent) "task-event", 4_096 bytes, lasting, audience Required, nothing_more;
    /// The provider has done everything but the side effect.
    PreparedKind(Prepared) "prepared", 589_824 bytes, one_shot, audience Required, prepared;
    /// The requester lets the side effect happen.
    CommitKind(Commit) "commit", 4_096 bytes, one_shot, audience Required, nothing_more;
    /// The requester no longer wants the result.
    CancelKind(Cancel) "cancel", 4_096 bytes, one_shot, audience Required, nothing_more;
    /// The provider ends the task.
    TaskResultKind(TaskResult) "task-result", 589_824 bytes, lasting, audience Required, result;
    /// The requester has the result.
    DeliveryAckKind(DeliveryAck) "delivery-ack", 4_096 bytes, lasting, audience Required, nothing_more;
    /// A party says how it went.
    OutcomeReportKind(OutcomeReport) "outcome-report", 4_096 bytes, lasting, audience Optional, report;
}

fn nothing_more<M>(_message: &M, _header: &Header) -> Result<(), TaskViolation> {
    Ok(())
}

fn offer(offer: &Offer, header: &Header) -> Result<(), TaskViolation> {
    deadline(offer.terms.as_ref(), header)
}

fn quote(quote: &Quote, header: &Header) -> Result<(), TaskViolation> {
    deadline(quote.terms.as_ref(), header)
}

/// TSK-1.
fn deadline(terms: Option<&Terms>, header: &Header) -> Result<(), TaskViolation> {
    let after_ms = terms.map_or(0, |terms| terms.deadline_ms.saturating_sub(header.issued_at_ms));
    check((1..=MAX_DEADLINE_MS).contains(&after_ms), TaskViolation::Deadline)
}

fn request(request: &TaskRequest, _header: &Header) -> Result<(), TaskViolation> {
    request.input.as_ref().map_or(Ok(()), check_content)
}

fn prepared(prepared: &Prepared, _header: &Header) -> Result<(), TaskViolation> {
    prepared.plan.as_ref().map_or(Ok(()), check_content)
}

fn result(result: &TaskResult, _header: &Header) -> Result<(), TaskViolation> {
    let is_done = matches!(result.status(), TaskStatus::Completed | TaskStatus::Partial);
    check(is_done == result.output.is_some(), TaskViolation::ResultOutput)?;
    result.output.as_ref().map_or(Ok(()), check_content)
}

fn report(report: &OutcomeReport, header: &Header) -> Result<(), TaskViolation> {
    check(report.subject != header.issuer, TaskViolation::PartyIsSelf)?;
    let is_there = report.outcome() != Outcome::NoResult;
    let has_result = !report.result.is_empty();
    let in_form = is_there == has_result && (has_result || report.verdict.is_empty());
    check(in_form, TaskViolation::OutcomeResult)
}
