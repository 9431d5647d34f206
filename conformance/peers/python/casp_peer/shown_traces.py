"""SPEC.md section 17.3: one event shown without the others, and the proof that an issuer keeps two histories."""

from typing import NamedTuple

from . import kinds, tree
from .canonical import encode
from .envelope import open_outer
from .record import open_member
from .rules import Refused
from .schema import envelope, evidence, task
from .statement import Statement
from .trace import check_salt
from .verify import Verifier


def check_disclosure(data: bytes, verifier: Verifier) -> None:
    disclosure = open_outer(evidence.EventDisclosure, data)
    checkpoint = open_member(verifier, disclosure.checkpoint, kinds.TRACE_CHECKPOINT).message
    event = disclosure.event
    check_salt(event)
    leaf = tree.leaf_hash(encode(event))
    tree.check_inclusion(leaf, event.seq - 1, checkpoint.size, checkpoint.root, disclosure.path)


def check_fork(data: bytes, verifier: Verifier) -> None:
    hold_fork(open_outer(evidence.ForkProof, data), verifier)


def hold_fork(proof: evidence.ForkProof, verifier: Verifier) -> tuple[Statement, Statement]:
    """All that follows ENCODING. The two members."""
    first = _open_history(proof.first, verifier)
    second = _open_history(proof.second, verifier)
    if not _are_related(first, second):
        raise Refused("FRK-1")
    if first.statement.object_id >= second.statement.object_id:
        raise Refused("FRK-2")
    if proof.HasField("first_leaf") or proof.HasField("second_leaf") or proof.index:
        contradict = _contradict_by_leaves(proof, first, second)
    else:
        contradict = _contradict_by_themselves(first, second)
    if not contradict:
        raise Refused("FRK-3")
    return first.statement, second.statement


class _History(NamedTuple):
    statement: Statement
    # What it says of the trace; None for a result without `trace`.
    head: evidence.TraceCheckpoint | task.TraceCommitment | None

    @property
    def is_result(self) -> bool:
        return self.statement.kind is kinds.TASK_RESULT


def _open_history(bundle: envelope.Bundle, verifier: Verifier) -> _History:
    statement = open_member(verifier, bundle, kinds.TRACE_CHECKPOINT, kinds.TASK_RESULT)
    message = statement.message
    if statement.kind is kinds.TRACE_CHECKPOINT:
        return _History(statement, message)
    return _History(statement, message.trace if message.HasField("trace") else None)


def _are_related(first: _History, second: _History) -> bool:
    """FRK-1."""
    one, other = first.statement, second.statement
    if (one.issuer, one.message.contract) != (other.issuer, other.message.contract):
        return False
    # Only checkpoints can be without contract.
    return bool(one.message.contract) or first.head.session == second.head.session


def _contradict_by_themselves(first: _History, second: _History) -> bool:
    """FRK-3 (a) to (d)."""
    if first.is_result and second.is_result:
        return True
    if not first.head or not second.head:
        return False
    if first.head.session != second.head.session:
        return True
    if first.head.size == second.head.size:
        return first.head.root != second.head.root
    shorter, longer = sorted((first, second), key=lambda history: history.head.size)
    return shorter.is_result and not longer.is_result


def _contradict_by_leaves(proof: evidence.ForkProof, first: _History, second: _History) -> bool:
    """FRK-3 (e)."""
    if not first.head or not second.head or first.head.size == second.head.size:
        return False
    if not proof.HasField("first_leaf") or not proof.HasField("second_leaf"):
        return False
    if proof.first_leaf.leaf_hash == proof.second_leaf.leaf_hash:
        return False
    return _includes(first, proof.index, proof.first_leaf) and _includes(second, proof.index, proof.second_leaf)


def _includes(history: _History, index: int, leaf: evidence.IncludedLeaf) -> bool:
    try:
        tree.check_inclusion(leaf.leaf_hash, index, history.head.size, history.head.root, leaf.path)
    except Refused:
        return False
    return True
