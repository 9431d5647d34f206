//! Two engines that crash, disks that are late, a wire that loses, doubles, delays and reorders, a tool that counts, and what must
//! hold after every step whatever happens.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use casp_execution::provider::{Effect, Finish, Quoting, Stop};
use casp_execution::requester::Acknowledging;
use casp_execution::{
    Action, Outgoing, Persist, Provider, ProviderEvent, ProviderLimits, Requester, RequesterEvent, RequesterLimits,
};
use casp_identity::{ObjectId, SoftwareKey};
use casp_task::{Engagement, EngagementState, content};
use casp_wire::Layer;
use casp_wire::v1::{Bundle, Quote, SideEffect, TaskResult, TaskState, TaskStatus};
use proptest::prelude::*;

use crate::scene::{ALICE, BOB, MINUTE, NOW, Random, SKEW, accepting, id, offering, output, random, speaker};

/// From the offer to the deadline.
const TIME_MS: i64 = 10 * MINUTE;

/// Who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Requester,
    Provider,
}

/// What can happen. Numbers choose among what there is, whatever there is.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Offer(u8),
    /// The caller of the requester, or of the provider, takes its next decision.
    Decide(Who, u8),
    Cancel(u8),
    Deliver(u8),
    Double(u8),
    Lose(u8),
    /// The disk writes a record, and says so.
    Flush(Who),
    /// Power goes. Of what the disk has not said to be written, so many records are.
    Crash(Who, u8),
    Pass(u32),
    /// The journal is replaced by a shorter one, if the disk is not behind.
    Compact(Who),
    /// The disks write everything, the wire delivers everything, and each caller takes a decision: so that runs get far.
    Round(u8),
}

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = prop_oneof![Just(Who::Requester), Just(Who::Provider)];
    let step = prop_oneof![
        2 => any::<u8>().prop_map(Step::Offer),
        12 => (who.clone(), any::<u8>()).prop_map(|(who, n)| Step::Decide(who, n)),
        1 => any::<u8>().prop_map(Step::Cancel),
        12 => any::<u8>().prop_map(Step::Deliver),
        2 => any::<u8>().prop_map(Step::Double),
        2 => any::<u8>().prop_map(Step::Lose),
        10 => any::<u8>().prop_map(Step::Round),
        14 => who.clone().prop_map(Step::Flush),
        1 => who.clone().prop_map(Step::Compact),
        4 => (who, any::<u8>()).prop_map(|(who, n)| Step::Crash(who, n)),
        5 => prop_oneof![12 => 0..3_000_u32, 4 => 0..90_000_u32, 1 => 0..700_000_u32].prop_map(Step::Pass),
    ];
    proptest::collection::vec(step, 20..160)
}

/// A caller, or a disk, that does what it should not: the checks have to notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    Nothing,
    /// Says that records are safe when they are not written.
    SaysSafeTooEarly,
    /// Loses the last record that it said to be safe.
    LosesWhatIsSafe,
    /// Tries the effect again after a restart, though it had begun.
    TriesAgain,
    /// Acts without waiting for the mark *begun* to be on disk.
    ActsBeforeMark,
    /// Finishes as completed what it never did.
    LiesAboutEffects,
}

/// Records given out and not yet written, and those that are.
#[derive(Default)]
struct Disk {
    waiting: VecDeque<Persist>,
    written: Vec<Vec<u8>>,
}

impl Disk {
    fn holds(&self, bundle: &[u8]) -> bool {
        self.written
            .iter()
            .rev()
            .any(|record| record.windows(bundle.len()).any(|window| window == bundle))
    }
}

/// What the provider's caller still has to do.
#[derive(Clone, Debug)]
enum Chore {
    Told(ProviderEvent),
    Finish(ObjectId),
}

pub struct World {
    broken: Broken,
    now_ms: i64,
    requester: Requester<SoftwareKey, Random>,
    provider: Provider<SoftwareKey, Random>,
    disks: [Disk; 2],
    wire: Vec<Outgoing>,
    asked: VecDeque<RequesterEvent>,
    chores: VecDeque<Chore>,
    /// Contracts that a crash found the provider's caller acting on.
    acting: BTreeSet<ObjectId>,
    /// What the tool did, by idempotency key.
    effects: BTreeMap<ObjectId, u32>,
    /// Offers and contracts that the requester was told the end of, since its last restart.
    ended: BTreeSet<ObjectId>,
    lives: u64,
    crashes: usize,
    crashes_while_acting: usize,
}

type Checked = Result<(), String>;

fn ensure(holds: bool, promise: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(promise()) }
}

impl World {
    pub fn new(broken: Broken) -> Self {
        Self {
            broken,
            now_ms: NOW,
            requester: Requester::new(speaker(ALICE), random(1), requester_limits()),
            provider: Provider::new(speaker(BOB), random(2), ProviderLimits::default()),
            disks: Default::default(),
            wire: vec![],
            asked: VecDeque::new(),
            chores: VecDeque::new(),
            acting: BTreeSet::new(),
            effects: BTreeMap::new(),
            ended: BTreeSet::new(),
            lives: 2,
            crashes: 0,
            crashes_while_acting: 0,
        }
    }

    /// Runs the steps, then lets everything end, on a wire that by then loses everything or nothing.
    pub fn run(&mut self, steps: &[Step], loses: bool) -> Checked {
        for step in steps {
            self.step(*step)?;
            self.check()?;
        }
        self.finale(loses)
    }

    fn step(&mut self, step: Step) -> Checked {
        match step {
            Step::Offer(n) => self.offer(n),
            Step::Decide(Who::Requester, n) => self.decide(n),
            Step::Decide(Who::Provider, n) => self.work(n)?,
            Step::Cancel(n) => self.cancel(n),
            Step::Deliver(n) => {
                if let Some(at) = place(&self.wire, n) {
                    let outgoing = self.wire.remove(at);
                    self.arrive(&outgoing);
                }
            }
            Step::Double(n) => {
                if let Some(at) = place(&self.wire, n) {
                    self.wire.push(self.wire[at].clone());
                }
            }
            Step::Lose(n) => {
                if let Some(at) = place(&self.wire, n) {
                    self.wire.remove(at);
                }
            }
            Step::Flush(who) => self.flush(who),
            Step::Crash(who, n) => self.crash(who, n),
            Step::Compact(who) => {
                let records = match who {
                    Who::Requester => self.requester.compacted(),
                    Who::Provider => self.provider.compacted(),
                };
                let disk = &mut self.disks[who as usize];
                if disk.waiting.is_empty() {
                    disk.written = records;
                }
            }
            Step::Round(n) => self.round(n)?,
            Step::Pass(ms) => {
                self.now_ms += i64::from(ms);
                self.requester.handle_timeout(self.now_ms);
                self.provider.handle_timeout(self.now_ms);
            }
        }
        self.pump()
    }

    fn round(&mut self, n: u8) -> Checked {
        for who in [Who::Requester, Who::Provider] {
            while !self.disks[who as usize].waiting.is_empty() {
                self.flush(who);
                self.pump()?;
            }
        }
        for outgoing in std::mem::take(&mut self.wire) {
            self.arrive(&outgoing);
        }
        self.pump()?;
        self.decide(n);
        self.work(n)
    }

    /// What the runs came to, so that it shows whether they go everywhere: effects, crashes while one was tried, and results by status.
    pub fn tally(&self, into: &mut BTreeMap<String, usize>) {
        let mut note = |what: String, times: usize| *into.entry(what).or_default() += times;
        note("effects".into(), self.effects.len());
        note("crashes".into(), self.crashes);
        note("crashes while acting".into(), self.crashes_while_acting);
        for engagement in self.provider.engagements() {
            if let Some(result) = engagement.result().and_then(|id| self.provider.bundle(&id)) {
                note(format!("{:?}", status_of(result)), 1);
            }
            note("acks".into(), usize::from(engagement.ack().is_some()));
            note("commits".into(), usize::from(engagement.commit().is_some()));
        }
    }

    /// Takes what the engines want done. Nothing may be sent that is not on disk.
    fn pump(&mut self) -> Checked {
        while let Some(action) = self.requester.poll() {
            match action {
                Action::Persist(persist) => {
                    if self.broken == Broken::SaysSafeTooEarly {
                        self.requester.persisted(persist.ticket);
                    }
                    self.disks[0].waiting.push_back(persist);
                }
                Action::Send(outgoing) => {
                    ensure(self.disks[0].holds(&outgoing.bundle), || {
                        format!("sent before it was safe: {outgoing:?}")
                    })?;
                    self.wire.push(outgoing);
                }
                Action::Event(RequesterEvent::Ended(ended)) => {
                    self.ended.insert(ended.offer);
                }
                Action::Event(RequesterEvent::Broke(misconduct)) => return Err(format!("honest, and {misconduct:?}")),
                Action::Event(event) => self.asked.push_back(event),
            }
        }
        while let Some(action) = self.provider.poll() {
            match action {
                Action::Persist(persist) => {
                    if self.broken == Broken::SaysSafeTooEarly {
                        self.provider.persisted(persist.ticket);
                    }
                    self.disks[1].waiting.push_back(persist);
                }
                Action::Send(outgoing) => {
                    ensure(self.disks[1].holds(&outgoing.bundle), || {
                        format!("sent before it was safe: {outgoing:?}")
                    })?;
                    self.wire.push(outgoing);
                }
                Action::Event(ProviderEvent::Broke(misconduct)) => return Err(format!("honest, and {misconduct:?}")),
                Action::Event(event) => self.chores.push_back(Chore::Told(event)),
            }
        }
        Ok(())
    }

    fn offer(&mut self, n: u8) {
        let effect = [SideEffect::None, SideEffect::Reversible, SideEffect::Irreversible][usize::from(n % 3)];
        let mut offering = offering(BOB, effect);
        offering.terms.deadline_ms = self.now_ms + TIME_MS;
        offering.life_ms = TIME_MS / 2;
        self.requester.offer(offering, self.now_ms).unwrap();
    }

    fn arrive(&mut self, outgoing: &Outgoing) {
        // What is refused is refused: the checks look at what is held.
        if outgoing.to == id(BOB) {
            let _ = self.provider.receive(&outgoing.bundle, self.now_ms);
        } else {
            let _ = self.requester.receive(&outgoing.bundle, self.now_ms);
        }
    }

    fn flush(&mut self, who: Who) {
        let disk = &mut self.disks[who as usize];
        let Some(persist) = disk.waiting.pop_front() else {
            return;
        };
        disk.written.push(persist.record);
        match who {
            Who::Requester => self.requester.persisted(persist.ticket),
            Who::Provider => self.provider.persisted(persist.ticket),
        }
    }

    fn crash(&mut self, who: Who, n: u8) {
        self.lives += 1;
        self.crashes += 1;
        let disk = &mut self.disks[who as usize];
        let written = usize::from(n) % (disk.waiting.len() + 1);
        disk.written
            .extend(disk.waiting.drain(..).take(written).map(|persist| persist.record));
        if self.broken == Broken::LosesWhatIsSafe && n.is_multiple_of(2) {
            disk.written.pop();
        }
        let records = disk.written.iter().map(Vec::as_slice);
        match who {
            Who::Requester => {
                self.asked.clear();
                self.ended.clear();
                let restored = Requester::restore(
                    speaker(ALICE),
                    random(self.lives),
                    requester_limits(),
                    records,
                    self.now_ms,
                );
                self.requester = restored.unwrap();
            }
            Who::Provider => {
                self.chores.clear();
                self.crashes_while_acting += usize::from(!self.acting.is_empty());
                let limits = ProviderLimits::default();
                let restored = Provider::restore(speaker(BOB), random(self.lives), limits, records, self.now_ms);
                self.provider = restored.unwrap();
                if self.broken == Broken::TriesAgain {
                    for contract in &self.acting {
                        self.chores
                            .push_back(Chore::Told(ProviderEvent::Act { contract: *contract }));
                    }
                }
            }
        }
    }

    fn cancel(&mut self, n: u8) {
        let contracts: Vec<_> = self.requester.engagements().filter_map(Engagement::contract).collect();
        if let Some(at) = place(&contracts, n) {
            let _ = self.requester.cancel(&contracts[at], "changed-mind", self.now_ms);
        }
    }

    /// The requester's caller.
    fn decide(&mut self, n: u8) {
        match self.asked.pop_front() {
            Some(RequesterEvent::Quoted { offer, .. }) => {
                let _ = if n.is_multiple_of(16) {
                    self.requester.decline(&offer, self.now_ms)
                } else {
                    self.requester.accept(&offer, accepting(), self.now_ms).map(drop)
                };
            }
            Some(RequesterEvent::Prepared { contract, .. }) => {
                let _ = match n % 16 {
                    0 => Ok(contract), // says nothing
                    1 => self.requester.cancel(&contract, "", self.now_ms),
                    _ => self.requester.commit(&contract, self.now_ms),
                };
            }
            Some(RequesterEvent::Delivered { contract, .. }) => {
                let _ = if n.is_multiple_of(16) {
                    self.requester.withhold(&contract, self.now_ms)
                } else {
                    let how = Acknowledging::Checked;
                    self.requester.acknowledge(&contract, how, self.now_ms).map(drop)
                };
            }
            _ => {}
        }
    }

    /// The provider's caller.
    fn work(&mut self, n: u8) -> Checked {
        let now_ms = self.now_ms;
        match self.chores.pop_front() {
            Some(Chore::Told(ProviderEvent::Offered { offer, .. })) => {
                let quoting = Quoting {
                    terms: None,
                    life_ms: TIME_MS / 2,
                };
                let _ = self.provider.quote(&offer, quoting, now_ms);
            }
            Some(Chore::Told(ProviderEvent::Work { contract, .. })) => self.begin_work(&contract, n),
            Some(Chore::Told(ProviderEvent::Committed { contract })) => self.begin(&contract, n),
            Some(Chore::Told(ProviderEvent::Act { contract })) => {
                self.act(contract)?;
                self.chores.push_back(Chore::Finish(contract));
            }
            Some(Chore::Finish(contract)) => {
                self.acting.remove(&contract);
                let status = if n.is_multiple_of(4) {
                    TaskStatus::Partial
                } else {
                    TaskStatus::Completed
                };
                let finish = Finish {
                    status,
                    ..Finish::completed(output())
                };
                let _ = self.provider.finish(&contract, finish, now_ms);
            }
            Some(Chore::Told(ProviderEvent::Inquire { contract })) => {
                let did = self.effects.contains_key(&contract);
                let finish = if did {
                    Finish::completed(output())
                } else {
                    Finish::failed("not-done")
                };
                let _ = self.provider.finish(&contract, finish, now_ms);
            }
            Some(Chore::Told(ProviderEvent::Stop {
                contract,
                why: Stop::Cancelled,
            })) => {
                let effect = self.provider.engagement(&contract).unwrap().terms().side_effect();
                if effect == SideEffect::None {
                    let finish = Finish::without_output(TaskStatus::Cancelled);
                    let _ = self.provider.finish(&contract, finish, now_ms);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_work(&mut self, contract: &ObjectId, n: u8) {
        let Some(engagement) = self.provider.engagement(contract) else {
            return;
        };
        let effect = engagement.terms().side_effect();
        let _ = self.provider.progress(contract, TaskState::Running, 0, "", self.now_ms);
        if n.is_multiple_of(16) {
            let _ = self.provider.finish(contract, Finish::failed("too-hard"), self.now_ms);
            return;
        }
        match effect {
            SideEffect::Reversible => self.begin(contract, n),
            SideEffect::Irreversible => {
                let plan = content::inline("text/plain", "send it");
                let _ = self.provider.prepare(contract, plan, 2 * MINUTE, self.now_ms);
            }
            _ => self.chores.push_back(Chore::Finish(*contract)),
        }
    }

    fn begin(&mut self, contract: &ObjectId, n: u8) {
        let effect = if n.is_multiple_of(2) {
            Effect::Askable
        } else {
            Effect::Unknowable
        };
        if self.broken == Broken::LiesAboutEffects {
            let _ = self.provider.begin(contract, effect, self.now_ms);
            self.chores.push_back(Chore::Finish(*contract));
            return;
        }
        let begun = self.provider.begin(contract, effect, self.now_ms);
        if begun.is_ok() && self.broken == Broken::ActsBeforeMark {
            self.chores
                .push_back(Chore::Told(ProviderEvent::Act { contract: *contract }));
        }
    }

    /// The tool does what it is told, whatever the key.
    fn act(&mut self, contract: ObjectId) -> Checked {
        let engagement = self
            .requester
            .engagement(&contract)
            .expect("the requester has forgotten its own contract");
        let is_irreversible = engagement.terms().side_effect() == SideEffect::Irreversible;
        let is_committed = engagement.commit().and_then(|commit| self.requester.bundle(&commit));
        let is_safe = is_committed.is_some_and(|commit| self.disks[0].holds(commit));
        ensure(!is_irreversible || is_safe, || {
            format!("{contract} was never committed to")
        })?;
        self.acting.insert(contract);
        let times = self.effects.entry(contract).or_default();
        *times += 1;
        ensure(*times == 1, || {
            format!("the effect of {contract} took place {times} times")
        })
    }

    /// What must hold at all times.
    fn check(&self) -> Checked {
        for theirs in self.provider.engagements() {
            let ours = self.requester.engagement(&theirs.offer());
            // What came to no contract is forgotten as it lapses.
            let Some(ours) = ours.or_else(|| {
                theirs
                    .contract()
                    .map(|_| panic!("a contract that was acknowledged is lost"))
            }) else {
                continue;
            };
            let said_by_requester = |it: &Engagement| [it.contract(), it.request(), it.commit(), it.cancel(), it.ack()];
            agree(said_by_requester(theirs), said_by_requester(ours))?;
            let said_by_provider = |it: &Engagement| [it.quote(), it.prepared(), it.result(), None, None];
            agree(said_by_provider(ours), said_by_provider(theirs))?;
            self.tells_the_truth(theirs)?;
        }
        for ours in self.requester.engagements().filter(|it| it.quote().is_some()) {
            let theirs = self.provider.engagement(&ours.offer());
            // Both forget what came to no contract 30 s after quote and offer have ended.
            let ends_ms = expires_at_ms(self.requester.bundle(&ours.quote().unwrap()).unwrap());
            let lives = self.now_ms < ends_ms + SKEW;
            ensure(theirs.is_some() || !lives, || "a quote that was sent is lost".into())?;
        }
        Ok(())
    }

    /// What a result says of the effect is so.
    fn tells_the_truth(&self, engagement: &Engagement) -> Checked {
        let result = engagement.result().and_then(|id| self.provider.bundle(&id));
        let (Some(result), Some(contract)) = (result, engagement.contract()) else {
            return Ok(());
        };
        let times = self.effects.get(&contract).copied().unwrap_or(0);
        let has_effect = engagement.terms().side_effect() != SideEffect::None;
        let status = status_of(result);
        let is_true = match status {
            TaskStatus::Completed | TaskStatus::Partial => !has_effect || times == 1,
            TaskStatus::Failed | TaskStatus::Cancelled => times == 0,
            _ => has_effect,
        };
        ensure(is_true, || {
            format!("{status:?}, and the effect took place {times} times")
        })
    }

    /// Everybody does what he should, and time passes, until nothing can follow any more.
    fn finale(&mut self, loses: bool) -> Checked {
        let (began_ms, end_ms) = (self.now_ms, self.now_ms + TIME_MS + 2 * SKEW);
        for _ in 0..20_000 {
            for who in [Who::Requester, Who::Provider] {
                while !self.disks[who as usize].waiting.is_empty() {
                    self.flush(who);
                    self.pump()?;
                }
            }
            while !self.asked.is_empty() || !self.chores.is_empty() {
                self.decide(1);
                self.work(1)?;
                self.pump()?;
            }
            let wire = std::mem::take(&mut self.wire);
            for outgoing in wire.iter().filter(|_| !loses) {
                self.arrive(outgoing);
                self.pump()?;
            }
            self.check()?;
            let is_quiet = self.wire.is_empty()
                && self.disks.iter().all(|disk| disk.waiting.is_empty())
                && self.asked.is_empty()
                && self.chores.is_empty();
            if is_quiet && self.now_ms >= end_ms {
                return self.is_over(loses, began_ms);
            }
            if is_quiet {
                let next = [self.requester.next_timeout_ms(), self.provider.next_timeout_ms()];
                let next = next.into_iter().flatten().min().unwrap_or(end_ms).min(end_ms);
                ensure(next > self.now_ms || next == end_ms, || "time stands still".into())?;
                self.step(Step::Pass(u32::try_from((next - self.now_ms).max(0)).unwrap()))?;
            }
        }
        Err("the run does not end".into())
    }

    fn is_over(&self, loses: bool, began_ms: i64) -> Checked {
        let all = self.requester.engagements().chain(self.provider.engagements());
        for engagement in all {
            let state = engagement.state_at(self.now_ms);
            let is_over = matches!(
                state,
                EngagementState::Lapsed
                    | EngagementState::Closed
                    | EngagementState::Delivered
                    | EngagementState::Indeterminate
                    | EngagementState::Unanswered
            );
            // A provider that was cancelled before it had the request owes nothing, and the book keeps it so.
            let is_owed = state != EngagementState::Cancelled || engagement.request().is_some();
            ensure(is_over || !is_owed, || format!("{state} for ever"))?;
        }
        for ours in self.requester.engagements() {
            ensure(self.ended.contains(&ours.offer()), || {
                format!("{:?} ended untold", ours.contract())
            })?;
            let theirs = self.provider.engagement(&ours.offer());
            let said = theirs.and_then(Engagement::result);
            // From when nothing gets lost any more, what is repeated comes within two minutes.
            let last_ms = ours.terms().deadline_ms - 2 * MINUTE;
            let in_time =
                said.is_some_and(|id| issued_at_ms(self.provider.bundle(&id).unwrap()).max(began_ms) < last_ms);
            ensure(loses || !in_time || ours.result() == said, || {
                "a result that was said never arrived".into()
            })?;
        }
        ensure(self.provider.places(&id(ALICE)).taken == 0, || {
            "a place is kept for nothing".into()
        })
    }
}

fn requester_limits() -> RequesterLimits {
    RequesterLimits::default()
}

fn place<T>(all: &[T], n: u8) -> Option<usize> {
    usize::from(n).checked_rem(all.len())
}

/// What one has of the other's, the other has.
fn agree(heard: [Option<ObjectId>; 5], said: [Option<ObjectId>; 5]) -> Checked {
    for (heard, said) in heard.into_iter().zip(said) {
        ensure(heard.is_none() || heard == said, || {
            format!("{heard:?} was acknowledged, and is lost to {said:?}")
        })?;
    }
    Ok(())
}

fn message<M: prost::Message + Default + casp_wire::table::Described>(bundle: &[u8]) -> M {
    let bundle: Bundle = casp_wire::decode(bundle, Layer::Envelope).unwrap();
    casp_wire::decode(&bundle.subject.unwrap().payload, Layer::Payload).unwrap()
}

fn status_of(result: &[u8]) -> TaskStatus {
    message::<TaskResult>(result).status()
}

fn issued_at_ms(result: &[u8]) -> i64 {
    message::<TaskResult>(result).header.unwrap().issued_at_ms
}

fn expires_at_ms(quote: &[u8]) -> i64 {
    message::<Quote>(quote).header.unwrap().expires_at_ms
}
