//! Whom a statement is for (HDR-2 to HDR-4).

use super::HeaderOf;
use crate::generate::case::Case;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::Signing;
use crate::vector::{Begin, Vector};

const FIELD: &str = "header.audience";

impl HeaderOf<'_> {
    pub(super) fn audiences(&self) -> Vec<Vector> {
        if self.forbids_audience() {
            let verifier = self.world.verifier.multikey();
            return vec![self.refused("HDR-3", FIELD, "audience-forbidden", |header| {
                header.audience = verifier
            })];
        }
        let own = self.to(self.world.verifier.multikey());
        let twin = self.twin();
        let others = self.others().into_iter();
        let mut vectors: Vec<Vector> = others
            .map(|(fault, statement)| {
                self.named(fault, &statement)
                    .refused("HDR-2", fault, self.id(twin), &[])
            })
            .collect();
        let of_nobody = self.named("audience-of-nobody", &own).begin(Begin {
            verifier: Vec::new().into(),
            ..self.world.begin()
        });
        vectors.push(
            of_nobody
                .flags(&["no-verifier"])
                .refused("HDR-2", "audience-of-nobody", self.id(twin), &[]),
        );
        if self.requires_audience() {
            vectors.push(self.refused("HDR-4", FIELD, "audience-missing", |header| header.audience.clear()));
        } else {
            vectors.push(self.named("audience-own", &own).accepted(&["HDR-2"], own.verified()));
        }
        vectors.extend(self.own_statements());
        vectors
    }

    /// The vector in which the audience is the verifier.
    fn twin(&self) -> &'static str {
        if self.requires_audience() {
            "valid"
        } else {
            "audience-own"
        }
    }

    fn to(&self, agent: Vec<u8>) -> Statement {
        self.world.with_header(self.kind, |header| header.audience = agent)
    }

    fn named(&self, name: &str, statement: &Statement) -> Case {
        self.case(name, FIELD, &name.replace('-', " "), statement)
    }

    /// Statements for others than the verifier.
    fn others(&self) -> Vec<(&'static str, Statement)> {
        let mut almost = self.world.verifier.multikey();
        almost[33] ^= 1;
        let mut others = vec![
            ("audience-other", self.to(self.world.bob.multikey())),
            ("audience-almost", self.to(almost)),
        ];
        // Parties to an engagement are two (TSK-2).
        if self.kind.area() != "task" {
            others.push(("audience-issuer", self.to(self.world.alice.multikey())));
        }
        others
    }

    /// A verifier takes what its own agent says to others; its own agent is the issuer, not the signer.
    fn own_statements(&self) -> Vec<Vector> {
        let world = self.world;
        let as_agent = |agent: Vec<u8>| Begin {
            verifier: agent.into(),
            ..world.begin()
        };
        let sent = self.to(world.bob.multikey());
        let own = self
            .named("audience-of-an-own-statement", &sent)
            .begin(as_agent(world.alice.multikey()))
            .accepted(&["HDR-2"], sent.verified());
        if !matches!(self.kind, Kind::Offer | Kind::Descriptor) {
            return vec![own];
        }
        let delegation = world.delegation_for(self.kind, &world.alice, &world.worker);
        let proof = delegation.signed(&world.alice);
        let delegated = world.made(
            self.kind,
            |header| header.audience = world.bob.multikey(),
            &Signing::Delegate(&world.worker, &proof),
        );
        let fault = "audience-other-when-the-verifier-signed";
        let signer = self
            .at(fault, FIELD, &fault.replace('-', " "), world.now, &delegated)
            .begin(as_agent(world.worker.multikey()))
            .flags(&["has-proofs"])
            .refused("HDR-2", fault, self.id("audience-of-an-own-statement"), &[]);
        vec![own, signer]
    }
}
