//! What the property tests and the fuzz target `book` both hold this crate to: engagements told out of order, with wrong
//! parties, names, times and nonces, and statements from elsewhere.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

#[path = "../../../casp-identity/tests/entry_points/forge.rs"]
pub mod forge;

use casp_identity::{Kept, Kind, KnownAgents, ObjectId, Signed, Verified, Verifier};
use casp_task::draft::Author;
use casp_task::{
    AcceptanceKind, Book, BookLimits, CancelKind, CommitKind, DeliveryAckKind, Engagement, EngagementState, KeptSaid,
    OfferKind, OutcomeReportKind, PreparedKind, QuoteKind, Said, TaskEventKind, TaskRequestKind, TaskResultKind,
    TaskViolation, content,
};
use casp_wire::v1::{
    Acceptance, Cancel, Commit, DeliveryAck, Header, Money, Offer, Outcome, OutcomeReport, Prepared, Quote, TaskEvent,
    TaskRequest, TaskResult, Terms,
};
use casp_wire::{Stage, Violation as _};

const NETWORK: &str = "test";
const START: i64 = 1_767_225_600_000;
const MOST: usize = 3;
const MOST_OF_ONE: usize = 2;
const MOST_OWN: usize = 1;
const OWNER: Option<u8> = Some(0);

fn limits() -> BookLimits {
    BookLimits {
        engagements: MOST,
        engagements_per_requester: MOST_OF_ONE,
        own_engagements: MOST_OWN,
    }
}

/// Target `book`: events, each a byte that selects it and its operands. Gives the number of statements that were accepted.
pub fn book(data: &[u8]) -> usize {
    let mut play = Play {
        input: data,
        book: Book::new(OWNER.map(forge::id), limits()),
        known: KnownAgents::new(0),
        now_ms: START,
        latest_ms: START,
        ids: vec![ObjectId([7; 32])],
        journal: Vec::new(),
        accepted: 0,
    };
    for _ in 0..48 {
        if play.input.is_empty() {
            break;
        }
        play.turn();
        play.holds();
    }
    play.is_restored();
    play.book.expire(i64::MAX);
    assert_eq!(play.book.engagements().count(), 0);
    assert_eq!(play.book.next_deadline_ms(), None);
    play.accepted
}

struct Play<'a> {
    input: &'a [u8],
    book: Book,
    known: KnownAgents,
    now_ms: i64,
    latest_ms: i64,
    /// Of everything that was made.
    ids: Vec<ObjectId>,
    /// What was applied, and when.
    journal: Vec<(KeptSaid, i64)>,
    accepted: usize,
}

impl Play<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.input.split_first().unwrap_or((&0, &[]));
        self.input = rest;
        *first
    }

    fn turn(&mut self) {
        match self.byte() % 14 {
            0 => self.now_ms += [1, 1_000, 30_000, 3_600_000, 86_430_000, -60_000][usize::from(self.byte()) % 6],
            1 => self.say::<OfferKind>(|play, header| Offer {
                header,
                descriptor: vec![7; 32],
                terms: Some(play.terms()),
                input_media_type: "text/plain".into(),
                input_bytes: u64::from(play.byte() & 1),
            }),
            2 => self.say::<QuoteKind>(|play, header| Quote {
                header,
                offer: play.named(),
                terms: Some(play.terms()),
            }),
            3 => self.say::<AcceptanceKind>(|play, header| Acceptance {
                header,
                quote: play.named(),
                blind: vec![9; 32],
                input_digest: content::content_digest(&[0][..usize::from(play.byte() & 1)]).into(),
            }),
            4 => self.say::<TaskRequestKind>(|play, header| TaskRequest {
                header,
                contract: play.named(),
                input: Some(content::inline("text/plain", &[0][..usize::from(play.byte() & 1)])),
            }),
            5 => self.say::<TaskEventKind>(|play, header| TaskEvent {
                header,
                contract: play.named(),
                seq: u64::from(play.byte() & 3) + 1,
                state: 1,
                ..TaskEvent::default()
            }),
            6 => self.say::<CancelKind>(|play, header| Cancel {
                header,
                contract: play.named(),
                reason: String::new(),
            }),
            7 => self.say::<TaskResultKind>(|play, header| TaskResult {
                header,
                contract: play.named(),
                request: play.named(),
                status: 3,
                ..TaskResult::default()
            }),
            8 => self.say::<DeliveryAckKind>(|play, header| DeliveryAck {
                header,
                contract: play.named(),
                result: play.named(),
            }),
            9 => self.say::<OutcomeReportKind>(|play, header| {
                let gone = play.byte() & 1 == 0;
                OutcomeReport {
                    header,
                    contract: play.named(),
                    subject: forge::id(play.byte() & 3).as_bytes().into(),
                    outcome: if gone { Outcome::NoResult } else { Outcome::Good }.into(),
                    result: if gone { vec![] } else { play.named() },
                    verdict: vec![],
                }
            }),
            10 => self.say::<PreparedKind>(|play, header| Prepared {
                header,
                contract: play.named(),
                request: play.named(),
                plan: Some(content::inline("text/plain", "plan")),
            }),
            11 => self.say::<CommitKind>(|play, header| Commit {
                header,
                contract: play.named(),
                prepared: play.named(),
            }),
            _ => self.foreign(),
        }
    }

    /// An id of something that was made, the later the likelier.
    fn named(&mut self) -> Vec<u8> {
        let back = usize::from(self.byte() & 15) % self.ids.len();
        self.ids[self.ids.len() - 1 - back].0.to_vec()
    }

    fn terms(&mut self) -> Terms {
        let byte = self.byte();
        Terms {
            capability_id: "org.example/translate".into(),
            capability_version: "1.2.0".into(),
            behavior_digest: vec![7; 32],
            side_effect: if byte & 0x20 == 0 { 1 } else { 3 },
            price: Some(Money {
                currency: "EUR".into(),
                amount_micros: u64::from(byte & 1),
            }),
            deadline_ms: self.now_ms + [1_000, 3_600_000, 604_000_000, 60_000][usize::from(byte >> 1 & 3)],
            output_media_type: "text/plain".into(),
            evidence: if byte & 0x10 == 0 { vec![] } else { vec!["trace".into()] },
            receipt_signers: vec![],
        }
    }

    /// Makes a statement soundly, mostly from the one to the other of two agents, and applies it.
    fn say<K: Kind<Violation = TaskViolation>>(&mut self, make: impl FnOnce(&mut Self, Option<Header>) -> K::Message)
    where
        Said: From<Verified<K>>,
        KeptSaid: From<Kept<K>>,
    {
        let (who, nonce) = (self.byte(), self.byte() & 3);
        let (from, to) = if who & 0x10 == 0 {
            (who & 1, 1 - (who & 1))
        } else {
            (who & 3, who >> 2 & 3)
        };
        let author = Author {
            network_id: NETWORK.into(),
            agent: forge::id(from),
            delegation: None,
        };
        let one_shot = K::PROFILE.nonce == casp_identity::Need::Required;
        let header = if one_shot {
            author.one_shot(
                forge::id(to),
                [nonce; 16],
                self.now_ms,
                [1_000, 3_600_000][usize::from(who >> 7)],
            )
        } else {
            author.lasting(Some(forge::id(to)), self.now_ms)
        };
        let message = make(self, Some(header));
        let Ok(signed) = Signed::<K>::seal(&message, forge::key(from)) else {
            return;
        };
        self.ids.push(signed.object_id().unwrap());
        self.apply::<K>(signed.as_bytes(), to);
    }

    /// A bundle from elsewhere, signed anew.
    fn foreign(&mut self) {
        let length = usize::from(self.byte()) << 2;
        let (bundle, rest) = self.input.split_at(length.min(self.input.len()));
        self.input = rest;
        let bundle = forge::resigned(bundle).unwrap_or_else(|| bundle.to_vec());
        self.apply::<OfferKind>(&bundle, 1);
        self.apply::<QuoteKind>(&bundle, 1);
        self.apply::<AcceptanceKind>(&bundle, 1);
        self.apply::<TaskRequestKind>(&bundle, 1);
        self.apply::<TaskEventKind>(&bundle, 1);
        self.apply::<PreparedKind>(&bundle, 1);
        self.apply::<CommitKind>(&bundle, 1);
        self.apply::<CancelKind>(&bundle, 1);
        self.apply::<TaskResultKind>(&bundle, 1);
        self.apply::<DeliveryAckKind>(&bundle, 1);
        self.apply::<OutcomeReportKind>(&bundle, 1);
    }

    /// What is accepted is held; what is refused changes nothing.
    fn apply<K: Kind<Violation = TaskViolation>>(&mut self, bundle: &[u8], to: u8)
    where
        Said: From<Verified<K>>,
        KeptSaid: From<Kept<K>>,
    {
        let mut verifier = Verifier::new(NETWORK, Some(forge::id(to)));
        let Ok(verified) = verifier.verify::<K>(Signed::from_bytes(bundle), &self.known, self.now_ms) else {
            return;
        };
        let id = verified.object_id();
        let before = self.state();
        match self.book.apply(verified.clone(), &mut self.known, self.now_ms) {
            Ok(_) => {
                self.accepted += 1;
                let kept = verifier.verify_kept::<K>(Signed::from_bytes(bundle), self.now_ms);
                self.journal
                    .push((kept.expect("what was accepted is kept").into(), self.now_ms));
                assert!(self.book.engagement(&id).is_some(), "what was accepted is held");
                let again = self.book.apply(verified, &mut self.known, self.now_ms).unwrap_err();
                assert_eq!(again, TaskViolation::StatementKnown);
            }
            Err(violation) => {
                assert!(violation.stage() >= Stage::Freshness, "{violation}");
                assert_eq!(self.state(), before, "what was refused changed something");
            }
        }
    }

    /// The journal makes the same book.
    fn is_restored(&mut self) {
        let mut known = KnownAgents::new(0);
        let mut restored = Book::new(OWNER.map(forge::id), limits());
        for (said, at_ms) in &self.journal {
            restored
                .restore(said.clone(), &mut known, *at_ms)
                .expect("what was applied is applied again");
        }
        // A book's time never goes back; what was refused has moved it too.
        restored.expire(self.latest_ms);
        self.book.expire(self.latest_ms);
        let told = |book: &Book| book.engagements().map(|it| format!("{it:?}")).collect::<Vec<_>>();
        assert_eq!(told(&restored), told(&self.book));
    }

    /// What the book holds, once its time is up to date.
    fn state(&mut self) -> Vec<String> {
        self.latest_ms = self.latest_ms.max(self.now_ms);
        self.book.expire(self.now_ms);
        self.book.engagements().map(|it| format!("{it:?}")).collect()
    }

    /// What is true of every book.
    fn holds(&self) {
        let of = |agent| {
            let all = self.book.engagements();
            all.filter(|it| it.parties().requester == agent).count()
        };
        let own = OWNER.map_or(0, |owner| of(forge::id(owner)));
        assert!(own <= MOST_OWN);
        assert!(self.book.engagements().count() - own <= MOST);
        for engagement in self.book.engagements() {
            let requester = engagement.parties().requester;
            assert!(of(requester) <= MOST_OF_ONE);
        }
        for engagement in self.book.engagements() {
            let Engagement { .. } = engagement;
            assert!(engagement.contract().is_none() || engagement.quote().is_some());
            assert!(engagement.request().is_none() || engagement.contract().is_some());
            assert!(engagement.result().is_none() || engagement.request().is_some());
            assert!(engagement.prepared().is_none() || engagement.request().is_some());
            assert!(engagement.commit().is_none() || engagement.prepared().is_some());
            let state = engagement.state_at(self.book.now_ms());
            let parties = engagement.parties();
            for agent in [parties.requester, parties.provider] {
                for id in engagement.repeated_at(&agent, self.book.now_ms()) {
                    assert!(self.book.engagement(&id).is_some(), "only what is held is repeated");
                    assert_ne!(state, EngagementState::Closed, "what is answered is not repeated");
                }
            }
            assert!(engagement.ack().is_none() || engagement.result().is_some());
            assert_ne!(engagement.parties().requester, engagement.parties().provider);
            let named = [engagement.quote(), engagement.contract(), engagement.result()];
            for id in named.into_iter().flatten() {
                let found = self.book.engagement(&id).map(Engagement::offer);
                assert_eq!(
                    found,
                    Some(engagement.offer()),
                    "every statement leads to its engagement"
                );
            }
        }
    }
}
