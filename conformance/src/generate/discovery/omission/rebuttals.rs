//! What rebuts a proof, and what does not (OMS-8).

mod equivocations;
mod refreshes;

use casp_wire::v1::{CapabilityDescriptor, DescriptorRefresh, DescriptorWithdrawal};

use super::against;
use super::parts::{Parts, left_out};
use crate::generate::discovery::find::agent;
use crate::generate::forge::{Key, Kind, Payload as _, Statement};
use crate::generate::world::{HOUR, MINUTE, SECOND, SKEW, World};
use crate::vector::{Operation, Vector};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let rebuttals = Rebuttals {
        world,
        key: left_out(world),
    };
    let parts = [
        rebuttals.withdrawals(),
        rebuttals.descriptors(),
        rebuttals.refreshes(),
        rebuttals.refreshes_of_a_refreshed(),
        rebuttals.refreshes_at_odds(),
        rebuttals.epochs(),
        rebuttals.equivocations(),
        rebuttals.equivocations_of_no_account(),
        rebuttals.no_proofs(),
        rebuttals.by_others(),
        rebuttals.invalid(),
    ];
    parts.concat()
}

struct Rebuttals<'a> {
    world: &'a World,
    key: Key,
}

const PLAIN: &str = "a-withdrawal-of-a-lower-sequence";

impl Rebuttals<'_> {
    fn plain(&self) -> Parts {
        Parts::plain(self.world)
    }

    fn refreshed(&self) -> Parts {
        Parts::refreshed(self.world)
    }

    /// Refreshed with a sequence three above the descriptor's, so that others lie between.
    fn refreshed_late(&self) -> Parts {
        self.plain().refreshed_by(self.world, |it| it.sequence += 2)
    }

    /// The rebuttal changes nothing.
    fn idle(&self, name: &str, parts: &Parts, rebuttal: &Statement) -> Vector {
        against(
            self.world,
            &format!("omission-rebuttal/{name}"),
            &parts.proof(self.world),
            Some(rebuttal),
        )
        .accepted(&["OMS-8"], None)
    }

    fn rebuts(&self, name: &str, twin: &str, parts: &Parts, rebuttal: &Statement) -> Vector {
        let twin = format!("discovery/omission-rebuttal/{twin}");
        against(
            self.world,
            &format!("omission-rebuttal/{name}"),
            &parts.proof(self.world),
            Some(rebuttal),
        )
        .about("OmissionProof", "entry")
        .refused("OMS-8", name, twin, &[])
    }

    /// A withdrawal issued so long after the result, of a sequence so much above the descriptor's.
    fn withdrawal(&self, after: i64, above: i64) -> DescriptorWithdrawal {
        let mut withdrawal = self.world.withdrawal(&self.key);
        withdrawal.header().issued_at_ms += after;
        withdrawal.sequence = self.world.sequence.saturating_add_signed(above);
        withdrawal
    }

    fn descriptor(&self, after: i64, above: i64) -> CapabilityDescriptor {
        let mut descriptor = self.plain().descriptor;
        descriptor.header().issued_at_ms = self.world.issued + after;
        descriptor.sequence = self.world.sequence.saturating_add_signed(above);
        descriptor
    }

    fn refresh(&self, after: i64, above: i64) -> DescriptorRefresh {
        let of = self.plain().descriptor_statement(self.world).object_id();
        let mut refresh = self.world.refresh(&self.key, of);
        refresh.header().issued_at_ms = self.world.issued + after;
        refresh.sequence = self.world.sequence.saturating_add_signed(above);
        refresh
    }

    fn withdrawals(&self) -> Vec<Vector> {
        let of = |after, above| self.withdrawal(after, above).signed(&self.key);
        let mut lower_epoch = self.withdrawal(0, 9);
        lower_epoch.epoch -= 1;
        let mut higher_epoch = self.withdrawal(0, -9);
        higher_epoch.epoch += 1;
        let mut short = self.withdrawal(-MINUTE, 1);
        short.header().expires_at_ms = self.world.issued - MINUTE + SECOND;
        let (plain, refreshed, late) = (self.plain(), self.refreshed(), self.refreshed_late());
        let before = "withdrawn-before-it-was-refreshed";
        vec![
            self.idle(PLAIN, &plain, &of(0, -1)),
            self.rebuts("withdrawn", PLAIN, &plain, &of(-SECOND, 1)),
            self.rebuts("withdrawn-with-the-same-sequence", PLAIN, &plain, &of(-SECOND, 0)),
            self.rebuts("withdrawn-long-before", PLAIN, &plain, &of(-HOUR, 5)),
            self.rebuts("withdrawn-for-a-second", PLAIN, &plain, &short.signed(&self.key)),
            self.rebuts("withdrawn-at-the-skew", "withdrawn-past-the-skew", &plain, &of(SKEW, 1)),
            self.idle("withdrawn-past-the-skew", &plain, &of(SKEW + 1, 1)),
            self.idle("withdrawn-half-an-hour-later", &plain, &of(HOUR / 2, 1)),
            self.idle("withdrawn-in-a-lower-epoch", &plain, &lower_epoch.signed(&self.key)),
            self.rebuts(
                "withdrawn-in-a-higher-epoch",
                PLAIN,
                &plain,
                &higher_epoch.signed(&self.key),
            ),
            self.idle(before, &late, &of(-SECOND, 2)),
            self.idle("withdrawn-just-after-it-was-described", &late, &of(-SECOND, 1)),
            self.rebuts(
                "withdrawn-with-the-sequence-of-the-descriptor-that-was-refreshed",
                before,
                &late,
                &of(-SECOND, 0),
            ),
            self.rebuts(
                "withdrawn-with-the-sequence-of-the-refresh",
                before,
                &late,
                &of(-SECOND, 3),
            ),
            self.rebuts("withdrawn-after-it-was-refreshed", before, &late, &of(-SECOND, 4)),
            self.idle("withdrawn-before-it-was-described", &refreshed, &of(-SECOND, -1)),
            self.rebuts(
                "withdrawn-with-the-sequence-of-the-refresh-at-the-skew",
                "withdrawn-with-the-sequence-of-the-refresh-past-the-skew",
                &refreshed,
                &of(SKEW, 1),
            ),
            self.idle(
                "withdrawn-with-the-sequence-of-the-refresh-past-the-skew",
                &refreshed,
                &of(SKEW + 1, 1),
            ),
            self.idle(
                "withdrawn-with-the-sequence-of-the-refresh-in-a-lower-epoch",
                &refreshed,
                &{
                    let mut withdrawal = self.withdrawal(-SECOND, 1);
                    withdrawal.epoch -= 1;
                    withdrawal.signed(&self.key)
                },
            ),
        ]
    }

    fn descriptors(&self) -> Vec<Vector> {
        let of = |after, above| self.descriptor(after, above).signed(&self.key);
        let mut higher_epoch = self.descriptor(0, -5);
        higher_epoch.epoch += 1;
        let mut lower_epoch = self.descriptor(0, 5);
        lower_epoch.epoch -= 1;
        let own = self.plain().descriptor_statement(self.world);
        let resigned = own.resigned(&self.key, &self.world.draw("another signature").bytes(64));
        let (plain, refreshed, late) = (self.plain(), self.refreshed(), self.refreshed_late());
        let (twin, before) = ("its-own-descriptor", "replaced-before-it-was-refreshed");
        vec![
            self.idle(twin, &plain, &own),
            self.idle("its-own-descriptor-with-another-signature", &plain, &resigned),
            self.idle("its-own-descriptor-where-it-was-refreshed", &refreshed, &own),
            self.rebuts("replaced", twin, &plain, &of(-SECOND, 1)),
            self.rebuts("replaced-at-the-skew", "replaced-past-the-skew", &plain, &of(SKEW, 1)),
            self.idle("replaced-past-the-skew", &plain, &of(SKEW + 1, 1)),
            self.rebuts("equivocated", twin, &plain, &of(-SECOND, 0)),
            self.idle("replaced-by-a-lower-sequence", &plain, &of(-SECOND, -1)),
            self.rebuts(
                "replaced-in-a-higher-epoch",
                twin,
                &plain,
                &higher_epoch.signed(&self.key),
            ),
            self.idle("replaced-in-a-lower-epoch", &plain, &lower_epoch.signed(&self.key)),
            self.idle(before, &late, &of(-SECOND, 2)),
            self.idle("replaced-just-after-it-was-described", &late, &of(-SECOND, 1)),
            self.rebuts("equivocated-where-it-was-refreshed", before, &late, &of(-SECOND, 0)),
            self.rebuts(
                "replaced-with-the-sequence-of-the-refresh",
                before,
                &late,
                &of(-SECOND, 3),
            ),
            self.rebuts("replaced-after-it-was-refreshed", before, &late, &of(-SECOND, 4)),
            self.rebuts(
                "equivocated-at-the-skew",
                "equivocated-past-the-skew",
                &plain,
                &of(SKEW, 0),
            ),
            self.idle("equivocated-past-the-skew", &plain, &of(SKEW + 1, 0)),
            self.idle("replaced-before-it-was-described", &refreshed, &of(-SECOND, -1)),
        ]
    }

    fn epochs(&self) -> Vec<Vector> {
        let world = self.world;
        let delegation = |after: i64, above: i64| {
            let mut delegation = world.delegation(&self.key, &world.worker);
            delegation.header().issued_at_ms = world.issued + after;
            delegation.epoch = delegation.epoch.saturating_add_signed(above);
            delegation.signed(&self.key)
        };
        let retired = |after: i64| {
            let mut retire = world.retire(&self.key);
            retire.header().issued_at_ms = world.issued + after;
            retire.signed(&self.key)
        };
        let plain = self.plain();
        let idle = "a-delegation-of-the-same-epoch";
        let later = "retired-past-the-skew";
        vec![
            self.idle(idle, &plain, &delegation(-SECOND, 0)),
            self.idle("a-delegation-of-a-lower-epoch", &plain, &delegation(-SECOND, -1)),
            self.rebuts("a-delegation-of-a-higher-epoch", idle, &plain, &delegation(-SECOND, 1)),
            self.rebuts(
                "a-delegation-at-the-skew",
                "a-delegation-past-the-skew",
                &plain,
                &delegation(SKEW, 1),
            ),
            self.idle("a-delegation-past-the-skew", &plain, &delegation(SKEW + 1, 1)),
            self.rebuts("a-delegation-of-long-before", idle, &plain, &delegation(-HOUR, 1)),
            self.rebuts("retired", later, &plain, &retired(-SECOND)),
            self.rebuts("retired-at-the-skew", later, &plain, &retired(SKEW)),
            self.idle(later, &plain, &retired(SKEW + 1)),
            self.rebuts("retired-though-refreshed", later, &self.refreshed(), &retired(-HOUR)),
        ]
    }

    /// Another agent's statement ends nothing.
    fn by_others(&self) -> Vec<Vector> {
        let world = self.world;
        let other = agent(world, 1);
        let mut withdrawal = self.withdrawal(-SECOND, 1);
        withdrawal.header().issuer = other.multikey();
        let mut descriptor = self.descriptor(-SECOND, 1);
        descriptor.header().issuer = other.multikey();
        let mut refresh = self.refresh(-2 * SECOND, 1);
        refresh.header().issuer = other.multikey();
        refresh.header().expires_at_ms = world.issued;
        let mut delegation = world.delegation(&other, &world.worker);
        delegation.epoch += 1;
        let plain = self.plain();
        vec![
            self.idle("withdrawn-by-another-agent", &plain, &withdrawal.signed(&other)),
            self.idle("replaced-by-another-agent", &plain, &descriptor.signed(&other)),
            self.idle("refreshed-by-another-agent", &plain, &refresh.signed(&other)),
            self.idle("epoch-of-another-agent", &plain, &delegation.signed(&other)),
            self.idle("another-agent-retired", &plain, &world.retire(&other).signed(&other)),
            self.idle(
                "the-registry-retired",
                &plain,
                &world.retire(&world.bob).signed(&world.bob),
            ),
        ]
    }

    /// What is not valid as its kind says nothing.
    fn invalid(&self) -> Vec<Vector> {
        let world = self.world;
        let plain = self.plain();
        let good = self.withdrawal(-SECOND, 1).signed(&self.key);
        let with = |edit: &dyn Fn(&mut Statement)| {
            let mut statement = good.clone();
            edit(&mut statement);
            statement
        };
        let mut foreign_network = self.withdrawal(-SECOND, 1);
        foreign_network.header().network_id.push('0');
        let mut endless = self.withdrawal(-SECOND, 1);
        endless.header().expires_at_ms += 24 * HOUR;
        let mut scope = world.delegation(&self.key, &world.worker);
        scope.scopes = vec!["task".to_owned()];
        let scope = scope.signed(&self.key);
        let delegation = world.delegation(&self.key, &world.worker).signed(&self.key);
        let by_worker = self.withdrawal(-SECOND, 1).delegated(&world.worker, &delegation);
        let out_of_scope = self.withdrawal(-SECOND, 1).delegated(&world.worker, &scope);
        let cut = |name: &str, length: usize| {
            let mut vector = self.idle(name, &plain, &good);
            if let Operation::CheckOmission { rebuttal, .. } = &mut vector.step.operation {
                rebuttal.0.truncate(length);
            }
            vector
        };
        let addressed = {
            let mut withdrawal = self.withdrawal(-SECOND, 1);
            withdrawal.header().audience = world.bob.multikey();
            withdrawal.signed(&self.key)
        };
        vec![
            self.idle("withdrawal-signature-altered", &plain, &with(&|it| it.sig[50] ^= 1)),
            self.idle(
                "withdrawal-shown-as-a-descriptor",
                &plain,
                &with(&|it| it.kind = Kind::Descriptor),
            ),
            self.idle(
                "withdrawal-shown-as-a-retirement",
                &plain,
                &with(&|it| it.kind = Kind::Retire),
            ),
            self.idle(
                "withdrawal-of-another-network",
                &plain,
                &foreign_network.signed(&self.key),
            ),
            self.idle("withdrawal-of-too-long-a-life", &plain, &endless.signed(&self.key)),
            self.idle(
                "withdrawal-by-another-key",
                &plain,
                &self.withdrawal(-SECOND, 1).signed(&world.worker),
            ),
            self.idle("withdrawal-out-of-scope", &plain, &out_of_scope),
            self.rebuts(
                "withdrawal-by-an-operational-key",
                "withdrawal-out-of-scope",
                &plain,
                &by_worker,
            ),
            self.rebuts("withdrawal-for-the-registry", PLAIN, &plain, &addressed),
            cut("withdrawal-cut", 50),
        ]
    }
}
