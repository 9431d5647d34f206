//! Forged canary cases: what a requester shows everybody of a canary that it has opened.

use casp_canary::CanaryVerdictKind;
use casp_wire::v1::{CanaryCase, CanaryOutcome, CanaryVerdict};
use casp_wire::{Layer, decode_unchecked};

use super::super::read;
use super::super::stage::Parcel;
use super::{Forgery, Occasion, On, Scheme, forgery};

pub(super) const FORGERIES: &[Forgery] = &[
    forgery(
        "CAN-2",
        On::Case,
        "an opening that the acceptance did not commit to",
        |it| {
            opened(it, |verdict| {
                let opening = verdict.opening.as_mut()?;
                opening.salt = vec![8; 32];
                Some(())
            })
        },
    ),
    forgery("CAN-6", On::Case, "a verdict from before its result", |it| {
        opened(it, |verdict| {
            verdict.header.as_mut()?.issued_at_ms -= 3_600_000;
            Some(())
        })
    }),
    forgery("CAN-8", On::Case, "the opposite verdict", |it| {
        opened(it, |verdict| {
            let other = match verdict.outcome() {
                CanaryOutcome::Passed => CanaryOutcome::Failed,
                _ => CanaryOutcome::Passed,
            };
            verdict.outcome = other.into();
            Some(())
        })
    }),
];

fn opened(it: &Occasion<'_>, edit: impl FnOnce(&mut CanaryVerdict) -> Option<()>) -> Option<Scheme> {
    let mut case: CanaryCase = decode_unchecked(it.bytes, Layer::Envelope).ok()?;
    let mut verdict = read::message::<CanaryVerdictKind>(&casp_wire::encode(case.verdict.as_ref()?))?;
    edit(&mut verdict)?;
    let bundle = read::seal::<CanaryVerdictKind>(&verdict, it.key(it.letter.from)?);
    case.verdict = decode_unchecked(&bundle, Layer::Envelope).ok();
    Some(it.scheme(Parcel::Case(casp_wire::encode(&case)), it.letter.from, it.letter.to))
}
