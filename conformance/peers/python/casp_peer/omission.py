"""SPEC.md section 18.8: the proof that a registry left out what it had promised to serve, and what rebuts one."""

from itertools import chain

from . import kinds
from .answers import open_entry
from .constraints import compile_constraints, matches
from .envelope import open_outer
from .intents import is_filter_only
from .pairs import is_entry
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
    _check_due(entry, query, at)
    listed = chain(result.message.ranked, result.message.sampled)
    if entry.descriptor.object_id in {match.descriptor for match in listed}:
        raise Refused("OMS-7")
    against = _open_rebuttal(rebuttal, rebuttal_payload_type, verifier)
    if against and _rebuts(against, entry, query, at):
        raise Refused("OMS-8")


def _check_related(query: Statement, result: Statement, receipt: Statement, entry: Entry) -> None:
    """OMS-2."""
    if result.message.query != query.object_id:
        raise Refused("OMS-2")
    if not result.issuer == receipt.issuer == query.header.audience:
        raise Refused("OMS-2")
    promised = (receipt.message.agent, receipt.message.descriptor, receipt.message.refresh)
    refresh = entry.refresh.object_id if entry.refresh else b""
    if promised != (entry.descriptor.issuer, entry.descriptor.object_id, refresh):
        raise Refused("OMS-2")


def _check_due(entry: Entry, query: Statement, at: int) -> None:
    """OMS-5 and OMS-6."""
    if not is_entry(entry, at, allowance=0):
        raise Refused("OMS-5")
    filters = compile_constraints(query.message.intent.constraints)
    if not any(matches(filters, candidate) for candidate in entry.candidates(at)):
        raise Refused("OMS-6")


def _is_due(entry: Entry, query: Statement, at: int) -> bool:
    try:
        _check_due(entry, query, at)
    except Refused:
        return False
    return True


def _open_rebuttal(rebuttal: bytes, payload_type: str, verifier: Verifier) -> Statement | None:
    """None when it is no statement of its kind: then it changes nothing."""
    kind = kinds.find(payload_type, _REBUTTING_KINDS)
    if kind is None:
        return None
    try:
        return verifier.verify_archival(open_outer(envelope.Bundle, rebuttal), kind)
    except Refused:
        return None


def _rebuts(against: Statement, entry: Entry, query: Statement, at: int) -> bool:
    if against.issuer != entry.descriptor.issuer or against.issued_at > at + SKEW:
        return False
    latest = entry.latest
    if against.kind is kinds.RETIRE:
        return True
    if against.kind is kinds.DELEGATION:
        return against.epoch > latest.epoch
    if against.object_id in {statement.object_id for statement in (entry.descriptor, entry.refresh) if statement}:
        return False
    place, latest_place = ((s.epoch, s.message.sequence) for s in (against, latest))
    prolongs = against.kind is kinds.REFRESH and against.message.descriptor == entry.descriptor.object_id
    if prolongs and place > latest_place:
        # The entry lives on with it, or does not.
        return not _is_due(Entry(entry.descriptor, against), query, at)
    return place >= latest_place
