"""SPEC.md section 18.8: the proof that a registry left out what it had promised to serve, and what rebuts one."""

from collections.abc import Sequence
from itertools import chain

from . import kinds
from .answers import is_of_its_time, open_entry
from .constraints import compile_constraints, matches
from .envelope import open_outer
from .equivocation import check_equivocation
from .intents import is_filter_only
from .pairs import belongs, is_entry
from .rules import Refused
from .schema import discovery, envelope
from .statement import Statement
from .store import Entry
from .verify import SKEW, Verifier

_REBUTTING_KINDS = (*kinds.SOFT_STATE_KINDS, *kinds.IDENTITY_KINDS)


def check_omission(data: bytes, rebuttal: bytes, rebuttal_payload_type: str, verifier: Verifier) -> None:
    """OMS-1 to OMS-8, in this order."""
    proof = open_outer(discovery.OmissionProof, data)
    try:
        query = verifier.verify_archival(proof.query, kinds.DISCOVERY_QUERY)
        result = verifier.verify_archival(proof.result, kinds.DISCOVERY_RESULT)
        receipt = verifier.verify_archival(proof.receipt, kinds.REGISTRATION_RECEIPT)
        entry = open_entry(proof.entry, verifier)
    except Refused:
        raise Refused("OMS-1") from None
    _check_related(query, result, receipt, entry)
    if not is_filter_only(query.message.intent) or not result.message.complete:
        raise Refused("OMS-3")
    at = result.issued_at
    if not receipt.issued_at <= at < receipt.end_of_life:
        raise Refused("OMS-4")
    if not is_entry(entry, at, allowance=0):
        raise Refused("OMS-5")
    if not _matches(entry, query, at):
        raise Refused("OMS-6")
    listed = chain(result.message.ranked, result.message.sampled)
    if entry.descriptor.object_id in {match.descriptor for match in listed}:
        raise Refused("OMS-7")
    said = _open_rebuttal(rebuttal, rebuttal_payload_type, verifier)
    if _is_rebutted(said, entry, query, at):
        raise Refused("OMS-8")


def _check_related(query: Statement, result: Statement, receipt: Statement, entry: Entry) -> None:
    """OMS-2."""
    if result.message.query != query.object_id or not is_of_its_time(result, query):
        raise Refused("OMS-2")
    if not result.issuer == receipt.issuer == query.header.audience:
        raise Refused("OMS-2")
    promised = (receipt.message.agent, receipt.message.descriptor, receipt.message.refresh)
    refresh = entry.refresh.object_id if entry.refresh else b""
    if promised != (entry.descriptor.issuer, entry.descriptor.object_id, refresh):
        raise Refused("OMS-2")


def _matches(entry: Entry, query: Statement, at: int) -> bool:
    """OMS-6. An entry with an audience has no candidates (section 18)."""
    filters = compile_constraints(query.message.intent.constraints)
    return not entry.has_audience and any(matches(filters, candidate) for candidate in entry.candidates(at))


def _is_rebutted(said: Sequence[Statement], entry: Entry, query: Statement, at: int) -> bool:
    """OMS-8, by a statement or by the two of an equivocation proof."""
    agent, epoch = entry.descriptor.issuer, entry.descriptor.epoch
    if any(against.issuer != agent or against.issued_at > at + SKEW for against in said):
        return False
    match said:
        case [against]:
            return _rebuts(against, entry, query, at)
        case [first, second]:
            return first.epoch == second.epoch == epoch
    return False


def _open_rebuttal(rebuttal: bytes, payload_type: str, verifier: Verifier) -> Sequence[Statement]:
    """Empty when it is neither a statement of its kind nor an equivocation proof: then it changes nothing."""
    kind = kinds.find(payload_type, _REBUTTING_KINDS)
    try:
        if not payload_type:
            return check_equivocation(rebuttal, verifier)
        if kind:
            return [verifier.verify_archival(open_outer(envelope.Bundle, rebuttal), kind)]
    except Refused:
        pass
    return []


def _rebuts(against: Statement, entry: Entry, query: Statement, at: int) -> bool:
    """What the entry's agent has said, in time."""
    match against.kind:
        case kinds.RETIRE:
            return True
        case kinds.DELEGATION:
            return against.epoch > entry.descriptor.epoch
    place = _place(against)
    for own in filter(None, (entry.descriptor, entry.refresh)):
        if place == _place(own):
            return against.object_id != own.object_id
    if place < _place(entry.latest):
        return False
    if against.kind is not kinds.REFRESH:
        return True
    # A refresh of the entry excuses only where the entry was over with it, or no longer what was asked for.
    if not belongs(against, entry.descriptor):
        return False
    return against.end_of_life <= at or not _matches(Entry(entry.descriptor, against), query, at)


def _place(of: Statement) -> tuple[int, int]:
    return of.epoch, of.message.sequence
