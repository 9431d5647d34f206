//! The signer's right to speak for the issuer (DEL-1 to DEL-3, DEL-5 to DEL-9).

mod life;

use casp_wire::v1;

use crate::generate::case::Case;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{Signing, World, verify};
use crate::vector::Vector;

/// Kinds that a delegate may sign.
pub(super) fn delegable() -> impl Iterator<Item = Kind> {
    let root_only = [Kind::Delegation, Kind::Retire];
    Kind::ALL.into_iter().filter(move |kind| !root_only.contains(kind))
}

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
    for kind in delegable() {
        let authority = Authority {
            world,
            kind,
            proof: world
                .delegation_for(kind, &world.alice, &world.worker)
                .signed(&world.alice),
        };
        vectors.extend(authority.vectors());
    }
    for kind in [Kind::Delegation, Kind::Retire] {
        vectors.extend(root_only(world, kind));
    }
    vectors
}

/// What does not depend on the kind, and is shown for the kinds of the first chapters alone.
const GENERAL: [&str; 8] = [
    "another-proof-instead",
    "proof-missing",
    "proof-too-many",
    "proof-twice",
    "proof-under-root",
    "proof-not-named",
    "delegation-of-another-issuer",
    "delegation-to-another-key",
];

/// What depends on whether a kind is one-shot, and is not shown for each of those that are, or are not.
const ALIKE: [&str; 6] = [
    "scope-among-others",
    "begins-with-delegation",
    "delegation-at-the-skew",
    "delegation-past-the-skew",
    "delegation-in-its-last-millisecond",
    "delegation-expired",
];

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
        let shown_in_full = matches!(self.kind, Kind::HostBinding | Kind::Descriptor);
        vectors.retain(|vector| shown_in_full || !VARIANTS.contains(&vector.fault.as_str()));
        let prefix = self.id("");
        let among = |names: &[&str], vector: &Vector| names.contains(&vector.id.trim_start_matches(&prefix));
        vectors.retain(|vector| self.in_full() || !among(&GENERAL, vector));
        let stands_for_others = matches!(
            self.kind,
            Kind::Offer | Kind::TaskResult | Kind::ToolReceipt | Kind::DiscoveryResult
        );
        vectors.retain(|vector| self.in_full() || stands_for_others || !among(&ALIKE, vector));
        vectors
    }

    /// Whether what is the same for every kind is shown too.
    fn in_full(&self) -> bool {
        matches!(self.kind.area(), "identity" | "descriptor")
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
        self.world
            .delegation_for(self.kind, &self.world.alice, &self.world.worker)
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
        let to = |root, delegate| world.delegation_for(self.kind, root, delegate).signed(root);
        let other = to(&world.alice, &world.clerk);
        let third = to(&world.alice, &world.host);
        let unneeded = Statement {
            proofs: vec![proof.envelope()],
            ..world.plain(self.kind)
        };
        let mut unnamed = world.made(self.kind, |_| (), &Signing::Root(&world.worker));
        unnamed.proofs = vec![proof.envelope()];
        let foreign = to(&world.bob, &world.worker);
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
        let own = self.kind.scope();
        let all = ["descriptor", "receipt", "registry", "task"];
        let others: Vec<&str> = all.into_iter().filter(|scope| *scope != own).collect();
        let longer = [format!("{own}-all"), format!("{own}s")];
        let last = if own == "registry" { own } else { "task" };
        let many = scoped(&["com.example.scope", "descriptor", "receipt", last]);
        let wrong = if own == "task" { "descriptor" } else { "task" };
        vec![
            self.accepted("DEL-6", "scope-among-others", self.world.now, &many),
            self.refused("DEL-6", &format!("scope-{wrong}"), &scoped(&[wrong]), &[]),
            self.refused("DEL-6", "scope-all-others", &scoped(&others), &[]),
            self.refused(
                "DEL-6",
                "scope-longer",
                &scoped(&longer.each_ref().map(String::as_str)),
                &[],
            ),
        ]
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
