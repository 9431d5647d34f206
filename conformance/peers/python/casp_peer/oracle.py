"""SPEC.md section 16.2: oracles, and how an answer is held against one."""

import re

from . import ijson
from .content import content_digest
from .envelope import open_outer
from .rules import Refused
from .schema import canary

_LONGEST_ANSWER = 524_288
_WHITE_SPACE = b" \t\n\r"

_DECIMAL = re.compile(r"(-?)(0|[1-9][0-9]{0,17})(?:\.([0-9]{1,18}))?")
_SCALE = 18


def open_oracle(data: bytes) -> canary.Oracle:
    """An oracle that is judged by itself."""
    oracle = open_outer(canary.Oracle, data)
    check_oracle(oracle)
    return oracle


def check_oracle(oracle: canary.Oracle) -> None:
    """CAN-1."""
    match oracle.WhichOneof("form"):
        case None:
            raise Refused("CAN-1")
        case "json":
            try:
                ijson.read(oracle.json.encode())
            except ijson.NotIJson:
                raise Refused("CAN-1") from None
        case "decimal":
            tolerance = oracle.decimal.tolerance
            if _decimal(oracle.decimal.expected) is None or _decimal(tolerance) is None or tolerance.startswith("-"):
                raise Refused("CAN-1")


def passes(oracle: canary.Oracle, answer: bytes) -> bool:
    """For a valid oracle."""
    form = oracle.WhichOneof("form")
    if form == "exact_digest":
        return content_digest(answer) == oracle.exact_digest
    if len(answer) > _LONGEST_ANSWER:
        return False
    if form == "json":
        try:
            return ijson.read(answer) == ijson.read(oracle.json.encode())
        except ijson.NotIJson:
            return False
    try:
        text = answer.strip(_WHITE_SPACE).decode("utf-8")
    except UnicodeDecodeError:
        return False
    match form:
        case "decimal":
            number = _decimal(text)
            if number is None:
                return False
            return abs(number - _decimal(oracle.decimal.expected)) <= _decimal(oracle.decimal.tolerance)
        case "one_of":
            return text in oracle.one_of.values
        case "contains":
            return oracle.contains in text
        case "prefix":
            return text.startswith(oracle.prefix)
    raise ValueError(f"an oracle of the form {form} is not valid")


def _decimal(text: str) -> int | None:
    """A decimal scaled by 10^18, or None for what is none."""
    match = _DECIMAL.fullmatch(text)
    if not match:
        return None
    sign, whole, fraction = match.groups(default="")
    return int(sign + whole + fraction.ljust(_SCALE, "0"))
