"""SPEC.md section 17.5: evidence packages, and every fault that one has."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from . import contract, kinds, receipts, record, trace, window
from .canonical import encode
from .envelope import open_outer
from .kinds import Kind
from .rules import RULES, Refused, Stage
from .schema import envelope, evidence
from .statement import Statement
from .tree import Tree
from .verify import Verifier

_ATTESTATION_TAG = b"casp/v1/attestation"
_NO_ROOT = bytes(32)

_NUMBERS = {name: number.number for name, number in evidence.EvidencePackage.DESCRIPTOR.fields_by_name.items()}
_REPEATED = ("receipts", "checkpoints")
_CONTRACT = ("offer", "quote", "acceptance", "request", "result")
_STATEMENTS = {
    "offer": kinds.OFFER,
    "quote": kinds.QUOTE,
    "acceptance": kinds.ACCEPTANCE,
    "request": kinds.TASK_REQUEST,
    "result": kinds.TASK_RESULT,
    "ack": kinds.DELIVERY_ACK,
    "receipts": kinds.TOOL_RECEIPT,
    "checkpoints": kinds.TRACE_CHECKPOINT,
    "prepared": kinds.PREPARED,
    "commit": kinds.COMMIT,
}


class Place(NamedTuple):
    """A member of a package. In the order of field numbers, then positions."""

    number: int
    index: int


@dataclass
class Examined:
    """A package that was decoded, and the rule that each faulty member breaks, in the order in which it was found.

    A member with a fault is not checked further. Steps go through members by field number, then position, so that the
    order of faults is that of section 17.5.
    """

    package: evidence.EvidencePackage
    verifier: Verifier
    faults: dict[Place, str] = field(default_factory=dict)
    # Those that have passed REC-1.
    statements: dict[Place, Statement] = field(default_factory=dict)

    @property
    def is_bilateral(self) -> bool:
        return not self.faults and self.package.HasField("ack")

    def broken_rule(self) -> str | None:
        """The rule of the first fault of the stage that counts."""
        rules = list(self.faults.values())
        at_chain = [rule for rule in rules if RULES[rule].stage == Stage.CHAIN]
        return (at_chain or [*rules, None])[0]

    # The parts of a package

    @cached_property
    def has_contract(self) -> bool:
        return any(self.package.HasField(name) for name in _CONTRACT)

    @cached_property
    def loose_receipts(self) -> list[receipts.LooseReceipt]:
        return [receipts.look_at(bundle.subject) for bundle in self.package.receipts]

    @cached_property
    def receipt_positions(self) -> dict[bytes, int]:
        """Where each object id stands first."""
        positions: dict[bytes, int] = {}
        for index, receipt in enumerate(self.loose_receipts):
            positions.setdefault(receipt.object_id, index)
        return positions

    @cached_property
    def attested_keys(self) -> set[bytes]:
        return {attestation.key for attestation in self.package.attestations}

    @cached_property
    def tree(self) -> Tree:
        return Tree(encode(event) for event in self.package.events)

    def bundles(self, name: str) -> Sequence[envelope.Bundle]:
        """Those of a field, whether or not it is repeated."""
        if name in _REPEATED:
            return getattr(self.package, name)
        return [getattr(self.package, name)] if self.package.HasField(name) else []

    # How checks are made

    def sound(self, name: str, index: int = 0) -> Statement | None:
        """The statement if it is there, has passed REC-1 and has no fault so far."""
        place = Place(_NUMBERS[name], index)
        return None if place in self.faults else self.statements.get(place)

    def read(self, *names: str) -> list[Statement] | None:
        """What a check reads; None when it cannot be made."""
        statements = [self.sound(name) for name in names]
        return None if None in statements else statements

    def is_faulty(self, name: str) -> bool:
        return any(place.number == _NUMBERS[name] for place in self.faults)

    def blame(self, name: str, rule: str, index: int = 0) -> None:
        self.faults[Place(_NUMBERS[name], index)] = rule

    def attempt(self, name: str, index: int, check: Callable, *arguments) -> None:
        """Make a check of a member, unless the member has a fault already."""
        if Place(_NUMBERS[name], index) in self.faults:
            return
        try:
            check(*arguments)
        except Refused as refused:
            self.blame(name, refused.rule_id, index)

    def open(self, name: str, index: int, bundle: envelope.Bundle, kind: Kind) -> None:
        """REC-1."""

        def check() -> None:
            statement = record.open_member(self.verifier, bundle, kind)
            self.statements[Place(_NUMBERS[name], index)] = statement

        self.attempt(name, index, check)


def check_package(data: bytes, verifier: Verifier) -> Examined:
    """SIZE and ENCODING may refuse; after that, faults are what comes of it."""
    return examine(open_outer(evidence.EvidencePackage, data), verifier)


def examine(package: evidence.EvidencePackage, verifier: Verifier) -> Examined:
    """All that follows ENCODING."""
    it = Examined(package, verifier)
    for step in _STEPS:
        step(it)
    return it


def _step_1(it: Examined) -> None:
    """PKG-1."""
    if it.has_contract:
        for name in _CONTRACT:
            if not it.package.HasField(name):
                it.blame(name, "PKG-1")
        return
    if it.package.HasField("ack"):
        it.blame("ack", "PKG-1")
    for index in range(len(it.package.receipts)):
        it.blame("receipts", "PKG-1", index)
    for name in ("events", "checkpoints"):
        if not getattr(it.package, name):
            it.blame(name, "PKG-1")
    for index in range(len(it.package.attestations)):
        it.blame("attestations", "PKG-1", index)
    for name in ("prepared", "commit"):
        if it.package.HasField(name):
            it.blame(name, "PKG-1")


def _step_2(it: Examined) -> None:
    """REC-1."""
    for name, kind in _STATEMENTS.items():
        for index, bundle in enumerate(it.bundles(name)):
            it.open(name, index, bundle, kind)


def _step_3(it: Examined) -> None:
    if (quote := it.sound("quote")) and (read := it.read("offer")):
        it.attempt("quote", 0, record.check_quote, quote, *read)


def _step_4(it: Examined) -> None:
    if (acceptance := it.sound("acceptance")) and (read := it.read("offer", "quote")):
        it.attempt("acceptance", 0, record.check_acceptance, acceptance, *read)


def _step_5(it: Examined) -> None:
    if (request := it.sound("request")) and (read := it.read("offer", "quote", "acceptance")):
        it.attempt("request", 0, record.check_request, request, *read)


def _step_6(it: Examined) -> None:
    if (prepared := it.sound("prepared")) and (read := it.read("offer", "quote", "acceptance", "request")):
        it.attempt("prepared", 0, record.check_prepared, prepared, *read)


def _step_7(it: Examined) -> None:
    if (commit := it.sound("commit")) and (read := it.read("offer", "quote", "acceptance", "prepared")):
        it.attempt("commit", 0, record.check_commit, commit, *read)


def _step_8(it: Examined) -> None:
    if (result := it.sound("result")) and (read := it.read("offer", "quote", "acceptance", "request")):
        it.attempt("result", 0, record.check_result, result, *read)


def _step_9(it: Examined) -> None:
    if (result := it.sound("result")) and result.message.commit and (read := it.read("commit")):
        it.attempt("result", 0, record.check_result_commit, result, *read)


def _step_10(it: Examined) -> None:
    """PKG-4 for the commit."""
    result = it.sound("result")
    if result and result.message.commit and not it.package.HasField("commit"):
        it.blame("commit", "PKG-4")


def _step_11(it: Examined) -> None:
    """PKG-4 for the prepared statement."""
    if it.sound("commit") and not it.package.HasField("prepared"):
        it.blame("prepared", "PKG-4")


def _step_12(it: Examined) -> None:
    if (ack := it.sound("ack")) and (read := it.read("offer", "acceptance", "result")):
        it.attempt("ack", 0, record.check_ack, ack, *read)


def _step_13(it: Examined) -> None:
    """PKG-3."""
    quote, result = it.sound("quote"), it.sound("result")
    if not quote or not result or not contract.is_done(result):
        return
    if "attestation" in quote.message.terms.evidence and not it.package.attestations:
        it.blame("attestations", "PKG-3")


def _step_14(it: Examined) -> None:
    if not (read := it.read("acceptance", "result")):
        return
    acceptance, result = read
    keys = {result.signer} | {receipt.signer for receipt in it.loose_receipts if receipt.is_attested}
    root = result.message.trace.root if result.message.HasField("trace") else _NO_ROOT
    for index, attestation in enumerate(it.package.attestations):
        it.attempt("attestations", index, _check_attestation, attestation, keys, acceptance.object_id + root)


def _check_attestation(attestation: evidence.AttestationEvidence, keys: set[bytes], bound: bytes) -> None:
    if attestation.key not in keys:
        raise Refused("ATT-1")
    if attestation.binding != hashlib.sha256(_ATTESTATION_TAG + attestation.key + bound).digest():
        raise Refused("ATT-2")


def _step_15(it: Examined) -> None:
    if not (read := it.read("quote", "acceptance", "result")):
        return
    quote, acceptance, result = read
    beside = (it.attested_keys, it.receipt_positions)
    for index in range(len(it.package.receipts)):
        if receipt := it.sound("receipts", index):
            it.attempt("receipts", index, receipts.check_receipt, receipt, index, quote, acceptance, result, *beside)
            it.attempt("receipts", index, window.check_receipt, receipt, quote, acceptance)


def _step_16(it: Examined) -> None:
    events, known = it.package.events, it.receipt_positions
    for index in range(len(events)):
        it.attempt("events", index, trace.check_event, events, index, known)


def _committed(it: Examined) -> Statement | None:
    """What commits to the trace: the result, or without contract the last of the checkpoints."""
    return it.sound("result") if it.has_contract else it.sound("checkpoints", len(it.package.checkpoints) - 1)


def _step_17(it: Examined) -> None:
    committed = _committed(it)
    if committed is None or it.is_faulty("events"):
        return
    head = committed.message
    if it.has_contract:
        head = head.trace if head.HasField("trace") else None
    if len(it.package.events) != (head.size if head else 0):
        it.blame("events", "TRC-6")
    elif head and it.tree.root() != head.root:
        it.blame("events", "TRC-7")


def _step_18(it: Examined) -> None:
    committed = _committed(it)
    signed = it.read("offer", "quote", "acceptance") if it.has_contract else []
    if committed is None or signed is None or it.is_faulty("events"):
        return
    if signed:
        offer, quote, acceptance = signed
        # Without a trace there is no session, and a checkpoint always has one.
        due = (offer.header.audience, acceptance.object_id, committed.message.trace.session)
    else:
        due = (committed.issuer, b"", committed.message.session)
    highest = 0
    for index in range(len(it.package.checkpoints)):
        if checkpoint := it.sound("checkpoints", index):
            it.attempt("checkpoints", index, _check_checkpoint, it, checkpoint, due, highest)
            if signed:
                it.attempt("checkpoints", index, window.check_checkpoint, checkpoint, quote, acceptance)
            if it.sound("checkpoints", index):
                highest = checkpoint.message.size


def _check_checkpoint(it: Examined, checkpoint: Statement, due: tuple[bytes, bytes, bytes], highest: int) -> None:
    """CHK-1 to CHK-3; `due` are issuer, contract and session, `highest` the size of the last one without fault."""
    message = checkpoint.message
    if (checkpoint.issuer, message.contract, message.session) != due:
        raise Refused("CHK-1")
    if not highest < message.size <= len(it.package.events):
        raise Refused("CHK-2")
    if it.tree.root(message.size) != message.root:
        raise Refused("CHK-3")


def _step_19(it: Examined) -> None:
    """RCP-7."""
    result = it.sound("result")
    if result and not set(result.message.receipts) <= it.receipt_positions.keys():
        it.blame("result", "RCP-7")


_STEPS = (
    _step_1,
    _step_2,
    _step_3,
    _step_4,
    _step_5,
    _step_6,
    _step_7,
    _step_8,
    _step_9,
    _step_10,
    _step_11,
    _step_12,
    _step_13,
    _step_14,
    _step_15,
    _step_16,
    _step_17,
    _step_18,
    _step_19,
)
