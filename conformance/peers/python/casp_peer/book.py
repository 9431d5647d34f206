"""SPEC.md section 15.2: the book of engagements."""

import heapq
from collections import Counter
from dataclasses import dataclass, field

from . import contract, kinds
from .contract import Antecedent
from .memory import Memory
from .rules import Refused
from .schema import task
from .statement import Statement
from .verify import ONE_SHOT_SKEW

# How long after its end an engagement is kept: one that came to a contract for a day and 30 s.
_KEPT_WITH_CONTRACT = 86_430_000
_KEPT_WITHOUT = 30_000
DEFAULT_CAPACITY = 1_024
DEFAULT_CAPACITY_PER_REQUESTER = 256


@dataclass
class Engagement:
    """What is held of an engagement. Of what comes after the contract, no rule asks for all that it says."""

    offer: Statement
    quote: Statement | None = None
    acceptance: Statement | None = None
    request: Antecedent | None = None
    event: bytes | None = None
    event_seq: int = 0
    cancel: bytes | None = None
    result: Antecedent | None = None
    ack: bytes | None = None
    # By issuer.
    reports: dict[bytes, bytes] = field(default_factory=dict)
    nonces: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def kept_until(self) -> int:
        times = [held.end_of_life for held in (self.offer, self.quote, self.acceptance) if held]
        if not self.acceptance:
            return max(times) + _KEPT_WITHOUT
        return max([*times, self.deadline]) + _KEPT_WITH_CONTRACT

    @property
    def requester(self) -> bytes:
        return self.offer.issuer

    @property
    def deadline(self) -> int:
        """The quote's."""
        return self.quote.message.terms.deadline_ms

    @property
    def held(self) -> list[bytes]:
        """The object ids of all statements."""
        named = [self.offer, self.quote, self.acceptance, self.request, self.result]
        others = [self.event, self.cancel, self.ack, *self.reports.values()]
        return [held.object_id for held in named if held] + [object_id for object_id in others if object_id]


class Book:
    def __init__(self, memory: Memory, capacity: int, capacity_per_requester: int):
        self._memory = memory
        self._capacity = capacity
        self._capacity_per_requester = capacity_per_requester
        # By the object id of the offer.
        self._engagements: dict[bytes, Engagement] = {}
        self._engagements_of: Counter[bytes] = Counter()  # by requester
        # Whose engagement a statement is: the offer of each quote and acceptance that is held.
        self._offer_of_quote: dict[bytes, bytes] = {}
        self._offer_of_acceptance: dict[bytes, bytes] = {}
        self._held: set[bytes] = set()
        self._nonces: set[tuple[bytes, bytes]] = set()
        # When to look whether an engagement's time is over, the earliest first; quote and acceptance put it off.
        self._ends: list[tuple[int, bytes]] = []

    def apply(self, statement: Statement, now: int) -> None:
        """For a statement of section 15.1 that was verified up to FRESHNESS."""
        self._forget(now)
        self._check_replay(statement)
        if statement.kind is kinds.OFFER:
            engagement = self._begin(statement)
        else:
            engagement = self._find(statement)
            _RULES[statement.kind](engagement, statement, now)
        self._keep(engagement, statement)

    def _check_replay(self, statement: Statement) -> None:
        if statement.object_id in self._held:
            raise Refused("CTR-1")
        if statement.header.nonce and (statement.issuer, statement.header.nonce) in self._nonces:
            raise Refused("CTR-2")

    def _begin(self, offer: Statement) -> Engagement:
        """CTR-14."""
        if len(self._engagements) >= self._capacity:
            raise Refused("CTR-14")
        if self._engagements_of[offer.issuer] >= self._capacity_per_requester:
            raise Refused("CTR-14")
        engagement = self._engagements[offer.object_id] = Engagement(offer)
        self._engagements_of[offer.issuer] += 1
        return engagement

    def _find(self, statement: Statement) -> Engagement:
        """CTR-3."""
        message = statement.message
        match statement.kind:
            case kinds.QUOTE:
                offer = message.offer
            case kinds.ACCEPTANCE:
                offer = self._offer_of_quote.get(message.quote)
            case _:
                offer = self._offer_of_acceptance.get(message.contract)
        engagement = self._engagements.get(offer)
        if engagement is None or not _has_come_to(engagement, statement):
            raise Refused("CTR-3")
        return engagement

    def _keep(self, engagement: Engagement, statement: Statement) -> None:
        object_id, offer = statement.object_id, engagement.offer.object_id
        match statement.kind:
            case kinds.QUOTE:
                engagement.quote = statement
                self._offer_of_quote[object_id] = offer
            case kinds.ACCEPTANCE:
                engagement.acceptance = statement
                self._offer_of_acceptance[object_id] = offer
            case kinds.TASK_REQUEST:
                engagement.request = Antecedent(object_id, statement.issued_at)
            case kinds.TASK_EVENT:
                self._held.discard(engagement.event)
                engagement.event, engagement.event_seq = object_id, statement.message.seq
            case kinds.CANCEL:
                engagement.cancel = object_id
            case kinds.TASK_RESULT:
                engagement.result = Antecedent(object_id, statement.issued_at)
            case kinds.DELIVERY_ACK:
                engagement.ack = object_id
            case kinds.OUTCOME_REPORT:
                engagement.reports[statement.issuer] = object_id
        self._held.add(object_id)
        if statement.header.nonce:
            nonce = (statement.issuer, statement.header.nonce)
            engagement.nonces.append(nonce)
            self._nonces.add(nonce)
        if statement.kind in (kinds.OFFER, kinds.QUOTE, kinds.ACCEPTANCE):
            heapq.heappush(self._ends, (engagement.kept_until, offer))
        if statement.delegation_epoch is not None:
            self._memory.see_epoch(statement.issuer, statement.delegation_epoch)

    def _forget(self, now: int) -> None:
        """Drop the engagements whose time is over. One whose time changed is looked at once more."""
        while self._ends and self._ends[0][0] <= now:
            _, offer = heapq.heappop(self._ends)
            engagement = self._engagements.get(offer)
            if engagement is None or now < engagement.kept_until:
                continue
            del self._engagements[offer]
            self._engagements_of[engagement.requester] -= 1
            if not self._engagements_of[engagement.requester]:
                del self._engagements_of[engagement.requester]
            if engagement.quote:
                del self._offer_of_quote[engagement.quote.object_id]
            if engagement.acceptance:
                del self._offer_of_acceptance[engagement.acceptance.object_id]
            self._held.difference_update(engagement.held)
            self._nonces.difference_update(engagement.nonces)


def _has_come_to(engagement: Engagement, statement: Statement) -> bool:
    """CTR-3: whether the book holds what must stand between the contract and the statement."""
    match statement.kind:
        case kinds.TASK_RESULT:
            return engagement.request is not None
        case kinds.DELIVERY_ACK:
            return engagement.result is not None
        case kinds.OUTCOME_REPORT:
            due = engagement.result if statement.message.result else engagement.request
            return due is not None
    return True


# What each kind must satisfy at CHAIN beyond CTR-3: the rules that REJECT first.


def _check_quote(engagement: Engagement, quote: Statement, now: int) -> None:
    contract.check_from_provider(quote, engagement.offer)
    _check_only(engagement.quote)
    contract.check_terms(quote, engagement.offer)
    contract.check_not_before(quote, engagement.offer)
    _check_living(engagement.offer, quote, now)


def _check_acceptance(engagement: Engagement, acceptance: Statement, now: int) -> None:
    contract.check_from_requester(acceptance, engagement.offer)
    _check_only(engagement.acceptance)
    contract.check_not_before(acceptance, engagement.quote)
    _check_living(engagement.quote, acceptance, now)
    _check_in_time(engagement, acceptance, now)


def _check_request(engagement: Engagement, request: Statement, now: int) -> None:
    contract.check_from_requester(request, engagement.offer)
    _check_only(engagement.request)
    contract.check_input(request, engagement.offer, engagement.acceptance)
    contract.check_not_before(request, engagement.acceptance)
    _check_living(engagement.acceptance, request, now)
    _check_in_time(engagement, request, now)
    if engagement.cancel:
        raise Refused("CTR-12")


def _check_event(engagement: Engagement, event: Statement, now: int) -> None:
    contract.check_from_provider(event, engagement.offer)
    if event.message.seq == engagement.event_seq:
        raise Refused("CTR-5")
    contract.check_not_before(event, engagement.acceptance)
    _check_in_time(engagement, event, now)
    if event.message.seq < engagement.event_seq:
        raise Refused("CTR-11")
    if engagement.result:
        raise Refused("CTR-12")


def _check_cancel(engagement: Engagement, cancel: Statement, now: int) -> None:
    contract.check_from_requester(cancel, engagement.offer)
    _check_only(engagement.cancel)
    contract.check_not_before(cancel, engagement.acceptance)
    if engagement.result:
        raise Refused("CTR-12")


def _check_result(engagement: Engagement, result: Statement, now: int) -> None:
    contract.check_from_provider(result, engagement.offer)
    _check_only(engagement.result)
    if result.message.request != engagement.request.object_id:
        raise Refused("CTR-9")
    contract.check_evidence(result, engagement.quote)
    contract.check_output(result, engagement.quote)
    contract.check_not_before(result, engagement.acceptance, engagement.request)
    _check_in_time(engagement, result, now)


def _check_ack(engagement: Engagement, ack: Statement, now: int) -> None:
    contract.check_from_requester(ack, engagement.offer)
    _check_only(engagement.ack)
    if ack.message.result != engagement.result.object_id:
        raise Refused("CTR-9")
    contract.check_not_before(ack, engagement.acceptance, engagement.result)


def _check_report(engagement: Engagement, report: Statement, now: int) -> None:
    contract.check_reporter(report, engagement.offer)
    _check_only(engagement.reports.get(report.issuer))
    contract.check_not_before(report, engagement.acceptance)
    if report.message.outcome == task.OUTCOME_NO_RESULT:
        # It names no result (TSK-6). One may be held all the same: the two may cross.
        _check_overdue(engagement, report)
        return
    if report.message.result != engagement.result.object_id:
        raise Refused("CTR-9")
    contract.check_not_before(report, engagement.result)


_RULES = {
    kinds.QUOTE: _check_quote,
    kinds.ACCEPTANCE: _check_acceptance,
    kinds.TASK_REQUEST: _check_request,
    kinds.TASK_EVENT: _check_event,
    kinds.CANCEL: _check_cancel,
    kinds.TASK_RESULT: _check_result,
    kinds.DELIVERY_ACK: _check_ack,
    kinds.OUTCOME_REPORT: _check_report,
}


def _check_only(held: Statement | Antecedent | bytes | None) -> None:
    """CTR-5. What is held is another statement: CTR-1 has seen to it that it is not the same."""
    if held:
        raise Refused("CTR-5")


def _check_living(antecedent: Statement, statement: Statement, now: int) -> None:
    """CTR-7."""
    expires = antecedent.end_of_life
    if statement.issued_at >= expires or now >= expires + ONE_SHOT_SKEW:
        raise Refused("CTR-7")


def _check_in_time(engagement: Engagement, statement: Statement, now: int) -> None:
    """CTR-10."""
    if statement.issued_at > engagement.deadline or now >= engagement.deadline + ONE_SHOT_SKEW:
        raise Refused("CTR-10")


def _check_overdue(engagement: Engagement, report: Statement) -> None:
    """CTR-15."""
    if report.issuer != engagement.requester or report.issued_at <= engagement.deadline:
        raise Refused("CTR-15")
