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
DEFAULT_CAPACITY_OWN = 1_024


@dataclass
class Engagement:
    """What is held of an engagement. Of what comes after the contract, no rule asks for all that it says."""

    offer: Statement
    # Whether the verifier's own agent made the offer, and so is the requester.
    is_own: bool
    quote: Statement | None = None
    acceptance: Statement | None = None
    request: Antecedent | None = None
    event: bytes | None = None
    event_seq: int = 0
    event_state: int = task.TASK_STATE_UNSPECIFIED
    prepared: Antecedent | None = None
    commit: Antecedent | None = None
    cancel: Antecedent | None = None
    result: Antecedent | None = None
    result_status: int = task.TASK_STATUS_UNSPECIFIED
    ack: Antecedent | None = None
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
        before = [self.offer, self.quote, self.acceptance]
        after = [self.request, self.prepared, self.commit, self.cancel, self.result, self.ack]
        object_ids = [held.object_id for held in (*before, *after) if held]
        return [*object_ids, *([self.event] if self.event else []), *self.reports.values()]


class Book:
    """The first two capacities are for the engagements that others began, the last is for one's own."""

    def __init__(self, memory: Memory, capacity: int, capacity_per_requester: int, capacity_own: int):
        self._memory = memory
        self._capacity = capacity
        self._capacity_per_requester = capacity_per_requester
        self._capacity_own = capacity_own
        # By the object id of the offer.
        self._engagements: dict[bytes, Engagement] = {}
        self._engagements_of: Counter[bytes] = Counter()  # by requester, but for one's own
        self._own = 0
        # Whose engagement a statement is: the offer of each quote and acceptance that is held.
        self._offer_of_quote: dict[bytes, bytes] = {}
        self._offer_of_acceptance: dict[bytes, bytes] = {}
        # The same of every statement that is held.
        self._offer_of: dict[bytes, bytes] = {}
        self._nonces: set[tuple[bytes, bytes]] = set()
        # When to look whether an engagement's time is over, the earliest first; quote and acceptance put it off.
        self._ends: list[tuple[int, bytes]] = []

    def lookup(self, object_id: bytes, now: int) -> Engagement | None:
        """The engagement that holds the statement; nothing is changed but what is over by now."""
        self._forget(now)
        return self._engagements.get(self._offer_of.get(object_id))

    def apply(self, statement: Statement, now: int, own: bool) -> None:
        """For a statement of section 15.1 that was verified up to FRESHNESS."""
        self._forget(now)
        self._check_replay(statement)
        if statement.kind is kinds.OFFER:
            engagement = self._begin(statement, own)
        else:
            engagement = self._find(statement)
            _RULES[statement.kind](engagement, statement, now)
        self._keep(engagement, statement)

    def _check_replay(self, statement: Statement) -> None:
        if statement.object_id in self._offer_of:
            raise Refused("CTR-1")
        if statement.header.nonce and (statement.issuer, statement.header.nonce) in self._nonces:
            raise Refused("CTR-2")

    def _begin(self, offer: Statement, own: bool) -> Engagement:
        """CTR-14."""
        if own:
            if self._own >= self._capacity_own:
                raise Refused("CTR-14")
            self._own += 1
        else:
            if len(self._engagements) - self._own >= self._capacity:
                raise Refused("CTR-14")
            if self._engagements_of[offer.issuer] >= self._capacity_per_requester:
                raise Refused("CTR-14")
            self._engagements_of[offer.issuer] += 1
        engagement = self._engagements[offer.object_id] = Engagement(offer, own)
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
                engagement.request = _antecedent(statement)
            case kinds.TASK_EVENT:
                self._offer_of.pop(engagement.event, None)
                engagement.event, engagement.event_seq = object_id, statement.message.seq
                engagement.event_state = statement.message.state
            case kinds.PREPARED:
                engagement.prepared = _antecedent(statement)
            case kinds.COMMIT:
                engagement.commit = _antecedent(statement)
            case kinds.CANCEL:
                engagement.cancel = _antecedent(statement)
            case kinds.TASK_RESULT:
                engagement.result = _antecedent(statement)
                engagement.result_status = statement.message.status
            case kinds.DELIVERY_ACK:
                engagement.ack = _antecedent(statement)
            case kinds.OUTCOME_REPORT:
                engagement.reports[statement.issuer] = object_id
        self._offer_of[object_id] = offer
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
            if engagement.is_own:
                self._own -= 1
            else:
                self._engagements_of[engagement.requester] -= 1
                if not self._engagements_of[engagement.requester]:
                    del self._engagements_of[engagement.requester]
            if engagement.quote:
                del self._offer_of_quote[engagement.quote.object_id]
            if engagement.acceptance:
                del self._offer_of_acceptance[engagement.acceptance.object_id]
            for object_id in engagement.held:
                del self._offer_of[object_id]
            self._nonces.difference_update(engagement.nonces)


def _antecedent(statement: Statement) -> Antecedent:
    return Antecedent(statement.object_id, statement.issued_at, statement.end_of_life)


def _has_come_to(engagement: Engagement, statement: Statement) -> bool:
    """CTR-3: whether the book holds what must stand between the contract and the statement."""
    match statement.kind:
        case kinds.TASK_RESULT | kinds.PREPARED:
            return engagement.request is not None
        case kinds.COMMIT:
            return engagement.prepared is not None
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
    _check_living(engagement.quote, request, now)
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


def _check_prepared(engagement: Engagement, prepared: Statement, now: int) -> None:
    contract.check_from_provider(prepared, engagement.offer)
    _check_only(engagement.prepared)
    _check_names(prepared.message.request, engagement.request)
    contract.check_not_before(prepared, engagement.acceptance, engagement.request)
    contract.check_needed(prepared, engagement.quote)
    _check_in_time(engagement, prepared, now)
    if engagement.result:
        raise Refused("CTR-12")


def _check_commit(engagement: Engagement, commit: Statement, now: int) -> None:
    contract.check_from_requester(commit, engagement.offer)
    _check_only(engagement.commit)
    _check_names(commit.message.prepared, engagement.prepared)
    contract.check_not_before(commit, engagement.acceptance, engagement.prepared)
    _check_living(engagement.prepared, commit, now)
    _check_in_time(engagement, commit, now)
    if engagement.result or engagement.cancel:
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
    named = [engagement.acceptance, engagement.request]
    _check_names(result.message.request, engagement.request)
    if result.message.commit:
        _check_names(result.message.commit, engagement.commit)
        named.append(engagement.commit)
    contract.check_evidence(result, engagement.quote)
    contract.check_output(result, engagement.quote)
    contract.check_not_before(result, *named)
    contract.check_committed(result, engagement.quote)
    _check_in_time(engagement, result, now)


def _check_ack(engagement: Engagement, ack: Statement, now: int) -> None:
    contract.check_from_requester(ack, engagement.offer)
    _check_only(engagement.ack)
    _check_names(ack.message.result, engagement.result)
    contract.check_not_before(ack, engagement.acceptance, engagement.result)


def _check_report(engagement: Engagement, report: Statement, now: int) -> None:
    contract.check_reporter(report, engagement.offer)
    _check_only(engagement.reports.get(report.issuer))
    contract.check_not_before(report, engagement.acceptance)
    contract.check_overdue(report, engagement.offer, engagement.quote)
    if engagement.ack:
        contract.check_unacknowledged(report, engagement.ack)
    # A report of NO_RESULT names none (TSK-6). One may be held all the same: the two may cross.
    if report.message.result:
        _check_names(report.message.result, engagement.result)
        contract.check_not_before(report, engagement.result)


_RULES = {
    kinds.QUOTE: _check_quote,
    kinds.ACCEPTANCE: _check_acceptance,
    kinds.TASK_REQUEST: _check_request,
    kinds.TASK_EVENT: _check_event,
    kinds.PREPARED: _check_prepared,
    kinds.COMMIT: _check_commit,
    kinds.CANCEL: _check_cancel,
    kinds.TASK_RESULT: _check_result,
    kinds.DELIVERY_ACK: _check_ack,
    kinds.OUTCOME_REPORT: _check_report,
}


def _check_only(held: Statement | Antecedent | bytes | None) -> None:
    """CTR-5. What is held is another statement: CTR-1 has seen to it that it is not the same."""
    if held:
        raise Refused("CTR-5")


def _check_names(named: bytes, held: Antecedent | None) -> None:
    """CTR-9."""
    if held is None or named != held.object_id:
        raise Refused("CTR-9")


def _check_living(antecedent: Statement | Antecedent, statement: Statement, now: int) -> None:
    """CTR-7."""
    expires = antecedent.end_of_life
    if statement.issued_at >= expires or now >= expires + ONE_SHOT_SKEW:
        raise Refused("CTR-7")


def _check_in_time(engagement: Engagement, statement: Statement, now: int) -> None:
    """CTR-10."""
    if statement.issued_at > engagement.deadline or now >= engagement.deadline + ONE_SHOT_SKEW:
        raise Refused("CTR-10")
