"""SPEC.md section 20.1: an outcome report beside the contract that it speaks of."""

from typing import NamedTuple

from . import canaries, kinds, record
from .envelope import open_outer
from .rules import Refused
from .schema import dispute
from .statement import Statement
from .verify import Verifier

_KINDS = {
    "offer": kinds.OFFER,
    "quote": kinds.QUOTE,
    "acceptance": kinds.ACCEPTANCE,
    "request": kinds.TASK_REQUEST,
    "prepared": kinds.PREPARED,
    "commit": kinds.COMMIT,
    "result": kinds.TASK_RESULT,
    "report": kinds.OUTCOME_REPORT,
    "verdict": kinds.CANARY_VERDICT,
}


class _Members(NamedTuple):
    offer: Statement
    quote: Statement
    acceptance: Statement
    request: Statement
    report: Statement
    prepared: Statement | None = None
    commit: Statement | None = None
    result: Statement | None = None
    verdict: Statement | None = None


class Counted(NamedTuple):
    """A report that counts."""

    report: Statement
    rederivable: bool


def check_record(data: bytes, verifier: Verifier) -> Counted:
    shown = open_outer(dispute.OutcomeRecord, data)
    it = _Members(
        **{
            name: record.open_member(verifier, getattr(shown, name), kind)
            for name, kind in _KINDS.items()
            if shown.HasField(name)
        }
    )
    _check_members(it)
    _check_on_record(it)
    if not it.verdict:
        return Counted(it.report, rederivable=False)
    # What a verdict stands beside is a result: OUT-1, TSK-6.
    case = canaries.check_verdict(it.verdict, it.offer, it.quote, it.acceptance, it.result)
    return Counted(it.report, case.rederivable)


def _check_members(it: _Members) -> None:
    """OUT-1."""
    due = {
        "result": it.report.message.result,
        "verdict": it.report.message.verdict,
        "commit": it.result and it.result.message.commit,
        "prepared": it.commit,
    }
    if any(bool(getattr(it, name)) != bool(is_due) for name, is_due in due.items()):
        raise Refused("OUT-1")


def _check_on_record(it: _Members) -> None:
    """Section 15.3."""
    record.check_quote(it.quote, it.offer)
    record.check_acceptance(it.acceptance, it.offer, it.quote)
    record.check_request(it.request, it.offer, it.quote, it.acceptance)
    if it.prepared:
        record.check_prepared(it.prepared, it.offer, it.quote, it.acceptance, it.request)
    if it.commit:
        record.check_commit(it.commit, it.offer, it.quote, it.acceptance, it.prepared)
    if it.result:
        record.check_result(it.result, it.offer, it.quote, it.acceptance, it.request)
    if it.commit:
        record.check_result_commit(it.result, it.commit)
    if it.verdict:
        record.check_verdict(it.verdict, it.offer, it.acceptance, it.result)
    record.check_report(it.report, it.offer, it.quote, it.acceptance, it.result, it.verdict)
