//! What happens, told for a trace. Without one nothing is told, and nothing hangs on it.

use super::stage::{Node, Stage, TaskId};
use crate::engine::Time;
use crate::trace::{Lane, Record, Trace};

impl Stage {
    /// Something happens to somebody, now.
    pub(super) fn tells(&mut self, node: Node, task: Option<TaskId>, what: impl FnOnce() -> String) {
        let now = self.queue.now();
        let Some(trace) = &mut self.trace else { return };
        let record = Record::instant(lane(trace, node), now, what());
        trace.add(of_task(record, task));
    }

    /// Somebody is at something.
    pub(super) fn tells_span(&mut self, node: Node, begin: Time, end: Time, what: &'static str) {
        let Some(trace) = &mut self.trace else { return };
        let record = Record::span(lane(trace, node), begin, end, what);
        trace.add(record);
    }

    pub(super) fn traces_message(
        &mut self,
        kind: &'static str,
        from: Node,
        to: Node,
        sent: Time,
        arrives: Option<Time>,
    ) {
        let Some(trace) = &mut self.trace else { return };
        let (from, to) = (lane(trace, from), lane(trace, to));
        trace.add(Record::message(from, to, sent, arrives, short(kind)));
    }

    /// What an agent is called in a trace.
    pub(super) fn called(&self, agent: &casp_identity::AgentId) -> String {
        self.node(agent).map_or_else(|| "a stranger".to_owned(), name)
    }
}

fn of_task(record: Record, task: Option<TaskId>) -> Record {
    match task {
        Some(task) => record.task(task),
        None => record,
    }
}

fn lane(trace: &mut Trace, node: Node) -> Lane {
    trace.lane(&name(node))
}

fn name(node: Node) -> String {
    match node {
        Node::Registry(number) => format!("registry {number}"),
        Node::Provider(number) => format!("provider {number}"),
        Node::Requester(number) => format!("requester {number}"),
        Node::Rater(number) => format!("rater {number}"),
    }
}

/// A payload type without what all have.
fn short(kind: &'static str) -> &'static str {
    let kind = kind.strip_prefix("application/vnd.casp.").unwrap_or(kind);
    kind.strip_suffix(".v1+protobuf").unwrap_or(kind)
}
