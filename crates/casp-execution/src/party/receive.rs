//! What arrives.

use casp_identity::{ObjectId, Signer};
use casp_task::{Engagement, Said, TaskViolation};

use super::journal::{self, Entry};
use super::misconduct::{self, MAX_PROOFS, Misconduct, Proof};
use super::statement::{Facts, Statement};
use super::{Party, Randomness, Received, Side};

impl<S: Signer, R: Randomness, D: Side> Party<S, R, D> {
    /// Verifies and enters a statement that arrived.
    pub(crate) fn receive(&mut self, bundle: &[u8], now_ms: i64) -> Result<Received, TaskViolation> {
        let statement = Statement::expected(bundle, D::HEARS)?;
        let said = statement.verify(&mut self.verifier, bundle, &self.known, now_ms)?;
        self.receive_verified(said, now_ms)
    }

    pub(crate) fn receive_verified(&mut self, said: Said, now_ms: i64) -> Result<Received, TaskViolation> {
        let facts = Facts::of(&said);
        let statement = facts.statement;
        match self.enter(facts.clone(), said, now_ms) {
            Ok(offer) => Ok(Received::Taken { statement, offer }),
            Err(TaskViolation::StatementKnown) => {
                let offer = self.book.engagement(&facts.id).map(Engagement::offer);
                let offer = offer.ok_or(TaskViolation::StatementKnown)?;
                self.answer_again(&offer, statement, now_ms);
                Ok(Received::Again { statement, offer })
            }
            Err(violation) => {
                self.keep_proof(facts, violation, now_ms);
                Err(violation)
            }
        }
    }

    /// Keeps a refused statement that speaks against whoever signed it.
    fn keep_proof(&mut self, facts: Facts, violation: TaskViolation, now_ms: i64) {
        let Some(engagement) = facts.named.and_then(|named| self.book.engagement(&named)) else {
            return;
        };
        let (offer, contract) = (engagement.offer(), engagement.contract());
        let rule = misconduct::shown(violation, &facts, engagement.terms().deadline_ms);
        let Some(dossier) = self.dossiers.get(&offer) else {
            return;
        };
        let is_new = dossier.proofs.iter().all(|proof| proof.facts.id != facts.id);
        let (Some(rule), true) = (rule, is_new) else { return };
        // A later event takes the place of the one that this contradicts, which is kept beside it.
        let is_event = facts.statement == Statement::TaskEvent;
        let first = dossier.of(Statement::TaskEvent).map(|kept| kept.facts.clone());
        let misconduct = Misconduct {
            offer,
            contract,
            party: facts.issuer,
            statement: facts.statement,
            rule,
        };
        let proofs: Vec<_> = first.filter(|_| is_event).into_iter().chain([facts]).collect();
        if dossier.proofs.len().saturating_add(proofs.len()) > MAX_PROOFS {
            return;
        }
        for facts in proofs {
            self.add_proof(&offer, facts, now_ms);
        }
        self.outbox.event(misconduct.into());
    }

    fn add_proof(&mut self, offer: &ObjectId, facts: Facts, now_ms: i64) {
        let order = self.order();
        let Some(dossier) = self.dossiers.get_mut(offer) else {
            return;
        };
        if dossier.proofs.iter().any(|proof| proof.facts.id == facts.id) {
            return;
        }
        self.outbox.persist(journal::record(
            D::NUMBER,
            [Entry::Proof {
                statement: facts.statement,
                at_ms: now_ms,
                engagement: *offer,
                bundle: &facts.bundle,
            }],
        ));
        dossier.proofs.push(Proof {
            facts,
            at_ms: now_ms,
            order,
        });
    }
}
