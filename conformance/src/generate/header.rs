//! What the header of each kind has and has not (HDR-1 to HDR-7), and when a statement is fresh (FRS-1, FRS-2).

use casp_wire::v1::{Extension, Header};

mod audience;
mod profile;

use super::Group;
use super::case::Case;
use super::forge::{Kind, Statement};
use super::world::{DAY, HOUR, LAST_MS, World, verify};
use crate::vector::{Begin, Vector};

/// Headers and freshness of all kinds that are said between two agents or about what was done: a group each, in the area of
/// the kind.
pub(crate) fn groups(world: &World) -> Vec<Group> {
    let of = |(kind, group)| {
        let header = HeaderOf { world, kind };
        let mut vectors = [header.rules(), header.freshness()].concat();
        if matches!(kind, Kind::TaskEvent | Kind::OutcomeReport) {
            vectors.extend(header.ends_of_time());
        }
        (kind.area(), group, vectors)
    };
    GROUPS.into_iter().map(of).collect()
}

const GROUPS: [(Kind, &str); 18] = [
    (Kind::Offer, "offer-header"),
    (Kind::Quote, "quote-header"),
    (Kind::Acceptance, "acceptance-header"),
    (Kind::TaskRequest, "task-request-header"),
    (Kind::TaskEvent, "task-event-header"),
    (Kind::Prepared, "prepared-header"),
    (Kind::Commit, "commit-header"),
    (Kind::Cancel, "cancel-header"),
    (Kind::TaskResult, "task-result-header"),
    (Kind::DeliveryAck, "delivery-ack-header"),
    (Kind::OutcomeReport, "outcome-report-header"),
    (Kind::CanaryVerdict, "canary-verdict-header"),
    (Kind::ToolReceipt, "tool-receipt-header"),
    (Kind::TraceCheckpoint, "trace-checkpoint-header"),
    (Kind::Query, "discovery-query-header"),
    (Kind::DiscoveryResult, "discovery-result-header"),
    (Kind::RegistrationReceipt, "registration-receipt-header"),
    (Kind::Refusal, "registry-refusal-header"),
];

/// Vectors about the header of one kind.
pub(crate) struct HeaderOf<'a> {
    pub(crate) world: &'a World,
    pub(crate) kind: Kind,
}

impl HeaderOf<'_> {
    /// Rules of the header.
    pub(crate) fn rules(&self) -> Vec<Vector> {
        let valid = self.world.plain(self.kind);
        let mut vectors = vec![
            self.case("valid", "header", "a plain header is accepted", &valid)
                .accepted(
                    &["HDR-1", "HDR-3", "HDR-4", "HDR-5", "HDR-6", "HDR-7"],
                    valid.verified(),
                ),
        ];
        vectors.extend(self.networks());
        vectors.extend(self.audiences());
        vectors.extend(self.forbidden());
        vectors.extend(self.nonces());
        vectors.extend(self.lifetimes());
        vectors.extend(self.extensions());
        vectors
    }

    /// Freshness, to the millisecond.
    pub(crate) fn freshness(&self) -> Vec<Vector> {
        let statement = self.world.plain(self.kind);
        let (issued, skew) = (self.issued(), self.skew());
        let early = |fault, now| self.stale("FRS-1", fault, "issued-at-the-skew", now, &statement);
        let mut vectors = vec![
            self.fresh("issued-at-the-skew", issued - skew, &statement),
            early("issued-past-the-skew", issued - skew - 1),
        ];
        if self.in_full() {
            vectors.push(early("issued-far-ahead", issued - 30 * DAY));
        }
        let Some(end) = self.end_of_life() else {
            vectors.push(self.fresh("years-later", issued + 3_650 * DAY, &statement));
            return vectors;
        };
        let late = |fault, now| self.stale("FRS-2", fault, "last-millisecond", now, &statement);
        vectors.extend([
            self.fresh("last-millisecond", end + skew - 1, &statement),
            late("end-of-life-and-skew", end + skew),
        ]);
        if self.in_full() {
            vectors.push(self.fresh("at-the-end-of-life", end, &statement));
            vectors.push(late("long-expired", end + 30 * DAY));
        }
        vectors
    }

    /// Times at the ends of the calendar, of kinds whose header states no expiry.
    pub(crate) fn ends_of_time(&self) -> Vec<Vector> {
        let accept = |name: &str, title: &str, now: i64, edit: fn(&mut Header)| {
            let statement = self.world.with_header(self.kind, edit);
            self.at(name, "header.issued_at_ms", title, now, &statement)
                .flags(&["at-limit"])
                .accepted(&["ENC-13", "FRS-1"], statement.verified())
        };
        vec![
            accept(
                "issued-at-the-first-instant",
                "issued at the first instant",
                1,
                |header| header.issued_at_ms = 1,
            ),
            accept(
                "issued-at-the-last-instant",
                "issued at the last instant",
                LAST_MS,
                |header| {
                    header.issued_at_ms = LAST_MS;
                },
            ),
        ]
    }

    fn id(&self, name: &str) -> String {
        format!("{}/{}-header/{name}", self.kind.area(), self.kind.name())
    }

    fn at(&self, name: &str, field: &str, title: &str, now_ms: i64, statement: &Statement) -> Case {
        let title = format!("{}: {title}", self.kind.name());
        Case::new(self.id(name), title, &self.world.begin(), now_ms, verify(statement))
            .about(self.kind.table().name, field)
    }

    fn case(&self, name: &str, field: &str, title: &str, statement: &Statement) -> Case {
        self.at(name, field, title, self.world.now, statement)
    }

    fn refused(&self, rule: &str, field: &str, fault: &str, edit: impl FnOnce(&mut Header)) -> Vector {
        let statement = self.world.with_header(self.kind, edit);
        self.case(fault, field, &fault.replace('-', " "), &statement)
            .refused(rule, fault, self.id("valid"), &[])
    }

    fn accepted(&self, rule: &str, field: &str, name: &str, flags: &[&str], edit: impl FnOnce(&mut Header)) -> Vector {
        let statement = self.world.with_header(self.kind, edit);
        let case = self.case(name, field, &name.replace('-', " "), &statement).flags(flags);
        case.accepted(&[rule], statement.verified())
    }

    fn fresh(&self, name: &str, now_ms: i64, statement: &Statement) -> Vector {
        let title = format!("fresh: {}", name.replace('-', " "));
        let rules: &[&str] = if self.end_of_life().is_some() {
            &["FRS-1", "FRS-2"]
        } else {
            &["FRS-1"]
        };
        self.at(name, "header", &title, now_ms, statement)
            .accepted(rules, statement.verified())
    }

    fn stale(&self, rule: &str, fault: &str, twin: &str, now_ms: i64, statement: &Statement) -> Vector {
        let title = format!("not fresh: {}", fault.replace('-', " "));
        self.at(fault, "header", &title, now_ms, statement)
            .refused(rule, fault, self.id(twin), &[])
    }

    fn networks(&self) -> Vec<Vector> {
        let network = &self.world.network;
        let all = [
            ("network-other", "other-net".to_owned()),
            ("network-prefix", network[..network.len() - 1].to_owned()),
            ("network-longer", format!("{network}0")),
        ];
        let shown = if self.kind == Kind::Descriptor { 3 } else { 1 };
        let refuse = |(fault, network_id): (&'static str, String)| {
            self.refused("HDR-1", "header.network_id", fault, |header| {
                header.network_id = network_id
            })
        };
        let mut vectors: Vec<Vector> = all.into_iter().take(shown).map(refuse).collect();
        if !self.in_full() {
            return vectors;
        }
        let longest = "n".repeat(64);
        let statement = self
            .world
            .with_header(self.kind, |header| header.network_id.clone_from(&longest));
        vectors.push(
            self.case(
                "network-at-max-length",
                "header.network_id",
                "a network id of 64 bytes",
                &statement,
            )
            .begin(Begin {
                network_id: longest,
                ..self.world.begin()
            })
            .flags(&["at-limit"])
            .accepted(&["HDR-1", "ENC-10"], statement.verified()),
        );
        vectors
    }

    fn forbidden(&self) -> Vec<Vector> {
        let mut draw = self.world.draw("forbidden header fields");
        let (nonce, delegation) = (draw.bytes(16), draw.bytes(32));
        let later = self.world.issued + 6 * HOUR;
        let mut vectors = Vec::new();
        if !self.kind.is_one_shot() {
            vectors.push(self.refused("HDR-3", "header.nonce", "nonce-forbidden", |header| {
                header.nonce = nonce
            }));
        }
        if matches!(self.kind, Kind::Delegation | Kind::Retire) {
            vectors.push(
                self.refused("HDR-3", "header.delegation", "delegation-forbidden", |header| {
                    header.delegation = delegation;
                }),
            );
        }
        if self.lifetime().is_none() {
            vectors.push(
                self.refused("HDR-3", "header.expires_at_ms", "expiry-forbidden", |header| {
                    header.expires_at_ms = later;
                }),
            );
        }
        vectors
    }

    /// HDR-4: the nonce of kinds that are one-shot. Any 16 bytes are one.
    fn nonces(&self) -> Vec<Vector> {
        if !self.kind.is_one_shot() {
            return vec![];
        }
        let field = "header.nonce";
        vec![
            self.refused("HDR-4", field, "nonce-missing", |header| header.nonce.clear()),
            self.accepted("HDR-4", field, "nonce-of-zeros", &[], |header| {
                header.nonce = vec![0; 16]
            }),
        ]
    }

    fn lifetimes(&self) -> Vec<Vector> {
        let Some((least, most)) = self.lifetime() else {
            return vec![];
        };
        let field = "header.expires_at_ms";
        let living = |lifetime: i64| move |header: &mut Header| header.expires_at_ms = header.issued_at_ms + lifetime;
        let mut vectors = vec![
            self.refused("HDR-4", field, "expiry-missing", |header| header.expires_at_ms = 0),
            self.accepted("HDR-5", field, "lifetime-at-most", &["lifetime-at-limit"], living(most)),
            self.refused("HDR-5", field, "lifetime-past-most", living(most + 1)),
            self.refused("HDR-5", field, "lifetime-below-least", living(least - 1)),
            self.refused("HDR-5", field, "expires-before-issued", living(-1)),
        ];
        // The shortest life is over before now, unless now is when it began.
        let statement = self.world.with_header(self.kind, living(least));
        vectors.push(
            self.at(
                "lifetime-at-least",
                field,
                "lifetime at least",
                self.issued(),
                &statement,
            )
            .flags(&["lifetime-at-limit"])
            .accepted(&["HDR-5"], statement.verified()),
        );
        vectors
    }

    fn extensions(&self) -> Vec<Vector> {
        let longest = "x".repeat(128);
        let accepted: [(&str, &str, &[&str]); 3] = [
            ("HDR-6", "extensions-ascending", &["a", "a-b", "b"]),
            ("HDR-7", "extension-not-critical", &["com.example.note"]),
            ("ENC-10", "extension-id-at-max-length", &[&longest]),
        ];
        let refused: [(&str, &str, &[&str]); 5] = [
            ("HDR-6", "extensions-descending", &["b", "a"]),
            ("HDR-6", "extensions-duplicate", &["a", "a"]),
            ("HDR-6", "extension-after-its-prefix", &["a-b", "a"]),
            ("HDR-7", "extension-critical", &["a!"]),
            ("HDR-7", "second-extension-critical", &["a", "b!"]),
        ];
        let field = "header.extensions";
        let accept = |(rule, name, ids): (&str, &str, &[&str])| {
            let flags: &[&str] = if rule == "ENC-10" { &["at-limit"] } else { &[] };
            self.accepted(rule, field, name, flags, |header| {
                header.extensions = self.extended(ids)
            })
        };
        let refuse = |(rule, fault, ids): (&str, &str, &[&str])| {
            self.refused(rule, field, fault, |header| header.extensions = self.extended(ids))
        };
        let of_all = ["extensions-ascending", "extensions-descending", "extension-critical"];
        let shown = |name: &str| self.in_full() || of_all.contains(&name);
        let accepted = accepted.into_iter().filter(|(_, name, _)| shown(name)).map(accept);
        let refused = refused.into_iter().filter(|(_, name, _)| shown(name)).map(refuse);
        accepted.chain(refused).collect()
    }

    /// Extensions with these ids; a `!` at the end makes one critical.
    fn extended(&self, ids: &[&str]) -> Vec<Extension> {
        let value = self.world.draw("extensions").bytes(12);
        let extension = |id: &&str| Extension {
            id: id.trim_end_matches('!').to_owned(),
            critical: id.ends_with('!'),
            value: value.clone(),
        };
        ids.iter().map(extension).collect()
    }
}
