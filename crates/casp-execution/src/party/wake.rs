//! When to look at an engagement again, and what is repeated then.

use casp_identity::{ObjectId, Signer};

use super::{Party, Randomness, Side};

impl<S: Signer, R: Randomness, D: Side> Party<S, R, D> {
    /// Repeats what is due, and says when to look again.
    pub(crate) fn pace(&mut self, offer: &ObjectId, now_ms: i64) {
        let agent = self.agent();
        let (Some(engagement), Some(dossier)) = (self.book.engagement(offer), self.dossiers.get_mut(offer)) else {
            self.forget(offer);
            return;
        };
        let is_quiet = D::is_quiet(dossier);
        let repeated: Vec<_> = engagement.repeated_at(&agent, now_ms).filter(|_| !is_quiet).collect();
        let is_due = !repeated.is_empty() && dossier.repeat.next_ms <= now_ms;
        if is_due {
            dossier.repeat.advance(&self.pacing, &mut self.random, now_ms);
        }
        let boundary_ms = dossier.boundary_ms(engagement, now_ms);
        let wake_ms = if repeated.is_empty() {
            boundary_ms
        } else {
            boundary_ms.min(dossier.repeat.next_ms)
        };
        self.wakes.remove(&(dossier.wake_ms, *offer));
        dossier.wake_ms = wake_ms;
        self.wakes.insert((wake_ms, *offer));
        if is_due {
            self.send(offer, repeated);
        }
    }

    /// Has an engagement looked at no later than this.
    pub(crate) fn wake_by(&mut self, offer: &ObjectId, at_ms: i64) {
        if let Some(dossier) = self.dossiers.get_mut(offer).filter(|dossier| at_ms < dossier.wake_ms) {
            self.wakes.remove(&(dossier.wake_ms, *offer));
            dossier.wake_ms = at_ms;
            self.wakes.insert((at_ms, *offer));
        }
    }

    pub(super) fn forget(&mut self, offer: &ObjectId) {
        if let Some(dossier) = self.dossiers.remove(offer) {
            self.wakes.remove(&(dossier.wake_ms, *offer));
        }
    }

    pub(crate) fn next_timeout_ms(&self) -> Option<i64> {
        self.wakes.first().map(|(at_ms, _)| *at_ms)
    }

    /// The engagements to look at now. Each is to be paced, which puts its next time after `now_ms`.
    pub(crate) fn due(&mut self, now_ms: i64) -> Vec<ObjectId> {
        let due = self.wakes.iter().take_while(|(at_ms, _)| *at_ms <= now_ms);
        due.map(|(_, offer)| *offer).collect()
    }
}
