"""SPEC.md section 18.6: a requester checks what a registry answers."""

from itertools import chain, combinations, pairwise
from typing import NamedTuple

from . import kinds, ranking
from .attributes import Candidate
from .constraints import compile_constraints, matches
from .envelope import object_id, open_outer
from .intents import is_filter_only
from .pairs import is_entry
from .rules import Refused
from .sampling import draw_key
from .schema import discovery, envelope
from .statement import Statement
from .store import Entry
from .verify import ONE_SHOT_SKEW, SKEW, Verifier


def check_answer(query: bytes, data: bytes, verifier: Verifier, now: int) -> None:
    """ANS-1 to ANS-8, in this order."""
    answer = open_outer(discovery.DiscoveryAnswer, data)
    result = _open_result(answer.result, verifier, now)
    asked = _open_query(query, verifier)
    _check_addressed(result, asked)
    _check_outline(result.message, asked.message)
    _check_listed(result.message, answer.entries)
    entries = _open_entries(answer.entries, verifier, result.issued_at)
    ranked = [_open_match(match, entries, result.issued_at) for match in result.message.ranked]
    sampled = [_open_match(match, entries, result.issued_at) for match in result.message.sampled]
    filters = compile_constraints(asked.message.intent.constraints)
    if not all(matches(filters, shown.candidate) for shown in chain(ranked, sampled)):
        raise Refused("ANS-6")
    if is_filter_only(asked.message.intent) and any(_has_score(shown.match) for shown in chain(ranked, sampled)):
        raise Refused("ANS-6")
    _check_order(ranked, asked)
    _check_sample(result.message.sampled, asked)


def _open_result(bundle: envelope.Bundle, verifier: Verifier, now: int) -> Statement:
    """ANS-1."""
    try:
        return verifier.verify_bundle(bundle, kinds.DISCOVERY_RESULT, now)
    except Refused:
        raise Refused("ANS-1") from None


def _open_query(query: bytes, verifier: Verifier) -> Statement:
    """ANS-2, for the query itself."""
    try:
        return verifier.verify_archival(open_outer(envelope.Bundle, query), kinds.DISCOVERY_QUERY)
    except Refused:
        raise Refused("ANS-2") from None


def _check_addressed(result: Statement, query: Statement) -> None:
    """ANS-2, for the result."""
    said = (result.message.query, result.issuer, result.header.audience)
    if said != (query.object_id, query.header.audience, query.issuer):
        raise Refused("ANS-2")
    if not is_of_its_time(result, query):
        raise Refused("ANS-2")


def is_of_its_time(result: Statement, query: Statement) -> bool:
    """ANS-2: whether the query was fresh when the result was issued."""
    return query.issued_at - ONE_SHOT_SKEW <= result.issued_at < query.end_of_life + ONE_SHOT_SKEW


def _check_outline(result: discovery.DiscoveryResult, query: discovery.DiscoveryQuery) -> None:
    """ANS-3."""
    if [report.attribute for report in result.filters] != [c.attribute for c in query.intent.constraints]:
        raise Refused("ANS-3")
    if len(result.ranked) > query.limit or len(result.sampled) > query.sample:
        raise Refused("ANS-3")


def _check_listed(result: discovery.DiscoveryResult, entries) -> None:
    """ANS-4. A refresh is b"" where there is none."""
    named: dict[bytes, discovery.DiscoveryMatch] = {}
    for match in chain(result.ranked, result.sampled):
        without_front = discovery.DiscoveryMatch()
        without_front.CopyFrom(match)
        without_front.ClearField("front")
        if named.setdefault(match.descriptor, without_front) != without_front:
            raise Refused("ANS-4")
    there = [
        (_object_id(entry.descriptor), _object_id(entry.refresh) if entry.HasField("refresh") else b"")
        for entry in entries
    ]
    if there != [(match.descriptor, match.refresh) for match in named.values()]:
        raise Refused("ANS-4")


def _object_id(bundle: envelope.Bundle) -> bytes:
    return object_id(bundle.subject.payload_type, bundle.subject.payload)


def _open_entries(entries, verifier: Verifier, at: int) -> dict[bytes, Entry]:
    """ANS-5. By the object id of the descriptor."""
    opened = {}
    for entry in entries:
        try:
            pair = open_entry(entry, verifier)
        except Refused:
            raise Refused("ANS-5") from None
        if not is_entry(pair, at, SKEW):
            raise Refused("ANS-5")
        opened[pair.descriptor.object_id] = pair
    if len({pair.descriptor.issuer for pair in opened.values()}) < len(opened):
        raise Refused("ANS-5")
    return opened


def open_entry(entry: discovery.DiscoveryEntry, verifier: Verifier) -> Entry:
    """Archival verification of the one or two statements."""
    descriptor = verifier.verify_archival(entry.descriptor, kinds.DESCRIPTOR)
    refresh = verifier.verify_archival(entry.refresh, kinds.REFRESH) if entry.HasField("refresh") else None
    return Entry(descriptor, refresh)


class _Shown(NamedTuple):
    match: discovery.DiscoveryMatch
    candidate: Candidate


def _open_match(match: discovery.DiscoveryMatch, entries: dict[bytes, Entry], at: int) -> _Shown:
    """ANS-6, for the capability's name."""
    for candidate in entries[match.descriptor].candidates(at):
        if (candidate.capability.id, candidate.capability.version) == (match.capability_id, match.capability_version):
            return _Shown(match, candidate)
    raise Refused("ANS-6")


def _has_score(match: discovery.DiscoveryMatch) -> bool:
    return any((match.relevance_ppm, match.lexical_ppm, match.semantic_ppm, match.skill_ppm))


def _check_order(ranked: list[_Shown], query: Statement) -> None:
    """ANS-7."""
    objectives = ranking.of_intent(query.message.intent)
    all_costs = [ranking.costs(objectives, shown.candidate, shown.match.relevance_ppm) for shown in ranked]
    # Fronts ascend (DRS-3): only the earlier of two can be of the lower one.
    placed = [
        (shown.match.front, costs, ranking.tie_digest(query.object_id, shown.match.descriptor))
        for shown, costs in zip(ranked, all_costs, strict=True)
    ]
    if any(before > after for before, after in pairwise(placed)):
        raise Refused("ANS-7")
    for (front, costs, _), (later_front, later_costs, _) in combinations(placed, 2):
        if ranking.dominates(later_costs, costs) or front == later_front and ranking.dominates(costs, later_costs):
            raise Refused("ANS-7")


def _check_sample(sampled, query: Statement) -> None:
    """ANS-8."""
    keys = [draw_key(query.object_id, match.descriptor, match.relevance_ppm) for match in sampled]
    if keys != sorted(keys):
        raise Refused("ANS-8")
