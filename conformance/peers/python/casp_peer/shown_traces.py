"""SPEC.md section 17.3: one event shown without the others, and the proof that a trace was forked."""

from . import kinds, tree
from .canonical import encode
from .envelope import open_outer
from .record import open_member
from .rules import Refused
from .schema import evidence
from .statement import Statement
from .trace import check_salt
from .verify import Verifier


def check_disclosure(data: bytes, verifier: Verifier) -> None:
    disclosure = open_outer(evidence.EventDisclosure, data)
    checkpoint = open_member(verifier, disclosure.checkpoint, kinds.TRACE_CHECKPOINT)
    event = disclosure.event
    check_salt(event)
    _check_included(tree.leaf_hash(encode(event)), event.seq - 1, checkpoint, disclosure.path)


def check_fork(data: bytes, verifier: Verifier) -> None:
    proof = open_outer(evidence.ForkProof, data)
    first = open_member(verifier, proof.first, kinds.TRACE_CHECKPOINT)
    second = open_member(verifier, proof.second, kinds.TRACE_CHECKPOINT)
    if _whose(first) != _whose(second):
        raise Refused("FRK-1")
    if first.object_id >= second.object_id:
        raise Refused("FRK-2")
    try:
        contradicts = _contradict(proof, first, second)
    except Refused:  # PRF-1
        contradicts = False
    if not contradicts:
        raise Refused("FRK-3")


def _whose(checkpoint: Statement) -> tuple[bytes, bytes, bytes]:
    return (checkpoint.issuer, checkpoint.message.contract, checkpoint.message.session)


def _contradict(proof: evidence.ForkProof, first: Statement, second: Statement) -> bool:
    """FRK-3, or a breach of PRF-1."""
    leaves = [proof.HasField("first_leaf"), proof.HasField("second_leaf")]
    if first.message.size == second.message.size:
        return first.message.root != second.message.root and not any(leaves) and proof.index == 0
    if not all(leaves) or proof.first_leaf.leaf_hash == proof.second_leaf.leaf_hash:
        return False
    for checkpoint, leaf in ((first, proof.first_leaf), (second, proof.second_leaf)):
        _check_included(leaf.leaf_hash, proof.index, checkpoint, leaf.path)
    return True


def _check_included(leaf: bytes, index: int, checkpoint: Statement, path) -> None:
    tree.check_inclusion(leaf, index, checkpoint.message.size, checkpoint.message.root, path)
