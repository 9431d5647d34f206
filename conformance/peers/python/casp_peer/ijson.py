"""SPEC.md section 16.2: I-JSON, read strictly and without recursion, as values that are equal when they are the same.

`null` is None, a boolean a bool, a string a str, an array a list, an object a dict. A number is a tuple of sign, digits
and exponent, never computed: neither is its value bounded nor are its digits. So values of different kinds are never
equal, and Python's own comparison is that of the section; it descends no deeper than MOST_DEPTH.
"""

import re

MOST_BYTES = 524_288
MOST_DEPTH = 64
_MOST_EXPONENT_DIGITS = 9

_space = re.compile(r"[ \t\n\r]*").match
_number = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?)0*([0-9]*))?").match
_literal = re.compile("null|true|false").match
_plain = re.compile(r'[^"\\\x00-\x1f]*').match
_hex = re.compile("[0-9a-fA-F]{4}").match

_LITERALS = {"null": None, "true": True, "false": False}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CLOSERS = {"[": "]", "{": "}"}

_LAST_TWO = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_forbidden = re.compile(f"[\ud800-\udfff\ufdd0-\ufdef{_LAST_TWO}]").search

Value = None | bool | str | list | dict | tuple[str, str, int]


class NotIJson(Exception):
    """The bytes are no I-JSON."""


def read(data: bytes) -> Value:
    """The value of a whole text."""
    if len(data) > MOST_BYTES:
        raise NotIJson
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotIJson from None
    reader = _Reader(text)
    value = reader.value()
    if reader.peek():
        raise NotIJson
    return value


class _Reader:
    def __init__(self, text: str):
        self._text = text
        self._at = 0

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        self._at = _space(self._text, self._at).end()
        return self._text[self._at : self._at + 1]

    def value(self) -> Value:
        # The arrays and objects that are open, each with the name whose value is read (None in an array).
        opened: list[tuple[list | dict, str | None]] = []
        while True:
            first = self.peek()
            if first in ("[", "{"):
                if len(opened) == MOST_DEPTH:
                    raise NotIJson
                self._at += 1
                container = [] if first == "[" else {}
                if self.peek() != _CLOSERS[first]:
                    opened.append((container, self._name(container)))
                    continue
                self._at += 1
                value = container
            else:
                value = self._scalar(first)
            # Put the value where it belongs, and close what ends after it.
            while opened:
                container, name = opened.pop()
                if name is None:
                    container.append(value)
                else:
                    container[name] = value
                if self._goes_on("]" if name is None else "}"):
                    opened.append((container, self._name(container)))
                    break
                value = container
            else:
                return value

    def _goes_on(self, closer: str) -> bool:
        """Pass over a comma, or over the end of an array or object."""
        follows = self.peek()
        if follows not in (",", closer):
            raise NotIJson
        self._at += 1
        return follows == ","

    def _name(self, container: list | dict) -> str | None:
        """In an object the next member's name and the colon; in an array there is none."""
        if isinstance(container, list):
            return None
        if self.peek() != '"':
            raise NotIJson
        name = self._string()
        if name in container or self.peek() != ":":
            raise NotIJson
        self._at += 1
        return name

    def _scalar(self, first: str) -> Value:
        if first == '"':
            return self._string()
        if match := _literal(self._text, self._at):
            self._at = match.end()
            return _LITERALS[match[0]]
        match = _number(self._text, self._at)
        # The exponent may have lost its only digits, zeros, to the pattern; at least one must stand there.
        if not match or match[0][-1] not in "0123456789":
            raise NotIJson
        self._at = match.end()
        return _exact(*match.groups(default=""))

    def _string(self) -> str:
        parts = []
        self._at += 1
        while True:
            match = _plain(self._text, self._at)
            parts.append(match[0])
            self._at = match.end() + 1
            match self._text[self._at - 1 : self._at]:
                case '"':
                    break
                case "\\":
                    parts.append(self._escape())
                case _:
                    raise NotIJson
        string = "".join(parts)
        if _forbidden(string):
            raise NotIJson
        return string

    def _escape(self) -> str:
        """What stands for a character after a backslash. A half of a pair without the other is left as it is."""
        letter = self._text[self._at : self._at + 1]
        self._at += 1
        if letter != "u":
            if letter not in _ESCAPES:
                raise NotIJson
            return _ESCAPES[letter]
        unit = self._code_unit()
        if 0xD800 <= unit < 0xDC00 and self._text.startswith("\\u", self._at):
            before = self._at
            self._at += 2
            low = self._code_unit()
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
            self._at = before
        return chr(unit)

    def _code_unit(self) -> int:
        match = _hex(self._text, self._at)
        if not match:
            raise NotIJson
        self._at = match.end()
        return int(match[0], 16)


def _exact(sign: str, whole: str, fraction: str, exponent_sign: str, exponent_digits: str) -> tuple[str, str, int]:
    """A number by its exact decimal value: sign, digits without zeros at either end, exponent."""
    if len(exponent_digits) > _MOST_EXPONENT_DIGITS:
        raise NotIJson
    significant = (whole + fraction).lstrip("0")
    digits = significant.rstrip("0")
    if not digits:
        return ("", "0", 0)
    exponent = int(exponent_sign + (exponent_digits or "0")) - len(fraction) + len(significant) - len(digits)
    return (sign, digits, exponent)
