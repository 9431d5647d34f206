//! An engagement about a canary, statement by statement, each of which can be spoilt before it is signed.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

#[path = "../../../casp-identity/tests/entry_points/forge.rs"]
pub mod forge;

use casp_canary::generate::Family;
use casp_canary::{AnswerKey, CanaryBank, CanaryVerdictKind, DerivedCanary, blind};
use casp_identity::{AgentId, Kind, ObjectId, envelope_object_id};
use casp_task::content::inline;
use casp_task::draft::Author;
use casp_task::{AcceptanceKind, OfferKind, QuoteKind, TaskRequestKind, TaskResultKind};
use casp_wire::v1::{
    Acceptance, Bundle, CanaryCase, CanaryOpening, CanaryOutcome, CanaryVerdict, Header, Money, Offer, Quote,
    SideEffect, TaskRequest, TaskResult, TaskStatus, Terms,
};

pub use forge::{id, key};

pub const NETWORK: &str = "test";
pub const NOW: i64 = 1_767_225_600_000;
pub const MINUTE: i64 = 60_000;

pub const REQUESTER: u8 = 1;
pub const PROVIDER: u8 = 2;
pub const STRANGER: u8 = 3;

pub fn bank() -> CanaryBank {
    CanaryBank::from_seed(&[0x42; 32])
}

pub fn family(name: &str) -> &'static Family {
    Family::named(name).unwrap()
}

pub fn derived(provider: u8, index: u64, name: &str) -> DerivedCanary {
    bank().derive(id(provider), index, family(name))
}

pub fn author(agent: u8) -> Author {
    Author {
        network_id: NETWORK.into(),
        agent: id(agent),
        delegation: None,
    }
}

pub fn terms() -> Terms {
    Terms {
        capability_id: "org.example/orders".into(),
        capability_version: "1.0.0".into(),
        behavior_digest: vec![7; 32],
        side_effect: SideEffect::None.into(),
        price: Some(Money {
            currency: "EUR".into(),
            amount_micros: 20_000,
        }),
        deadline_ms: NOW + 60 * MINUTE,
        output_media_type: "application/json".into(),
        evidence: ["arithmetic-json", "raster-digest", "table-lookup", "text-transform"]
            .map(|family| format!("canary/{family}"))
            .into(),
        receipt_signers: Vec::new(),
    }
}

/// What spoils a statement.
pub type Edit<M> = Box<dyn Fn(&mut M)>;

/// How an engagement goes. As it is made, all is sound and the answer right.
pub struct Script {
    pub input_media_type: &'static str,
    pub output_media_type: &'static str,
    pub input: Vec<u8>,
    pub opening: CanaryOpening,
    pub answer: Vec<u8>,
    pub offer: Edit<Offer>,
    pub quote: Edit<Quote>,
    pub acceptance: Edit<Acceptance>,
    pub request: Edit<TaskRequest>,
    pub result: Edit<TaskResult>,
    pub verdict: Edit<CanaryVerdict>,
}

impl Script {
    pub fn of(derived: &DerivedCanary) -> Self {
        let canary = derived.commitment.canary();
        let family = canary
            .generator
            .as_ref()
            .and_then(|it| Family::named(&it.family))
            .unwrap();
        Self {
            input_media_type: family.input_media_type(),
            output_media_type: family.output_media_type(),
            input: derived.task.input.clone(),
            opening: CanaryOpening {
                salt: derived.commitment.salt().into(),
                canary: Some(derived.commitment.canary().clone()),
            },
            answer: derived.task.answer.clone(),
            offer: Box::new(|_| ()),
            quote: Box::new(|_| ()),
            acceptance: Box::new(|_| ()),
            request: Box::new(|_| ()),
            result: Box::new(|_| ()),
            verdict: Box::new(|_| ()),
        }
    }

    pub fn sound() -> Self {
        Self::of(&derived(PROVIDER, 0, "arithmetic-json"))
    }

    /// Six bundles: a minute passes between one statement and the next.
    pub fn play(&self) -> CanaryCase {
        let (requester, provider) = (author(REQUESTER), author(PROVIDER));
        let one_shot = |author: &Author, to: u8, nth: u8| {
            Some(author.one_shot(id(to), [nth; 16], NOW + i64::from(nth) * MINUTE, 10 * MINUTE))
        };
        let input = inline(self.input_media_type, self.input.clone());
        let offer = Offer {
            header: one_shot(&requester, PROVIDER, 0),
            descriptor: vec![9; 32],
            terms: Some(self.terms()),
            input_media_type: input.media_type.clone(),
            input_bytes: input.size_bytes,
        };
        let (offer, offer_id) = sign::<OfferKind>(offer, &*self.offer);
        let quote = Quote {
            header: one_shot(&provider, REQUESTER, 1),
            offer: offer_id.0.into(),
            terms: Some(self.terms()),
        };
        let (quote, quote_id) = sign::<QuoteKind>(quote, &*self.quote);
        let salt = self.opening.salt.as_slice().try_into().unwrap();
        let acceptance = Acceptance {
            header: one_shot(&requester, PROVIDER, 2),
            quote: quote_id.0.into(),
            blind: blind(salt, self.opening.canary.as_ref().unwrap()).into(),
            input_digest: input.digest.clone(),
        };
        let (acceptance, contract) = sign::<AcceptanceKind>(acceptance, &*self.acceptance);
        let request = TaskRequest {
            header: one_shot(&requester, PROVIDER, 3),
            contract: contract.0.into(),
            input: Some(input),
        };
        let (request, request_id) = sign::<TaskRequestKind>(request, &*self.request);
        let mut result = TaskResult {
            header: Some(provider.lasting(Some(id(REQUESTER)), NOW + 4 * MINUTE)),
            contract: contract.0.into(),
            request: request_id.0.into(),
            status: TaskStatus::Completed.into(),
            output: Some(inline(self.output_media_type, self.answer.clone())),
            ..TaskResult::default()
        };
        (self.result)(&mut result);
        let outcome = self.outcome(&result);
        let (result, result_id) = sign::<TaskResultKind>(result, &|_| ());
        let verdict = CanaryVerdict {
            header: Some(requester.lasting(None, NOW + 5 * MINUTE)),
            contract: contract.0.into(),
            result: result_id.0.into(),
            opening: Some(self.opening.clone()),
            outcome: outcome.into(),
        };
        let (verdict, _) = sign::<CanaryVerdictKind>(verdict, &*self.verdict);
        CanaryCase {
            offer,
            quote,
            acceptance,
            request,
            result,
            verdict,
        }
    }

    fn terms(&self) -> Terms {
        Terms {
            output_media_type: self.output_media_type.into(),
            ..terms()
        }
    }

    /// What an honest requester says of a result.
    fn outcome(&self, result: &TaskResult) -> CanaryOutcome {
        let oracle = self.opening.canary.clone().unwrap().oracle.unwrap_or_default();
        AnswerKey::of(&oracle).map_or(CanaryOutcome::Failed, |key| key.judge_result(result).into())
    }
}

/// Edits a message and signs it with the root key of its issuer, whatever it says.
fn sign<K: Kind>(mut message: K::Message, edit: &dyn Fn(&mut K::Message)) -> (Option<Bundle>, ObjectId) {
    edit(&mut message);
    let issuer = K::header(&message)
        .map(|header| header.issuer.clone())
        .unwrap_or_default();
    let signer = (0..=u8::MAX).find(|number| id(*number).as_bytes() == issuer.as_slice());
    let payload = casp_wire::encode(&message);
    let bundle = forge::signed_as(K::PROFILE.payload_type, &payload, key(signer.unwrap_or(0)));
    let bundle = forge::lenient_bundle(&bundle);
    // Of a message that says nothing there is no envelope that a verifier would decode.
    let name = envelope_object_id(bundle.as_ref().unwrap().subject.as_ref().unwrap());
    (bundle, name)
}

pub fn issuer(agent: AgentId) -> impl Fn(&mut Option<Header>) {
    move |header| header.as_mut().unwrap().issuer = agent.as_bytes().into()
}
