"""SPEC.md section 15.3: a contract on record, judged from its statements alone.

Each function holds one statement against those before it, and reports the first rule that does not hold. Which rules
those are is said in 17.5, 16.1 and 20.1.
"""

from . import contract
from .kinds import Kind
from .rules import Refused
from .schema import canary, envelope, task
from .statement import Statement
from .verify import Verifier


def open_member(verifier: Verifier, bundle: envelope.Bundle, *among: Kind) -> Statement:
    """REC-1, for a member that may be of any of the kinds."""
    try:
        return verifier.verify_archival(bundle, *among)
    except Refused:
        raise Refused("REC-1") from None


def check_quote(quote: Statement, offer: Statement) -> None:
    contract.check_from_provider(quote, offer)
    contract.check_terms(quote, offer)
    check_names(quote.message.offer, offer)
    contract.check_not_before(quote, offer)
    check_living(quote, offer)


def check_acceptance(acceptance: Statement, offer: Statement, quote: Statement) -> None:
    contract.check_from_requester(acceptance, offer)
    check_names(acceptance.message.quote, quote)
    contract.check_not_before(acceptance, quote)
    check_living(acceptance, quote)
    check_in_time(acceptance, quote)


def check_request(request: Statement, offer: Statement, quote: Statement, acceptance: Statement) -> None:
    contract.check_from_requester(request, offer)
    contract.check_input(request, offer, acceptance)
    check_names(request.message.contract, acceptance)
    contract.check_not_before(request, acceptance)
    check_living(request, quote, acceptance)
    check_in_time(request, quote)


def check_prepared(
    prepared: Statement, offer: Statement, quote: Statement, acceptance: Statement, request: Statement
) -> None:
    contract.check_from_provider(prepared, offer)
    check_names(prepared.message.contract, acceptance)
    check_names(prepared.message.request, request)
    contract.check_not_before(prepared, acceptance, request)
    contract.check_needed(prepared, quote)
    check_in_time(prepared, quote)


def check_commit(
    commit: Statement, offer: Statement, quote: Statement, acceptance: Statement, prepared: Statement
) -> None:
    contract.check_from_requester(commit, offer)
    check_names(commit.message.contract, acceptance)
    check_names(commit.message.prepared, prepared)
    contract.check_not_before(commit, acceptance, prepared)
    check_living(commit, prepared)
    check_in_time(commit, quote)


def check_result(
    result: Statement, offer: Statement, quote: Statement, acceptance: Statement, request: Statement
) -> None:
    """But for the commit that it names."""
    _check_answer(result, offer, quote, acceptance, request)
    contract.check_committed(result, quote)


def check_result_commit(result: Statement, commit: Statement) -> None:
    """For a result that names a commit."""
    check_names(result.message.commit, commit)
    contract.check_not_before(result, commit)


def check_case_result(
    result: Statement, offer: Statement, quote: Statement, acceptance: Statement, request: Statement
) -> None:
    """In a canary case; CAN-5 stands for CTR-18."""
    _check_answer(result, offer, quote, acceptance, request)
    if result.message.commit:
        raise Refused("CTR-9")


def _check_answer(
    result: Statement, offer: Statement, quote: Statement, acceptance: Statement, request: Statement
) -> None:
    """What a result must satisfy whether or not there is a commit."""
    contract.check_from_provider(result, offer)
    check_names(result.message.contract, acceptance)
    check_names(result.message.request, request)
    contract.check_evidence(result, quote)
    contract.check_output(result, quote)
    contract.check_not_before(result, acceptance, request)
    check_in_time(result, quote)


def check_ack(ack: Statement, offer: Statement, acceptance: Statement, result: Statement) -> None:
    contract.check_from_requester(ack, offer)
    check_names(ack.message.contract, acceptance)
    check_names(ack.message.result, result)
    contract.check_not_before(ack, acceptance, result)


def check_verdict(verdict: Statement, offer: Statement, acceptance: Statement, result: Statement) -> None:
    contract.check_parties(verdict, offer)
    check_names(verdict.message.contract, acceptance)
    check_names(verdict.message.result, result)


def check_report(
    report: Statement,
    offer: Statement,
    quote: Statement,
    acceptance: Statement,
    result: Statement | None,
    verdict: Statement | None,
) -> None:
    """`result` and `verdict` are there when the report names any."""
    contract.check_reporter(report, offer)
    check_names(report.message.contract, acceptance)
    contract.check_not_before(report, acceptance)
    contract.check_overdue(report, offer, quote)
    if result:
        check_names(report.message.result, result)
        contract.check_not_before(report, result)
    if verdict:
        check_names(report.message.verdict, verdict)
        check_agrees(report, offer, verdict)


def check_names(named: bytes, antecedent: Statement) -> None:
    """CTR-9."""
    if named != antecedent.object_id:
        raise Refused("CTR-9")


def check_living(statement: Statement, *antecedents: Statement) -> None:
    """REC-2."""
    if any(statement.issued_at >= antecedent.end_of_life for antecedent in antecedents):
        raise Refused("REC-2")


def check_in_time(statement: Statement, quote: Statement) -> None:
    """REC-3."""
    if statement.issued_at > quote.message.terms.deadline_ms:
        raise Refused("REC-3")


_OUTCOMES = {
    canary.CANARY_OUTCOME_PASSED: task.OUTCOME_GOOD,
    canary.CANARY_OUTCOME_FAILED: task.OUTCOME_BAD,
}


def check_agrees(report: Statement, offer: Statement, verdict: Statement) -> None:
    """REC-4, for a report that names the verdict."""
    if report.issuer != offer.issuer or report.message.outcome != _OUTCOMES[verdict.message.outcome]:
        raise Refused("REC-4")
