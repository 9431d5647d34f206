"""SPEC.md sections 18.1 and 18.5: what queries, results and refusals must satisfy by themselves."""

from itertools import chain, pairwise

from .constraints import compile_constraints
from .ranking import of_intent
from .rules import Refused
from .schema import discovery

_ADMISSION_REQUIRED = "admission-required"


def is_filter_only(intent: discovery.Intent) -> bool:
    return not intent.phrasings and not intent.skills


def check_query(message: discovery.DiscoveryQuery) -> None:
    """INT-1 to INT-8."""
    intent = message.intent
    compile_constraints(intent.constraints)
    of_intent(intent)
    if is_filter_only(intent) and not intent.constraints:
        raise Refused("INT-7")
    if not message.limit and not message.sample:
        raise Refused("INT-8")


def check_result(message: discovery.DiscoveryResult) -> None:
    """DRS-1 to DRS-5."""
    ranked, sampled = message.ranked, message.sampled
    if message.complete and len(ranked) != message.matched:
        raise Refused("DRS-1")
    if message.matched < len({match.descriptor for match in chain(ranked, sampled)}):
        raise Refused("DRS-2")
    fronts = [1, *(match.front for match in ranked)]
    if any(before > after for before, after in pairwise(fronts)) or any(match.front for match in sampled):
        raise Refused("DRS-3")
    for matches in (ranked, sampled):
        if len({match.descriptor for match in matches}) < len(matches):
            raise Refused("DRS-4")
    if message.complete and message.diversified:
        raise Refused("DRS-5")


def check_refusal(message: discovery.RegistryRefusal) -> None:
    """RFU-1."""
    if message.HasField("challenge") != (message.reason == _ADMISSION_REQUIRED):
        raise Refused("RFU-1")
