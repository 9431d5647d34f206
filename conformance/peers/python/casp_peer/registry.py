"""SPEC.md section 18.5: what a registry finds, for a query that has passed verification.

There is no recall here: the relevance of everything is 0, as it is for a filter-only intent.
"""

from collections.abc import Iterable
from typing import NamedTuple

from . import ranking
from .constraints import compile_constraints, first_broken
from .ranking import Costs
from .sampling import draw_key
from .schema import descriptor, discovery
from .statement import Statement
from .store import Entry

_RELEVANCE = 0


class Findings(NamedTuple):
    ranked: list[discovery.DiscoveryMatch]
    sampled: list[discovery.DiscoveryMatch]
    excluded: list[int]
    examined: int
    matched: int

    @property
    def complete(self) -> bool:
        return len(self.ranked) == self.matched


class _Match(NamedTuple):
    """An agent that matches, by the capability that stands for it."""

    entry: Entry
    capability: descriptor.Capability
    costs: Costs

    @property
    def object_id(self) -> bytes:
        return self.entry.descriptor.object_id

    def shown(self, front: int = 0) -> discovery.DiscoveryMatch:
        return discovery.DiscoveryMatch(
            descriptor=self.object_id,
            refresh=self.entry.refresh.object_id if self.entry.refresh else b"",
            capability_id=self.capability.id,
            capability_version=self.capability.version,
            front=front,
            relevance_ppm=_RELEVANCE,
        )


def find(query: Statement, entries: Iterable[Entry], now: int) -> Findings:
    """`entries` are the living ones."""
    intent = query.message.intent
    filters, objectives = compile_constraints(intent.constraints), ranking.of_intent(intent)
    excluded, examined = [0] * len(filters), 0
    matches: list[_Match] = []
    for entry in entries:
        if entry.has_audience:
            continue
        matching = []
        for candidate in entry.candidates(now):
            examined += 1
            broken = first_broken(filters, candidate)
            if broken is None:
                matching.append(_Match(entry, candidate.capability, ranking.costs(objectives, candidate, _RELEVANCE)))
            else:
                excluded[broken] += 1
        if matching:
            # Of equals, the first.
            matches.append(min(matching, key=lambda match: match.costs))

    order = ranking.rank([(match.object_id, match.costs) for match in matches], query.object_id)
    drawn = sorted(matches, key=lambda match: draw_key(query.object_id, match.object_id, _RELEVANCE))
    return Findings(
        ranked=[matches[place.position].shown(place.front) for place in order[: query.message.limit]],
        sampled=[match.shown() for match in drawn[: query.message.sample]],
        excluded=excluded,
        examined=examined,
        matched=len(matches),
    )
