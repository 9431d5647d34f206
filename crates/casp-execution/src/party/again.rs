//! What comes again (SPEC.md section 19.4).

use casp_identity::{ObjectId, Signer};
use casp_task::Engagement;

use super::{Party, Randomness, Side, Statement};

impl<S: Signer, R: Randomness, D: Side> Party<S, R, D> {
    /// Sends once more what answers a statement that came again.
    pub(super) fn answer_again(&mut self, offer: &ObjectId, statement: Statement, now_ms: i64) {
        let gap_ms = self.pacing.answer_gap_ms;
        let (Some(engagement), Some(dossier)) = (self.book.engagement(offer), self.dossiers.get_mut(offer)) else {
            return;
        };
        if now_ms < dossier.answered_ms.saturating_add(gap_ms) {
            return;
        }
        let answers = answers(engagement, statement);
        if answers.iter().any(Option::is_some) {
            dossier.answered_ms = now_ms;
            self.send(offer, answers.into_iter().flatten());
        }
    }
}

/// The names of what answers it, by the table of section 19.4. Whoever receives the statement is the one who said the answer.
fn answers(engagement: &Engagement, statement: Statement) -> [Option<ObjectId>; 2] {
    let none_of = |ids: [Option<ObjectId>; 2]| ids.iter().all(Option::is_none);
    let first = |id| [id, None];
    match statement {
        Statement::Offer => first(engagement.quote()),
        Statement::Quote if engagement.cancel().is_none() => [engagement.contract(), engagement.request()],
        Statement::Acceptance | Statement::TaskRequest | Statement::Commit | Statement::Cancel => {
            let is_undecided = none_of([engagement.commit(), engagement.cancel()]);
            let prepared = engagement.prepared().filter(|_| is_undecided);
            let event = engagement.latest_event().map(|(_, id)| id);
            first(engagement.result().or(prepared).or(event))
        }
        Statement::Prepared => first(engagement.cancel().or(engagement.commit())),
        Statement::TaskResult => first(engagement.ack()),
        Statement::Quote | Statement::TaskEvent | Statement::DeliveryAck | Statement::OutcomeReport => [None, None],
    }
}
