//! A simulation's stand-in for signatures: what was signed under its secret is accepted, everything else refused by the rules of real
//! signatures, and neither takes the other's.

#![allow(clippy::restriction, reason = "test code")]

use casp_identity::{
    IdentityViolation, KnownAgents, RetireKind, SealError, Signed, Signer, SoftwareKey, StandIn, StandInKey, Verifier,
    VerifierLimits,
};
use casp_wire::v1::{Bundle, Header, Retire};
use casp_wire::{Layer, Violation as _, decode, encode};
use proptest::prelude::*;

const NOW: i64 = 1_767_225_600_000;

fn real() -> SoftwareKey {
    SoftwareKey::from_seed(&[7; 32])
}

fn standing_in(secret: u8) -> StandInKey {
    StandInKey::dangerous(real().agent_id(), StandIn::dangerous([secret; 32]))
}

fn statement() -> Retire {
    Retire {
        header: Some(Header {
            network_id: "test".into(),
            issuer: real().agent_id().as_bytes().into(),
            issued_at_ms: NOW,
            ..Header::default()
        }),
        ..Retire::default()
    }
}

fn signed<S: Signer>(signer: &S) -> Vec<u8> {
    let signed: Signed<RetireKind> = Signed::seal(&statement(), signer).unwrap_or_else(|_| panic!("not signed"));
    signed.as_bytes().to_vec()
}

/// The rule that a statement breaks, with nothing remembered and with everything.
fn judged(stand_in: Option<StandIn>, bundle: &[u8]) -> Option<&'static str> {
    let mut verifier = Verifier::with_limits("test", None, VerifierLimits::default());
    verifier.dangerous_take(stand_in);
    let mut verdict = || {
        let signed: Signed<RetireKind> = Signed::from_bytes(bundle.to_vec());
        let verified = verifier.verify(signed, &KnownAgents::new(10), NOW);
        verified.err().map(|violation| violation.rule())
    };
    let first = verdict();
    assert_eq!(verdict(), first, "what is remembered changes no verdict");
    first
}

#[test]
fn each_takes_its_own_and_refuses_the_other() {
    let stand_in = standing_in(1).stand_in();
    let (true_one, one, other) = (signed(&real()), signed(&standing_in(1)), signed(&standing_in(2)));
    assert_eq!((judged(None, &true_one), judged(stand_in, &one)), (None, None));
    assert_eq!(judged(None, &one), Some("SIG-3"));
    assert_eq!(judged(stand_in, &true_one), Some("SIG-3"));
    assert_eq!(judged(stand_in, &other), Some("SIG-3"));
}

#[test]
fn a_stand_in_that_signs_wrongly_is_noticed_when_it_signs() {
    struct Faulty(StandInKey);
    impl Signer for Faulty {
        type Error = core::convert::Infallible;
        fn agent_id(&self) -> casp_identity::AgentId {
            self.0.agent_id()
        }
        fn sign(&self, message: &[u8]) -> Result<[u8; 64], Self::Error> {
            self.0.sign(&message[1..])
        }
        fn stand_in(&self) -> Option<StandIn> {
            self.0.stand_in()
        }
    }
    let sealed: Result<Signed<RetireKind>, _> = Signed::seal(&statement(), &Faulty(standing_in(1)));
    assert!(matches!(sealed, Err(SealError::BadSignature)));
}

#[test]
fn no_secret_is_shown() {
    let shown = format!("{:?}", standing_in(0x5a));
    assert!(!shown.contains("90, 90") && !shown.contains("5a5a"), "{shown}");
}

proptest! {
    /// Both see the same altered bytes of the same statement: the same rule decides.
    #[test]
    fn what_is_altered_is_refused_by_the_same_rule(at in any::<prop::sample::Index>(), bit in 0_u8..8, part in 0_u8..3) {
        let alter = |bundle: &[u8]| {
            let mut bundle: Bundle = decode(bundle, Layer::Envelope).unwrap();
            let subject = bundle.subject.as_mut().unwrap();
            let bytes = match part {
                0 => &mut subject.payload,
                1 => &mut subject.signatures[0].sig,
                // The top bits of S, which decide SIG-1.
                _ => {
                    subject.signatures[0].sig[63] |= 0x80;
                    &mut subject.signatures[0].sig
                }
            };
            let at = at.index(bytes.len());
            if part < 2 {
                bytes[at] ^= 1 << bit;
            }
            encode(&bundle)
        };
        let real_rule = judged(None, &alter(&signed(&real())));
        let rule = judged(standing_in(1).stand_in(), &alter(&signed(&standing_in(1))));
        prop_assert!(real_rule.is_some());
        // Whether one bit makes S too great depends on S, which differs.
        let same = |rule: Option<&'static str>| match rule {
            Some("SIG-1") if part == 1 => Some("SIG-3"),
            other => other,
        };
        prop_assert_eq!(same(rule), same(real_rule));
        prop_assert!(part < 2 || rule == Some("SIG-1"));
    }
}

#[test]
fn the_identity_as_r_is_refused_as_such() {
    let mut bundle: Bundle = decode(&signed(&standing_in(1)), Layer::Envelope).unwrap();
    let sig = &mut bundle.subject.as_mut().unwrap().signatures[0].sig;
    sig[..32].fill(0);
    sig[0] = 1;
    let stand_in = standing_in(1).stand_in();
    assert_eq!(
        judged(stand_in, &encode(&bundle)),
        Some(IdentityViolation::SignatureIdentity.rule())
    );
}
