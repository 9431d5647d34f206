//! What SPEC.md section 7.2 asks of the header of each kind.

use super::HeaderOf;
use crate::generate::forge::Kind;
use crate::generate::world::{DAY, HOUR, ONE_SHOT_SKEW, SECOND, SKEW};

impl HeaderOf<'_> {
    /// Whether faults that are the same for every kind are shown too. The kinds of the later chapters show those that
    /// depend on the kind, and one or two of the others.
    pub(super) fn in_full(&self) -> bool {
        matches!(self.kind.area(), "identity" | "descriptor")
    }

    pub(super) fn forbids_audience(&self) -> bool {
        matches!(self.kind, Kind::Delegation | Kind::Retire)
    }

    pub(super) fn requires_audience(&self) -> bool {
        let optional = matches!(self.kind, Kind::OutcomeReport | Kind::RegistrationReceipt);
        matches!(self.kind.area(), "task" | "discovery") && !optional
    }

    /// Least and greatest lifetime, milliseconds, of kinds whose header states an expiry.
    pub(super) fn lifetime(&self) -> Option<(i64, i64)> {
        match self.kind {
            Kind::Delegation | Kind::HostBinding => Some((1, 7 * DAY)),
            Kind::Refresh | Kind::Withdrawal | Kind::RegistrationReceipt => Some((SECOND, DAY)),
            kind if kind.is_one_shot() => Some((SECOND, DAY)),
            _ => None,
        }
    }

    /// The allowance for clock skew, milliseconds.
    pub(super) fn skew(&self) -> i64 {
        if self.kind.is_one_shot() { ONE_SHOT_SKEW } else { SKEW }
    }

    /// When the plain statement of this kind was issued.
    pub(super) fn issued(&self) -> i64 {
        let mut issued = 0;
        self.world.with_header(self.kind, |header| issued = header.issued_at_ms);
        issued
    }

    /// When the plain statement of this kind ends, if it does.
    pub(super) fn end_of_life(&self) -> Option<i64> {
        if self.kind == Kind::Descriptor {
            return Some(self.issued() + HOUR);
        }
        let mut expires = 0;
        self.world
            .with_header(self.kind, |header| expires = header.expires_at_ms);
        (expires > 0).then_some(expires)
    }
}
