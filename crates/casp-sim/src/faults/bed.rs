//! One run: the cast, and everything that happens, in its order.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::directory::Directory;
use super::forge::Needs;
use super::history::History;
use super::ledger::{Invariant, TaskState};
use super::node::Node;
use super::plan::{NodeId, Plan, REGISTRY};
use super::provider::Provider;
use super::requester::Requester;
use super::stage::{Event, Letter, START_MS, Stage};
use super::{Breach, Options, Summary};
use crate::engine::Time;

struct Bed {
    stage: Stage,
    cast: Cast,
}

struct Cast {
    directory: Directory,
    providers: BTreeMap<NodeId, Provider>,
    requesters: BTreeMap<NodeId, Requester>,
}

impl Cast {
    /// None for the adversary, which only speaks, and for those that a plan leaves out.
    fn node(&mut self, node: NodeId) -> Option<&mut dyn Node> {
        if node == REGISTRY {
            return Some(&mut self.directory);
        }
        match self.providers.get_mut(&node) {
            Some(provider) => Some(provider),
            None => Some(self.requesters.get_mut(&node)?),
        }
    }
}

/// What came of a run.
pub(super) struct Ran {
    pub(super) summary: Summary,
    pub(super) breach: Option<Breach>,
    pub(super) lines: Vec<String>,
}

/// Runs a plan. A panic in an engine is a broken promise as any other; its history is lost.
pub(super) fn run(plan: &Plan, options: Options, history: History) -> Ran {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let mut bed = Bed::new(plan.clone(), options, history);
        bed.runs();
        let Stage {
            summary,
            breach,
            history,
            ..
        } = bed.stage;
        Ran {
            summary,
            breach,
            lines: history.into_lines(),
        }
    }));
    outcome.unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<&str>().copied().map(str::to_owned);
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        Ran {
            summary: Summary::default(),
            breach: Some(Breach {
                invariant: Invariant::Panic,
                at_ms: 0,
                what: text.unwrap_or_default(),
            }),
            lines: Vec::new(),
        }
    })
}

impl Bed {
    fn new(plan: Plan, options: Options, history: History) -> Self {
        let mut stage = Stage::new(plan, options, history);
        let directory = Directory::new(&stage);
        let present: Vec<NodeId> = stage
            .plan
            .nodes()
            .filter(|node| !stage.plan.absent.contains(node))
            .collect();
        let (mut providers, mut requesters) = (BTreeMap::new(), BTreeMap::new());
        for node in present {
            if stage.plan.is_provider(node) {
                providers.insert(node, Provider::new(node, &mut stage));
            } else {
                requesters.insert(node, Requester::new(node, &stage));
            }
        }
        for task in stage.plan.tasks.clone() {
            if requesters.contains_key(&task.requester) {
                stage.ledger.tasks.insert(task.number, TaskState::Waiting);
                stage.at_ms(task.at_ms, Event::Begins(task.number));
            }
        }
        super::forge::enters(&mut stage);
        let cast = Cast {
            directory,
            providers,
            requesters,
        };
        Self { stage, cast }
    }

    fn runs(&mut self) {
        let end = Time::of_ms(START_MS.saturating_add(self.stage.plan.ends_ms()));
        while let Some(event) = self.stage.queue.next_before(end) {
            self.stage.summary.events = self.stage.summary.events.saturating_add(1);
            self.happens(event);
            if self.stage.breach.is_some() {
                return;
            }
        }
        self.is_over();
    }

    fn happens(&mut self, event: Event) {
        let stage = &mut self.stage;
        match event {
            Event::Arrives(letter) => self.arrives(&letter),
            Event::Timer(node) if !stage.is_down(node) => {
                if let Some(node) = self.cast.node(node) {
                    node.timer(stage);
                }
            }
            Event::Written(node, life) if stage.life(node) == life => {
                if let Some(node) = self.cast.node(node) {
                    node.written(stage);
                }
            }
            Event::Provider(node, life, chore) if stage.life(node) == life => {
                if let Some(provider) = self.cast.providers.get_mut(&node) {
                    provider.does(chore, stage);
                }
            }
            Event::Requester(node, life, chore) if stage.life(node) == life => {
                if let Some(requester) = self.cast.requesters.get_mut(&node) {
                    requester.does(chore, stage);
                }
            }
            // While it is down, or of a life that is over.
            Event::Timer(_) | Event::Written(..) | Event::Provider(..) | Event::Requester(..) => {}
            Event::Crashes(node, down_ms, written) => self.crashes(node, down_ms, written),
            Event::Restarts(node) => self.restarts(node),
            Event::Compacts(node) => self.compacts(node),
            Event::Begins(number) => {
                let task = stage.plan.tasks.iter().find(|task| task.number == number).cloned();
                if let Some((task, requester)) = task.and_then(|task| {
                    let requester = self.cast.requesters.get_mut(&task.requester)?;
                    Some((task, requester))
                }) {
                    requester.begins(&task, stage);
                }
            }
            Event::Publishes(node) => {
                if let Some(provider) = self.cast.providers.get_mut(&node) {
                    provider.publishes(stage);
                }
            }
        }
    }

    fn arrives(&mut self, letter: &Letter) {
        let stage = &mut self.stage;
        if stage.is_down(letter.to) || !is_due(letter, &self.cast.directory, stage) {
            return;
        }
        let now = stage.queue.now();
        stage.history.note(now, || {
            let (from, to) = (stage.plan.name(letter.from), stage.plan.name(letter.to));
            format!("{to} ← {from}: {} {}", letter.parcel.describe(), letter.mark.describe())
        });
        if let Some(node) = self.cast.node(letter.to) {
            node.receives(letter, stage);
        }
    }

    fn crashes(&mut self, node: NodeId, down_ms: i64, written: u16) {
        let stage = &mut self.stage;
        if stage.is_down(node) {
            return;
        }
        stage.note(node, || "crashes".into());
        stage.summary.crashes = stage.summary.crashes.saturating_add(1);
        stage.goes_down(node);
        if let Some(node) = self.cast.node(node) {
            node.crashes(written, stage);
        }
        stage.in_ms(down_ms, Event::Restarts(node));
    }

    fn restarts(&mut self, node: NodeId) {
        let stage = &mut self.stage;
        stage.note(node, || "restarts from its journal".into());
        stage.comes_up(node);
        if let Some(node) = self.cast.node(node) {
            node.restarts(stage);
        }
    }

    fn compacts(&mut self, node: NodeId) {
        let stage = &mut self.stage;
        if stage.is_down(node) {
            return;
        }
        if let Some(node) = self.cast.node(node) {
            node.compacts(stage);
        }
    }

    fn is_over(&mut self) {
        let stage = &mut self.stage;
        for requester in self.cast.requesters.values() {
            requester.is_over(stage);
        }
        for provider in self.cast.providers.values() {
            provider.is_over(stage);
        }
        let states: Vec<TaskState> = stage.ledger.tasks.values().copied().collect();
        stage.summary.tasks = u64::try_from(states.len()).unwrap_or(u64::MAX);
        let waiting = states.contains(&TaskState::Waiting);
        stage.holds(!waiting, Invariant::End, || "a task never began".into());
    }
}

/// Whether nothing but its own fault refuses a forgery.
fn is_due(letter: &Letter, directory: &Directory, stage: &Stage) -> bool {
    match letter.needs {
        None => true,
        Some(Needs::Taken(id)) => stage.ledger.taken.get(&(letter.to, id)) == Some(&stage.life(letter.to)),
        Some(needs) => directory.meets(needs),
    }
}
