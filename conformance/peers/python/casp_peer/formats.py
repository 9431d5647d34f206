"""SPEC.md section 4.5: the grammars of text and bytes, by their number in casp.options.v1.Format."""

import re
from collections.abc import Callable

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_PATH_SEGMENT = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?"
_SKILL_SEGMENT = r"[a-z0-9](?:[a-z0-9_]*[a-z0-9])?"
_NUM = r"(?:0|[1-9][0-9]*)"
_PRE = r"(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_BUILD = r"[0-9A-Za-z-]+"
_MEDIA_NAME = r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"


def _whole(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).fullmatch


def _plain_text() -> Callable[[str], object]:
    forbidden = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]").search
    return lambda text: forbidden(text) is None


def _agent_id(value: bytes) -> bool:
    return len(value) == 34 and value.startswith(b"\xed\x01")


# Format number: the rule and its test. A value passes when the test gives something true.
FORMATS: dict[int, tuple[str, Callable]] = {
    1: ("FMT-1", _whole(r"[a-z0-9](?:[a-z0-9._:/-]*[a-z0-9])?")),
    2: ("FMT-2", _whole(rf"{_LABEL}(?:\.{_LABEL})+(?:/{_PATH_SEGMENT})*")),
    3: ("FMT-3", _whole(rf"{_NUM}\.{_NUM}\.{_NUM}(?:-{_PRE}(?:\.{_PRE})*)?(?:\+{_BUILD}(?:\.{_BUILD})*)?")),
    4: ("FMT-4", _whole(rf"{_MEDIA_NAME}/{_MEDIA_NAME}")),
    5: ("FMT-5", _whole(r"[A-Z]{3}")),
    6: ("FMT-6", _whole(r"[A-Z]{2}")),
    7: ("FMT-7", _whole(r"(?:/[\x21-\x2e\x30-\x7e]+){2,}")),
    8: ("FMT-8", _plain_text()),
    9: ("FMT-9", _agent_id),
    10: ("FMT-10", _whole(rf"{_SKILL_SEGMENT}(?:/{_SKILL_SEGMENT})*")),
}
