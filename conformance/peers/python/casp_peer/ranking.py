"""SPEC.md section 18.3: objectives, costs, fronts and order."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from . import attributes
from .attributes import Candidate
from .rules import Refused
from .schema import descriptor, discovery

_TIE_TAG = b"casp/v1/tie"
_GREATEST = 2**53 - 1
NO_FIGURE = _GREATEST + 1

_LESS_IS_BETTER = {"latency-p50", "latency-p95", "latency-p99", "queue-wait-p95"}
_SAMPLES_COUNTED = {descriptor.PROVENANCE_OBSERVED: 100, descriptor.PROVENANCE_WITNESSED: 1_000}

Costs = tuple[int, ...]
# From a candidate and the relevance of its match; None: there is none.
Figure = Callable[[Candidate, int], int | None]


class Objective(NamedTuple):
    less_is_better: bool
    figure: Figure
    grain: int

    def cost(self, figure: int | None) -> int:
        if figure is None:
            return NO_FIGURE
        return (figure if self.less_is_better else _GREATEST - figure) // self.grain


def compile_objectives(objectives: Iterable[discovery.Objective], trust: bool) -> list[Objective]:
    """INT-5 and INT-6. `trust` is known to whoever ranks for itself; it gives the figures of it."""
    compiled, names = [], set()
    for objective in objectives:
        found = _find(objective.name, trust)
        if found is None:
            raise Refused("INT-5")
        if objective.name in names:
            raise Refused("INT-6")
        names.add(objective.name)
        compiled.append(Objective(*found, objective.grain or 1))
    return compiled


def of_intent(intent: discovery.Intent) -> list[Objective]:
    return compile_objectives(intent.objectives, trust=False) or [Objective(*_find("relevance", trust=False), grain=1)]


def _find(name: str, trust: bool) -> tuple[bool, Figure] | None:
    if name == "relevance":
        return False, lambda candidate, relevance: relevance
    if name == "trust" and trust:
        return False, lambda candidate, relevance: None
    attribute = attributes.find(name)
    if attribute and attribute.metric:
        less = attribute.metric in _LESS_IS_BETTER
        return less, lambda candidate, _: counted_figure(candidate.capability, attribute.metric, less)
    if attribute and (name == "age-ms" or name.startswith("price/")):
        return True, lambda candidate, _: attribute.read(candidate)
    return None


def counted_figure(capability: descriptor.Capability, metric: str, less_is_better: bool) -> int | None:
    stated = [statement for statement in capability.qos if statement.name == metric]
    if not stated:
        return None
    best = max(stated, key=lambda statement: statement.provenance)
    if best.provenance == descriptor.PROVENANCE_SELF_DECLARED:
        return None
    samples = min(best.sample_count, _SAMPLES_COUNTED[best.provenance])  # at least 1 (DSC-4)
    if less_is_better:
        return min(best.value + 20 * best.value // samples, _GREATEST)
    return best.value * samples // (samples + 20)


def costs(objectives: Sequence[Objective], candidate: Candidate, relevance: int) -> Costs:
    return tuple(objective.cost(objective.figure(candidate, relevance)) for objective in objectives)


def dominates(one: Costs, other: Costs) -> bool:
    return one != other and all(mine <= others for mine, others in zip(one, other, strict=True))


def fronts(all_costs: Iterable[Costs]) -> dict[Costs, int]:
    """The front of each of the costs, from 1.

    In lexicographic order nothing is dominated by what comes after it. Whoever is dominated from within a front is so
    from within each front before, which lets the front be found by halving.
    """
    found: list[list[Costs]] = []
    numbers = {}
    for own in sorted(set(all_costs)):
        low, high = 0, len(found)
        while low < high:
            middle = (low + high) // 2
            if any(_not_above(other, own) for other in reversed(found[middle])):
                low = middle + 1
            else:
                high = middle
        if low == len(found):
            found.append([])
        found[low].append(own)
        numbers[own] = low + 1
    return numbers


def _not_above(one: Costs, other: Costs) -> bool:
    """`dominates`, for costs that differ."""
    for mine, others in zip(one, other, strict=True):  # noqa: SIM110 (the faster form)
        if mine > others:
            return False
    return True


def tie_digest(tie_seed: bytes, object_id: bytes) -> bytes:
    return hashlib.sha256(_TIE_TAG + tie_seed + object_id).digest()


class Ranked(NamedTuple):
    position: int  # among those that were to be ranked
    front: int


def rank(candidates: Sequence[tuple[bytes, Costs]], tie_seed: bytes) -> list[Ranked]:
    """From the object id of each candidate's descriptor, and its costs."""
    numbers = fronts(own for _, own in candidates)
    keys = [(numbers[own], own, tie_digest(tie_seed, object_id)) for object_id, own in candidates]
    order = sorted(range(len(candidates)), key=keys.__getitem__)
    return [Ranked(position, keys[position][0]) for position in order]
