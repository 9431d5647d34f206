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
        let nobody = Begin {
            verifier: Vec::new().into(),
            ..self.world.begin()
        };
        let of_nobody = self.named("audience-of-nobody", &own).begin(nobody.clone());
        vectors.push(
            of_nobody
                .flags(&["no-verifier"])
                .refused("HDR-2", "audience-of-nobody", self.id(twin), &[]),
        );
        if self.requires_audience() {
            vectors.push(self.refused("HDR-4", FIELD, "audience-missing", |header| header.audience.clear()));
        } else {
            vectors.push(self.named("audience-own", &own).accepted(&["HDR-2"], own.verified()));
            let everyones = self.world.plain(self.kind);
            let to_nobody = self.named("no-audience-for-nobody", &everyones).begin(nobody);
            vectors.push(
                to_nobody
                    .flags(&["no-verifier"])
                    .accepted(&["HDR-2"], everyones.verified()),
            );
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

    /// What the verifier's own agent has issued is received like all else: being its issuer, or its signer, is not enough.
    fn own_statements(&self) -> Vec<Vector> {
        let world = self.world;
        let as_agent = |agent: Vec<u8>| Begin {
            verifier: agent.into(),
            ..world.begin()
        };
        let begin = as_agent(world.alice.multikey());
        let mut vectors = Vec::new();
        let mut accept = |name: &str, statement: &Statement| {
            let case = self.named(name, statement).begin(begin.clone());
            vectors.push(case.accepted(&["HDR-2"], statement.verified()));
        };
        if !self.requires_audience() {
            accept("issuer-is-the-verifier", &world.plain(self.kind));
        }
        let mut twin = self.twin();
        // Parties to an engagement are two (TSK-2).
        if self.kind.area() != "task" {
            twin = "issuer-and-audience-are-the-verifier";
            accept(twin, &self.to(world.alice.multikey()));
        }
        let fault = "audience-other-when-the-verifier-issued";
        let sent = self.to(world.bob.multikey());
        let issuer = self.named(fault, &sent).begin(begin.clone());
        vectors.push(issuer.refused("HDR-2", fault, self.id(twin), &[]));
        if !matches!(self.kind, Kind::Offer | Kind::Descriptor) {
            return vectors;
        }
        let delegation = world.delegation_for(self.kind, &world.alice, &world.worker);
        let proof = delegation.signed(&world.alice);
        let delegated = world.made(
            self.kind,
            |header| header.audience = world.bob.multikey(),
            &Signing::Delegate(&world.worker, &proof),
        );
        for (fault, agent) in [
            ("audience-other-when-the-verifier-signed", &world.worker),
            ("audience-other-when-a-key-of-the-verifier-signed", &world.alice),
        ] {
            let case = self
                .at(fault, FIELD, &fault.replace('-', " "), world.now, &delegated)
                .begin(as_agent(agent.multikey()))
                .flags(&["has-proofs"]);
            vectors.push(case.refused("HDR-2", fault, self.id(twin), &[]));
        }
        vectors
    }
}
