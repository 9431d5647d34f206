//! What results and refusals may not say (DRS-1 to DRS-5, RFU-1).

use casp_wire::v1::{self, DiscoveryMatch, DiscoveryResult};

use super::super::plain;
use super::Rules;
use crate::vector::Vector;

impl Rules<'_> {
    pub(super) fn results(&self) -> Vec<Vector> {
        let mut vectors = self.counts();
        vectors.extend(self.fronts());
        vectors.extend(self.together());
        vectors.extend(self.repetitions());
        vectors.extend(self.diversified());
        vectors
    }

    /// A match of the nth descriptor.
    fn found(&self, nth: u64, front: u32) -> DiscoveryMatch {
        let capability = self.world.capability("plain");
        DiscoveryMatch {
            descriptor: self.world.draw(&format!("descriptor {nth}")).bytes(32),
            capability_id: capability.id,
            capability_version: capability.version,
            front,
            ..DiscoveryMatch::default()
        }
    }

    /// Ranked matches of these fronts, so many sampled ones of other agents, and as many as matched.
    fn result(&self, fronts: &[u32], sampled: u64, matched: u64, complete: bool) -> DiscoveryResult {
        let ranked = (0..).zip(fronts).map(|(nth, front)| self.found(nth, *front));
        DiscoveryResult {
            ranked: ranked.collect(),
            sampled: (100..100 + sampled).map(|nth| self.found(nth, 0)).collect(),
            examined: matched,
            matched,
            complete,
            ..plain::result(self.world, &self.world.alice, &self.world.verifier)
        }
    }

    /// The same, of which the sample names the first `shared` of the ranked before the others.
    fn sharing(&self, fronts: &[u32], shared: usize, others: u64, matched: u64, complete: bool) -> DiscoveryResult {
        let mut result = self.result(fronts, others, matched, complete);
        let again = result.ranked[..shared].iter().cloned();
        let again = again.map(|found| DiscoveryMatch { front: 0, ..found });
        result.sampled = again.chain(result.sampled).collect();
        result
    }

    fn good(&self, rules: &[&str], name: &str, result: &DiscoveryResult) -> Vector {
        let statement = self.signed(result);
        self.of("results", name, "", &statement)
            .accepted(rules, statement.verified())
    }

    fn bad(&self, rule: &str, fault: &str, field: &str, twin: &str, result: &DiscoveryResult) -> Vector {
        let twin = format!("discovery/results/{twin}");
        self.of("results", fault, field, &self.signed(result))
            .refused(rule, fault, twin, &[])
    }

    /// DRS-1 and DRS-2.
    fn counts(&self) -> Vec<Vector> {
        let of = |fronts: &[u32], sampled, matched, complete| self.result(fronts, sampled, matched, complete);
        let good = |name: &str, result: DiscoveryResult| self.good(&["DRS-1", "DRS-2"], name, &result);
        let (first, second) = ("complete", "matched");
        let bad = |rule: &str, fault: &str, field: &str, twin: &str, result: DiscoveryResult| {
            self.bad(rule, fault, field, twin, &result)
        };
        vec![
            good("complete", of(&[1, 1, 2], 0, 3, true)),
            good("complete-with-sample", self.sharing(&[1, 2], 2, 0, 2, true)),
            good("complete-without-a-match", of(&[], 0, 0, true)),
            good("incomplete-with-all-that-matched", of(&[1, 2], 0, 2, false)),
            good("incomplete", of(&[1, 2], 3, 9, false)),
            good("as-many-sampled-as-matched", of(&[], 3, 3, false)),
            good("nothing-shown-of-what-matched", of(&[], 0, 7, false)),
            bad(
                "DRS-1",
                "complete-without-one",
                first,
                "complete",
                of(&[1, 1], 0, 3, true),
            ),
            bad(
                "DRS-1",
                "complete-without-any",
                first,
                "complete-without-a-match",
                of(&[], 0, 4, true),
            ),
            bad(
                "DRS-1",
                "complete-by-its-sample",
                first,
                "complete-with-sample",
                self.sharing(&[1], 1, 1, 2, true),
            ),
            bad(
                "DRS-2",
                "more-ranked-than-matched",
                second,
                "incomplete",
                of(&[1, 2], 0, 1, false),
            ),
            bad(
                "DRS-2",
                "ranked-and-none-matched",
                second,
                "incomplete",
                of(&[1, 2], 0, 0, false),
            ),
            bad(
                "DRS-2",
                "more-sampled-than-matched",
                second,
                "as-many-sampled-as-matched",
                of(&[], 3, 2, false),
            ),
            bad(
                "DRS-2",
                "sampled-and-none-matched",
                second,
                "as-many-sampled-as-matched",
                of(&[], 2, 0, false),
            ),
        ]
    }

    /// DRS-2: what is ranked and sampled counts once, what is only sampled counts as well.
    fn together(&self) -> Vec<Vector> {
        let good = |name: &str, result: &DiscoveryResult| self.good(&["DRS-1", "DRS-2"], name, result);
        let bad = |fault: &str, twin: &str, result: &DiscoveryResult| self.bad("DRS-2", fault, "matched", twin, result);
        let by_another = {
            let mut result = self.sharing(&[1], 1, 0, 1, true);
            result.sampled[0].capability_id.push_str("/another");
            result
        };
        vec![
            good("together-as-many-as-matched", &self.result(&[1, 2], 3, 5, false)),
            bad(
                "together-one-more-than-matched",
                "together-as-many-as-matched",
                &self.result(&[1, 2], 3, 4, false),
            ),
            bad(
                "together-more-and-each-as-many-as-matched",
                "together-as-many-as-matched",
                &self.result(&[1, 1, 2], 3, 3, false),
            ),
            good("sampled-of-what-is-ranked", &self.sharing(&[1, 2, 3], 3, 0, 3, false)),
            good("one-sampled-besides", &self.sharing(&[1, 2], 1, 1, 3, false)),
            bad(
                "one-sampled-besides-and-not-counted",
                "one-sampled-besides",
                &self.sharing(&[1, 2], 1, 1, 2, false),
            ),
            bad(
                "complete-with-one-sampled-besides",
                "complete-with-sample",
                &self.sharing(&[1, 2], 1, 1, 2, true),
            ),
            bad(
                "complete-with-others-sampled",
                "complete-with-sample",
                &self.result(&[1, 2], 2, 2, true),
            ),
            good("one-descriptor-by-two-capabilities", &by_another),
        ]
    }

    /// DRS-5.
    fn diversified(&self) -> Vec<Vector> {
        let of = |result: DiscoveryResult| DiscoveryResult {
            diversified: true,
            ..result
        };
        let good = |name: &str, result: DiscoveryResult| self.good(&["DRS-5"], name, &of(result));
        let bad = |fault: &str, twin: &str, result: DiscoveryResult| {
            self.bad("DRS-5", fault, "diversified", twin, &of(result))
        };
        vec![
            good("diversified", self.result(&[1, 2], 0, 7, false)),
            good(
                "diversified-with-all-that-matched",
                self.result(&[1, 1, 2], 0, 3, false),
            ),
            good("diversified-without-a-match", self.result(&[], 0, 0, false)),
            good("diversified-with-sample", self.sharing(&[1, 2], 2, 0, 2, false)),
            bad(
                "complete-and-diversified",
                "diversified-with-all-that-matched",
                self.result(&[1, 1, 2], 0, 3, true),
            ),
            bad(
                "complete-and-diversified-without-a-match",
                "diversified-without-a-match",
                self.result(&[], 0, 0, true),
            ),
            bad(
                "complete-and-diversified-with-sample",
                "diversified-with-sample",
                self.sharing(&[1, 2], 2, 0, 2, true),
            ),
        ]
    }

    /// DRS-3.
    fn fronts(&self) -> Vec<Vector> {
        let of = |fronts: &[u32]| self.result(fronts, 1, 9, false);
        let good = |name: &str, fronts: &[u32]| self.good(&["DRS-3"], name, &of(fronts));
        let bad = |fault: &str, twin: &str, fronts: &[u32]| self.bad("DRS-3", fault, "ranked.front", twin, &of(fronts));
        let sampled = |front| {
            let mut result = of(&[1, 2]);
            result.sampled[0].front = front;
            result
        };
        vec![
            good("fronts-ascend", &[1, 2, 3]),
            good("fronts-alike", &[1, 1, 1]),
            good("fronts-with-gaps", &[1, 4, 4, u32::MAX]),
            good("fronts-from-the-second", &[2, 3]),
            bad("front-zero", "fronts-ascend", &[0]),
            bad("fronts-zero-first", "fronts-ascend", &[0, 1, 2]),
            bad("fronts-descend", "fronts-ascend", &[2, 1]),
            bad("fronts-fall-back", "fronts-alike", &[1, 2, 3, 2]),
            bad("fronts-end-with-zero", "fronts-alike", &[1, 1, 0]),
            self.bad(
                "DRS-3",
                "front-in-a-sample",
                "sampled.front",
                "fronts-ascend",
                &sampled(1),
            ),
            self.bad(
                "DRS-3",
                "greatest-front-in-a-sample",
                "sampled.front",
                "fronts-ascend",
                &sampled(u32::MAX),
            ),
        ]
    }

    /// DRS-4.
    fn repetitions(&self) -> Vec<Vector> {
        let mut both = self.result(&[1, 2], 2, 9, false);
        both.sampled[0] = DiscoveryMatch {
            front: 0,
            ..both.ranked[1].clone()
        };
        let with = |edit: &dyn Fn(&mut DiscoveryResult)| {
            let mut result = self.result(&[1, 1, 1], 3, 9, false);
            edit(&mut result);
            result
        };
        let twin = "ranked-and-sampled";
        let ranked_twice = with(&|it| it.ranked[1].descriptor = it.ranked[0].descriptor.clone());
        let apart = with(&|it| it.ranked[2].descriptor = it.ranked[0].descriptor.clone());
        let by_another = with(&|it| {
            it.ranked[1].descriptor = it.ranked[0].descriptor.clone();
            it.ranked[1].capability_id.push_str("/another");
        });
        let refreshed = with(&|it| {
            it.ranked[1].descriptor = it.ranked[0].descriptor.clone();
            it.ranked[1].refresh = self.world.draw("some refresh").bytes(32);
        });
        let sampled_twice = with(&|it| it.sampled[2].descriptor = it.sampled[1].descriptor.clone());
        let hundred = self.result(&[1; 100], 100, 200, false);
        let bad = |fault: &str, field: &str, result: &DiscoveryResult| self.bad("DRS-4", fault, field, twin, result);
        vec![
            self.good(&["DRS-4"], twin, &both),
            self.good(&["DRS-4", "ENC-12"], "a-hundred-ranked-and-sampled", &hundred),
            bad("ranked-twice", "ranked.descriptor", &ranked_twice),
            bad("ranked-twice-apart", "ranked.descriptor", &apart),
            bad("ranked-twice-by-two-capabilities", "ranked.descriptor", &by_another),
            bad("ranked-twice-with-and-without-refresh", "ranked.descriptor", &refreshed),
            bad("sampled-twice", "sampled.descriptor", &sampled_twice),
        ]
    }

    /// RFU-1.
    pub(super) fn refusals(&self) -> Vec<Vector> {
        let world = self.world;
        let challenge = plain::challenge(world, &world.alice, &world.carol, 12);
        let because = |reason: &str, challenged: bool| {
            let refusal = v1::RegistryRefusal {
                reason: reason.to_owned(),
                retry_after_ms: world.draw("retry").number(1, 86_400_000),
                challenge: challenged.then(|| challenge.clone()),
                ..plain::refusal(world, &world.alice, &world.verifier)
            };
            self.signed(&refusal)
        };
        let longest = "r".repeat(64);
        let good = |rules: &[&str], name: &str, reason: &str, challenged| {
            let statement = because(reason, challenged);
            self.of("refusals", name, "reason", &statement)
                .accepted(rules, statement.verified())
        };
        let bad = |fault: &str, twin: &str, reason: &str, challenged| {
            let twin = format!("discovery/refusals/{twin}");
            self.of("refusals", fault, "challenge", &because(reason, challenged))
                .refused("RFU-1", fault, twin, &[])
        };
        vec![
            good(&["RFU-1"], "admission-required", "admission-required", true),
            good(&["RFU-1"], "registry-full", "full", false),
            good(&["RFU-1"], "rate-limited", "rate-limited", false),
            good(&["RFU-1"], "reason-of-its-own", "com.example.closed", false),
            good(&["RFU-1", "ENC-10"], "reason-at-its-longest", &longest, false),
            good(&["RFU-1"], "reason-almost-admission", "admission-required-soon", false),
            bad(
                "admission-without-challenge",
                "admission-required",
                "admission-required",
                false,
            ),
            bad("full-with-challenge", "registry-full", "full", true),
            bad("invalid-with-challenge", "registry-full", "invalid", true),
            bad(
                "own-reason-with-challenge",
                "reason-of-its-own",
                "com.example.admission-required",
                true,
            ),
        ]
    }
}
