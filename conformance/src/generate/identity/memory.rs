//! What a verifier remembers of an agent: its highest epoch (DEL-10) and its retirement (DEL-11).

use casp_wire::v1;

use super::authority::delegable;
use crate::generate::case::Case;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{DAY, World, apply, done, observe, undone, verify};
use crate::vector::{Operation, Step, Vector, Verdict};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let memory = Memory { world };
    let mut vectors = memory.learnt_epochs();
    vectors.extend(memory.epochs_of_subjects());
    vectors.extend(memory.not_learnt());
    vectors.extend(memory.retirements());
    vectors
}

struct Memory<'a> {
    world: &'a World,
}

impl Memory<'_> {
    fn case(&self, name: &str, title: &str, message: &str, prior: Vec<Step>, operation: Operation) -> Case {
        Case::new(
            format!("identity/memory/{name}"),
            title,
            &self.world.begin(),
            self.world.now,
            operation,
        )
        .about(
            message,
            if name.contains("retire") {
                "header.issuer"
            } else {
                "epoch"
            },
        )
        .after(prior)
        .flags(&["has-prior"])
    }

    fn verified(&self, name: &str, title: &str, prior: Vec<Step>, statement: &Statement) -> Case {
        self.case(name, title, statement.kind.table().name, prior, verify(statement))
    }

    /// Alice's delegation to her clerk, of an epoch so much higher.
    fn delegation(&self, above: u64) -> Statement {
        let mut delegation = self.world.delegation(&self.world.alice, &self.world.clerk);
        delegation.epoch = self.world.epoch + above;
        delegation.signed(&self.world.alice)
    }

    /// Alice's descriptor of an epoch so much higher.
    fn descriptor(&self, above: u64) -> v1::CapabilityDescriptor {
        let mut descriptor = self.world.descriptor(&self.world.alice);
        descriptor.epoch = self.world.epoch + above;
        descriptor
    }

    fn then(&self, operation: Operation) -> Vec<Step> {
        vec![done(self.world.now, operation)]
    }

    /// Everything from which an epoch is learnt, and what then happens to a descriptor of the epoch before.
    fn learnt_epochs(&self) -> Vec<Vector> {
        let alice = &self.world.alice;
        let low = self.descriptor(0).signed(alice);
        let high = self.descriptor(1).signed(alice);
        let mut withdrawal = self.world.withdrawal(alice);
        withdrawal.epoch += 1;
        let mut delegation = self.world.delegation(alice, &self.world.worker);
        delegation.epoch += 1;
        let under = self
            .descriptor(1)
            .delegated(&self.world.worker, &delegation.signed(alice));
        let mut task = self.world.delegation_for(Kind::Offer, alice, &self.world.worker);
        task.epoch += 1;
        let offer = self.world.delegated(Kind::Offer, &task.signed(alice), |_| ());
        let learnt: [(&str, Operation); 5] = [
            ("delegation-observed", observe(&self.delegation(1))),
            ("descriptor-applied", apply(&high)),
            ("withdrawal-applied", apply(&withdrawal.signed(alice))),
            ("delegated-descriptor-applied", apply(&under)),
            ("delegated-offer-applied", apply(&offer)),
        ];
        let equal = self.then(observe(&self.delegation(0)));
        let mut vectors = vec![
            self.verified("epoch-equal", "the highest epoch seen is in order", equal, &low)
                .accepted(&["DEL-10"], low.verified()),
            self.verified(
                "epoch-higher",
                "so is a higher one",
                self.then(observe(&self.delegation(0))),
                &high,
            )
            .accepted(&["DEL-10"], high.verified()),
        ];
        for (by, operation) in learnt {
            let fault = format!("superseded-by-{by}");
            let title = format!("a descriptor of a lower epoch: {by}").replace('-', " ");
            vectors.push(self.verified(&fault, &title, self.then(operation), &low).refused(
                "DEL-10",
                &fault,
                "identity/memory/epoch-equal",
                &[],
            ));
        }
        vectors
    }

    /// Every kind that has an epoch, in itself or by its delegation, after a higher one was seen.
    fn epochs_of_subjects(&self) -> Vec<Vector> {
        let seen = || self.then(observe(&self.delegation(1)));
        let mut vectors = Vec::new();
        for kind in delegable() {
            let proof = self
                .world
                .delegation_for(kind, &self.world.alice, &self.world.worker)
                .signed(&self.world.alice);
            let statement = self.world.delegated(kind, &proof, |_| ());
            let fault = format!("superseded-{}-of-a-delegate", kind.name());
            let title = format!("a {} under a delegation of a lower epoch", kind.name());
            let twin = format!("identity/authority/{}-delegated", kind.name());
            vectors.push(
                self.verified(&fault, &title, seen(), &statement)
                    .flags(&["has-proofs"])
                    .refused("DEL-10", &fault, twin, &[]),
            );
        }
        for kind in [Kind::Delegation, Kind::Refresh, Kind::Withdrawal] {
            let fault = format!("superseded-{}", kind.name());
            let title = format!("a {} of a lower epoch by the root key", kind.name());
            let twin = format!("envelope/type/{}", kind.name());
            vectors.push(self.verified(&fault, &title, seen(), &self.world.plain(kind)).refused(
                "DEL-10",
                &fault,
                twin,
                &[],
            ));
        }
        let old = self.delegation(0);
        vectors.push(
            self.case(
                "superseded-delegation-observed",
                "an older delegation is not observed",
                "Delegation",
                seen(),
                observe(&old),
            )
            .refused(
                "DEL-10",
                "superseded-delegation-observed",
                "envelope/type/delegation",
                &[],
            ),
        );
        let rootless = self.world.plain(Kind::HostBinding);
        vectors.push(
            self.verified(
                "host-binding-without-epoch",
                "the root key's host binding has no epoch",
                seen(),
                &rootless,
            )
            .accepted(&["DEL-10"], rootless.verified()),
        );
        vectors
    }

    /// What a verifier does not learn from.
    fn not_learnt(&self) -> Vec<Vector> {
        let world = self.world;
        let low = self.descriptor(0).signed(&world.alice);
        let mut of_bob = world.delegation(&world.bob, &world.clerk);
        of_bob.epoch += 5;
        let mut altered = self.delegation(1);
        altered.sig[40] ^= 1;
        let mut expired = world.delegation(&world.alice, &world.clerk);
        expired.epoch += 1;
        expired.header().issued_at_ms = world.now - 3 * DAY;
        expired.header().expires_at_ms = world.now - 2 * DAY;
        let expired = expired.signed(&world.alice);
        let refused = |operation, verdict| vec![undone(world.now, operation, verdict)];
        let cases = [
            ("epoch-of-another-agent", self.then(observe(&of_bob.signed(&world.bob)))),
            ("epoch-verified-only", self.then(verify(&self.delegation(1)))),
            ("epoch-of-a-forgery", refused(observe(&altered), Verdict::Reject)),
            ("epoch-of-the-expired", refused(observe(&expired), Verdict::Ignore)),
            ("epoch-of-the-host", self.then(verify(&world.plain(Kind::HostBinding)))),
        ];
        let accept = |(name, prior): (&str, Vec<Step>)| {
            let title = format!("nothing is learnt: {}", name.replace('-', " "));
            self.verified(name, &title, prior, &low)
                .accepted(&["DEL-10"], low.verified())
        };
        cases.into_iter().map(accept).collect()
    }

    /// DEL-11.
    fn retirements(&self) -> Vec<Vector> {
        let world = self.world;
        let mut retire = world.retire(&world.alice);
        retire.successor = world.bob.multikey();
        let retired = || self.then(observe(&retire.signed(&world.alice)));
        let mut vectors = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Retire) {
            let fault = format!("retired-{}", kind.name());
            let title = format!("a {} of an agent that has retired", kind.name());
            let twin = format!("envelope/type/{}", kind.name());
            vectors.push(self.verified(&fault, &title, retired(), &world.plain(kind)).refused(
                "DEL-11",
                &fault,
                twin,
                &[],
            ));
        }
        let delegated = world.delegated(Kind::Descriptor, &world.alice_to_worker(), |_| ());
        let fault = "retired-descriptor-of-a-delegate";
        vectors.push(
            self.verified(
                fault,
                "a delegate's descriptor of an agent that has retired",
                retired(),
                &delegated,
            )
            .flags(&["has-proofs"])
            .refused("DEL-11", fault, "identity/authority/descriptor-delegated", &[]),
        );
        let again = world.plain(Kind::Retire);
        let successor = world.descriptor(&world.bob).signed(&world.bob);
        let own = world.plain(Kind::Descriptor);
        let verified_only = self.then(verify(&again));
        vectors.extend([
            self.verified("retired-retire", "a retirement stays one", retired(), &again)
                .accepted(&["DEL-11"], again.verified()),
            self.verified(
                "retired-predecessor",
                "the successor has not retired",
                retired(),
                &successor,
            )
            .accepted(&["DEL-11"], successor.verified()),
            self.verified(
                "retire-verified-only",
                "a retirement that was only verified",
                verified_only,
                &own,
            )
            .accepted(&["DEL-11"], own.verified()),
        ]);
        vectors
    }
}
