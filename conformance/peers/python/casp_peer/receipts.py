"""SPEC.md sections 17.1 and 17.5: tool receipts in a package."""

from dataclasses import dataclass

from . import keys
from .canonical import decode
from .envelope import object_id
from .rules import Refused, Stage
from .schema import envelope, evidence
from .statement import Statement


@dataclass(frozen=True)
class LooseReceipt:
    """What other members of a package see of a receipt, whether or not it has faults."""

    object_id: bytes
    signer: bytes | None  # multikey bytes; None when `keyid` is no did:key
    is_attested: bool


def look_at(message: envelope.Envelope) -> LooseReceipt:
    (signature,) = message.signatures
    try:
        signer = keys.did_key_decode(signature.keyid)
    except Refused:
        signer = None
    try:
        receipt = decode(evidence.ToolReceipt, message.payload, Stage.PAYLOAD_ENCODING)
        is_attested = receipt.signer_class == evidence.SIGNER_CLASS_ATTESTED
    except Refused:
        is_attested = False
    return LooseReceipt(object_id(message.payload_type, message.payload), signer, is_attested)


def check_receipt(
    receipt: Statement,
    index: int,
    quote: Statement,
    acceptance: Statement,
    result: Statement,
    attested_keys: set[bytes],
    positions: dict[bytes, int],
) -> None:
    """RCP-2 to RCP-6; `positions` says where in the package an object id stands first."""
    message = receipt.message
    check_signer(receipt, quote, attested_keys)
    if message.contract != acceptance.object_id:
        raise Refused("RCP-3")
    if message.seq != index + 1:
        raise Refused("RCP-4")
    if bool(message.previous) != (index > 0):
        raise Refused("RCP-5")
    if any(positions.get(previous, index) >= index for previous in message.previous):
        raise Refused("RCP-5")
    check_named(receipt, result)


def check_named(receipt: Statement, result: Statement) -> None:
    """RCP-6."""
    if receipt.object_id not in result.message.receipts:
        raise Refused("RCP-6")


def check_signer(receipt: Statement, quote: Statement, attested_keys: set[bytes]) -> None:
    """RCP-2."""
    if not _may_sign(receipt, quote, attested_keys):
        raise Refused("RCP-2")


def _may_sign(receipt: Statement, quote: Statement, attested_keys: set[bytes]) -> bool:
    provider = quote.issuer
    match receipt.message.signer_class:
        case evidence.SIGNER_CLASS_HOST_PROXY:
            return receipt.issuer == provider
        case evidence.SIGNER_CLASS_ENDORSED_THIRD_PARTY:
            return receipt.issuer in quote.message.terms.receipt_signers and receipt.issuer != provider
        case _:
            return receipt.signer in attested_keys
