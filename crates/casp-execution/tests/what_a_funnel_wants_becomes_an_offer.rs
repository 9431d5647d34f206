//! What a funnel wants of a candidate, as an offer.

#![allow(clippy::restriction, reason = "test code")]

use casp_execution::funnel::{Job, Probe, Purpose, Seat, Wanted};
use casp_execution::requester::Offering;
use casp_identity::{ObjectId, Signer as _, SoftwareKey};
use casp_task::content::inline;
use casp_trust::Subject;
use casp_wire::v1::{Content, SideEffect};

const NOW: i64 = 1_767_225_600_000;
const WORK: &str = "org.example/publish";
const SIBLING: &str = "org.example/render-page";
const CANARY: Purpose = Purpose::Probe(Probe::Canary);

fn subject(capability_id: &str, behavior: u8) -> Subject {
    Subject {
        agent: SoftwareKey::from_seed(&[1; 32]).agent_id(),
        capability_id: capability_id.into(),
        behavior_digest: [behavior; 32],
    }
}

fn seat(sibling: Option<(Subject, String)>) -> Seat {
    Seat {
        subject: subject(WORK, 7),
        version: "1.2.0".into(),
        sibling,
        descriptor: ObjectId([3; 32]),
        front: 1,
        round: 0,
    }
}

fn with_sibling() -> Seat {
    seat(Some((subject(SIBLING, 8), "2.0.0".into())))
}

fn wanted(quote_by_ms: i64) -> Wanted {
    Wanted {
        price_micros: 20_000,
        evidence: vec!["tool-receipt".into(), "trace".into()],
        quote_by_ms,
        deadline_ms: NOW + 60_000,
    }
}

fn input() -> Content {
    inline("text/plain", "a page")
}

fn offered(seat: &Seat, purpose: Purpose, quote_by_ms: i64) -> Offering {
    let job = Job {
        side_effect: SideEffect::Irreversible,
        input: &input(),
        output_media_type: "text/html",
        currency: "CHF",
    };
    wanted(quote_by_ms).offering(seat, purpose, job, NOW)
}

#[test]
fn work_is_offered_to_the_seat_on_the_terms_that_are_wanted() {
    for seat in [seat(None), with_sibling()] {
        let Offering {
            provider,
            descriptor,
            terms,
            input_media_type,
            input_bytes,
            life_ms,
        } = offered(&seat, Purpose::Work, NOW + 5_000);
        assert_eq!((provider, descriptor), (seat.agent(), ObjectId([3; 32])));
        assert_eq!((&*terms.capability_id, &*terms.capability_version), (WORK, "1.2.0"));
        assert_eq!(terms.behavior_digest, [7; 32]);
        assert_eq!(terms.side_effect(), SideEffect::Irreversible);
        let price = terms.price.unwrap();
        assert_eq!((&*price.currency, price.amount_micros), ("CHF", 20_000));
        assert_eq!(terms.deadline_ms, NOW + 60_000);
        assert_eq!(terms.output_media_type, "text/html");
        assert_eq!(terms.evidence, ["tool-receipt", "trace"]);
        assert!(terms.receipt_signers.is_empty());
        assert_eq!((&*input_media_type, input_bytes), ("text/plain", 6));
        assert_eq!(life_ms, 5_000);
    }
}

#[test]
fn nobody_can_tell_a_canary_of_the_works_own_capability_from_the_work() {
    let work = offered(&seat(None), Purpose::Work, NOW + 5_000);
    for probe in [Probe::Canary, Probe::PrepareOnly] {
        assert_eq!(offered(&seat(None), Purpose::Probe(probe), NOW + 5_000), work);
    }
}

#[test]
fn a_canary_for_a_sibling_names_the_sibling_and_has_no_effect() {
    let terms = offered(&with_sibling(), CANARY, NOW + 5_000).terms;
    assert_eq!((&*terms.capability_id, &*terms.capability_version), (SIBLING, "2.0.0"));
    assert_eq!(terms.behavior_digest, [8; 32]);
    assert_eq!(terms.side_effect(), SideEffect::None);
}

#[test]
fn an_offer_lives_as_long_as_a_statement_may() {
    let lives = [
        i64::MIN,
        NOW - 1,
        NOW,
        NOW + 999,
        NOW + 1_001,
        NOW + 86_400_001,
        i64::MAX,
    ]
    .map(|quote_by_ms| offered(&seat(None), Purpose::Work, quote_by_ms).life_ms);
    assert_eq!(lives, [1_000, 1_000, 1_000, 1_000, 1_001, 86_400_000, 86_400_000]);
}
