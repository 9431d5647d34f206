//! The signer's right to speak for the issuer (DEL-1 to DEL-3, DEL-5 to DEL-9).

use casp_wire::v1;

use crate::generate::case::Case;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, SKEW, Signing, World, verify};
use crate::vector::Vector;

/// Kinds that a delegate may sign.
pub(super) const DELEGABLE: [Kind; 4] = [Kind::HostBinding, Kind::Descriptor, Kind::Refresh, Kind::Withdrawal];

/// Faults that are variants of others, and shown for host bindings and descriptors alone.
const VARIANTS: [&str; 7] = [
    "signed-by-another-agent",
    "proof-too-many-first",
    "proof-twice-with-two-signatures",
    "proofs-at-max",
    "scope-all-others",
    "scope-longer",
    "root-names-a-delegation",
];

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for kind in DELEGABLE {
        let authority = Authority {
            world,
            kind,
            proof: world.alice_to_worker(),
        };
        vectors.extend(authority.vectors());
    }
    for kind in [Kind::Delegation, Kind::Retire] {
        vectors.extend(root_only(world, kind));
    }
    vectors
}

/// Vectors about one kind, signed by Alice's worker.
struct Authority<'a> {
    world: &'a World,
    kind: Kind,
    proof: Statement,
}

impl Authority<'_> {
    fn vectors(&self) -> Vec<Vector> {
        let parts = [
            self.signers(),
            self.proofs(),
            self.scopes(),
            self.windows(),
            self.epochs(),
            self.lives(),
        ];
        let mut vectors = parts.concat();
        if matches!(self.kind, Kind::Refresh | Kind::Withdrawal) {
            vectors.retain(|vector| !VARIANTS.contains(&vector.fault.as_str()));
        }
        vectors
    }

    fn id(&self, name: &str) -> String {
        format!("identity/authority/{}-{name}", self.kind.name())
    }

    fn case(&self, name: &str, now_ms: i64, statement: &Statement) -> Case {
        let title = format!("{}: {}", self.kind.name(), name.replace('-', " "));
        Case::new(self.id(name), title, &self.world.begin(), now_ms, verify(statement))
            .about(self.kind.table().name, "header.delegation")
            .flags(if statement.proofs.is_empty() {
                &[]
            } else {
                &["has-proofs"]
            })
    }

    fn accepted(&self, rule: &str, name: &str, now_ms: i64, statement: &Statement) -> Vector {
        self.case(name, now_ms, statement)
            .accepted(&[rule], statement.verified())
    }

    fn refused(&self, rule: &str, fault: &str, statement: &Statement, also: &[&str]) -> Vector {
        self.case(fault, self.world.now, statement)
            .refused(rule, fault, self.id("delegated"), also)
    }

    fn delegated(&self) -> Statement {
        self.world.delegated(self.kind, &self.proof, |_| ())
    }

    /// A statement under another delegation than the usual one.
    fn under(&self, delegation: &v1::Delegation) -> Statement {
        self.world
            .delegated(self.kind, &delegation.signed(&self.world.alice), |_| ())
    }

    fn delegation(&self) -> v1::Delegation {
        self.world.delegation(&self.world.alice, &self.world.worker)
    }

    /// DEL-1.
    fn signers(&self) -> Vec<Vector> {
        let delegated = self.delegated();
        let by = |key| self.world.made(self.kind, |_| (), &Signing::Root(key));
        let rules = [
            "DEL-1", "DEL-2", "DEL-3", "DEL-4", "DEL-5", "DEL-6", "DEL-7", "DEL-8", "DEL-9",
        ];
        vec![
            self.case("delegated", self.world.now, &delegated)
                .accepted(&rules, delegated.verified()),
            self.refused("DEL-1", "delegate-without-delegation", &by(&self.world.worker), &[]),
            self.refused("DEL-1", "signed-by-another-agent", &by(&self.world.bob), &[]),
        ]
    }

    /// DEL-2, DEL-3 and DEL-5.
    fn proofs(&self) -> Vec<Vector> {
        let world = self.world;
        let good = self.delegated();
        let with = |proofs: Vec<&Statement>| Statement {
            proofs: proofs.into_iter().map(Statement::envelope).collect(),
            ..good.clone()
        };
        let proof = &self.proof;
        let other = world.delegation(&world.alice, &world.clerk).signed(&world.alice);
        let third = world.delegation(&world.alice, &world.host).signed(&world.alice);
        let unneeded = Statement {
            proofs: vec![proof.envelope()],
            ..world.plain(self.kind)
        };
        let mut unnamed = world.made(self.kind, |_| (), &Signing::Root(&world.worker));
        unnamed.proofs = vec![proof.envelope()];
        let foreign = world.delegation(&world.bob, &world.worker).signed(&world.bob);
        let by_root = world.made(self.kind, |_| (), &Signing::Delegate(&world.alice, proof));
        let retired = world.plain(Kind::Retire);
        let resigned = proof.resigned(&world.alice, &world.draw("another proof").bytes(64));
        vec![
            self.refused("DEL-2", "proof-missing", &with(vec![]), &[]),
            self.refused("DEL-2", "another-proof-instead", &with(vec![&other]), &["proof-unused"]),
            self.refused("DEL-3", "proof-too-many", &with(vec![proof, &other]), &[]),
            self.refused("DEL-3", "proof-too-many-first", &with(vec![&other, proof]), &[]),
            self.refused("DEL-3", "proof-twice", &with(vec![proof, proof]), &[]),
            self.refused(
                "DEL-3",
                "proof-twice-with-two-signatures",
                &with(vec![proof, &resigned]),
                &[],
            ),
            self.refused(
                "DEL-3",
                "proofs-at-max",
                &with(vec![proof, &other, &third, &retired]),
                &[],
            ),
            self.refused("DEL-3", "proof-under-root", &unneeded, &[]),
            self.refused("DEL-3", "proof-not-named", &unnamed, &["signer-not-issuer"]),
            self.refused(
                "DEL-5",
                "delegation-of-another-issuer",
                &world.delegated(self.kind, &foreign, |_| ()),
                &[],
            ),
            self.refused(
                "DEL-5",
                "delegation-to-another-key",
                &world.delegated(self.kind, &other, |_| ()),
                &[],
            ),
            self.refused("DEL-5", "root-names-a-delegation", &by_root, &[]),
        ]
    }

    /// DEL-6.
    fn scopes(&self) -> Vec<Vector> {
        let scoped = |scopes: &[&str]| {
            let mut delegation = self.delegation();
            delegation.scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
            self.under(&delegation)
        };
        let many = scoped(&["com.example.scope", "descriptor", "task"]);
        vec![
            self.accepted("DEL-6", "scope-among-others", self.world.now, &many),
            self.refused("DEL-6", "scope-task", &scoped(&["task"]), &[]),
            self.refused(
                "DEL-6",
                "scope-all-others",
                &scoped(&["receipt", "registry", "task"]),
                &[],
            ),
            self.refused(
                "DEL-6",
                "scope-longer",
                &scoped(&["descriptor-all", "descriptors"]),
                &[],
            ),
        ]
    }

    /// DEL-7.
    fn windows(&self) -> Vec<Vector> {
        let issued = self.world.issued;
        let within = |from: i64, until: i64| {
            let mut delegation = self.delegation();
            delegation.header().issued_at_ms = from;
            delegation.header().expires_at_ms = until;
            self.under(&delegation)
        };
        let end = self.end_of_life();
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
            self.accepted("DEL-7", "ends-with-delegation", issued, &within(issued - HOUR, end)),
        ];
        let outliving = within(issued - HOUR, end - 1);
        let late = self.case("outlives-delegation", issued, &outliving);
        vectors.push(late.refused("DEL-7", "outlives-delegation", self.id("ends-with-delegation"), &[]));
        vectors
    }

    /// DEL-8.
    fn epochs(&self) -> Vec<Vector> {
        if self.kind == Kind::HostBinding {
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
    fn lives(&self) -> Vec<Vector> {
        let issued = self.world.issued;
        let mut delegation = self.delegation();
        delegation.header().issued_at_ms = issued;
        let young = self.under(&delegation);
        let end = self.end_of_life();
        delegation.header().expires_at_ms = end;
        let old = self.under(&delegation);
        let late = |fault: &str, twin: &str, now_ms: i64, statement: &Statement| {
            self.case(fault, now_ms, statement)
                .refused("DEL-9", fault, self.id(twin), &[])
        };
        vec![
            self.accepted("DEL-9", "delegation-at-the-skew", issued - SKEW, &young),
            late(
                "delegation-past-the-skew",
                "delegation-at-the-skew",
                issued - SKEW - 1,
                &young,
            ),
            self.accepted("DEL-9", "delegation-in-its-last-millisecond", end + SKEW - 1, &old),
            late(
                "delegation-expired",
                "delegation-in-its-last-millisecond",
                end + SKEW,
                &old,
            ),
        ]
    }

    /// When the statement ends.
    fn end_of_life(&self) -> i64 {
        let issued = self.world.issued;
        match self.kind {
            Kind::HostBinding => issued + 6 * HOUR,
            Kind::Refresh => issued + HOUR / 2,
            _ => issued + HOUR,
        }
    }
}

/// Delegations and retirements are the root key's own.
fn root_only(world: &World, kind: Kind) -> Vec<Vector> {
    let name = kind.name();
    let refuse = |fault: &str, key| {
        let statement = world.made(kind, |_| (), &Signing::Root(key));
        let title = format!("{name}: {}", fault.replace('-', " "));
        Case::new(
            format!("identity/authority/{name}-{fault}"),
            title,
            &world.begin(),
            world.now,
            verify(&statement),
        )
        .about(kind.table().name, "header.delegation")
        .refused("DEL-1", fault, format!("envelope/type/{name}"), &[])
    };
    let mut unneeded = world.plain(kind);
    unneeded.proofs = vec![
        world
            .delegation(&world.alice, &world.clerk)
            .signed(&world.alice)
            .envelope(),
    ];
    let id = format!("identity/authority/{name}-proof-under-root");
    let proof = Case::new(
        id,
        format!("{name}: proof under root"),
        &world.begin(),
        world.now,
        verify(&unneeded),
    )
    .about(kind.table().name, "header.delegation")
    .flags(&["has-proofs"])
    .refused("DEL-3", "proof-under-root", format!("envelope/type/{name}"), &[]);
    vec![
        refuse("signed-by-the-delegate", &world.worker),
        refuse("signed-by-another-agent", &world.bob),
        proof,
    ]
}
