//! Agents without keys, and outcomes without contracts.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use casp_identity::{AgentId, HashKey, ObjectId};
use casp_trust::reputation::{Ignored, Reputation, ReputationLimits, ReputationRules, Seen, Taken, danger};
use casp_trust::{Standing, Subject};
use casp_wire::v1::Outcome;

pub const NOW: i64 = 1_767_225_600_000;
pub const DAY: i64 = 86_400_000;

pub const ME: u32 = 0;
pub const CAPABILITY: &str = "org.example/translate";

pub fn agent(number: u32) -> AgentId {
    let mut key = [0x11; 32];
    key[..4].copy_from_slice(&number.to_be_bytes());
    AgentId::from_public_key(&key)
}

pub fn id(number: u64) -> ObjectId {
    let mut id = [0x22; 32];
    id[..8].copy_from_slice(&number.to_be_bytes());
    ObjectId(id)
}

pub fn subject(number: u32) -> Subject {
    with_digest(number, 7)
}

pub fn with_digest(number: u32, digest: u8) -> Subject {
    Subject {
        agent: agent(number),
        capability_id: CAPABILITY.into(),
        behavior_digest: [digest; 32],
    }
}

pub fn reputation() -> Reputation {
    limited(ReputationLimits::default())
}

pub fn limited(limits: ReputationLimits) -> Reputation {
    Reputation::new(agent(ME), ReputationRules::default(), limits, HashKey::default()).unwrap()
}

/// Tells a reputation things, each contract with a name of its own.
pub struct Teller {
    pub reputation: Reputation,
    pub next: u64,
    pub now: i64,
}

impl Teller {
    pub fn new() -> Self {
        Self::of(reputation())
    }

    pub fn of(reputation: Reputation) -> Self {
        Self {
            reputation,
            next: 1,
            now: NOW,
        }
    }

    pub fn contract(&mut self) -> ObjectId {
        self.next += 1;
        id(self.next)
    }

    pub fn saw(&mut self, subject: &Subject, seen: Seen, times: usize) {
        for _ in 0..times {
            let outcome = danger::own_outcome(self.contract(), subject.clone(), seen, self.now);
            counted(self.reputation.record(outcome, self.now));
        }
    }

    pub fn heard(&mut self, rater: u32, subject: &Subject, outcome: Outcome, times: usize) {
        for _ in 0..times {
            let (contract, report) = (self.contract(), self.contract());
            let report = danger::foreign_report(report, agent(rater), contract, subject.clone(), outcome, self.now);
            counted(self.reputation.report(report, self.now));
        }
    }

    pub fn standing(&self, subject: &Subject) -> Standing {
        self.reputation.standing(subject, self.now)
    }

    pub fn expectation(&self, subject: &Subject) -> f64 {
        self.standing(subject).opinion.expectation()
    }
}

/// The record of what has to have been counted.
#[track_caller]
pub fn counted(taken: Taken) -> Vec<u8> {
    match taken {
        Taken::Counted(persist) => persist.record,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub fn ignored(taken: Taken) -> Ignored {
    match taken {
        Taken::Ignored(reason) => reason,
        other => panic!("{other:?}"),
    }
}
