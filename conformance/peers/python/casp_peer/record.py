"""SPEC.md section 15.3: a contract on record, judged from its statements alone.

Each function holds one statement against those before it, and reports the first rule that does not hold. Which rules
those are for a result, an ack or a verdict is said in 17.5 and 16.1.
"""

from . import contract
from .kinds import Kind
from .rules import Refused
from .schema import envelope
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
    _check_names(quote.message.offer, offer)
    contract.check_not_before(quote, offer)
    _check_living(offer, quote)


def check_acceptance(acceptance: Statement, offer: Statement, quote: Statement) -> None:
    contract.check_from_requester(acceptance, offer)
    _check_names(acceptance.message.quote, quote)
    contract.check_not_before(acceptance, quote)
    _check_living(quote, acceptance)
    _check_in_time(quote, acceptance)


def check_request(request: Statement, offer: Statement, quote: Statement, acceptance: Statement) -> None:
    contract.check_from_requester(request, offer)
    contract.check_input(request, offer, acceptance)
    _check_names(request.message.contract, acceptance)
    contract.check_not_before(request, acceptance)
    _check_living(acceptance, request)
    _check_in_time(quote, request)


def check_result(
    result: Statement, offer: Statement, quote: Statement, acceptance: Statement, request: Statement
) -> None:
    contract.check_from_provider(result, offer)
    _check_names(result.message.contract, acceptance)
    _check_names(result.message.request, request)
    contract.check_evidence(result, quote)
    contract.check_output(result, quote)
    contract.check_not_before(result, acceptance, request)
    _check_in_time(quote, result)


def check_ack(ack: Statement, offer: Statement, acceptance: Statement, result: Statement) -> None:
    contract.check_from_requester(ack, offer)
    _check_names(ack.message.contract, acceptance)
    _check_names(ack.message.result, result)
    contract.check_not_before(ack, acceptance, result)


def check_verdict(verdict: Statement, offer: Statement, acceptance: Statement, result: Statement) -> None:
    if verdict.issuer != offer.issuer:
        raise Refused("CTR-4")
    _check_names(verdict.message.contract, acceptance)
    _check_names(verdict.message.result, result)


def _check_names(named: bytes, antecedent: Statement) -> None:
    """CTR-9."""
    if named != antecedent.object_id:
        raise Refused("CTR-9")


def _check_living(antecedent: Statement, statement: Statement) -> None:
    """REC-2."""
    if statement.issued_at >= antecedent.end_of_life:
        raise Refused("REC-2")


def _check_in_time(quote: Statement, statement: Statement) -> None:
    """REC-3."""
    if statement.issued_at > quote.message.terms.deadline_ms:
        raise Refused("REC-3")
