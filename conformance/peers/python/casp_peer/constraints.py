"""SPEC.md sections 18.1 and 18.2: constraints, whether they are any (INT-1 to INT-4), and who satisfies them."""

import operator as compare
from collections.abc import Callable, Iterable

from . import attributes, semver
from .attributes import Attribute, Candidate, Type
from .rules import Refused
from .schema import descriptor, discovery

Filter = Callable[[Candidate], bool]

_COMPARISONS = {
    discovery.OPERATOR_EQUAL: compare.eq,
    discovery.OPERATOR_NOT_EQUAL: compare.ne,
    discovery.OPERATOR_LESS: compare.lt,
    discovery.OPERATOR_AT_MOST: compare.le,
    discovery.OPERATOR_GREATER: compare.gt,
    discovery.OPERATOR_AT_LEAST: compare.ge,
}
_EQUALITY = {discovery.OPERATOR_EQUAL, discovery.OPERATOR_NOT_EQUAL}
_IN, _CONTAINS, _PREFIX, _EXISTS = (
    discovery.OPERATOR_IN,
    discovery.OPERATOR_CONTAINS,
    discovery.OPERATOR_PREFIX,
    discovery.OPERATOR_EXISTS,
)
_ADMITTED = {
    Type.TEXT: _EQUALITY | {_IN, _PREFIX, _EXISTS},
    Type.NAME: _EQUALITY | {_IN, _EXISTS},
    Type.FLAG: _EQUALITY | {_EXISTS},
    Type.SET: {_CONTAINS, _IN, _PREFIX, _EXISTS},
    Type.ORDERED: _COMPARISONS.keys() | {_IN, _EXISTS},
    Type.VERSION: _COMPARISONS.keys() | {_IN, _EXISTS},
    Type.NUMBER: _COMPARISONS.keys() | {_IN, _EXISTS},
}


def compile_constraint(constraint: discovery.Constraint) -> Filter:
    """INT-1 to INT-4, in this order; then what a candidate has to pass."""
    attribute = attributes.find(constraint.attribute)
    if attribute is None:
        raise Refused("INT-1")
    if constraint.operator not in _ADMITTED[attribute.type]:
        raise Refused("INT-2")
    values = _values(attribute, constraint)
    _check_demand(attribute, constraint)
    read = attribute.read
    if attribute.metric:
        # A provenance that is absent is 0, below all.
        read = attributes.read_metric(attribute.metric, constraint.provenance, constraint.min_samples)
    if constraint.operator == _EXISTS:
        return lambda candidate: (read(candidate) is not None) == values[0]
    holds = _holds(attribute.type, constraint.operator, values)

    def passes(candidate: Candidate) -> bool:
        value = read(candidate)
        return value is not None and holds(value)

    return passes


def _values(attribute: Attribute, constraint: discovery.Constraint) -> list:
    """INT-3. What the values stand for: see `attributes.Read`."""
    if constraint.operator != _IN and len(constraint.values) != 1:
        raise Refused("INT-3")
    return [_value(attribute, constraint.operator, value) for value in constraint.values]


def _value(attribute: Attribute, operator: int, value: discovery.AttributeValue):
    value_type = Type.FLAG if operator == _EXISTS else attribute.type
    match value_type, value.WhichOneof("value"):
        case (Type.FLAG, "flag"):
            return value.flag
        case (Type.NUMBER, "number"):
            return value.number
        case (Type.FLAG | Type.NUMBER, _):
            raise Refused("INT-3")
        case (_, "text") if operator == _PREFIX or attribute.admits(value.text):
            return _from_text(attribute, value.text)
    raise Refused("INT-3")


def _from_text(attribute: Attribute, text: str):
    match attribute.type:
        case Type.VERSION:
            return semver.precedence(text)
        case Type.ORDERED:
            return attribute.names.index(text)
    return text


def _check_demand(attribute: Attribute, constraint: discovery.Constraint) -> None:
    """INT-4."""
    demands = constraint.HasField("provenance") or constraint.min_samples
    if demands and (not attribute.metric or constraint.operator == _EXISTS):
        raise Refused("INT-4")
    if constraint.min_samples and constraint.provenance < descriptor.PROVENANCE_OBSERVED:
        raise Refused("INT-4")


def _holds(attribute_type: Type, operator: int, values: list) -> Callable:
    """What a value that is there has to satisfy."""
    among, first = frozenset(values), values[0]
    if attribute_type is Type.SET:
        match operator:
            case discovery.OPERATOR_CONTAINS:
                return lambda members: first in members
            case discovery.OPERATOR_PREFIX:
                return lambda members: any(member.startswith(first) for member in members)
        return lambda members: all(member in among for member in members)
    if operator == _IN:
        return lambda value: value in among
    if operator == _PREFIX:
        # One text in UTF-8 begins with another exactly when its code points do.
        return lambda value: value.startswith(first)
    comparison = _COMPARISONS[operator]
    return lambda value: comparison(value, first)


def compile_constraints(constraints: Iterable[discovery.Constraint]) -> list[Filter]:
    return [compile_constraint(constraint) for constraint in constraints]


def first_broken(filters: list[Filter], candidate: Candidate) -> int | None:
    """The position of the first constraint that the candidate does not satisfy; None when it matches."""
    return next((position for position, passes in enumerate(filters) if not passes(candidate)), None)


def matches(filters: list[Filter], candidate: Candidate) -> bool:
    return first_broken(filters, candidate) is None
