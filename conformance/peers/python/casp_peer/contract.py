"""SPEC.md section 15.2: what holds between the statements of one engagement, in a book as on record.

Of each rule the part that both share. What is held against the time of the book stands in `book.py`, what replaces it
on record in `record.py`.
"""

from dataclasses import dataclass

from . import kinds
from .rules import Refused
from .schema import descriptor, task
from .statement import Statement

# By how much clocks may differ between what the parties say (section 17.6).
CLOCK_DIFFERENCE = 30_000

_DONE = (task.TASK_STATUS_COMPLETED, task.TASK_STATUS_PARTIAL)
# Of the results that say that the effect took place, in whole, in part or perhaps.
_WITH_EFFECT = (*_DONE, task.TASK_STATUS_INDETERMINATE)
_EQUAL_TERMS = (
    "capability_id",
    "capability_version",
    "behavior_digest",
    "side_effect",
    "output_media_type",
    "receipt_signers",
)


@dataclass(frozen=True)
class Antecedent:
    """What a book keeps of a statement of which no rule asks for all that it says."""

    object_id: bytes
    issued_at: int
    end_of_life: int | None = None


def check_from_requester(statement: Statement, offer: Statement) -> None:
    """CTR-4 for what the requester says to the provider."""
    if (statement.issuer, statement.header.audience) != (offer.issuer, offer.header.audience):
        raise Refused("CTR-4")


def check_from_provider(statement: Statement, offer: Statement) -> None:
    """CTR-4 for what the provider says to the requester."""
    if (statement.issuer, statement.header.audience) != (offer.header.audience, offer.issuer):
        raise Refused("CTR-4")


def check_reporter(report: Statement, offer: Statement) -> None:
    """CTR-4 for an outcome report."""
    parties = (offer.issuer, offer.header.audience)
    if (report.issuer, report.message.subject) not in (parties, parties[::-1]):
        raise Refused("CTR-4")


def check_parties(statement: Statement, offer: Statement) -> None:
    """CTR-4 for a statement of any kind."""
    match statement.kind:
        case kinds.QUOTE | kinds.TASK_EVENT | kinds.PREPARED | kinds.TASK_RESULT:
            check_from_provider(statement, offer)
        case kinds.OUTCOME_REPORT:
            check_reporter(statement, offer)
        case kinds.CANARY_VERDICT:
            if statement.issuer != offer.issuer:
                raise Refused("CTR-4")
        case _:
            check_from_requester(statement, offer)


def check_terms(quote: Statement, offer: Statement) -> None:
    """CTR-6."""
    granted, binding = offer.message.terms, quote.message.terms
    if (
        any(getattr(binding, name) != getattr(granted, name) for name in _EQUAL_TERMS)
        or binding.price.currency != granted.price.currency
        or binding.price.amount_micros > granted.price.amount_micros
        or binding.deadline_ms > granted.deadline_ms
        or not set(granted.evidence) <= set(binding.evidence)
    ):
        raise Refused("CTR-6")


def check_input(request: Statement, offer: Statement, acceptance: Statement) -> None:
    """CTR-8."""
    content = request.message.input
    if (
        content.digest != acceptance.message.input_digest
        or content.media_type != offer.message.input_media_type
        or content.size_bytes != offer.message.input_bytes
    ):
        raise Refused("CTR-8")


def is_done(result: Statement) -> bool:
    """Whether the result brings an output, and so the evidence that was agreed."""
    return result.message.status in _DONE


def check_evidence(result: Statement, quote: Statement) -> None:
    """CTR-13."""
    if not is_done(result):
        return
    agreed = quote.message.terms.evidence
    if "trace" in agreed and not result.message.HasField("trace"):
        raise Refused("CTR-13")
    if "tool-receipt" in agreed and not result.message.receipts:
        raise Refused("CTR-13")


def check_output(result: Statement, quote: Statement) -> None:
    """CTR-16."""
    message = result.message
    if message.HasField("output") and message.output.media_type != quote.message.terms.output_media_type:
        raise Refused("CTR-16")


def check_not_before(statement: Statement, *antecedents: Statement | Antecedent) -> None:
    """CTR-17; `antecedents` are the statements that section 15.1 has it name."""
    if any(statement.issued_at < antecedent.issued_at - CLOCK_DIFFERENCE for antecedent in antecedents):
        raise Refused("CTR-17")


def is_irreversible(quote: Statement) -> bool:
    return quote.message.terms.side_effect == descriptor.SIDE_EFFECT_IRREVERSIBLE


def check_committed(result: Statement, quote: Statement) -> None:
    """CTR-18."""
    if is_irreversible(quote) and result.message.status in _WITH_EFFECT and not result.message.commit:
        raise Refused("CTR-18")


def check_needed(prepared: Statement, quote: Statement) -> None:
    """CTR-19; of a prepared statement no more is asked."""
    if not is_irreversible(quote):
        raise Refused("CTR-19")


def says_no_result(report: Statement) -> bool:
    return report.message.outcome == task.OUTCOME_NO_RESULT


def check_overdue(report: Statement, offer: Statement, quote: Statement) -> None:
    """CTR-15."""
    if not says_no_result(report):
        return
    if report.issuer != offer.issuer or report.issued_at <= quote.message.terms.deadline_ms:
        raise Refused("CTR-15")


def check_unacknowledged(report: Statement, ack: Statement | Antecedent) -> None:
    """CTR-20."""
    if says_no_result(report) and report.issued_at >= ack.issued_at:
        raise Refused("CTR-20")
