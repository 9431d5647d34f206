"""SPEC.md section 20.2: what one party shows of an engagement, opened and found to be of one contract."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from . import contract, kinds, record
from .envelope import open_outer
from .equivocation import hold_equivocation
from .kinds import Kind
from .rules import Refused
from .schema import dispute, envelope
from .shown_traces import hold_fork
from .statement import Statement
from .verify import Verifier

_KINDS = {
    "request": kinds.TASK_REQUEST,
    "prepared": kinds.PREPARED,
    "commit": kinds.COMMIT,
    "cancel": kinds.CANCEL,
    "result": kinds.TASK_RESULT,
    "ack": kinds.DELIVERY_ACK,
    "verdict": kinds.CANARY_VERDICT,
}
# What each kind names by 15.1 beside its contract: fields of the message, and of a DisputeBundle.
_NAMES = {
    kinds.PREPARED: ("request",),
    kinds.COMMIT: ("prepared",),
    kinds.TASK_RESULT: ("request", "commit"),
    kinds.DELIVERY_ACK: ("result",),
    kinds.CANARY_VERDICT: ("result",),
    kinds.OUTCOME_REPORT: ("result", "verdict"),
}
# Those of which 15.1 admits one.
_ADMITTED_ONCE = tuple(kind for kind in kinds.ENGAGEMENT_KINDS if kind is not kinds.OFFER)


@dataclass
class Dispute:
    """A bundle that is accepted, or on its way there."""

    bundle: dispute.DisputeBundle
    offer: Statement
    quote: Statement
    acceptance: Statement
    # By the fields of a DisputeBundle: those after the contract of which there is one.
    single: dict[str, Statement] = field(default_factory=dict)
    events: list[Statement] = field(default_factory=list)
    reports: list[Statement] = field(default_factory=list)
    seconds: list[Statement] = field(default_factory=list)

    @property
    def requester(self) -> bytes:
        return self.offer.issuer

    @property
    def provider(self) -> bytes:
        return self.offer.header.audience

    def named(self, statement: Statement) -> dict[str, Statement]:
        """What a statement names beside its contract, of what is there."""
        return {
            name: self.single[name]
            for name in _NAMES.get(statement.kind, ())
            if name in self.single and getattr(statement.message, name)
        }

    def all(self) -> list[Statement]:
        """Those in whose place a second one can be."""
        return [self.quote, self.acceptance, *self.single.values(), *self.events, *self.reports]


def open_dispute(data: bytes, verifier: Verifier) -> Dispute:
    bundle = open_outer(dispute.DisputeBundle, data)
    it = _standing_for("DSP-1", _open_contract, bundle, verifier)
    _standing_for("DSP-2", _open_members, it, verifier)
    _standing_for("DSP-3", _open_seconds, it, verifier)
    _standing_for("DSP-4", _check_proofs, it, verifier)
    return it


def _standing_for(rule: str, check: Callable, *arguments):
    """The rule is broken when any of those that it stands for is."""
    try:
        return check(*arguments)
    except Refused:
        raise Refused(rule) from None


def _open_contract(bundle: dispute.DisputeBundle, verifier: Verifier) -> Dispute:
    """DSP-1."""
    offer = record.open_member(verifier, bundle.offer, kinds.OFFER)
    quote = record.open_member(verifier, bundle.quote, kinds.QUOTE)
    acceptance = record.open_member(verifier, bundle.acceptance, kinds.ACCEPTANCE)
    contract.check_parties(quote, offer)
    record.check_names(quote.message.offer, offer)
    contract.check_parties(acceptance, offer)
    record.check_names(acceptance.message.quote, quote)
    return Dispute(bundle, offer, quote, acceptance)


def _open_members(it: Dispute, verifier: Verifier) -> None:
    """DSP-2."""
    for name, kind in _KINDS.items():
        if it.bundle.HasField(name):
            it.single[name] = record.open_member(verifier, getattr(it.bundle, name), kind)
    it.events = _open_each(verifier, it.bundle.events, kinds.TASK_EVENT)
    it.reports = _open_each(verifier, it.bundle.reports, kinds.OUTCOME_REPORT)
    for statement in (*it.single.values(), *it.events, *it.reports):
        contract.check_parties(statement, it.offer)
        record.check_names(statement.message.contract, it.acceptance)
        for name, named in it.named(statement).items():
            record.check_names(getattr(statement.message, name), named)
    if any(before.message.seq >= after.message.seq for before, after in pairwise(it.events)):
        raise Refused("DSP-2")
    # One of each issuer at most, and that of the requester first.
    if [report.issuer for report in it.reports] not in ([], [it.requester], [it.provider], [it.requester, it.provider]):
        raise Refused("DSP-2")


def _open_each(verifier: Verifier, bundles: Sequence[envelope.Bundle], kind: Kind) -> list[Statement]:
    return [record.open_member(verifier, bundle, kind) for bundle in bundles]


def _open_seconds(it: Dispute, verifier: Verifier) -> None:
    """DSP-3."""
    first = {_place(statement): statement.object_id for statement in it.all()}
    for bundle in it.bundle.seconds:
        second = verifier.verify_archival(bundle, *_ADMITTED_ONCE)
        contract.check_parties(second, it.offer)
        if first.get(_place(second), second.object_id) == second.object_id:
            raise Refused("DSP-3")
        it.seconds.append(second)
    if any(before.object_id >= after.object_id for before, after in pairwise(it.seconds)):
        raise Refused("DSP-3")


def _place(statement: Statement) -> tuple:
    """Equal for two statements of which 15.1 admits one."""
    kind, message = statement.kind, statement.message
    match kind:
        case kinds.QUOTE:
            return kind, message.offer
        case kinds.ACCEPTANCE:
            return kind, message.quote
        case kinds.TASK_EVENT:
            return kind, message.contract, message.seq
        case kinds.OUTCOME_REPORT:
            return kind, message.contract, statement.issuer
        case _:
            return kind, message.contract


def _check_proofs(it: Dispute, verifier: Verifier) -> None:
    """DSP-4."""
    for proof in it.bundle.forks:
        for member in hold_fork(proof, verifier):
            if (member.issuer, member.message.contract) != (it.provider, it.acceptance.object_id):
                raise Refused("DSP-4")
    for proof in it.bundle.equivocations:
        if any(member.issuer != it.provider for member in hold_equivocation(proof, verifier)):
            raise Refused("DSP-4")
