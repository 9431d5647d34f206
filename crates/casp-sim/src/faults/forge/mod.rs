//! The adversary: what nobody may say, each with the rule that refuses it.
//!
//! A forgery bends a letter that somebody sends, and signs it anew: with the key of whoever should have said it, as a dishonest party
//! would, or with the adversary's own. It arrives before the letter that it was made of, or after that was taken: when it is refused,
//! nothing but its own fault can be the reason.

mod canary;
mod dialogue;
mod directory;
mod paper;

use casp_execution::Statement;
use casp_identity::{AgentId, Kind, ObjectId};
use casp_wire::v1::Header;
use sha2::{Digest as _, Sha256};

use super::plan::{Fault, NodeId, Plan};
use super::read;
use super::stage::{Event, Letter, Mark, Parcel, Stage};
use crate::key::AgentKey;

pub(super) use directory::enters;

/// Something that nobody may say.
#[derive(Clone, Copy)]
pub struct Forgery {
    /// What it is.
    pub name: &'static str,
    /// The rule that refuses it.
    pub rule: &'static str,
    /// What it is made of.
    on: On,
    make: fn(&Occasion<'_>) -> Option<Scheme>,
}

/// What letters a forgery is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    Said(&'static [Statement]),
    Publication,
    Query,
    Answer,
    Evidence,
    Case,
}

/// Every forgery. Plans draw from them by their places.
#[allow(
    clippy::indexing_slicing,
    reason = "the compiler puts the parts together, and would not compile what it cannot"
)]
pub const FORGERIES: &[Forgery] = &{
    const PARTS: [&[Forgery]; 4] = [
        dialogue::FORGERIES,
        directory::FORGERIES,
        paper::FORGERIES,
        canary::FORGERIES,
    ];
    const COUNT: usize = PARTS[0].len() + PARTS[1].len() + PARTS[2].len() + PARTS[3].len();
    let mut all = [PARTS[0][0]; COUNT];
    let (mut part, mut place, mut at) = (0, 0, 0);
    while part < PARTS.len() {
        while place < PARTS[part].len() {
            all[at] = PARTS[part][place];
            place += 1;
            at += 1;
        }
        place = 0;
        part += 1;
    }
    all
};

/// A letter that a forgery can be made of.
struct Occasion<'a> {
    stage: &'a Stage,
    letter: &'a Letter,
    bytes: &'a [u8],
    statement: Option<Statement>,
}

/// What the adversary will send.
struct Scheme {
    parcel: Parcel,
    to: NodeId,
    /// Whose key has signed it.
    signer: NodeId,
    /// In how many milliseconds it arrives.
    delay_ms: i64,
    /// It arrives as soon as its addressee has taken this.
    after: Option<ObjectId>,
    /// Without this it is not sent: it would not be refused.
    needs: Option<Needs>,
}

/// What has to be so when a forgery arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// The addressee has taken it in its present life.
    Taken(ObjectId),
    /// The registry has accepted a statement of this agent with this sequence or a higher one.
    Sequence(AgentId, u64),
    /// This descriptor of the agent is living there.
    Living(AgentId, ObjectId),
    /// The agent was shown to equivocate.
    Void(AgentId),
}

/// The forgeries of a plan, and those that wait for their moment.
#[derive(Debug)]
pub(super) struct Forger {
    /// Which, at which occasion, and how many have been.
    active: Vec<(usize, u32, u32)>,
    waiting: Vec<(ObjectId, Letter)>,
}

impl Forger {
    pub(super) fn of(plan: &Plan) -> Self {
        let active = plan.faults.iter().filter_map(|(_, fault)| match fault {
            Fault::Forge { forgery, nth } => Some((*forgery, *nth, 0)),
            _ => None,
        });
        Self {
            active: active.collect(),
            waiting: Vec::new(),
        }
    }

    /// What was waiting until a node has taken this.
    pub(super) fn taken(&mut self, node: NodeId, id: ObjectId) -> Vec<Letter> {
        let is_due = |each: &(ObjectId, Letter)| each.0 == id && each.1.to == node;
        let due = self
            .waiting
            .iter()
            .filter(|each| is_due(each))
            .map(|(_, letter)| letter.clone())
            .collect();
        self.waiting.retain(|each| !is_due(each));
        due
    }
}

/// A genuine letter is sent. Whatever the adversary makes of it that arrives at once is given back.
pub(super) fn occasion(stage: &mut Stage, letter: &Letter) -> Vec<Letter> {
    if letter.mark != Mark::Genuine || stage.forger.active.is_empty() {
        return Vec::new();
    }
    let mut at_once = Vec::new();
    let mut active = core::mem::take(&mut stage.forger.active);
    active.retain_mut(|(forgery, nth, seen)| {
        let Some(forgery) = FORGERIES.get(*forgery) else {
            return false;
        };
        let Some(scheme) = forgery.of(stage, letter) else {
            return true;
        };
        let is_it = seen == nth;
        *seen = seen.saturating_add(1);
        if is_it {
            at_once.extend(scheme.sets_out(stage, forgery));
        }
        !is_it
    });
    stage.forger.active = active;
    at_once
}

impl Forgery {
    fn of(&self, stage: &Stage, letter: &Letter) -> Option<Scheme> {
        let statement = match (&letter.parcel, self.on) {
            (Parcel::Statement(bundle), On::Said(kinds)) => {
                let statement = read::statement_of(bundle)?;
                if !kinds.contains(&statement) {
                    return None;
                }
                Some(statement)
            }
            (Parcel::Publication(..), On::Publication)
            | (Parcel::Query { .. }, On::Query)
            | (Parcel::Answer { .. }, On::Answer)
            | (Parcel::Evidence(..), On::Evidence)
            | (Parcel::Case(_), On::Case) => None,
            _ => return None,
        };
        (self.make)(&Occasion {
            stage,
            letter,
            bytes: letter.parcel.bytes(),
            statement,
        })
    }
}

impl Scheme {
    fn sets_out(self, stage: &mut Stage, forgery: &Forgery) -> Option<Letter> {
        stage.ledger.framed.insert(self.signer);
        let letter = Letter {
            from: self.signer,
            to: self.to,
            parcel: self.parcel,
            mark: Mark::Forged {
                name: forgery.name,
                rule: forgery.rule,
            },
            needs: self.needs,
        };
        let (from, to) = (self.signer, self.to);
        let now = stage.queue.now();
        stage.history.note(now, || {
            let (from, to) = (stage.plan.name(from), stage.plan.name(to));
            format!(
                "the adversary makes a {} by {from} for {to}: {}",
                letter.parcel.describe(),
                forgery.name
            )
        });
        if let Some(id) = self.after {
            stage.forger.waiting.push((id, letter));
            return None;
        }
        if self.delay_ms > 0 {
            stage.in_ms(self.delay_ms, Event::Arrives(letter));
            return None;
        }
        Some(letter)
    }
}

impl Occasion<'_> {
    fn key(&self, node: NodeId) -> Option<&AgentKey> {
        self.stage.key(node)
    }

    /// The message, bent and signed by whoever sends it.
    fn bent<K: Kind>(&self, edit: impl FnOnce(&mut K::Message)) -> Option<Scheme> {
        let mut message = read::message::<K>(self.bytes)?;
        edit(&mut message);
        self.by::<K>(self.letter.from, self.letter.to, &message)
    }

    /// A statement by somebody for somebody.
    fn by<K: Kind>(&self, signer: NodeId, to: NodeId, message: &K::Message) -> Option<Scheme> {
        let bundle = read::seal::<K>(message, self.key(signer)?);
        Some(self.scheme(Parcel::Statement(bundle.into()), signer, to))
    }

    fn scheme(&self, parcel: Parcel, signer: NodeId, to: NodeId) -> Scheme {
        Scheme {
            parcel,
            to,
            signer,
            delay_ms: 0,
            after: None,
            needs: None,
        }
    }

    /// Sixteen bytes that no engine has drawn.
    fn nonce(&self) -> Vec<u8> {
        let drawn: [u8; 32] = Sha256::new_with_prefix("forged")
            .chain_update(self.bytes)
            .finalize()
            .into();
        drawn.get(..16).unwrap_or_default().to_vec()
    }

    /// Object id of the letter's own statement.
    fn id(&self) -> Option<ObjectId> {
        read::id_of(self.bytes)
    }

    fn adversary(&self) -> NodeId {
        self.stage.plan.adversary()
    }

    /// Header of a statement by one for another, as of the time that a clock shows.
    fn header(&self, from: NodeId, to: NodeId, at_ms: i64) -> Header {
        super::provider::author(from, self.stage).lasting(Some(self.stage.agent(to)), at_ms)
    }

    fn one_shot(&self, from: NodeId, to: NodeId, at_ms: i64) -> Header {
        Header {
            nonce: self.nonce(),
            expires_at_ms: at_ms.saturating_add(60_000),
            ..self.header(from, to, at_ms)
        }
    }
}

impl Scheme {
    fn after(self, id: ObjectId) -> Self {
        Self {
            after: Some(id),
            needs: Some(Needs::Taken(id)),
            ..self
        }
    }

    fn in_ms(self, delay_ms: i64) -> Self {
        Self {
            delay_ms: delay_ms.max(0),
            ..self
        }
    }

    fn needing(self, needs: Needs) -> Self {
        Self {
            needs: Some(needs),
            ..self
        }
    }
}

impl core::fmt::Debug for Forgery {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Forgery({}, {})", self.rule, self.name)
    }
}

/// With one bit of its signature turned.
fn unsigned(bundle: &[u8]) -> Option<Vec<u8>> {
    let mut bundle: casp_wire::v1::Bundle = casp_wire::decode_unchecked(bundle, casp_wire::Layer::Envelope).ok()?;
    let signature = bundle.subject.as_mut()?.signatures.first_mut()?;
    *signature.sig.first_mut()? ^= 1;
    Some(casp_wire::encode(&bundle))
}
