//! When a delegation holds (DEL-7 to DEL-9).

use super::Authority;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, SKEW};
use crate::vector::Vector;

impl Authority<'_> {
    /// DEL-7.
    pub(super) fn windows(&self) -> Vec<Vector> {
        let issued = self.world.issued;
        let within = |from: i64, until: i64| {
            let mut delegation = self.delegation();
            delegation.header().issued_at_ms = from;
            delegation.header().expires_at_ms = until;
            self.under(&delegation)
        };
        let mut vectors = vec![
            self.accepted(
                "DEL-7",
                "begins-with-delegation",
                self.world.now,
                &within(issued, issued + DAY),
            ),
            self.refused(
                "DEL-7",
                "begins-before-delegation",
                &within(issued + 1, issued + DAY),
                &[],
            ),
        ];
        let Some(end) = self.end_of_life() else {
            // Such a statement stays within the delegation by when it is issued alone.
            let late = within(issued - HOUR, issued - 1);
            vectors.extend([
                self.accepted(
                    "DEL-7",
                    "issued-as-delegation-ends",
                    issued,
                    &within(issued - HOUR, issued),
                ),
                self.case("issued-after-delegation", issued, &late).refused(
                    "DEL-7",
                    "issued-after-delegation",
                    self.id("issued-as-delegation-ends"),
                    &[],
                ),
            ]);
            return vectors;
        };
        let whole = within(issued - HOUR, end);
        vectors.push(self.accepted("DEL-7", "ends-with-delegation", issued, &whole));
        let outliving = within(issued - HOUR, end - 1);
        let late = self.case("outlives-delegation", issued, &outliving);
        vectors.push(late.refused("DEL-7", "outlives-delegation", self.id("ends-with-delegation"), &[]));
        vectors
    }

    /// DEL-8.
    pub(super) fn epochs(&self) -> Vec<Vector> {
        if !matches!(self.kind, Kind::Descriptor | Kind::Refresh | Kind::Withdrawal) {
            return vec![];
        }
        let of_epoch = |epoch: u64| {
            let mut delegation = self.delegation();
            delegation.epoch = epoch;
            self.under(&delegation)
        };
        vec![
            self.refused("DEL-8", "epoch-above-delegation", &of_epoch(self.world.epoch - 1), &[]),
            self.refused("DEL-8", "epoch-below-delegation", &of_epoch(self.world.epoch + 1), &[]),
        ]
    }

    /// DEL-9: a delegation that is not alive, under statements that are within its window.
    pub(super) fn lives(&self) -> Vec<Vector> {
        let issued = self.world.issued;
        let mut delegation = self.delegation();
        delegation.header().issued_at_ms = issued;
        let young = self.under(&delegation);
        let end = self.end_of_life().unwrap_or(issued + HOUR);
        delegation.header().expires_at_ms = end;
        let old = self.under(&delegation);
        let late = |fault: &str, twin: &str, now_ms: i64, statement: &Statement| {
            self.case(fault, now_ms, statement)
                .refused("DEL-9", fault, self.id(twin), &[])
        };
        let mut vectors = vec![
            self.accepted("DEL-9", "delegation-in-its-last-millisecond", end + SKEW - 1, &old),
            late(
                "delegation-expired",
                "delegation-in-its-last-millisecond",
                end + SKEW,
                &old,
            ),
        ];
        // What is one-shot has more allowance than its delegation.
        if self.in_full() || self.kind.is_one_shot() {
            vectors.extend([
                self.accepted("DEL-9", "delegation-at-the-skew", issued - SKEW, &young),
                late(
                    "delegation-past-the-skew",
                    "delegation-at-the-skew",
                    issued - SKEW - 1,
                    &young,
                ),
            ]);
        }
        vectors
    }

    /// When the statement ends, if it does.
    fn end_of_life(&self) -> Option<i64> {
        let issued = self.world.issued;
        match self.kind {
            Kind::HostBinding => Some(issued + 6 * HOUR),
            Kind::Refresh => Some(issued + HOUR / 2),
            Kind::Descriptor | Kind::Withdrawal | Kind::RegistrationReceipt => Some(issued + HOUR),
            kind => kind.is_one_shot().then_some(issued + HOUR),
        }
    }
}
