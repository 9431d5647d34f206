//! A proof that the agent has equivocated in the entry's epoch rebuts; any other changes nothing.

use casp_wire::v1::EquivocationProof;
use prost::Message as _;

use super::super::against_bytes;
use super::super::parts::Parts;
use super::Rebuttals;
use crate::generate::discovery::find::agent;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{HOUR, SECOND, SKEW};
use crate::vector::{Bytes, Vector};

/// Both statements are of another agent.
const IDLE: &str = "equivocation-of-another-agent";

/// These two, in this order.
fn in_order(first: &Statement, second: &Statement) -> EquivocationProof {
    EquivocationProof {
        first: Some(first.bundle()),
        second: Some(second.bundle()),
    }
}

/// The lower object id first.
fn proof(a: &Statement, b: &Statement) -> EquivocationProof {
    if a.object_id() < b.object_id() {
        in_order(a, b)
    } else {
        in_order(b, a)
    }
}

impl Rebuttals<'_> {
    fn vector(
        &self,
        name: &str,
        parts: &Parts,
        rebuttal: Vec<u8>,
        payload_type: String,
    ) -> crate::generate::case::Case {
        let id = format!("omission-rebuttal/{name}");
        let proof = parts.proof(self.world);
        against_bytes(self.world, &id, &proof, Bytes(rebuttal), payload_type)
    }

    fn proves_nothing(&self, name: &str, parts: &Parts, rebuttal: Vec<u8>) -> Vector {
        self.vector(name, parts, rebuttal, String::new())
            .accepted(&["OMS-8"], None)
    }

    fn proves(&self, name: &str, twin: &str, parts: &Parts, proof: &EquivocationProof) -> Vector {
        self.vector(name, parts, proof.encode_to_vec(), String::new())
            .about("OmissionProof", "entry")
            .refused("OMS-8", name, format!("discovery/omission-rebuttal/{twin}"), &[])
    }

    /// Two withdrawals of one sequence, so much above the descriptor's and issued so long after the result.
    fn two(&self, above: i64, epoch: i64, [first, second]: [i64; 2]) -> [Statement; 2] {
        [first, second].map(|after| {
            let mut withdrawal = self.withdrawal(after, above);
            withdrawal.epoch = withdrawal.epoch.saturating_add_signed(epoch);
            withdrawal.signed(&self.key)
        })
    }

    /// Whatever the sequence is, and whatever the kinds are.
    pub(super) fn equivocations(&self) -> Vec<Vector> {
        let world = self.world;
        let (plain, refreshed) = (self.plain(), self.refreshed());
        let of = |above, issued| {
            let [a, b] = self.two(above, 0, issued);
            proof(&a, &b)
        };
        let before = [-2 * SECOND, -SECOND];
        let descriptors = [-9, -8].map(|seconds: i64| self.descriptor(seconds * SECOND, -7).signed(&self.key));
        let refreshes = [-9, -8].map(|seconds: i64| self.refresh(seconds * SECOND, -7).signed(&self.key));
        let own = plain.descriptor_statement(world);
        let beside = self.withdrawal(-SECOND, 0).signed(&self.key);
        let own_refresh = refreshed.refresh.clone().unwrap_or_default().signed(&self.key);
        let beside_refresh = self.withdrawal(-SECOND, 1).signed(&self.key);
        let delegation = world.delegation(&self.key, &world.worker).signed(&self.key);
        let by_worker = self.withdrawal(-SECOND, -7).delegated(&world.worker, &delegation);
        let [by_root, _] = self.two(-7, 0, before);
        let addressed = [1, 2].map(|seconds: i64| {
            let mut withdrawal = self.withdrawal(-seconds * SECOND, -7);
            withdrawal.header().audience = world.carol.multikey();
            withdrawal.signed(&self.key)
        });
        let rebuts = |name: &str, parts: &Parts, proof: &EquivocationProof| self.proves(name, IDLE, parts, proof);
        vec![
            rebuts("equivocation-long-before", &plain, &of(-900, [-9 * HOUR, -8 * HOUR])),
            rebuts("equivocation-of-a-lower-sequence", &plain, &of(-1, before)),
            rebuts("equivocation-of-a-higher-sequence", &plain, &of(7, before)),
            rebuts("equivocation-where-it-was-refreshed", &refreshed, &of(-1, before)),
            rebuts(
                "equivocation-by-descriptors",
                &plain,
                &proof(&descriptors[0], &descriptors[1]),
            ),
            rebuts(
                "equivocation-by-refreshes",
                &plain,
                &proof(&refreshes[0], &refreshes[1]),
            ),
            rebuts(
                "equivocation-by-two-kinds",
                &plain,
                &proof(&descriptors[0], &refreshes[1]),
            ),
            rebuts("equivocation-beside-its-own-descriptor", &plain, &proof(&own, &beside)),
            rebuts(
                "equivocation-beside-its-own-refresh",
                &refreshed,
                &proof(&own_refresh, &beside_refresh),
            ),
            rebuts(
                "equivocation-by-an-operational-key",
                &plain,
                &proof(&by_root, &by_worker),
            ),
            rebuts("equivocation-for-another", &plain, &proof(&addressed[0], &addressed[1])),
            self.proves(
                "equivocation-with-one-at-the-skew",
                "equivocation-with-one-past-the-skew",
                &plain,
                &of(-1, [-SECOND, SKEW]),
            ),
            self.proves(
                "equivocation-at-the-skew",
                "equivocation-past-the-skew",
                &plain,
                &of(-1, [SKEW - 1, SKEW]),
            ),
        ]
    }

    /// Of another agent, of another epoch, or made later.
    pub(super) fn equivocations_of_no_account(&self) -> Vec<Vector> {
        let world = self.world;
        let plain = self.plain();
        let of = |above, epoch, issued| {
            let [a, b] = self.two(above, epoch, issued);
            proof(&a, &b).encode_to_vec()
        };
        let before = [-2 * SECOND, -SECOND];
        let other = agent(world, 1);
        let theirs = [1, 2].map(|seconds: i64| {
            let mut withdrawal = self.withdrawal(-seconds * SECOND, -1);
            withdrawal.header().issuer = other.multikey();
            withdrawal.signed(&other)
        });
        let registry = [1, 2].map(|seconds: i64| {
            let mut withdrawal = world.withdrawal(&world.bob);
            withdrawal.header().issued_at_ms -= seconds * SECOND;
            withdrawal.signed(&world.bob)
        });
        let skew = SKEW + 1;
        // Whichever of the two comes first: a proof for each.
        let [early, late] = self.two(-1, 0, [-SECOND, skew]);
        let wanted = early.object_id() < late.object_id();
        let sought = (1..).map(|nth| self.two(-1, 0, [-SECOND - nth, skew]));
        let otherwise = sought
            .take(64)
            .find(|[early, late]| (early.object_id() < late.object_id()) != wanted);
        let [other_early, other_late] = otherwise.unwrap_or([early.clone(), late.clone()]);
        let idle = |name: &str, proof: Vec<u8>| self.proves_nothing(name, &plain, proof);
        vec![
            idle(IDLE, proof(&theirs[0], &theirs[1]).encode_to_vec()),
            idle(
                "equivocation-of-the-registry",
                proof(&registry[0], &registry[1]).encode_to_vec(),
            ),
            idle("equivocation-in-a-higher-epoch", of(-1, 1, before)),
            idle("equivocation-in-a-lower-epoch", of(-1, -1, before)),
            idle("equivocation-past-the-skew", of(-1, 0, [skew, skew + 1])),
            idle(
                "equivocation-with-one-past-the-skew",
                proof(&early, &late).encode_to_vec(),
            ),
            idle(
                "equivocation-with-the-other-past-the-skew",
                proof(&other_early, &other_late).encode_to_vec(),
            ),
        ]
    }

    /// What is no valid proof.
    pub(super) fn no_proofs(&self) -> Vec<Vector> {
        let world = self.world;
        let plain = self.plain();
        let [a, b] = self.two(-1, 0, [-2 * SECOND, -SECOND]);
        let good = proof(&a, &b);
        let forged = |mut statement: Statement| {
            statement.sig[50] ^= 1;
            statement
        };
        let swapped = EquivocationProof {
            first: good.second.clone(),
            second: good.first.clone(),
        };
        let [next, _] = self.two(-2, 0, [-2 * SECOND, -SECOND]);
        let [higher, _] = self.two(-1, 1, [-2 * SECOND, -SECOND]);
        let other = agent(world, 1);
        let mut theirs = self.withdrawal(-SECOND, -1);
        theirs.header().issuer = other.multikey();
        let theirs = theirs.signed(&other);
        let mut foreign = self.withdrawal(-SECOND, -1);
        foreign.header().network_id.push('0');
        let foreign = foreign.signed(&self.key);
        let by_worker = self.withdrawal(-SECOND, -1).signed(&world.worker);
        let delegation = world.delegation(&self.key, &world.worker).signed(&self.key);
        let mut unknown = good.encode_to_vec();
        unknown.extend([0x1a, 0x00]);
        let mut cut = good.encode_to_vec();
        cut.truncate(100);
        let half = EquivocationProof {
            second: None,
            ..good.clone()
        };
        let idle = |name: &str, proof: Vec<u8>| self.proves_nothing(name, &plain, proof);
        let of = |name: &str, a: &Statement, b: &Statement| idle(name, proof(a, b).encode_to_vec());
        let typed = |name: &str, kind: Kind| {
            self.vector(name, &plain, good.encode_to_vec(), kind.payload_type())
                .accepted(&["OMS-8"], None)
        };
        let statement = self.withdrawal(-SECOND, 1).signed(&self.key);
        vec![
            of("equivocation-with-a-signature-altered", &forged(a.clone()), &b),
            of("equivocation-with-the-other-signature-altered", &a, &forged(b.clone())),
            of("equivocation-by-another-key", &a, &by_worker),
            of("equivocation-with-a-member-of-another-network", &a, &foreign),
            of("equivocation-with-a-delegation", &a, &delegation),
            of("equivocation-of-two-agents", &a, &theirs),
            of("equivocation-of-two-sequences", &a, &next),
            of("equivocation-of-two-epochs", &a, &higher),
            idle("equivocation-swapped", swapped.encode_to_vec()),
            idle("equivocation-of-one-statement", in_order(&a, &a).encode_to_vec()),
            idle("equivocation-of-one-member", half.encode_to_vec()),
            idle("equivocation-with-an-unknown-field", unknown),
            idle("equivocation-cut", cut),
            typed("equivocation-shown-as-a-withdrawal", Kind::Withdrawal),
            typed("equivocation-shown-as-a-retirement", Kind::Retire),
            idle(
                "withdrawal-shown-as-an-equivocation",
                statement.bundle_bytes().as_slice().to_vec(),
            ),
        ]
    }
}
