//! A conversation with one process of the peer, from hello to its exit.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::time::{Duration, Instant};

use crate::driver::Codec;
use crate::driver::v1::request::Operation;
use crate::driver::v1::{Request, Response, response};

use super::case::Case;
use super::clock;
use super::declaration::{Declaration, HelloFault};
use super::finding::Finding;
use super::garbage::Garbage;
use super::judge::{Judgement, judge, read};
use super::outcome::CaseResult;
use super::process::{Event, Process};
use super::stderr::Mark;
use super::token::{Token, Tokens};
use super::trouble::{Incident, Stop, Trouble};
use super::turn::{Limits, Sent, Turn};
use super::{Outcome, Position, Settings};

/// How long a peer that runs one case alone is listened to after its last answer.
const QUIET: Duration = Duration::from_millis(50);

/// One process of the peer, after its hello.
pub(super) struct Session {
    process: Process,
    codec: Codec,
    declaration: Declaration,
    /// Tokens of requests that were answered, with the case that each belonged to.
    answered: HashMap<String, Option<usize>>,
}

/// Why a session could not begin.
#[derive(Debug)]
pub(super) enum StartFailure {
    /// The process could not be started at all.
    Spawn(io::Error),
    /// It was started, and gave no valid hello.
    NoHello { why: String, stderr: String },
}

/// How a peer behaved once its input was closed.
pub(super) struct Farewell {
    /// What is wrong with it.
    pub(super) fault: Option<String>,
    /// A second response to a request of this case.
    pub(super) late: Option<usize>,
    pub(super) stderr: String,
}

impl Session {
    /// Starts a process and says hello.
    pub(super) fn start(settings: &Settings, tokens: &mut Tokens) -> Result<Self, StartFailure> {
        let mut process =
            Process::start(&settings.command, settings.codec, &settings.root).map_err(StartFailure::Spawn)?;
        let token = tokens.draw();
        let hello = Operation::Hello(Declaration::request());
        let reply = exchange(&mut process, settings.codec, &token, 0, hello, settings.start_deadline);
        match reply.map_err(NoHello::Trouble).and_then(declaration_in) {
            Ok(declaration) => {
                let answered = HashMap::from([(token.text, None)]);
                Ok(Self {
                    process,
                    codec: settings.codec,
                    declaration,
                    answered,
                })
            }
            Err(why) => {
                let why = why.describe(settings.start_deadline);
                Err(StartFailure::NoHello {
                    why,
                    stderr: process.stderr().since_at_end(Mark::default()),
                })
            }
        }
    }

    /// What the peer says of itself.
    pub(super) fn declaration(&self) -> &Declaration {
        &self.declaration
    }

    /// Puts the operation of a case to a peer whose hello does not declare it.
    pub(super) fn probe(mut self, case: Case<'_>, tokens: &mut Tokens, deadline: Duration) -> Option<Finding> {
        let operation = case.0.step.operation.name();
        let vector = case.0.id.clone();
        let requests = [
            (case.0.step.now_ms, case.begin()),
            (case.0.step.now_ms, (&case.0.step.operation).into()),
        ];
        let mut reply = Ok(None);
        for (now_ms, request) in requests {
            reply = exchange(&mut self.process, self.codec, &tokens.draw(), now_ms, request, deadline);
            if reply.is_err() {
                break;
            }
        }
        match reply.and_then(|outcome| read(outcome).map_err(Trouble::Garbage)) {
            Ok(None) => None,
            Ok(Some(_)) => Some(Finding::Underclaim { operation, vector }),
            Err(trouble) => Some(Finding::BadRefusal {
                operation,
                vector,
                why: trouble.describe(deadline),
            }),
        }
    }

    /// Replays the cases in `queue`, sending up to `window` requests ahead of the answers. Takes off the queue what it
    /// sends, and reports each case that was answered in full.
    pub(super) fn replay(
        &mut self,
        cases: &[Case<'_>],
        queue: &mut VecDeque<usize>,
        tokens: &mut Tokens,
        limits: Limits,
        report: &mut dyn FnMut(usize, CaseResult),
    ) -> Result<(), Stop> {
        let mut turn = Turn::new(cases, self.process.stderr().mark());
        loop {
            while turn.outstanding.len() < limits.window
                && let Some((sent, request)) = turn.next_request(queue, tokens)
            {
                self.process.send(
                    self.codec
                        .encode(&request)
                        .map_err(|error| Stop::Unsendable(sent.case, error))?,
                );
                turn.outstanding.push_back(sent);
            }
            let Some(head) = turn.outstanding.front() else {
                return Ok(());
            };
            let response = match self.due_response(&turn, head, limits.deadline) {
                Ok(response) => response,
                Err((trouble, owner)) => return Err(Stop::Incident(Box::new(self.incident(&turn, trouble, owner)))),
            };
            self.answered.insert(response.token, Some(head.case));
            let judgement = judge(
                cases[head.case],
                head.request,
                response.outcome,
                self.declaration.reports_codes(),
            );
            if let Some((case, judgement)) = turn.advance(judgement) {
                let result = self.conclude(&turn, judgement);
                report(case, result);
                turn.begin_case(self.process.stderr().mark());
            }
        }
    }

    /// Listens for what may follow the last answer of a case that runs alone.
    pub(super) fn listen(&mut self, case: usize, at: Position) -> Result<(), Box<Incident>> {
        let trouble = match self.process.receive(clock::now() + QUIET) {
            None => return Ok(()),
            Some(Event::Response(response)) => Trouble::Garbage(self.misplaced(&response.token)),
            Some(Event::Garbage(garbage)) => Trouble::Garbage(garbage),
            Some(Event::End) => Trouble::Died(self.process.death()),
        };
        let stderr = self.process.stderr().since(Mark::default());
        Err(Box::new(Incident {
            trouble,
            head: (case, at),
            suspects: vec![case],
            elapsed: QUIET,
            stderr,
        }))
    }

    /// Closes the peer's input and sees it off.
    pub(super) fn farewell(mut self, deadline: Duration) -> Farewell {
        let until = clock::now() + deadline;
        self.process.close_input();
        let mut late = None;
        let fault = loop {
            match self.process.receive(until) {
                Some(Event::Response(response)) => match self.answered.get(&response.token) {
                    Some(Some(case)) => late = Some(*case),
                    _ => {
                        break Some(format!(
                            "after the last request came {}",
                            self.misplaced(&response.token)
                        ));
                    }
                },
                Some(Event::Garbage(garbage)) => break Some(format!("after the last request: {garbage}")),
                Some(Event::End) => break self.exit_fault(until),
                None => {
                    break Some(format!(
                        "did not end its output within {} ms of its input",
                        deadline.as_millis()
                    ));
                }
            }
        };
        Farewell {
            fault,
            late,
            stderr: self.process.stderr().since(Mark::default()),
        }
    }

    fn exit_fault(&mut self, until: Instant) -> Option<String> {
        match self.process.wait(until) {
            Some(status) if status.success() => None,
            Some(status) => Some(format!(
                "ended with {status} after its input was closed, where status 0 is due"
            )),
            None => Some("closed its output, but did not exit after its input was closed".to_owned()),
        }
    }

    /// The response to the request at the head; otherwise the trouble, and the case that an answer given twice is for.
    fn due_response(
        &mut self,
        turn: &Turn<'_>,
        head: &Sent,
        deadline: Duration,
    ) -> Result<Response, (Trouble, Option<usize>)> {
        match self.process.receive(turn.since + deadline) {
            Some(Event::Response(response)) if response.token == head.token => Ok(response),
            Some(Event::Response(response)) => {
                let early = turn.outstanding.iter().any(|sent| sent.token == response.token);
                let garbage = if early {
                    Garbage::OutOfTurn
                } else {
                    self.misplaced(&response.token)
                };
                let owner = self.answered.get(&response.token).copied().flatten();
                Err((Trouble::Garbage(garbage), owner.or(turn.last)))
            }
            Some(Event::Garbage(garbage)) => Err((Trouble::Garbage(garbage), turn.last)),
            Some(Event::End) => Err((Trouble::Died(self.process.death()), turn.last)),
            None => Err((
                Trouble::Silent {
                    arrived: self.process.arriving(),
                },
                None,
            )),
        }
    }

    /// What a response is whose token is not the due one.
    fn misplaced(&self, token: &str) -> Garbage {
        if self.answered.contains_key(token) {
            Garbage::AnsweredTwice
        } else {
            Garbage::unknown_token(token)
        }
    }

    fn incident(&self, turn: &Turn<'_>, trouble: Trouble, owner: Option<usize>) -> Incident {
        let head = turn.outstanding.front().map_or((0, Position::Begin), |sent| {
            (sent.case, turn.cases[sent.case].position(sent.request))
        });
        let mut suspects: Vec<usize> = owner
            .into_iter()
            .chain(turn.outstanding.iter().map(|sent| sent.case))
            .collect();
        // Requests of one case stand together, save those of an owner that is also outstanding.
        suspects.dedup();
        let stderr = match trouble {
            Trouble::Died(_) => self.process.stderr().since_at_end(turn.mark),
            Trouble::Silent { .. } | Trouble::Garbage(_) => self.process.stderr().since(turn.mark),
        };
        Incident {
            trouble,
            head,
            suspects,
            elapsed: clock::now() - turn.since,
            stderr,
        }
    }

    fn conclude(&self, turn: &Turn<'_>, judgement: Judgement) -> CaseResult {
        let passed = judgement.outcome == Outcome::Passed;
        let elapsed = clock::now() - turn.since;
        let stderr = if passed {
            String::new()
        } else {
            self.process.stderr().since(turn.mark)
        };
        CaseResult {
            outcome: judgement.outcome,
            code_matched: judgement.code_matched,
            elapsed,
            stderr,
        }
    }
}

/// Why a reply to `hello` is none.
enum NoHello {
    Trouble(Trouble),
    Fault(HelloFault),
}

impl NoHello {
    fn describe(self, deadline: Duration) -> String {
        match self {
            Self::Trouble(trouble) => trouble.describe(deadline),
            Self::Fault(fault) => fault.to_string(),
        }
    }
}

fn declaration_in(reply: Option<response::Outcome>) -> Result<Declaration, NoHello> {
    match reply {
        Some(response::Outcome::Hello(reply)) => Declaration::try_from(reply).map_err(NoHello::Fault),
        _ => Err(NoHello::Trouble(Trouble::Garbage(Garbage::NoAnswer))),
    }
}

/// Sends one request and waits for its response, with nothing else under way.
fn exchange(
    process: &mut Process,
    codec: Codec,
    token: &Token,
    now_ms: i64,
    operation: Operation,
    deadline: Duration,
) -> Result<Option<response::Outcome>, Trouble> {
    let request = Request {
        token: token.text.clone(),
        now_ms,
        seed: token.seed,
        operation: Some(operation),
    };
    let until = clock::now() + deadline;
    // A request that no codec can carry stays unsent, and so unanswered; vectors are checked before they come here.
    if let Ok(frame) = codec.encode(&request) {
        process.send(frame);
    }
    match process.receive(until) {
        Some(Event::Response(response)) if response.token == token.text => Ok(response.outcome),
        Some(Event::Response(response)) => Err(Trouble::Garbage(Garbage::unknown_token(&response.token))),
        Some(Event::Garbage(garbage)) => Err(Trouble::Garbage(garbage)),
        Some(Event::End) => Err(Trouble::Died(process.death())),
        None => Err(Trouble::Silent {
            arrived: process.arriving(),
        }),
    }
}
