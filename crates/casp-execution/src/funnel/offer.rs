//! What a funnel wants of a candidate, as the offer that the requester's engine makes.

use casp_trust::Subject;
use casp_wire::v1::{Content, Money, SideEffect, Terms};

use super::message::{Purpose, Seat, Wanted};
use crate::requester::{LIFE_MS, Offering};

/// What the caller knows of an engagement, and its funnel does not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Job<'a> {
    /// What the task may do to the world, [`casp_trust::TaskFacts::side_effect`]: also where a canary is sent.
    pub side_effect: SideEffect,
    /// What will be handed over: the task's input, or the canary's.
    pub input: &'a Content,
    /// Media type of what is wanted back: the task's, or the canary's.
    pub output_media_type: &'a str,
    /// Currency of the task's price, three capitals such as `EUR` (ISO 4217).
    pub currency: &'a str,
}

impl Wanted {
    /// The offer to make for [`super::Action::Engage`], which brings the seat, the purpose and this; for
    /// [`crate::Requester::offer`].
    ///
    /// A canary goes to the seat's sibling where it names one, which is without effect, and the offer says so. Any other canary's
    /// offer says of capability and side effect what one for the work says: a provider must not be able to tell them apart.
    /// No third party is named whose tool receipts count as endorsed ([`Terms::receipt_signers`]): who wants one adds it.
    ///
    /// The offer lives until [`Wanted::quote_by_ms`], but no less than a second and no more than a day (SPEC.md section 7.2). The
    /// funnel waits no longer than it said, whatever the offer's life. Nothing is checked here: the engine refuses what breaks a rule.
    #[must_use]
    pub fn offering(&self, with: &Seat, purpose: Purpose, job: Job<'_>, now_ms: i64) -> Offering {
        let (subject, version, side_effect) = engaged(with, purpose, job.side_effect);
        Offering {
            provider: with.agent(),
            descriptor: with.descriptor,
            terms: Terms {
                capability_id: subject.capability_id.clone(),
                capability_version: version.into(),
                behavior_digest: subject.behavior_digest.into(),
                side_effect: side_effect.into(),
                price: Some(Money {
                    currency: job.currency.into(),
                    amount_micros: self.price_micros,
                }),
                deadline_ms: self.deadline_ms,
                output_media_type: job.output_media_type.into(),
                evidence: self.evidence.clone(),
                receipt_signers: Vec::new(),
            },
            input_media_type: job.input.media_type.clone(),
            input_bytes: job.input.size_bytes,
            life_ms: self
                .quote_by_ms
                .saturating_sub(now_ms)
                .clamp(*LIFE_MS.start(), *LIFE_MS.end()),
        }
    }
}

/// The capability that is engaged, its version, and what it may do to the world.
fn engaged(with: &Seat, purpose: Purpose, of_the_task: SideEffect) -> (&Subject, &str, SideEffect) {
    match (&with.sibling, purpose) {
        (Some((subject, version)), Purpose::Probe(_)) => (subject, version, SideEffect::None),
        _ => (&with.subject, &with.version, of_the_task),
    }
}
