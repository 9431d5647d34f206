//! The plan of a seed: each part is drawn from a stream of its own, so that leaving one out changes no other.

use std::collections::BTreeSet;

use casp_wire::v1::SideEffect;

use super::{Conduct, Fault, Harm, NodeId, Plan, PlanAnswer, Task, Way, Work};
use crate::chance::{Stream, Streams};
use crate::faults::forge::FORGERIES;

impl Plan {
    /// The plan of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let streams = Streams::new(seed);
        let mut chance = streams.stream("faults/cast", 0);
        let providers = 2_u32.saturating_add(small(&mut chance, 3));
        let requesters = 1_u32.saturating_add(small(&mut chance, 2));
        let mut plan = Self {
            seed,
            providers,
            requesters,
            absent: BTreeSet::new(),
            tasks: Vec::new(),
            faults: Vec::new(),
        };
        let tasks = 2_u16.saturating_add(tiny(&mut chance, 5));
        let faults = 2_u16.saturating_add(tiny(&mut chance, 13));
        plan.tasks = (0..tasks)
            .map(|number| plan.task(number, &mut streams.stream("faults/task", number.into())))
            .collect();
        plan.faults = (0..faults)
            .map(|number| (number, plan.fault(&mut streams.stream("faults/fault", number.into()))))
            .collect();
        plan
    }

    fn task(&self, number: u16, chance: &mut Stream) -> Task {
        let requester = self
            .providers
            .saturating_add(1)
            .saturating_add(small(chance, self.requesters));
        let provider = 1_u32.saturating_add(small(chance, self.providers));
        let way = match chance.below(10) {
            0..=5 => Way::Dialogue(provider),
            6..=7 => Way::Funnel { canaries: 0 },
            _ => Way::Funnel {
                canaries: 1_u32.saturating_add(small(chance, 2)),
            },
        };
        let effect = match chance.below(5) {
            0..=1 => SideEffect::None,
            2 => SideEffect::Reversible,
            _ => SideEffect::Irreversible,
        };
        let draw = |chance: &mut Stream, least, most| between(chance, least, most);
        Task {
            number,
            requester,
            way,
            effect,
            at_ms: draw(chance, 1_000, 60_000),
            life_ms: draw(chance, 20_000, 150_000),
            price_micros: 20_000,
            wants_evidence: chance.falls(0.3),
            conduct: Conduct::draw(chance),
        }
    }

    fn fault(&self, chance: &mut Stream) -> Fault {
        let everyone = self.providers.saturating_add(self.requesters).saturating_add(1);
        let node = small(chance, everyone);
        let from_ms = between(chance, 0, 150_000);
        match chance.below(24) {
            0..=3 => Fault::Crash {
                node,
                at_ms: from_ms,
                down_ms: between(chance, 10, 40_000),
                written: tiny(chance, 64),
            },
            4..=5 => {
                let nodes: Vec<NodeId> = (0..everyone).filter(|_| chance.falls(0.4)).collect();
                Fault::Partition {
                    island: if nodes.is_empty() { vec![node] } else { nodes },
                    from_ms,
                    until_ms: from_ms.saturating_add(between(chance, 100, 60_000)),
                }
            }
            6..=7 => Fault::Skew {
                node,
                from_ms,
                by_ms: match chance.below(4) {
                    0 => between(chance, -300_000, 300_000),
                    _ => between(chance, -20_000, 20_000),
                },
            },
            8 => Fault::Stall {
                node,
                from_ms,
                for_ms: between(chance, 100, 20_000),
            },
            9 => Fault::Compact { node, at_ms: from_ms },
            10 => Fault::Weather {
                loss: chance.unit() * 0.4,
                doubling: chance.unit() * 0.2,
                corruption: chance.unit() * 0.1,
            },
            11..=15 => Fault::Message {
                from: node,
                nth: small(chance, 60),
                harm: match chance.below(4) {
                    0 => Harm::Lose,
                    1 => Harm::Double(between(chance, 1, 60_000)),
                    2 => Harm::Corrupt(chance.next_u64()),
                    _ => Harm::Delay(between(chance, 100, 30_000)),
                },
            },
            _ => Fault::Forge {
                forgery: usize::try_from(chance.below(u64::try_from(FORGERIES.len()).unwrap_or(1))).unwrap_or(0),
                nth: small(chance, 3),
            },
        }
    }
}

impl Conduct {
    /// What the two sides of an engagement do.
    pub(in crate::faults) fn draw(chance: &mut Stream) -> Self {
        Self {
            quotes: !chance.falls(0.05),
            work: match chance.below(16) {
                0 => Work::Fails,
                1 => Work::Silent,
                2 => Work::Part,
                _ => Work::Whole,
            },
            work_ms: between(chance, 1, 15_000),
            askable: chance.falls(0.5),
            accepts: !chance.falls(0.05),
            plan: match chance.below(12) {
                0 => PlanAnswer::Cancels,
                1 => PlanAnswer::Silent,
                _ => PlanAnswer::Commits,
            },
            cancels_after_ms: {
                let after_ms = between(chance, 0, 30_000);
                chance.falls(0.1).then_some(after_ms)
            },
            acknowledges: !chance.falls(0.1),
        }
    }
}

fn small(chance: &mut Stream, end: u32) -> u32 {
    u32::try_from(chance.below(end.into())).unwrap_or(0)
}

fn tiny(chance: &mut Stream, end: u16) -> u16 {
    u16::try_from(chance.below(end.into())).unwrap_or(0)
}

/// Both ends included.
fn between(chance: &mut Stream, least: i64, most: i64) -> i64 {
    let width = most.saturating_sub(least).saturating_add(1);
    let drawn = chance.below(u64::try_from(width).unwrap_or(1));
    least.saturating_add(i64::try_from(drawn).unwrap_or(0))
}
