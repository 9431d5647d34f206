"""SPEC.md sections 16.1 and 16.3: canaries, how they are derived, and what a case shows."""

import hashlib
from typing import NamedTuple

from . import contract, generator, kinds, oracle, record
from .canonical import encode
from .content import content_digest
from .envelope import open_outer
from .rules import Refused
from .schema import canary, task
from .statement import Statement
from .verify import Verifier

_BLIND_TAG = b"casp/v1/canary"
_SEED_TAG = b"casp/v1/derive-seed"
_SALT_TAG = b"casp/v1/derive-salt"


class Derived(NamedTuple):
    seed: bytes
    salt: bytes
    input: bytes
    canary: bytes  # encoded
    blind: bytes
    input_media_type: str
    output_media_type: str


def derive(bank_seed: bytes, provider: bytes, index: int, family: str) -> Derived:
    """Section 16.3, for a family that is known."""
    source = bank_seed + provider + index.to_bytes(8, "big") + family.encode()
    seed = hashlib.sha256(_SEED_TAG + source).digest()
    salt = hashlib.sha256(_SALT_TAG + source).digest()
    made = generator.make(family, seed)
    if made is None:
        raise Refused("CAN-7")  # SPEC.md has no rule for a family that nobody knows; no verifier ever derives
    message = canary.Canary(
        provider=provider,
        input_digest=content_digest(made.input),
        oracle=made.oracle,
        generator=canary.Generator(family=family, seed=seed),
    )
    blind = _blind(salt, message)
    return Derived(seed, salt, made.input, encode(message), blind, made.input_media_type, made.output_media_type)


def _blind(salt: bytes, message: canary.Canary) -> bytes:
    return hashlib.sha256(_BLIND_TAG + salt + encode(message)).digest()


class Shown(NamedTuple):
    passed: bool
    rederivable: bool


def check_case(data: bytes, verifier: Verifier) -> Shown:
    case = open_outer(canary.CanaryCase, data)
    offer = record.open_member(verifier, case.offer, kinds.OFFER)
    quote = record.open_member(verifier, case.quote, kinds.QUOTE)
    acceptance = record.open_member(verifier, case.acceptance, kinds.ACCEPTANCE)
    request = record.open_member(verifier, case.request, kinds.TASK_REQUEST)
    result = record.open_member(verifier, case.result, kinds.TASK_RESULT)
    verdict = record.open_member(verifier, case.verdict, kinds.CANARY_VERDICT)
    record.check_quote(quote, offer)
    record.check_acceptance(acceptance, offer, quote)
    record.check_request(request, offer, quote, acceptance)
    record.check_case_result(result, offer, quote, acceptance, request)
    record.check_verdict(verdict, offer, acceptance, result)
    return check_verdict(verdict, offer, quote, acceptance, result)


def check_verdict(
    verdict: Statement, offer: Statement, quote: Statement, acceptance: Statement, result: Statement
) -> Shown:
    """CAN-2 to CAN-9."""
    check_blind(verdict, acceptance)
    check_provider(verdict, quote)
    check_input(verdict, acceptance)
    check_reversible(quote)
    check_revealed_after(verdict, result)
    check_completed(result)
    check_generator(verdict, offer, quote)
    check_outcome(verdict, result)
    passed = verdict.message.outcome == canary.CANARY_OUTCOME_PASSED
    return Shown(passed, is_rederivable(verdict, quote))


def check_blind(verdict: Statement, acceptance: Statement) -> None:
    """CAN-2."""
    opening = verdict.message.opening
    if acceptance.message.blind != _blind(opening.salt, opening.canary):
        raise Refused("CAN-2")


def check_provider(verdict: Statement, quote: Statement) -> None:
    """CAN-3."""
    if verdict.message.opening.canary.provider != quote.issuer:
        raise Refused("CAN-3")


def check_input(verdict: Statement, acceptance: Statement) -> None:
    """CAN-4."""
    if verdict.message.opening.canary.input_digest != acceptance.message.input_digest:
        raise Refused("CAN-4")


def check_reversible(quote: Statement) -> None:
    """CAN-5."""
    if contract.is_irreversible(quote):
        raise Refused("CAN-5")


def check_revealed_after(verdict: Statement, result: Statement) -> None:
    """CAN-6."""
    if verdict.issued_at < result.issued_at:
        raise Refused("CAN-6")


def check_generator(verdict: Statement, offer: Statement, quote: Statement) -> None:
    """CAN-7."""
    opened = verdict.message.opening.canary
    made = _made_anew(opened)
    if made is None:
        return
    if content_digest(made.input) != opened.input_digest or made.oracle != opened.oracle:
        raise Refused("CAN-7")
    agreed = (offer.message.input_media_type, quote.message.terms.output_media_type)
    if agreed != (made.input_media_type, made.output_media_type):
        raise Refused("CAN-7")


def check_outcome(verdict: Statement, result: Statement) -> None:
    """CAN-8, where CAN-9 holds."""
    passed = _passes(verdict.message.opening.canary.oracle, result.message.output)
    if verdict.message.outcome != (canary.CANARY_OUTCOME_PASSED if passed else canary.CANARY_OUTCOME_FAILED):
        raise Refused("CAN-8")


def check_completed(result: Statement) -> None:
    """CAN-9."""
    if result.message.status != task.TASK_STATUS_COMPLETED:
        raise Refused("CAN-9")


def is_rederivable(verdict: Statement, quote: Statement) -> bool:
    """Whether anyone can make the canary anew and the provider has agreed to such tasks, if CAN-2 to CAN-9 hold."""
    opened = verdict.message.opening.canary
    if not opened.HasField("generator") or opened.generator.family not in generator.FAMILIES:
        return False
    return f"canary/{opened.generator.family}" in quote.message.terms.evidence


def _made_anew(opened: canary.Canary) -> generator.Made | None:
    """None when there is no generator, or one of a family that nobody knows."""
    return generator.make(opened.generator.family, opened.generator.seed) if opened.HasField("generator") else None


def _passes(held_against: canary.Oracle, output: task.Content) -> bool:
    """Section 16.2: the answer is the inline output, for whose digest nothing need be inline."""
    if held_against.WhichOneof("form") == "exact_digest":
        # That an inline output has this digest was checked (TSK-3).
        return output.digest == held_against.exact_digest
    return output.HasField("inline") and oracle.passes(held_against, output.inline)
