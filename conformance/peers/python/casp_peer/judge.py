"""SPEC.md sections 20.3 and 20.4: who broke which rule, shown by a signature of their own, and what stays open."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from . import canaries, contract, kinds, package, receipts, record, window
from .disputes import Dispute, open_dispute
from .rules import Refused
from .schema import canary, evidence, task
from .statement import Statement
from .verify import Verifier


class Finding(NamedTuple):
    party: bytes
    member: str  # a field of DisputeBundle
    index: int
    rule: str


class Judgement(NamedTuple):
    findings: list[Finding]
    unresolved: list[str]


# A check of one rule, and what it is made with.
_Check = tuple[Callable, tuple]


def judge(data: bytes, verifier: Verifier) -> Judgement:
    it = open_dispute(data, verifier)
    findings = list(_findings(it, verifier))
    return Judgement(findings, list(_unresolved(it, findings, verifier)))


# Findings, in the order of 20.3


def _findings(it: Dispute, verifier: Verifier) -> Iterator[Finding]:
    for member, index, party, checks in _rows(it, verifier):
        for rule in map(_broken_by, checks):
            if rule:
                yield Finding(party, member, index, rule)


def _broken_by(check: _Check) -> str | None:
    function, arguments = check
    try:
        function(*arguments)
    except Refused as refused:
        return refused.rule_id
    return None


def _rows(it: Dispute, verifier: Verifier) -> Iterator[tuple[str, int, bytes, list[_Check]]]:
    """Each member, by field number and position, whom its findings are held against, and its checks."""
    yield "quote", 0, it.provider, _of_quote(it)
    yield "acceptance", 0, it.requester, _of_acceptance(it)
    for name, of_member in _SINGLE.items():
        if statement := it.single.get(name):
            yield name, 0, statement.issuer, of_member(it, statement)
    for index, event in enumerate(it.events):
        yield "events", index, event.issuer, [_order(it, event), _time(it, event)]
    for index, report in enumerate(it.reports):
        yield "reports", index, report.issuer, _of_report(it, report)
    for index, second in enumerate(it.seconds):
        yield "seconds", index, second.issuer, [(_refuse, ("CTR-5",))]
    for index, bundle in enumerate(it.bundle.receipts):
        if receipt := _of_provider(it, bundle, kinds.TOOL_RECEIPT, verifier):
            yield "receipts", index, it.provider, _of_receipt(it, receipt)
    for index, bundle in enumerate(it.bundle.checkpoints):
        if checkpoint := _of_provider(it, bundle, kinds.TRACE_CHECKPOINT, verifier):
            within = (window.check_checkpoint, (checkpoint, it.quote, it.acceptance))
            yield "checkpoints", index, it.provider, [within]
    for index in range(len(it.bundle.forks)):
        yield "forks", index, it.provider, [(_refuse, ("FRK-3",))]
    for index in range(len(it.bundle.equivocations)):
        yield "equivocations", index, it.provider, [(_refuse, ("SST-4",))]


def _refuse(rule: str) -> None:
    """For what is a finding by being there."""
    raise Refused(rule)


def _order(it: Dispute, statement: Statement) -> _Check:
    """CTR-17 for what follows the contract. It does not hold a report against its verdict."""
    named = [named for name, named in it.named(statement).items() if name != "verdict"]
    return contract.check_not_before, (statement, it.acceptance, *named)


def _time(it: Dispute, statement: Statement) -> _Check:
    """REC-3."""
    return record.check_in_time, (statement, it.quote)


def _of_quote(it: Dispute) -> list[_Check]:
    return [
        (contract.check_terms, (it.quote, it.offer)),
        (contract.check_not_before, (it.quote, it.offer)),
        (record.check_living, (it.quote, it.offer)),
    ]


def _of_acceptance(it: Dispute) -> list[_Check]:
    return [
        (contract.check_not_before, (it.acceptance, it.quote)),
        (record.check_living, (it.acceptance, it.quote)),
        _time(it, it.acceptance),
    ]


def _of_request(it: Dispute, request: Statement) -> list[_Check]:
    return [
        (contract.check_input, (request, it.offer, it.acceptance)),
        _order(it, request),
        (record.check_living, (request, it.quote, it.acceptance)),
        _time(it, request),
    ]


def _of_prepared(it: Dispute, prepared: Statement) -> list[_Check]:
    return [_order(it, prepared), (contract.check_needed, (prepared, it.quote)), _time(it, prepared)]


def _of_commit(it: Dispute, commit: Statement) -> list[_Check]:
    return [_order(it, commit), (record.check_living, (commit, *it.named(commit).values())), _time(it, commit)]


def _of_cancel(it: Dispute, cancel: Statement) -> list[_Check]:
    return [_order(it, cancel)]


def _of_result(it: Dispute, result: Statement) -> list[_Check]:
    return [
        (contract.check_evidence, (result, it.quote)),
        (contract.check_output, (result, it.quote)),
        _order(it, result),
        (contract.check_committed, (result, it.quote)),
        _time(it, result),
    ]


def _of_ack(it: Dispute, ack: Statement) -> list[_Check]:
    return [_order(it, ack)]


def _of_verdict(it: Dispute, verdict: Statement) -> list[_Check]:
    result = it.single.get("result")
    checks = [
        (canaries.check_blind, (verdict, it.acceptance)),
        (canaries.check_provider, (verdict, it.quote)),
        (canaries.check_input, (verdict, it.acceptance)),
        (canaries.check_reversible, (it.quote,)),
    ]
    if result:
        checks.append((canaries.check_revealed_after, (verdict, result)))
    checks.append((canaries.check_generator, (verdict, it.offer, it.quote)))
    if result:
        completed = (canaries.check_completed, (result,))
        # CAN-8 only where CAN-9 holds.
        checks.append(completed if _broken_by(completed) else (canaries.check_outcome, (verdict, result)))
    return checks


def _of_report(it: Dispute, report: Statement) -> list[_Check]:
    checks = [(contract.check_overdue, (report, it.offer, it.quote)), _order(it, report)]
    if (ack := it.single.get("ack")) and report.issuer == it.requester:
        checks.append((contract.check_unacknowledged, (report, ack)))
    if verdict := it.named(report).get("verdict"):
        checks.append((record.check_agrees, (report, it.offer, verdict)))
    return checks


_SINGLE = {
    "request": _of_request,
    "prepared": _of_prepared,
    "commit": _of_commit,
    "cancel": _of_cancel,
    "result": _of_result,
    "ack": _of_ack,
    "verdict": _of_verdict,
}


def _of_provider(it: Dispute, bundle, kind: kinds.Kind, verifier: Verifier) -> Statement | None:
    """A receipt or checkpoint, if it is the provider's word about this contract."""
    try:
        statement = record.open_member(verifier, bundle, kind)
    except Refused:
        return None
    is_about_it = (statement.issuer, statement.message.contract) == (it.provider, it.acceptance.object_id)
    return statement if is_about_it else None


def _of_receipt(it: Dispute, receipt: Statement) -> list[_Check]:
    checks = []
    if receipt.message.signer_class == evidence.SIGNER_CLASS_ENDORSED_THIRD_PARTY:
        # No key need be attested: that is asked of another class.
        checks.append((receipts.check_signer, (receipt, it.quote, set())))
    if result := it.single.get("result"):
        checks.append((receipts.check_named, (receipt, result)))
    return [*checks, (window.check_receipt, (receipt, it.quote, it.acceptance))]


# What stays open, in the order of 20.4


def _unresolved(it: Dispute, findings: list[Finding], verifier: Verifier) -> Iterator[str]:
    request, result, verdict = (it.single.get(name) for name in ("request", "result", "verdict"))
    if not request:
        yield "not-requested"
    if request and not result:
        yield "not-delivered"
    if result and "ack" not in it.single:
        yield "not-acknowledged"
    if result and any(_denies_result(it, report) for report in it.reports):
        yield "delivery-disputed"
    if any(not content.HasField("inline") for content in _contents(it)):
        yield "content-not-shown"
    if result and result.message.status == task.TASK_STATUS_INDETERMINATE:
        yield "effect-unknown"
    if request and result and _lacks_evidence(it, findings, verifier):
        yield "evidence-not-shown"
    if result and verdict and verdict.message.outcome == canary.CANARY_OUTCOME_FAILED:
        if not any(finding.member == "verdict" for finding in findings):
            yield "answer-wrong" if canaries.is_rederivable(verdict, it.quote) else "oracle-unproven"
    if any(report.message.outcome == task.OUTCOME_BAD and not report.message.verdict for report in it.reports):
        yield "opinion"


def _denies_result(it: Dispute, report: Statement) -> bool:
    """Whether it is the requester's NO_RESULT, without a breach of CTR-20."""
    if report.issuer != it.requester or not contract.says_no_result(report):
        return False
    ack = it.single.get("ack")
    return not ack or not _broken_by((contract.check_unacknowledged, (report, ack)))


def _contents(it: Dispute) -> Iterator[task.Content]:
    """Input, plan and output, of the statements that are there."""
    for name, content in (("request", "input"), ("prepared", "plan"), ("result", "output")):
        statement = it.single.get(name)
        if statement and statement.message.HasField(content):
            yield getattr(statement.message, content)


# Of an evidence package, those that a DisputeBundle has under the same name.
_PACKED = ("offer", "quote", "acceptance", "request", "result", "ack", "prepared", "commit")
_PACKED_REPEATED = ("receipts", "checkpoints", "attestations")


def _lacks_evidence(it: Dispute, findings: list[Finding], verifier: Verifier) -> bool:
    """Whether the evidence package has a fault at a member for which there is no finding."""
    packed = evidence.EvidencePackage(**{n: getattr(it.bundle, n) for n in _PACKED if it.bundle.HasField(n)})
    for name in _PACKED_REPEATED:
        getattr(packed, name).extend(getattr(it.bundle, name))
    packed.events.extend(it.bundle.trace)
    found = {(finding.member, finding.index) for finding in findings}
    faulty = {(_member(place), place.index) for place in package.examine(packed, verifier).faults}
    return not faulty <= found


def _member(place: package.Place) -> str:
    """The field of a DisputeBundle."""
    name = evidence.EvidencePackage.DESCRIPTOR.fields_by_number[place.number].name
    return "trace" if name == "events" else name
