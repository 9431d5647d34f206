//! What forgeries are made with: the letter at hand, and what becomes of it.

use casp_execution::Statement;
use casp_identity::{Kind, ObjectId};
use casp_wire::v1::{Bundle, Header};
use casp_wire::{Layer, decode_unchecked};
use sha2::{Digest as _, Sha256};

use super::{Forgery, Needs};
use crate::faults::host::author;
use crate::faults::plan::NodeId;
use crate::faults::read;
use crate::faults::stage::{Event, Letter, Mark, Parcel, Stage};
use crate::key::AgentKey;

/// A letter that a forgery can be made of.
pub(super) struct Occasion<'a> {
    pub(super) stage: &'a Stage,
    pub(super) letter: &'a Letter,
    pub(super) bytes: &'a [u8],
    pub(super) statement: Option<Statement>,
}

/// What the adversary will send.
pub(super) struct Scheme {
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

impl Occasion<'_> {
    pub(super) fn key(&self, node: NodeId) -> Option<&AgentKey> {
        self.stage.key(node)
    }

    /// The message, bent and signed by whoever sends it.
    pub(super) fn bent<K: Kind>(&self, edit: impl FnOnce(&mut K::Message)) -> Option<Scheme> {
        let mut message = read::message::<K>(self.bytes)?;
        edit(&mut message);
        self.by::<K>(self.letter.from, self.letter.to, &message)
    }

    /// A statement by somebody for somebody.
    pub(super) fn by<K: Kind>(&self, signer: NodeId, to: NodeId, message: &K::Message) -> Option<Scheme> {
        let bundle = read::seal::<K>(message, self.key(signer)?);
        Some(self.scheme(Parcel::Statement(bundle.into()), signer, to))
    }

    pub(super) fn scheme(&self, parcel: Parcel, signer: NodeId, to: NodeId) -> Scheme {
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
    pub(super) fn nonce(&self) -> Vec<u8> {
        let drawn: [u8; 32] = Sha256::new_with_prefix("forged")
            .chain_update(self.bytes)
            .finalize()
            .into();
        drawn.get(..16).unwrap_or_default().to_vec()
    }

    /// Object id of the letter's own statement.
    pub(super) fn id(&self) -> Option<ObjectId> {
        read::id_of(self.bytes)
    }

    pub(super) fn adversary(&self) -> NodeId {
        self.stage.plan.adversary()
    }

    /// Header of a statement by one for another, as of the time that a clock shows.
    pub(super) fn header(&self, from: NodeId, to: NodeId, at_ms: i64) -> Header {
        author(from, self.stage).lasting(Some(self.stage.agent(to)), at_ms)
    }

    pub(super) fn one_shot(&self, from: NodeId, to: NodeId, at_ms: i64) -> Header {
        Header {
            nonce: self.nonce(),
            expires_at_ms: at_ms.saturating_add(60_000),
            ..self.header(from, to, at_ms)
        }
    }
}

impl Scheme {
    pub(super) fn after(self, id: ObjectId) -> Self {
        Self {
            after: Some(id),
            needs: Some(Needs::Taken(id)),
            ..self
        }
    }

    pub(super) fn in_ms(self, delay_ms: i64) -> Self {
        Self {
            delay_ms: delay_ms.max(0),
            ..self
        }
    }

    pub(super) fn needing(self, needs: Needs) -> Self {
        Self {
            needs: Some(needs),
            ..self
        }
    }

    pub(super) fn sets_out(self, stage: &mut Stage, forgery: &Forgery) -> Option<Letter> {
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

/// With one bit of its signature turned.
pub(super) fn unsigned(bundle: &[u8]) -> Option<Vec<u8>> {
    let mut bundle: Bundle = decode_unchecked(bundle, Layer::Envelope).ok()?;
    let signature = bundle.subject.as_mut()?.signatures.first_mut()?;
    *signature.sig.first_mut()? ^= 1;
    Some(casp_wire::encode(&bundle))
}

pub(super) fn header(header: &mut Option<Header>) -> &mut Header {
    header.get_or_insert_default()
}
