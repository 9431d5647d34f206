"""Semantic Versioning 2.0.0, section 11: precedence."""

from .formats import FORMATS

_, _is_version = FORMATS[3]


def is_version(text: str) -> bool:
    """FMT-3."""
    return bool(_is_version(text))


def precedence(version: str) -> tuple:
    """A key that orders versions, and is equal for those that differ in build metadata alone.

    Numbers can be as long as the text: they are compared as digits, a longer number being the greater one, since none
    has a leading zero.
    """
    version, _, _ = version.partition("+")
    core, dash, pre_release = version.partition("-")
    numbers = tuple((len(number), number) for number in core.split("."))
    # A version without pre-release comes after those with one; numbers come before other identifiers; of two
    # pre-releases that begin alike the shorter comes first, as it does among tuples.
    return numbers, not dash, tuple(map(_identifier, pre_release.split("."))) if dash else ()


def _identifier(text: str) -> tuple:
    return (0, len(text), text) if text.isdecimal() else (1, 0, text)
