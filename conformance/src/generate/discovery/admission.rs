//! Registrations, and what admits a newcomer (ADM-1 to ADM-4).

mod encoding;
mod order;

use casp_wire::v1::{AdmissionChallenge, AdmissionProof, Registration};
use prost::Message as _;

use super::answer::zeros;
use super::plain::{challenge, marked, secret, solve, zero_bits};
use crate::generate::Group;
use crate::generate::case::Case;
use crate::generate::forge::{Key, Kind, Statement};
use crate::generate::world::{DAY, MINUTE, World};
use crate::vector::{Operation, Vector};

const RULES: [&str; 4] = ["ADM-1", "ADM-2", "ADM-3", "ADM-4"];

/// Greatest encoded registration, bytes.
const MAX_REGISTRATION: usize = 147_456;
/// Greatest bundle of a publication, bytes.
const MAX_PUBLICATION: usize = 131_072;

pub(super) fn groups(world: &World) -> Vec<Group> {
    let registry = Registry { world };
    let vectors = [
        registry.publications(),
        registry.admitted(),
        registry.foreign(),
        registry.forged(),
        registry.in_time(),
        registry.unworked(),
        registry.sizes(),
        order::vectors(&registry),
    ];
    vec![
        ("discovery", "admission", vectors.concat()),
        ("discovery", "registration-encoding", encoding::vectors(&registry)),
    ]
}

/// Alice registers with the verifier.
struct Registry<'a> {
    world: &'a World,
}

impl Registry<'_> {
    fn asks(&self, difficulty_bits: u32) -> AdmissionChallenge {
        challenge(self.world, &self.world.verifier, &self.world.alice, difficulty_bits)
    }

    /// A challenge that was altered before the registry made it.
    fn asks_altered(&self, difficulty_bits: u32, edit: impl FnOnce(&mut AdmissionChallenge)) -> AdmissionChallenge {
        let mut challenge = self.asks(difficulty_bits);
        edit(&mut challenge);
        marked(challenge, &secret(self.world))
    }

    /// The proof, with as many zero bits as were asked for or more.
    fn proves(&self, challenge: AdmissionChallenge) -> AdmissionProof {
        let enough = challenge.difficulty_bits;
        self.proves_with(challenge, |bits| bits >= enough)
    }

    fn proves_with(&self, challenge: AdmissionChallenge, will_do: impl Fn(u32) -> bool) -> AdmissionProof {
        AdmissionProof {
            solution: solve(self.world, &challenge, will_do),
            challenge: Some(challenge),
        }
    }

    fn registers(&self, publication: &Statement, admission: Option<AdmissionProof>) -> Registration {
        Registration {
            publication: Some(publication.bundle()),
            admission,
        }
    }

    fn case(&self, name: &str, kind: Kind, registration: &Registration) -> Case {
        let operation = Operation::CheckRegistration {
            registration: registration.encode_to_vec().into(),
            payload_type: kind.payload_type(),
            secret: secret(self.world).into(),
        };
        let proofs = registration
            .publication
            .as_ref()
            .map_or(0, |bundle| bundle.proofs.len());
        let flags: &[&str] = if proofs > 0 { &["has-proofs"] } else { &[] };
        let title = format!("registration: {}", name.replace('-', " "));
        let id = format!("discovery/admission/{name}");
        Case::new(id, title, &self.world.begin(), self.world.now, operation)
            .about("Registration", "")
            .flags(flags)
    }

    fn good(&self, rules: &[&str], name: &str, publication: &Statement, admission: Option<AdmissionProof>) -> Vector {
        let registration = self.registers(publication, admission);
        self.case(name, publication.kind, &registration)
            .accepted(rules, publication.verified())
    }

    /// Alice's descriptor is accepted.
    fn admits(&self, name: &str, admission: AdmissionProof) -> Vector {
        self.good(&RULES, name, &self.world.plain(Kind::Descriptor), Some(admission))
    }

    /// Alice's descriptor is refused.
    fn refuses(&self, rule: &str, name: &str, field: &str, twin: &str, admission: AdmissionProof) -> Vector {
        let descriptor = self.world.plain(Kind::Descriptor);
        let twin = format!("discovery/admission/{twin}");
        self.case(name, Kind::Descriptor, &self.registers(&descriptor, Some(admission)))
            .about("Registration", format!("admission.{field}"))
            .refused(rule, name, twin, &[])
    }

    fn publications(&self) -> Vec<Vector> {
        let world = self.world;
        let admitted = || Some(self.proves(self.asks(6)));
        let delegation = world.alice_to_worker();
        let delegated = world.delegated(Kind::Descriptor, &delegation, |_| ());
        let mut vectors = Vec::new();
        for kind in [Kind::Descriptor, Kind::Refresh, Kind::Withdrawal] {
            let (name, statement) = (kind.name(), world.plain(kind));
            vectors.push(self.good(
                &["TYP-1", "DEL-1"],
                &format!("{name}-without-admission"),
                &statement,
                None,
            ));
            vectors.push(self.good(&RULES, &format!("{name}-with-admission"), &statement, admitted()));
        }
        vectors.push(self.good(&["DEL-5"], "delegated-without-admission", &delegated, None));
        vectors.push(self.good(&RULES, "delegated-with-admission", &delegated, admitted()));
        let to_registry = world.with_header(Kind::Descriptor, |header| header.audience = world.verifier.multikey());
        vectors.push(self.good(&["HDR-2"], "addressed-to-the-registry", &to_registry, admitted()));
        vectors
    }

    /// ADM-4, enough and more than enough.
    fn admitted(&self) -> Vec<Vector> {
        let exactly = |bits: u32| self.proves_with(self.asks(bits), move |found| found == bits);
        let more = |bits: u32| self.proves_with(self.asks(bits), move |found| found > bits);
        vec![
            self.admits("no-work-asked", exactly(0)),
            self.admits("one-bit-asked", exactly(1)),
            self.admits("seven-bits-asked", exactly(7)),
            self.admits("a-byte-asked", exactly(8)),
            self.admits("nine-bits-asked", exactly(9)),
            self.admits("twelve-bits-asked", exactly(12)),
            self.admits("more-than-asked", more(8)),
            self.admits("worked-where-none-was-asked", more(0)),
        ]
    }

    /// ADM-1.
    fn foreign(&self) -> Vec<Vector> {
        let world = self.world;
        let of = |registry: &Key, agent: &Key| self.proves(challenge(world, registry, agent, 8));
        let almost = |edit: &dyn Fn(&mut AdmissionChallenge)| self.proves(self.asks_altered(8, edit));
        let refuse = |name: &str, field: &str, admission| {
            self.refuses("ADM-1", name, field, "descriptor-with-admission", admission)
        };
        let delegated = world.delegated(Kind::Descriptor, &world.alice_to_worker(), |_| ());
        let for_worker = Some(of(&world.verifier, &world.worker));
        let by_signer = self
            .case(
                "for-the-operational-key",
                Kind::Descriptor,
                &self.registers(&delegated, for_worker),
            )
            .about("Registration", "admission.challenge.agent")
            .refused(
                "ADM-1",
                "for-the-operational-key",
                "discovery/admission/delegated-with-admission",
                &[],
            );
        let (registry, agent_field) = ("challenge.registry", "challenge.agent");
        vec![
            refuse("of-another-registry", registry, of(&world.bob, &world.alice)),
            refuse("of-the-agent-itself", registry, of(&world.alice, &world.alice)),
            refuse("of-almost-this-registry", registry, almost(&|it| it.registry[33] ^= 1)),
            refuse("for-another-agent", agent_field, of(&world.verifier, &world.bob)),
            refuse("for-the-registry", agent_field, of(&world.verifier, &world.verifier)),
            refuse("for-almost-this-agent", agent_field, almost(&|it| it.agent[33] ^= 1)),
            refuse("both-the-other-way-round", registry, of(&world.alice, &world.verifier)),
            by_signer,
        ]
    }

    /// ADM-2.
    fn forged(&self) -> Vec<Vector> {
        let world = self.world;
        let with = |challenge: AdmissionChallenge| self.proves(challenge);
        let changed = |edit: &dyn Fn(&mut AdmissionChallenge)| {
            let mut challenge = self.asks(8);
            edit(&mut challenge);
            with(challenge)
        };
        let other_secret = world.draw("another secret").bytes(32);
        let mut near_secret = secret(world);
        near_secret[31] ^= 1;
        let untagged = |tag: &str| {
            let mut challenge = self.asks(8);
            challenge.mac.clear();
            let text = [tag.as_bytes(), &challenge.encode_to_vec()].concat();
            challenge.mac = super::plain::hmac(&secret(world), &text);
            with(challenge)
        };
        let mut plain_digest = self.asks(8);
        plain_digest.mac.clear();
        let text = [
            secret(world),
            b"casp/v1/challenge".to_vec(),
            plain_digest.encode_to_vec(),
        ]
        .concat();
        plain_digest.mac = crate::generate::engagement::tagged("", &[&text]);
        let refuse = |name: &str, field: &str, admission| {
            self.refuses("ADM-2", name, field, "descriptor-with-admission", admission)
        };
        let mac = "challenge.mac";
        vec![
            refuse("mac-altered-first", mac, changed(&|it| it.mac[0] ^= 0x80)),
            refuse("mac-altered-last", mac, changed(&|it| it.mac[31] ^= 1)),
            refuse("mac-of-zeros", mac, changed(&|it| it.mac = vec![0; 32])),
            refuse("mac-under-another-key", mac, with(marked(self.asks(8), &other_secret))),
            refuse(
                "mac-under-almost-this-key",
                mac,
                with(marked(self.asks(8), &near_secret)),
            ),
            refuse("mac-without-tag", mac, untagged("")),
            refuse("mac-with-another-tag", mac, untagged("casp/v1/admission")),
            refuse("mac-a-plain-digest", mac, with(plain_digest)),
            refuse(
                "difficulty-lowered",
                "challenge.difficulty_bits",
                changed(&|it| it.difficulty_bits = 7),
            ),
            refuse(
                "difficulty-taken-away",
                "challenge.difficulty_bits",
                changed(&|it| it.difficulty_bits = 0),
            ),
            refuse(
                "expiry-put-off",
                "challenge.expires_at_ms",
                changed(&|it| it.expires_at_ms += DAY),
            ),
            refuse(
                "issued-later",
                "challenge.issued_at_ms",
                changed(&|it| it.issued_at_ms += 1),
            ),
        ]
    }

    /// ADM-3.
    fn in_time(&self) -> Vec<Vector> {
        let now = self.world.now;
        let within = |from: i64, until: i64| {
            self.proves(self.asks_altered(8, |it| {
                it.issued_at_ms = from;
                it.expires_at_ms = until;
            }))
        };
        let refuse =
            |name: &str, field: &str, twin: &str, admission| self.refuses("ADM-3", name, field, twin, admission);
        let (issued, expires) = ("challenge.issued_at_ms", "challenge.expires_at_ms");
        vec![
            self.admits("challenge-just-issued", within(now, now + MINUTE)),
            self.admits("challenge-in-its-last-millisecond", within(now - MINUTE, now + 1)),
            self.admits("challenge-of-a-millisecond", within(now, now + 1)),
            self.admits("challenge-of-a-year", within(now - 180 * DAY, now + 180 * DAY)),
            refuse(
                "challenge-not-yet-issued",
                issued,
                "challenge-just-issued",
                within(now + 1, now + MINUTE),
            ),
            refuse(
                "challenge-issued-within-the-skew",
                issued,
                "challenge-just-issued",
                within(now + 5_000, now + MINUTE),
            ),
            refuse(
                "challenge-expired-now",
                expires,
                "challenge-in-its-last-millisecond",
                within(now - MINUTE, now),
            ),
            refuse(
                "challenge-expired",
                expires,
                "challenge-in-its-last-millisecond",
                within(now - MINUTE, now - 1),
            ),
            refuse(
                "challenge-long-expired",
                expires,
                "challenge-of-a-year",
                within(now - 9 * DAY, now - 8 * DAY),
            ),
            refuse(
                "challenge-that-never-lived",
                expires,
                "challenge-of-a-millisecond",
                within(now, now),
            ),
            refuse(
                "challenge-that-ends-before-it-begins",
                expires,
                "challenge-of-a-millisecond",
                within(now, now - 1),
            ),
        ]
    }

    /// ADM-4.
    fn unworked(&self) -> Vec<Vector> {
        let short = |asked: u32, found: u32| self.proves_with(self.asks(asked), move |bits| bits == found);
        let refuse = |name: &str, twin: &str, admission| self.refuses("ADM-4", name, "solution", twin, admission);
        // Enough zero bits, but of another challenge, or somewhere else.
        let good = self.proves(self.asks(12));
        let is_short = |admission: &AdmissionProof| {
            let challenge = admission.challenge.as_ref();
            challenge.is_some_and(|challenge| zero_bits(challenge, &admission.solution) < challenge.difficulty_bits)
        };
        let later = |milliseconds: i64| AdmissionProof {
            challenge: Some(self.asks_altered(12, |it| it.expires_at_ms += milliseconds)),
            ..good.clone()
        };
        let turned = |bytes: usize| {
            let mut admission = good.clone();
            admission.solution.rotate_left(bytes);
            admission
        };
        let later = (1..).map(later).find(is_short);
        let turned = (1..8).map(turned).find(is_short);
        let mut vectors = vec![
            refuse("one-bit-missing-of-one", "one-bit-asked", short(1, 0)),
            refuse("one-bit-missing-of-eight", "a-byte-asked", short(8, 7)),
            refuse("one-bit-missing-of-nine", "nine-bits-asked", short(9, 8)),
            refuse("one-bit-missing-of-twelve", "twelve-bits-asked", short(12, 11)),
            refuse("all-bits-missing", "twelve-bits-asked", short(12, 0)),
            refuse("all-bits-missing-of-the-most", "twelve-bits-asked", short(24, 0)),
        ];
        for (name, admission) in [("solution-of-another-challenge", later), ("solution-turned", turned)] {
            let admission = admission.expect("work does not carry over");
            vectors.push(refuse(name, "twelve-bits-asked", admission));
        }
        vectors
    }

    fn sizes(&self) -> Vec<Vector> {
        let world = self.world;
        let publication = |size| Registration {
            publication: Some(zeros(Kind::Descriptor, &world.alice, size)),
            admission: None,
        };
        let twin = "discovery/admission/descriptor-without-admission";
        let case = |name: &str, field: &str, flags: &[&str], registration: &Registration| {
            self.case(name, Kind::Descriptor, registration)
                .about("Registration", field)
                .flags(flags)
        };
        let overhead = publication(MAX_REGISTRATION).encoded_len() - MAX_REGISTRATION;
        let [at, past] = [0, 1].map(|more| publication(MAX_REGISTRATION - overhead + more));
        vec![
            case(
                "registration-past-max",
                "",
                &["input-past-limit", "payload-oversize"],
                &past,
            )
            .refused("SIZ-1", "registration-past-max", twin, &[]),
            case(
                "registration-at-max",
                "publication",
                &["input-at-limit", "payload-oversize"],
                &at,
            )
            .refused("ENC-10", "registration-at-max", twin, &[]),
            case(
                "publication-past-max",
                "publication",
                &["past-limit", "payload-oversize"],
                &publication(MAX_PUBLICATION + 1),
            )
            .refused("ENC-10", "past-max-length", twin, &[]),
            case(
                "publication-at-max",
                "publication",
                &["at-limit", "payload-oversize"],
                &publication(MAX_PUBLICATION),
            )
            .refused("SIZ-2", "publication-at-max", twin, &[]),
        ]
    }
}
