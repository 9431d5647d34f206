//! Where a replay stands: what was sent and not yet answered, and what is known of the case at the head.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::driver::v1::Request;

use super::Outcome;
use super::case::Case;
use super::clock;
use super::judge::Judgement;
use super::stderr::Mark;
use super::token::Tokens;

/// How far ahead a replay sends, and how long it waits for a case.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) window: usize,
    pub(super) deadline: Duration,
}

/// A request that waits for its answer.
pub(super) struct Sent {
    pub(super) token: String,
    pub(super) case: usize,
    pub(super) request: usize,
}

/// Where a replay stands. Answers come in order, so that only one case at a time is being judged.
pub(super) struct Turn<'a> {
    pub(super) cases: &'a [Case<'a>],
    pub(super) outstanding: VecDeque<Sent>,
    /// The case whose requests are being sent, and the next one.
    sending: Option<(usize, usize)>,
    /// What is known of the case at the head: its first deviation.
    judgement: Judgement,
    /// Since when the case at the head has had the peer to itself.
    pub(super) since: Instant,
    /// Where standard error stood then.
    pub(super) mark: Mark,
    /// The case that was answered last.
    pub(super) last: Option<usize>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(cases: &'a [Case<'a>], mark: Mark) -> Self {
        Self {
            cases,
            outstanding: VecDeque::new(),
            sending: None,
            judgement: Outcome::Passed.into(),
            since: clock::now(),
            mark,
            last: None,
        }
    }

    /// The next request to send; `None` when all are sent.
    pub(super) fn next_request(&mut self, queue: &mut VecDeque<usize>, tokens: &mut Tokens) -> Option<(Sent, Request)> {
        let (case, request) = match self.sending.take() {
            Some(next) => next,
            None => (queue.pop_front()?, 0),
        };
        self.sending = Some((case, request + 1)).filter(|(case, next)| *next < self.cases[*case].requests());
        let (now_ms, operation) = self.cases[case].request(request);
        let token = tokens.draw();
        let sent = Sent {
            token: token.text.clone(),
            case,
            request,
        };
        Some((
            sent,
            Request {
                token: token.text,
                now_ms,
                seed: token.seed,
                operation: Some(operation),
            },
        ))
    }

    /// Takes in the judgement on the request at the head. Gives the case's judgement when that was its last request.
    pub(super) fn advance(&mut self, judgement: Judgement) -> Option<(usize, Judgement)> {
        let head = self.outstanding.pop_front()?;
        if self.judgement.outcome == Outcome::Passed {
            self.judgement = judgement;
        }
        let last = head.request + 1 == self.cases[head.case].requests();
        last.then(|| {
            (
                head.case,
                std::mem::replace(&mut self.judgement, Outcome::Passed.into()),
            )
        })
        .inspect(|(case, _)| self.last = Some(*case))
    }

    /// The next case has the peer to itself.
    pub(super) fn begin_case(&mut self, mark: Mark) {
        self.since = clock::now();
        self.mark = mark;
    }
}
