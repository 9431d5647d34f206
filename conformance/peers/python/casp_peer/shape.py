"""SPEC.md sections 4.3 and 4.5: the shape of fields, read from the option casp.options.v1.rules in the schemas.

`breach` walks a message by a plan that is compiled once for each message type. A check is a function that takes a
value and gives the id of the rule that it breaks, or None.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from .formats import FORMATS
from .schema import options

Check = Callable[[object], str | None]

_NUMBERS = {FieldDescriptor.TYPE_INT64, FieldDescriptor.TYPE_UINT64, FieldDescriptor.TYPE_UINT32}


def breach(message: Message) -> str | None:
    """The id of a rule of shape that the message breaks, or None."""
    return _plan(message.DESCRIPTOR)(message)


@cache
def _plan(descriptor: Descriptor) -> Check:
    checks = {field.number: _field_check(field) for field in descriptor.fields}
    needed = [(field.number, rule) for field in descriptor.fields if (rule := _rule_of_absence(field))]

    def check(message: Message) -> str | None:
        # ListFields gives the fields that are present in the sense of section 4.2.
        present = message.ListFields()
        for field, value in present:
            if (check := checks[field.number]) and (rule := check(value)):
                return rule
        if needed:
            numbers = {field.number for field, _ in present}
            for number, rule in needed:
                if number not in numbers:
                    return rule
        return None

    return check


def _rules(field: FieldDescriptor):
    return field.GetOptions().Extensions[options.rules]


def _rule_of_absence(field: FieldDescriptor) -> str | None:
    """The rule that is broken when the field is absent, or None."""
    rules = _rules(field)
    if rules.required:
        return "ENC-9"
    if rules.min_items:
        return "ENC-12"
    return None


def _field_check(field: FieldDescriptor) -> Check | None:
    """What a field that is present must satisfy, or None if nothing."""
    rules = _rules(field)
    value_check = _all(_value_checks(field, rules))
    if not field.is_repeated:
        return value_check
    checks = [_item_count(rules.min_items, rules.max_items)]
    if value_check:
        checks.append(_each(value_check))
    if rules.ascending:
        checks.append(_ascending)
    return _all(checks)


def _value_checks(field: FieldDescriptor, rules) -> list[Check]:
    """What one value of the field must satisfy. Length goes before format, so that formats see bounded values."""
    match field.type:
        case FieldDescriptor.TYPE_MESSAGE:
            length = [_message_length(rules.max_bytes)] if rules.max_bytes else []
            return length + [_plan(field.message_type)]
        case FieldDescriptor.TYPE_ENUM:
            return [_named({value.number for value in field.enum_type.values} - {0})]
        case FieldDescriptor.TYPE_STRING | FieldDescriptor.TYPE_BYTES:
            checks = []
            if rules.max_bytes or rules.min_bytes:
                to_bytes = str.encode if field.type == FieldDescriptor.TYPE_STRING else bytes
                checks.append(_length(rules.min_bytes, rules.max_bytes, to_bytes))
            if rules.format:
                checks.append(_format(*FORMATS[rules.format]))
            return checks
        case kind if kind in _NUMBERS:
            return [_range(rules.min, rules.max)]
        case FieldDescriptor.TYPE_BOOL:
            return []
    raise TypeError(f"{field.full_name}: section 4.1 knows no such type")


def _all(checks: list[Check]) -> Check | None:
    if len(checks) < 2:
        return checks[0] if checks else None

    def check(value):
        for check in checks:
            if rule := check(value):
                return rule
        return None

    return check


def _each(item_check: Check) -> Check:
    def check(items):
        for item in items:
            if rule := item_check(item):
                return rule
        return None

    return check


def _named(numbers: set[int]) -> Check:
    return lambda value: None if value in numbers else "ENC-7"


def _length(least: int, greatest: int, to_bytes: Callable) -> Check:
    def check(value):
        length = len(to_bytes(value))
        if greatest and length > greatest:
            return "ENC-10"
        if length < least:
            return "ENC-11"
        return None

    return check


def _message_length(greatest: int) -> Check:
    # The message was found canonical: its size when serialised is its size in the input.
    return lambda message: "ENC-10" if message.ByteSize() > greatest else None


def _item_count(least: int, greatest: int) -> Check:
    return lambda items: None if least <= len(items) and (not greatest or len(items) <= greatest) else "ENC-12"


def _range(least: int, greatest: int) -> Check:
    # `least` is 0 where no `min` is given: a negative number is below every `min`.
    return lambda value: None if least <= value and (not greatest or value <= greatest) else "ENC-13"


def _ascending(items) -> str | None:
    # Code points of a `str` are in the order of its UTF-8 bytes (section 3), so that text needs no encoding here.
    return None if all(before < after for before, after in pairwise(items)) else "ENC-14"


def _format(rule: str, matches: Callable) -> Check:
    return lambda value: None if matches(value) else rule
