//! A refresh rebuts if it stands beside one of the entry's statements, or if the entry with it is none that was asked for.

use casp_wire::v1::DescriptorRefresh;
use casp_wire::v1::Operator::AtLeast;

use super::super::parts::Parts;
use super::Rebuttals;
use crate::generate::discovery::intent::{constraint, numbers};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{HOUR, MINUTE, SECOND, SKEW, unsigned};
use crate::vector::Vector;

/// Changes nothing: the entry is what it was.
const LIVING: &str = "refreshed-and-living";

impl Rebuttals<'_> {
    fn refreshed_so(&self, after: i64, above: i64, edit: impl FnOnce(&mut DescriptorRefresh)) -> Statement {
        let mut refresh = self.refresh(after, above);
        edit(&mut refresh);
        refresh.signed(&self.key)
    }

    /// A refresh, issued two seconds before the result, that ended at that instant.
    fn ended(&self, above: i64, edit: impl FnOnce(&mut DescriptorRefresh)) -> Statement {
        self.refreshed_so(-2 * SECOND, above, |it| {
            it.header().expires_at_ms = self.world.issued;
            edit(it);
        })
    }

    /// A refresh with which the entry has no candidates.
    fn addressed(&self, after: i64, above: i64, edit: impl FnOnce(&mut DescriptorRefresh)) -> Statement {
        self.refreshed_so(after, above, |it| {
            it.header().audience = self.world.bob.multikey();
            edit(it);
        })
    }

    /// Of the entry's descriptor, which has no refresh.
    pub(super) fn refreshes(&self) -> Vec<Vector> {
        let issued = self.world.issued;
        let of = |after, above| self.refreshed_so(after, above, |_| ());
        let until = |after, end: i64| self.refreshed_so(after, 1, |it| it.header().expires_at_ms = issued + end);
        let plain = self.plain();
        let young = constraint("life-ms", AtLeast, numbers(&[unsigned(HOUR / 2)]));
        let lives = Parts::asking(self.world, vec![young]);
        let old = constraint("age-ms", AtLeast, numbers(&[unsigned(MINUTE)]));
        let aged = Parts::asking(self.world, vec![old]);
        let as_long = "refreshed-and-living-as-long-as-was-asked";
        vec![
            self.idle(LIVING, &plain, &of(-SECOND, 1)),
            self.idle("refreshed-at-that-instant", &plain, &of(0, 1)),
            self.idle("refreshed-just-later-and-living", &plain, &of(1, 1)),
            self.idle("refreshed-at-the-skew-and-living", &plain, &of(SKEW, 1)),
            self.idle("refreshed-and-living-a-millisecond-more", &plain, &until(-SECOND, 1)),
            self.rebuts(
                "refreshed-and-ended-at-that-instant",
                "refreshed-and-living-a-millisecond-more",
                &plain,
                &self.ended(1, |_| ()),
            ),
            self.rebuts(
                "refreshed-and-ended-before",
                LIVING,
                &plain,
                &until(-9 * SECOND, -SECOND),
            ),
            self.rebuts(
                "refreshed-for-the-registry",
                LIVING,
                &plain,
                &self.addressed(-SECOND, 1, |_| ()),
            ),
            self.rebuts(
                "refreshed-for-the-registry-at-the-skew",
                "refreshed-for-the-registry-past-the-skew",
                &plain,
                &self.addressed(SKEW, 1, |_| ()),
            ),
            self.idle(
                "refreshed-for-the-registry-past-the-skew",
                &plain,
                &self.addressed(SKEW + 1, 1, |_| ()),
            ),
            self.idle(
                "refreshed-with-a-lower-sequence-and-ended",
                &plain,
                &self.ended(-1, |_| ()),
            ),
            self.idle(as_long, &lives, &of(-SECOND, 1)),
            self.rebuts(
                "refreshed-and-living-shorter-than-was-asked",
                as_long,
                &lives,
                &until(-SECOND, HOUR / 2 - 1),
            ),
            self.idle("refreshed-and-as-old-as-was-asked", &aged, &of(-MINUTE, 1)),
            self.rebuts(
                "refreshed-and-younger-than-was-asked",
                "refreshed-and-as-old-as-was-asked",
                &aged,
                &of(-MINUTE + 1, 1),
            ),
            self.rebuts(
                "refreshed-later-and-younger-than-was-asked",
                "refreshed-and-as-old-as-was-asked",
                &aged,
                &of(SKEW, 1),
            ),
        ]
    }

    /// The entry has a refresh, three above the descriptor's sequence.
    pub(super) fn refreshes_of_a_refreshed(&self) -> Vec<Vector> {
        let living = |above| self.refreshed_so(-SECOND, above, |_| ());
        let entry = self.refreshed_late();
        let own = entry.refresh.clone().unwrap_or_default().signed(&self.key);
        let resigned = own.resigned(&self.key, &self.world.draw("another signature").bytes(64));
        let (older, itself, newer) = (
            "a-refresh-that-is-older",
            "its-own-refresh",
            "a-newer-refresh-and-living",
        );
        vec![
            self.idle(older, &entry, &self.ended(2, |_| ())),
            self.idle("a-refresh-that-is-older-and-living", &entry, &living(2)),
            self.idle(itself, &entry, &own),
            self.idle("its-own-refresh-with-another-signature", &entry, &resigned),
            self.rebuts(
                "another-refresh-of-the-same-sequence-and-living",
                itself,
                &entry,
                &living(3),
            ),
            self.rebuts(
                "another-refresh-of-the-same-sequence-and-ended",
                itself,
                &entry,
                &self.ended(3, |_| ()),
            ),
            self.rebuts(
                "a-refresh-with-the-sequence-of-the-descriptor-that-was-refreshed",
                older,
                &entry,
                &living(0),
            ),
            self.idle(newer, &entry, &living(4)),
            self.rebuts("a-newer-refresh-and-ended", newer, &entry, &self.ended(4, |_| ())),
            self.rebuts(
                "a-newer-refresh-for-the-registry",
                newer,
                &entry,
                &self.addressed(-SECOND, 4, |_| ()),
            ),
        ]
    }

    /// What is no pair with the entry's descriptor says nothing of it, unless the agent has equivocated.
    pub(super) fn refreshes_at_odds(&self) -> Vec<Vector> {
        let (plain, refreshed, late) = (self.plain(), self.refreshed(), self.refreshed_late());
        let another = |above, epoch: i64| {
            self.ended(above, |it| {
                it.descriptor[0] ^= 1;
                it.epoch = it.epoch.saturating_add_signed(epoch);
            })
        };
        let of = |after: i64, above| self.refreshed_so(after, above, |it| it.descriptor[0] ^= 1);
        let in_epoch = |above, epoch: i64| self.ended(above, |it| it.epoch = it.epoch.saturating_add_signed(epoch));
        let lasting = |longer: i64| {
            self.addressed(-SECOND, 1, |it| {
                it.header().expires_at_ms = it.header().issued_at_ms + HOUR + longer;
            })
        };
        let before = "another-descriptor-refreshed-before";
        let between = "another-descriptor-refreshed-before-this-was";
        let (too_long, odd) = (
            "refreshed-for-longer-than-can-be",
            "another-descriptor-refreshed-past-the-skew",
        );
        vec![
            self.idle(before, &plain, &another(-1, 0)),
            self.idle("another-descriptor-refreshed", &plain, &another(1, 0)),
            self.idle("another-descriptor-refreshed-in-a-higher-epoch", &plain, &another(1, 1)),
            self.idle("another-descriptor-refreshed-in-a-lower-epoch", &plain, &another(9, -1)),
            self.rebuts(
                "another-descriptor-refreshed-with-the-same-sequence",
                before,
                &plain,
                &of(-SECOND, 0),
            ),
            self.rebuts(
                "another-descriptor-refreshed-with-the-same-sequence-at-the-skew",
                odd,
                &plain,
                &of(SKEW, 0),
            ),
            self.idle(odd, &plain, &of(SKEW + 1, 0)),
            self.idle(between, &late, &another(2, 0)),
            self.rebuts(
                "another-descriptor-refreshed-as-this-was",
                between,
                &late,
                &of(-SECOND, 3),
            ),
            self.rebuts(
                "another-descriptor-refreshed-as-this-was-described",
                between,
                &late,
                &of(-SECOND, 0),
            ),
            self.idle(
                "another-descriptor-refreshed-after-this-was",
                &refreshed,
                &another(2, 0),
            ),
            self.rebuts(
                "refreshed-with-the-sequence-of-its-descriptor",
                "refreshed-with-a-lower-sequence-and-ended",
                &plain,
                &self.refreshed_so(-SECOND, 0, |_| ()),
            ),
            self.rebuts(
                "refreshed-with-the-sequence-of-its-descriptor-and-ended",
                "refreshed-with-a-lower-sequence-and-ended",
                &plain,
                &self.ended(0, |_| ()),
            ),
            self.idle("refreshed-in-a-higher-epoch-and-ended", &plain, &in_epoch(1, 1)),
            self.idle(
                "refreshed-in-a-higher-epoch-with-the-same-sequence",
                &plain,
                &in_epoch(0, 1),
            ),
            self.idle("refreshed-in-a-lower-epoch-and-ended", &plain, &in_epoch(1, -1)),
            self.idle(
                "refreshed-in-a-lower-epoch-with-the-same-sequence",
                &plain,
                &in_epoch(0, -1),
            ),
            self.idle(too_long, &plain, &lasting(1)),
            self.rebuts("refreshed-for-as-long-as-can-be", too_long, &plain, &lasting(0)),
        ]
    }
}
