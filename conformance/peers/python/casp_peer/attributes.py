"""SPEC.md section 18.2: the attributes of candidates."""

import re
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from . import semver
from .formats import FORMATS
from .keys import did_key_encode, is_did_key
from .metrics import REGISTERED_UNITS
from .schema import descriptor


class Candidate(NamedTuple):
    """A capability of an entry, and the time at which it is looked at."""

    descriptor: descriptor.CapabilityDescriptor
    refresh: descriptor.DescriptorRefresh | None
    capability: descriptor.Capability
    at: int


class Type(Enum):
    TEXT = "text"
    NAME = "name"
    FLAG = "flag"
    SET = "set"
    ORDERED = "ordered"
    VERSION = "version"
    NUMBER = "number"


# Gives the attribute's value, or None when there is none. Of a text, a name, a flag and a number it is that itself, of
# a set its members, of an ordered attribute the position among its names, of a version its precedence.
Read = Callable[[Candidate], object]
# Whether a text in a constraint (with PREFIX any will do) is one that the attribute could be.
Admits = Callable[[str], object]


class Attribute(NamedTuple):
    type: Type
    read: Read
    # None: no text is.
    admits: Admits | None = None
    # Of an ordered attribute.
    names: tuple[str, ...] = ()
    # Of a `qos/` attribute; `read` is then what counts without any demand.
    metric: str | None = None


def find(name: str) -> Attribute | None:
    if attribute := _NAMED.get(name):
        return attribute
    if match := _QOS.fullmatch(name):
        metric = match[1]
        return Attribute(Type.NUMBER, read_metric(metric), metric=metric) if metric in REGISTERED_UNITS else None
    if match := _PRICE.fullmatch(name):
        return Attribute(Type.NUMBER, _read_price(match[1].upper(), match[2]))
    return None


_QOS = re.compile(r"qos/(.+)")
# The unit is an identifier (FMT-1) of at most 32 bytes without `/`.
_PRICE = re.compile(r"price/([a-z]{3})/([a-z0-9](?:[a-z0-9._:-]{0,30}[a-z0-9])?)")


def read_metric(name: str, least_provenance: int = 0, least_samples: int = 0) -> Read:
    """Which metric counts: of those that meet the demand, the one of highest provenance."""

    def read(candidate: Candidate) -> int | None:
        counting = [
            metric
            for metric in candidate.capability.qos
            if metric.name == name
            and metric.provenance >= least_provenance
            and metric.sample_count >= least_samples
        ]
        return max(counting, key=lambda metric: metric.provenance).value if counting else None

    return read


def _read_price(currency: str, unit: str) -> Read:
    def read(candidate: Candidate) -> int | None:
        if not candidate.capability.HasField("price"):
            return None
        price = candidate.capability.price
        return price.amount_micros if (price.currency, price.per) == (currency, unit) else None

    return read


def end_of_life(of: descriptor.CapabilityDescriptor, refresh: descriptor.DescriptorRefresh | None) -> int:
    """Section 10.1, of an entry."""
    return refresh.header.expires_at_ms if refresh else of.header.issued_at_ms + of.ttl_ms


def age(candidate: Candidate) -> int:
    latest = candidate.refresh or candidate.descriptor
    return max(0, candidate.at - latest.header.issued_at_ms)


def _life(candidate: Candidate) -> int:
    return max(0, end_of_life(candidate.descriptor, candidate.refresh) - candidate.at)


def _media_type(field: str) -> Read:
    def read(candidate: Candidate) -> str | None:
        return getattr(candidate.capability, field).media_type or None  # required where the schema is there

    return read


def _members(field: str) -> Read:
    return lambda candidate: getattr(candidate.capability, field) or None


def _retention(candidate: Candidate) -> int | None:
    # Without data policy there is none in the empty one that protobuf gives.
    policy = candidate.capability.data_policy
    return policy.retention_ms if policy.HasField("retention_ms") else None


def _position(field: str) -> Read:
    """Of an enum of the capability; numbers count from 1."""
    return lambda candidate: getattr(candidate.capability, field) - 1


def _level(field: str) -> Read:
    def read(candidate: Candidate) -> int | None:
        state = candidate.descriptor.resource_state
        return getattr(state, field) - 1 if state.HasField(field) else None

    return read


_LEVELS = ("low", "medium", "high", "full")
_CALLERS = ("anyone", "known", "listed")
_POWERS = ("mains", "battery", "battery-low")


def _training_use(candidate: Candidate) -> bool | None:
    capability = candidate.capability
    return capability.data_policy.training_use if capability.HasField("data_policy") else None


def _callers(candidate: Candidate) -> str | None:
    capability = candidate.capability
    return _CALLERS[capability.data_policy.callers - 1] if capability.HasField("data_policy") else None


def _power(candidate: Candidate) -> str | None:
    state = candidate.descriptor.resource_state
    return _POWERS[state.power - 1] if state.HasField("power") else None


def _ordered(read: Read, names: tuple[str, ...]) -> Attribute:
    return Attribute(Type.ORDERED, read, names.__contains__, names)


def _format(number: int) -> Admits:
    _, matches = FORMATS[number]
    return matches


_NAMED = {
    "agent": Attribute(Type.NAME, lambda candidate: did_key_encode(candidate.descriptor.header.issuer), is_did_key),
    "capability": Attribute(Type.TEXT, lambda candidate: candidate.capability.id, _format(2)),
    "version": Attribute(
        Type.VERSION, lambda candidate: semver.precedence(candidate.capability.version), semver.is_version
    ),
    "tag": Attribute(Type.SET, _members("tags"), _format(1)),
    "skill": Attribute(Type.SET, _members("skills"), _format(10)),
    "input-media-type": Attribute(Type.TEXT, _media_type("input"), _format(4)),
    "output-media-type": Attribute(Type.TEXT, _media_type("output"), _format(4)),
    "side-effect": _ordered(_position("side_effect"), ("none", "reversible", "irreversible")),
    "risk": _ordered(_position("risk"), ("public", "private", "regulated")),
    "retention-ms": Attribute(Type.NUMBER, _retention),
    "jurisdiction": Attribute(
        Type.SET, lambda candidate: candidate.capability.data_policy.jurisdictions or None, _format(6)
    ),
    "callers": Attribute(Type.NAME, _callers, _CALLERS.__contains__),
    "training-use": Attribute(Type.FLAG, _training_use),
    "evidence": Attribute(Type.SET, _members("evidence"), _format(1)),
    "load": _ordered(_level("load"), _LEVELS),
    "queue": _ordered(_level("queue"), _LEVELS),
    "power": Attribute(Type.NAME, _power, _POWERS.__contains__),
    "locality": Attribute(
        Type.TEXT, lambda candidate: candidate.descriptor.resource_state.locality or None, _format(1)
    ),
    "age-ms": Attribute(Type.NUMBER, age),
    "life-ms": Attribute(Type.NUMBER, _life),
}
