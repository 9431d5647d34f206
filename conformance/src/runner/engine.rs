//! Takes every case to exactly one outcome, whatever the peer does.
//!
//! Cases are sent ahead as far as the peer allows. When something goes wrong, several cases may have caused it; they
//! are then replayed one at a time, each to a fresh process of its own, until one of them does it again. That one is to
//! blame. If none does, the case whose answer was due is, and its outcome says that alone it behaves.

use std::collections::VecDeque;

use crate::vector::Vector;

use super::case::Case;
use super::declaration::Declaration;
use super::finding::Finding;
use super::outcome::CaseResult;
use super::session::{Session, StartFailure};
use super::token::Tokens;
use super::trouble::{Incident, Stop};
use super::turn::Limits;
use super::{HarnessError, Outcome, Settings};

/// Troubles without an answered case between them after which the peer is given up.
const TROUBLES_IN_A_ROW: u32 = 20;

/// Cases without an answer after which the peer is given up: each costs a deadline.
const HANGS: u32 = 30;

/// The peer and the cases.
pub(super) struct Engine<'a> {
    settings: &'a Settings,
    cases: Vec<Case<'a>>,
    results: Results<'a>,
    tokens: Tokens,
    declaration: Option<Declaration>,
    findings: Vec<Finding>,
    patience: Patience,
}

/// What an engine leaves.
pub(super) struct Transcript {
    /// The peer's hello, if it gave a valid one.
    pub(super) declaration: Option<Declaration>,
    /// One result for each case, in their order.
    pub(super) results: Vec<CaseResult>,
    /// What is wrong with the peer besides.
    pub(super) findings: Vec<Finding>,
}

impl<'a> Engine<'a> {
    /// `progress` is told how many cases have come to their outcome.
    pub(super) fn new(settings: &'a Settings, vectors: &[&'a Vector], progress: &'a mut dyn FnMut(usize)) -> Self {
        Self {
            settings,
            cases: vectors.iter().map(|vector| Case(vector)).collect(),
            results: Results {
                slots: vec![None; vectors.len()],
                done: 0,
                progress,
            },
            tokens: Tokens::new(settings.seed),
            declaration: None,
            findings: Vec::new(),
            patience: Patience::default(),
        }
    }

    /// Replays all cases.
    ///
    /// # Errors
    /// [`HarnessError`] when the peer cannot be started, or a request not be sent: then there is nothing to report.
    pub(super) fn run(mut self) -> Result<Transcript, HarnessError> {
        if let Some(session) = self.start()? {
            self.set_aside_what_is_not_served();
            self.probe()?;
            let queue = (0..self.cases.len())
                .filter(|case| self.results.slots[*case].is_none())
                .collect();
            self.replay(session, queue)?;
        }
        let reason = self
            .patience
            .exhausted
            .unwrap_or_else(|| "the peer gave no valid hello".to_owned());
        let unrun = || CaseResult::unsent(Outcome::NotRun { reason: reason.clone() });
        let results = self
            .results
            .slots
            .into_iter()
            .map(|result| result.unwrap_or_else(unrun))
            .collect();
        Ok(Transcript {
            declaration: self.declaration,
            results,
            findings: self.findings,
        })
    }

    /// Starts a process; `None`, with a finding, when it gives no valid hello.
    fn start(&mut self) -> Result<Option<Session>, HarnessError> {
        match Session::start(self.settings, &mut self.tokens) {
            Ok(session) => {
                self.compare_hello(session.declaration());
                Ok(Some(session))
            }
            Err(StartFailure::NoHello { why, stderr }) => {
                self.findings.push(Finding::NoHello { why, stderr });
                self.patience.exhausted = Some("the peer gave no valid hello".to_owned());
                Ok(None)
            }
            Err(StartFailure::Spawn(source)) => Err(HarnessError::Spawn {
                command: self.settings.command.to_string(),
                source,
            }),
        }
    }

    /// The first hello counts; every later one must say the same.
    fn compare_hello(&mut self, declaration: &Declaration) {
        match &self.declaration {
            Some(first) if first == declaration => {}
            Some(_) => {
                if !self.findings.contains(&Finding::HelloChanged) {
                    self.findings.push(Finding::HelloChanged);
                }
            }
            None => {
                let unknown = declaration.unknown_capabilities();
                self.findings
                    .extend(unknown.map(|name| Finding::UnknownCapability { name: name.to_owned() }));
                self.declaration = Some(declaration.clone());
            }
        }
    }

    fn set_aside_what_is_not_served(&mut self) {
        let Some(declaration) = &self.declaration else { return };
        for (case, result) in self.cases.iter().zip(&mut self.results.slots) {
            let undeclared = case.operations().find(|operation| !declaration.serves(operation));
            *result = undeclared.map(|operation| CaseResult::unsent(Outcome::NotServed { operation }));
        }
    }

    /// Puts one vector of each undeclared operation to the peer, which must say `unsupported`.
    fn probe(&mut self) -> Result<(), HarnessError> {
        let Some(declaration) = self.declaration.clone() else {
            return Ok(());
        };
        let mut probed: Vec<&str> = Vec::new();
        for case in self.cases.clone() {
            let operation = case.0.step.operation.name();
            if declaration.serves(operation) || probed.contains(&operation) {
                continue;
            }
            probed.push(operation);
            if let Some(session) = self.start()? {
                self.findings
                    .extend(session.probe(case, &mut self.tokens, self.settings.deadline));
            }
        }
        Ok(())
    }

    fn replay(&mut self, session: Session, mut queue: VecDeque<usize>) -> Result<(), HarnessError> {
        let mut session = session;
        let window = session.declaration().pipeline.min(self.settings.pipeline) as usize;
        loop {
            match self.replay_with(&mut session, &mut queue, window) {
                Ok(()) => {
                    self.see_off(session);
                    return Ok(());
                }
                Err(Stop::Unsendable(case, source)) => {
                    return Err(HarnessError::Unsendable {
                        id: self.cases[case].0.id.clone(),
                        source,
                    });
                }
                Err(Stop::Incident(incident)) => {
                    // The process may be in any state: no further answer of it counts.
                    drop(session);
                    self.blame(*incident, &mut queue)?;
                }
            }
            if self.patience.exhausted.is_some() {
                return Ok(());
            }
            match self.start()? {
                Some(next) => session = next,
                None => return Ok(()),
            }
        }
    }

    fn replay_with(&mut self, session: &mut Session, queue: &mut VecDeque<usize>, window: usize) -> Result<(), Stop> {
        let limits = Limits {
            window,
            deadline: self.settings.deadline,
        };
        let Self {
            cases,
            results,
            tokens,
            patience,
            ..
        } = self;
        session.replay(cases, queue, tokens, limits, &mut |case, result| {
            patience.answered();
            results.set(case, result);
        })
    }

    /// Finds the case behind an incident; the others that it left unanswered go back to the queue.
    fn blame(&mut self, incident: Incident, queue: &mut VecDeque<usize>) -> Result<(), HarnessError> {
        if let [only] = incident.suspects[..] {
            self.pin(only, incident, true);
            return Ok(());
        }
        let mut suspects = VecDeque::from(incident.suspects.clone());
        while let Some(suspect) = suspects.pop_front() {
            let Some(end) = self.replay_alone(suspect)? else {
                return Ok(());
            };
            if let Err(again) = end {
                self.pin(suspect, again, true);
                self.put_back(suspects, queue);
                return Ok(());
            }
        }
        let (head, _) = incident.head;
        self.pin(head, incident, false);
        Ok(())
    }

    /// Replays a case to a process of its own; `None` when that gives no hello. A case that already has its result
    /// keeps it, unless it causes an incident.
    fn replay_alone(&mut self, suspect: usize) -> Result<Option<Result<(), Incident>>, HarnessError> {
        let Some(mut session) = self.start()? else {
            return Ok(None);
        };
        let earlier = self.results.slots[suspect].take();
        let end = match self.replay_with(&mut session, &mut VecDeque::from([suspect]), 1) {
            Ok(()) => {
                let case = self.cases[suspect];
                session
                    .listen(suspect, case.position(case.requests() - 1))
                    .map_err(|incident| *incident)
            }
            Err(Stop::Incident(incident)) => Err(*incident),
            Err(Stop::Unsendable(case, source)) => {
                return Err(HarnessError::Unsendable {
                    id: self.cases[case].0.id.clone(),
                    source,
                });
            }
        };
        if earlier.is_some() {
            self.results.slots[suspect] = earlier;
        }
        Ok(Some(end))
    }

    fn put_back(&self, suspects: VecDeque<usize>, queue: &mut VecDeque<usize>) {
        for suspect in suspects
            .into_iter()
            .rev()
            .filter(|suspect| self.results.slots[*suspect].is_none())
        {
            queue.push_front(suspect);
        }
    }

    /// Gives a case the outcome that follows from an incident, whatever it had before.
    fn pin(&mut self, case: usize, incident: Incident, certain: bool) {
        let Incident {
            trouble,
            head: (_, at),
            elapsed,
            stderr,
            ..
        } = incident;
        let outcome = trouble.outcome(at, self.settings.deadline, certain);
        self.patience.troubled(&outcome);
        let result = CaseResult {
            outcome,
            code_matched: None,
            elapsed,
            stderr,
        };
        self.results.set(case, result);
    }

    fn see_off(&mut self, session: Session) {
        let farewell = session.farewell(self.settings.deadline);
        if let Some(why) = farewell.fault {
            self.findings.push(Finding::BadEnd {
                why,
                stderr: farewell.stderr,
            });
        }
        if let Some(result) = farewell.late.and_then(|case| self.results.slots[case].as_mut()) {
            result.outcome = Outcome::Garbage {
                garbage: super::Garbage::AnsweredTwice,
                certain: true,
            };
        }
    }
}

/// What has come of the cases.
struct Results<'a> {
    slots: Vec<Option<CaseResult>>,
    done: usize,
    progress: &'a mut dyn FnMut(usize),
}

impl Results<'_> {
    fn set(&mut self, case: usize, result: CaseResult) {
        self.done += usize::from(self.slots[case].replace(result).is_none());
        (self.progress)(self.done);
    }
}

/// How much more of a peer's trouble is borne.
#[derive(Default)]
struct Patience {
    in_a_row: u32,
    hangs: u32,
    /// Why it ended.
    exhausted: Option<String>,
}

impl Patience {
    fn answered(&mut self) {
        self.in_a_row = 0;
    }

    fn troubled(&mut self, outcome: &Outcome) {
        self.in_a_row += 1;
        self.hangs += u32::from(matches!(outcome, Outcome::Hung { .. }));
        if self.in_a_row >= TROUBLES_IN_A_ROW {
            self.exhausted = Some(format!(
                "given up after {TROUBLES_IN_A_ROW} vectors in a row without an answer"
            ));
        } else if self.hangs >= HANGS {
            self.exhausted = Some(format!("given up after {HANGS} vectors that hung"));
        }
    }
}
