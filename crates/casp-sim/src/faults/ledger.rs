//! The bed's own book: what was said, what was taken, what it cost, what happened in the world. No engine is asked.

use std::collections::{BTreeMap, BTreeSet};

use casp_execution::Statement;
use casp_execution::funnel::Purpose;
use casp_identity::ObjectId;
use casp_task::{AcceptanceKind, CommitKind, PreparedKind, QuoteKind, TaskEventKind, TaskRequestKind, TaskResultKind};
use casp_wire::v1::{SideEffect, TaskStatus, Terms};

use super::plan::NodeId;
use super::read;

/// What a promise is about. Each is checked after every event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Invariant {
    /// Nothing is accepted that verification refuses.
    Refused,
    /// No acknowledged registration is lost, and what was taken back or is over is not served.
    Registration,
    /// No statement that its addressee has taken is lost to whoever said it.
    Statement,
    /// Nothing is said before it is on disk, and a journal is read back.
    Disk,
    /// No effect takes place twice, and none that cannot be undone without its commit.
    Effect,
    /// What a result says of the effect is so.
    Truth,
    /// Every task ends.
    End,
    /// No task costs more than was granted.
    Budget,
    /// Nobody honest is accused.
    Blame,
    /// An engine panicked.
    Panic,
}

impl Invariant {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refused => "nothing accepted that verification refuses",
            Self::Registration => "no acknowledged registration lost, nothing served that is over",
            Self::Statement => "no acknowledged statement lost",
            Self::Disk => "nothing said before it is on disk, and journals are read back",
            Self::Effect => "no effect twice, none without its commit",
            Self::Truth => "what a result says of the effect is so",
            Self::End => "every task ends",
            Self::Budget => "no budget exceeded",
            Self::Blame => "nobody honest is accused",
            Self::Panic => "no engine panics",
        }
    }
}

/// What an offer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Errand {
    pub(super) requester: NodeId,
    pub(super) provider: NodeId,
    pub(super) task: u16,
    pub(super) purpose: Purpose,
    /// Of the task, from 0: names what is drawn for this engagement.
    pub(super) number: u32,
    /// The most that was offered.
    pub(super) price_micros: u64,
}

/// A contract, by the statements that make it.
#[derive(Clone, Debug)]
pub(super) struct Contract {
    pub(super) errand: Errand,
    pub(super) offer: ObjectId,
    pub(super) terms: Terms,
    pub(super) request: Option<ObjectId>,
    pub(super) result: Option<(ObjectId, TaskStatus)>,
}

impl Contract {
    pub(super) fn effect(&self) -> SideEffect {
        self.terms.side_effect()
    }
}

/// How a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TaskState {
    /// Its time has not come.
    Waiting,
    /// Under way.
    Open,
    /// It was told how it ended.
    Ended,
    /// Its requester crashed and remembers nothing of it; what it said goes on.
    Lost,
}

/// What a task may cost, and has cost.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Account {
    pub(super) work_micros: u64,
    pub(super) attempts: u32,
    pub(super) probe_micros: u64,
    pub(super) probes: u32,
    pub(super) most: Granted,
}

/// What the plan grants.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Granted {
    pub(super) work_micros: u64,
    pub(super) attempts: u32,
    pub(super) probe_micros: u64,
    pub(super) probes: u32,
}

/// A statement that an engine gave out to be sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) by: NodeId,
    pub(super) statement: Statement,
}

/// What the other side has taken, and whoever said it has to hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owed {
    pub(super) id: ObjectId,
    pub(super) statement: Statement,
    /// The offer of its engagement: without contract it is forgotten as it lapses.
    pub(super) offer: ObjectId,
}

#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) said: BTreeMap<ObjectId, Said>,
    pub(super) errands: BTreeMap<ObjectId, Errand>,
    /// From a quote to its offer, and the terms that it binds to.
    quotes: BTreeMap<ObjectId, (ObjectId, Terms)>,
    pub(super) contracts: BTreeMap<ObjectId, Contract>,
    /// From offers to contracts.
    pub(super) contracted: BTreeMap<ObjectId, ObjectId>,
    /// Offers of contracts that the provider has shown to hold, by what it said of them.
    pub(super) answered: BTreeSet<ObjectId>,
    pub(super) commits: BTreeSet<ObjectId>,
    /// What the tools did, by contract.
    pub(super) effects: BTreeMap<ObjectId, u32>,
    /// What is in whose book, and since which of its lives.
    pub(super) taken: BTreeMap<(NodeId, ObjectId), u32>,
    pub(super) owed: BTreeMap<NodeId, Vec<Owed>>,
    pub(super) tasks: BTreeMap<u16, TaskState>,
    pub(super) accounts: BTreeMap<u16, Account>,
    /// Whose key the adversary has used: it may rightly be accused.
    pub(super) framed: BTreeSet<NodeId>,
    /// Engagements of which the requester was told the end.
    pub(super) ended: BTreeSet<ObjectId>,
}

/// A promise that was broken, and how.
type Broken = (Invariant, String);

impl Ledger {
    /// An engine gives out a statement for the first time.
    pub(super) fn says(&mut self, by: NodeId, statement: Statement, id: ObjectId, bundle: &[u8]) -> Result<(), Broken> {
        if self.said.contains_key(&id) {
            return Ok(());
        }
        self.said.insert(id, Said { by, statement });
        match statement {
            Statement::Quote => self.quotes(id, bundle),
            Statement::Acceptance => self.contracts(id, bundle)?,
            Statement::TaskRequest => {
                let message = read::message::<TaskRequestKind>(bundle);
                if let Some(contract) = message.and_then(|it| self.contracts.get_mut(&read::named(&it.contract))) {
                    contract.request = Some(id);
                }
            }
            Statement::Commit => {
                if let Some(message) = read::message::<CommitKind>(bundle) {
                    self.commits.insert(read::named(&message.contract));
                }
            }
            Statement::TaskEvent => self.answers(read::message::<TaskEventKind>(bundle).map(|it| it.contract)),
            Statement::Prepared => self.answers(read::message::<PreparedKind>(bundle).map(|it| it.contract)),
            Statement::TaskResult => self.results(id, bundle)?,
            _ => {}
        }
        Ok(())
    }

    fn answers(&mut self, contract: Option<Vec<u8>>) {
        if let Some(contract) = contract.and_then(|name| self.contracts.get(&read::named(&name))) {
            self.answered.insert(contract.offer);
        }
    }

    fn quotes(&mut self, id: ObjectId, bundle: &[u8]) {
        if let Some(quote) = read::message::<QuoteKind>(bundle) {
            let terms = quote.terms.unwrap_or_default();
            self.quotes.insert(id, (read::named(&quote.offer), terms));
        }
    }

    /// An acceptance makes a contract, and costs what the quote asks.
    fn contracts(&mut self, id: ObjectId, bundle: &[u8]) -> Result<(), Broken> {
        let quote = read::message::<AcceptanceKind>(bundle).and_then(|it| self.quotes.get(&read::named(&it.quote)));
        let Some((offer, terms)) = quote.cloned() else {
            return Err((Invariant::Refused, format!("{id} accepts a quote that nobody made")));
        };
        let Some(errand) = self.errands.get(&offer).copied() else {
            return Ok(());
        };
        self.contracted.insert(offer, id);
        let price = terms.price.as_ref().map_or(0, |price| price.amount_micros);
        let contract = Contract {
            errand,
            offer,
            terms,
            request: None,
            result: None,
        };
        self.contracts.insert(id, contract);
        self.spend(errand, price)
    }

    fn spend(&mut self, errand: Errand, price: u64) -> Result<(), Broken> {
        if price > errand.price_micros {
            let why = format!("{price} µ was accepted where {} µ were offered", errand.price_micros);
            return Err((Invariant::Budget, why));
        }
        let Some(account) = self.accounts.get_mut(&errand.task) else {
            return Ok(());
        };
        if errand.purpose == Purpose::Work {
            account.work_micros = account.work_micros.saturating_add(price);
            account.attempts = account.attempts.saturating_add(1);
        } else {
            account.probe_micros = account.probe_micros.saturating_add(price);
            account.probes = account.probes.saturating_add(1);
        }
        let most = account.most;
        let within = account.work_micros <= most.work_micros
            && account.attempts <= most.attempts
            && account.probe_micros <= most.probe_micros
            && account.probes <= most.probes;
        if within {
            return Ok(());
        }
        Err((
            Invariant::Budget,
            format!("task t{} has spent {account:?}", errand.task),
        ))
    }

    fn results(&mut self, id: ObjectId, bundle: &[u8]) -> Result<(), Broken> {
        let Some(message) = read::message::<TaskResultKind>(bundle) else {
            return Ok(());
        };
        let name = read::named(&message.contract);
        let times = self.effects.get(&name).copied().unwrap_or(0);
        let Some(contract) = self.contracts.get_mut(&name) else {
            return Err((Invariant::Refused, format!("a result of {name}, which is no contract")));
        };
        let status = message.status();
        if contract.result.is_some_and(|(other, _)| other != id) {
            return Err((Invariant::Truth, format!("two results of {name}")));
        }
        contract.result = Some((id, status));
        self.answered.insert(contract.offer);
        let has_effect = contract.effect() != SideEffect::None;
        let is_true = match status {
            TaskStatus::Completed | TaskStatus::Partial => !has_effect || times == 1,
            TaskStatus::Failed | TaskStatus::Cancelled => times == 0,
            _ => has_effect,
        };
        if is_true {
            return Ok(());
        }
        let why = format!("the result of {name} says {status:?}, and the effect took place {times} times");
        Err((Invariant::Truth, why))
    }

    /// A tool does what it is told, whoever tells it and however often.
    pub(super) fn acts(&mut self, name: ObjectId) -> Result<(), Broken> {
        let times = self.effects.entry(name).or_default();
        *times = times.saturating_add(1);
        if *times > 1 {
            return Err((
                Invariant::Effect,
                format!("the effect of {name} took place {times} times"),
            ));
        }
        let Some(contract) = self.contracts.get(&name) else {
            return Err((Invariant::Effect, format!("an effect without a contract: {name}")));
        };
        if contract.effect() == SideEffect::Irreversible && !self.commits.contains(&name) {
            return Err((Invariant::Effect, format!("nobody committed to the effect of {name}")));
        }
        let denied = [TaskStatus::Failed, TaskStatus::Cancelled];
        if contract.result.is_some_and(|(_, status)| denied.contains(&status)) {
            return Err((
                Invariant::Truth,
                format!("the effect of {name} took place after its result denied it"),
            ));
        }
        Ok(())
    }

    /// The addressee has taken a statement.
    pub(super) fn takes(&mut self, node: NodeId, life: u32, id: ObjectId, offer: ObjectId) {
        self.taken.insert((node, id), life);
        let Some(said) = self.said.get(&id).copied() else {
            return;
        };
        // A later event takes the place of an earlier one.
        if said.statement != Statement::TaskEvent {
            let owed = self.owed.entry(said.by).or_default();
            if !owed.iter().any(|each| each.id == id) {
                owed.push(Owed {
                    id,
                    statement: said.statement,
                    offer,
                });
            }
        }
    }

    /// What is drawn for an engagement, by a number that does not change with the rest of the run.
    pub(super) fn errand_of(&self, contract: &ObjectId) -> Option<Errand> {
        self.contracts.get(contract).map(|contract| contract.errand)
    }

    /// An offer, and whom its task is of.
    pub(super) fn offers(&mut self, offer: ObjectId, errand: Errand) {
        self.errands.insert(offer, errand);
    }

    /// Whether an offer was ever given out.
    pub(super) fn is_offered(&self, offer: &ObjectId) -> bool {
        self.said.contains_key(offer)
    }
}
