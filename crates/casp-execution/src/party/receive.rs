//! What arrives.

use casp_identity::Signer;
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
        let order = self.order();
        let (Some(rule), Some(dossier)) = (rule, self.dossiers.get_mut(&offer)) else {
            return;
        };
        let is_new = dossier.proofs.iter().all(|proof| proof.facts.id != facts.id);
        if !is_new || dossier.proofs.len() >= MAX_PROOFS {
            return;
        }
        let misconduct = Misconduct {
            offer,
            contract,
            party: facts.issuer,
            statement: facts.statement,
            rule,
        };
        self.outbox.persist(journal::record(
            D::NUMBER,
            [Entry::Proof {
                statement: facts.statement,
                at_ms: now_ms,
                engagement: offer,
                bundle: &facts.bundle,
            }],
        ));
        dossier.proofs.push(Proof {
            facts,
            at_ms: now_ms,
            order,
        });
        self.outbox.event(misconduct.into());
    }
}
