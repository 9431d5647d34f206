"""SPEC.md sections 16.1 and 16.3: canaries, how they are derived, and what a case shows."""

import hashlib
from typing import NamedTuple

from . import generator, kinds, oracle, record
from .canonical import encode
from .content import content_digest
from .envelope import open_outer
from .rules import Refused
from .schema import canary, descriptor, task
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
    record.check_result(result, offer, quote, acceptance, request)
    record.check_verdict(verdict, offer, acceptance, result)
    opening = verdict.message.opening
    _check_commitment(opening, acceptance)
    if opening.canary.provider != quote.issuer:
        raise Refused("CAN-3")
    if quote.message.terms.side_effect == descriptor.SIDE_EFFECT_IRREVERSIBLE:
        raise Refused("CAN-5")
    if verdict.issued_at < result.issued_at:
        raise Refused("CAN-6")
    if result.message.status != task.TASK_STATUS_COMPLETED:
        raise Refused("CAN-9")
    can_be_made_anew = _check_generator(opening.canary, offer, quote)
    passed = _passes(opening.canary.oracle, result.message.output)
    if verdict.message.outcome != (canary.CANARY_OUTCOME_PASSED if passed else canary.CANARY_OUTCOME_FAILED):
        raise Refused("CAN-8")
    agreed = f"canary/{opening.canary.generator.family}" in quote.message.terms.evidence
    return Shown(passed, rederivable=can_be_made_anew and agreed)


def _check_commitment(opening: canary.CanaryOpening, acceptance: Statement) -> None:
    """CAN-2 and CAN-4."""
    if acceptance.message.blind != _blind(opening.salt, opening.canary):
        raise Refused("CAN-2")
    if opening.canary.input_digest != acceptance.message.input_digest:
        raise Refused("CAN-4")


def _check_generator(opened: canary.Canary, offer: Statement, quote: Statement) -> bool:
    """CAN-7. Whether anyone can make the canary anew."""
    if not opened.HasField("generator"):
        return False
    made = generator.make(opened.generator.family, opened.generator.seed)
    if made is None:
        return False
    if content_digest(made.input) != opened.input_digest or made.oracle != opened.oracle:
        raise Refused("CAN-7")
    agreed = (offer.message.input_media_type, quote.message.terms.output_media_type)
    if agreed != (made.input_media_type, made.output_media_type):
        raise Refused("CAN-7")
    return True


def _passes(held_against: canary.Oracle, output: task.Content) -> bool:
    """Section 16.2: the answer is the inline output, for whose digest nothing need be inline."""
    if held_against.WhichOneof("form") == "exact_digest":
        # That an inline output has this digest was checked (TSK-3).
        return output.digest == held_against.exact_digest
    return output.HasField("inline") and oracle.passes(held_against, output.inline)
