"""SPEC.md section 17.5, PKG-2: what receipts and checkpoints tell of lies within the contract."""

from .contract import CLOCK_DIFFERENCE
from .rules import Refused
from .statement import Statement


def check_receipt(receipt: Statement, quote: Statement, acceptance: Statement) -> None:
    _check_within(receipt.message.started_at_ms, receipt.issued_at, quote, acceptance)


def check_checkpoint(checkpoint: Statement, quote: Statement, acceptance: Statement) -> None:
    _check_within(checkpoint.issued_at, checkpoint.issued_at, quote, acceptance)


def _check_within(began: int, ended: int, quote: Statement, acceptance: Statement) -> None:
    # An acceptance may be dated ahead of its provider, and a witness's clock be behind it.
    earliest = acceptance.issued_at - 2 * CLOCK_DIFFERENCE
    latest = quote.message.terms.deadline_ms + CLOCK_DIFFERENCE
    if began < earliest or ended > latest:
        raise Refused("PKG-2")
