//! What a bundle leaves open (SPEC.md section 20.4).

use core::fmt;

use casp_evidence::verify_package_within;
use casp_identity::{Recorded, Verifier};
use casp_task::OutcomeReportKind;
use casp_task::content::inline_bytes;
use casp_task::record::report_precedes_ack;
use casp_wire::limits::MAX_DISPUTE_BUNDLE_BYTES;
use casp_wire::v1::{CanaryOutcome, Content, Outcome, TaskStatus};
use prost::encoding::{WireType, encode_key, encode_varint};

use super::Finding;
use super::parts::{Member, Parts};
use super::shown::Shown;

macro_rules! reasons {
    ($($(#[$meta:meta])* $reason:ident $name:literal,)*) => {
        /// Why something cannot be told, or, of [`Unresolved::AnswerWrong`], is told and breaks no rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Unresolved {
            $($(#[$meta])* $reason,)*
        }

        impl Unresolved {
            /// Every reason, in the order of SPEC.md.
            pub const ALL: &'static [Self] = &[$(Self::$reason,)*];

            /// The name that SPEC.md uses.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$reason => $name,)*
                }
            }
        }
    };
}

reasons! {
    /// Whether a request was ever made.
    NotRequested "not-requested",
    /// Whether the request arrived, whether a result was made, which got lost, and who was late.
    NotDelivered "not-delivered",
    /// Whether the result arrived.
    NotAcknowledged "not-acknowledged",
    /// Whether the result arrived in time.
    DeliveryDisputed "delivery-disputed",
    /// Whether what was delivered by other means is what the digest says.
    ContentNotShown "content-not-shown",
    /// What happened in the world.
    EffectUnknown "effect-unknown",
    /// Whether evidence was never made, or is not shown, or was altered by whoever shows it.
    EvidenceNotShown "evidence-not-shown",
    /// Nothing: the provider answered wrongly, which breaks no rule.
    AnswerWrong "answer-wrong",
    /// Whether the oracle was right.
    OracleUnproven "oracle-unproven",
    /// Whether it was so.
    Opinion "opinion",
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// From the fields of a bundle to those of an evidence package, by the number of the latter.
const PACKAGE: [(u32, Member); 12] = [
    (1, Member::Offer),
    (2, Member::Quote),
    (3, Member::Acceptance),
    (4, Member::Request),
    (5, Member::Result),
    (6, Member::Ack),
    (7, Member::Receipts),
    (8, Member::Trace),
    (9, Member::Checkpoints),
    (10, Member::Attestations),
    (11, Member::Prepared),
    (12, Member::Commit),
];

/// Bytes before a member at most: a tag below 16, and a length below 2^28.
const MOST_BEFORE: usize = 5;

impl Shown {
    /// Every reason that holds, in the order of SPEC.md.
    pub(super) fn unresolved(
        &self,
        verifier: &mut Verifier,
        parts: &Parts<'_>,
        findings: &[Finding],
    ) -> Vec<Unresolved> {
        let reasons = Unresolved::ALL.iter().copied();
        reasons
            .filter(|reason| match reason {
                Unresolved::NotRequested => self.request.is_none(),
                Unresolved::NotDelivered => self.request.is_some() && self.result.is_none(),
                Unresolved::NotAcknowledged => self.result.is_some() && self.ack.is_none(),
                Unresolved::DeliveryDisputed => self.result.is_some() && self.reports.iter().any(|it| self.misses(it)),
                Unresolved::ContentNotShown => self.contents().any(|content| inline_bytes(content).is_none()),
                Unresolved::EffectUnknown => self.status() == Some(TaskStatus::Indeterminate),
                Unresolved::EvidenceNotShown => self.lacks_evidence(verifier, parts, findings),
                Unresolved::AnswerWrong => self.failed(findings) == Some(true),
                Unresolved::OracleUnproven => self.failed(findings) == Some(false),
                Unresolved::Opinion => self.reports.iter().any(is_opinion),
            })
            .collect()
    }

    /// Whether the requester reports NO_RESULT without breaking CTR-20.
    fn misses(&self, report: &Recorded<OutcomeReportKind>) -> bool {
        let precedes = |ack| report_precedes_ack(ack, report).is_ok();
        report.issuer() == self.parties.requester
            && report.message().outcome() == Outcome::NoResult
            && self.ack.as_ref().is_none_or(precedes)
    }

    /// Input, plan and output, as far as they are there.
    fn contents(&self) -> impl Iterator<Item = &Content> {
        let input = self
            .request
            .as_ref()
            .and_then(|request| request.message().input.as_ref());
        let plan = self
            .prepared
            .as_ref()
            .and_then(|prepared| prepared.message().plan.as_ref());
        let output = self.result.as_ref().and_then(|result| result.message().output.as_ref());
        [input, plan, output].into_iter().flatten()
    }

    fn status(&self) -> Option<TaskStatus> {
        self.result.as_ref().map(|result| result.message().status())
    }

    /// Whether a verdict that nothing speaks against says FAILED; and if so, whether its oracle is shown to be right.
    fn failed(&self, findings: &[Finding]) -> Option<bool> {
        let opened = self.opened().filter(|_| self.result.is_some())?;
        let stands = findings.iter().all(|finding| finding.member != Member::Verdict);
        let failed = opened.verdict.message().outcome() == CanaryOutcome::Failed;
        (stands && failed).then(|| opened.is_rederivable())
    }

    /// Whether the evidence package made of the members has a fault at a member for which there is no finding.
    fn lacks_evidence(&self, verifier: &mut Verifier, parts: &Parts<'_>, findings: &[Finding]) -> bool {
        if self.request.is_none() || self.result.is_none() {
            return false;
        }
        let package = package_of(parts);
        // The members keep the schema within a bundle, and so within a package; its limit is the bundle's.
        let Ok(report) = verify_package_within(verifier, &package, MAX_DISPUTE_BUNDLE_BYTES) else {
            return true;
        };
        report.faults().any(|fault| {
            let number = fault.member.field_number();
            let member = PACKAGE
                .iter()
                .find(|(each, _)| *each == number)
                .map(|(_, member)| *member);
            let found = |finding: &Finding| Some(finding.member) == member && finding.index == fault.index;
            !findings.iter().any(found)
        })
    }
}

fn package_of(parts: &Parts<'_>) -> Vec<u8> {
    // Room for it all at once: growing would take three times as much at its peak.
    let items = PACKAGE.iter().flat_map(|(_, member)| parts.all(*member));
    let bytes = items.fold(0_usize, |sum, item| {
        sum.saturating_add(MOST_BEFORE).saturating_add(item.len())
    });
    let mut package = Vec::with_capacity(bytes);
    for (number, member) in PACKAGE {
        for bytes in parts.all(member) {
            encode_key(number, WireType::LengthDelimited, &mut package);
            encode_varint(u64::try_from(bytes.len()).unwrap_or(u64::MAX), &mut package);
            package.extend_from_slice(bytes);
        }
    }
    package
}

fn is_opinion(report: &Recorded<OutcomeReportKind>) -> bool {
    let message = report.message();
    message.outcome() == Outcome::Bad && message.verdict.is_empty()
}
