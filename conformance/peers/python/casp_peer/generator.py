"""SPEC.md section 16.4: generator families, which make a canary's input and oracle from a seed."""

import hashlib
import json
from collections.abc import Callable
from typing import NamedTuple

from .content import content_digest
from .schema import canary

_STREAM_TAG = b"casp/v1/stream"

_JSON = "application/json"
_TEXT = "text/plain"
_CSV = "text/csv"
_PGM = "image/x-portable-graymap"


class Made(NamedTuple):
    input: bytes
    input_media_type: str
    oracle: canary.Oracle
    output_media_type: str  # of an answer


def make(family: str, seed: bytes) -> Made | None:
    """None when the family is not known."""
    generate = FAMILIES.get(family)
    return generate(_Stream(seed)) if generate else None


class _Stream:
    def __init__(self, seed: bytes):
        self._seed = seed
        self._counter = 0
        self._bytes = b""

    def below(self, bound: int) -> int:
        if not self._bytes:
            self._bytes = hashlib.sha256(_STREAM_TAG + self._seed + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
        drawn, self._bytes = self._bytes[:8], self._bytes[8:]
        return int.from_bytes(drawn, "big") % bound


def _arithmetic_json(stream: _Stream) -> Made:
    lines = []
    for _ in range(3 + stream.below(6)):
        price = stream.below(2_000_001) - 1_000_000
        lines.append({"price": price, "quantity": 1 + stream.below(1_000)})
    asked = {"lines": lines, "want": ["count", "largest", "total"]}
    answer = {
        "count": len(lines),
        "largest": max(line["price"] for line in lines),
        "total": sum(line["price"] * line["quantity"] for line in lines),
    }
    return Made(_compact(asked).encode(), _JSON, canary.Oracle(json=_compact(answer)), _JSON)


_LOWER = "abcdefghijklmnopqrstuvwxyz"
_LETTERS = _LOWER + "éßж語"
_UPPER = str.maketrans(_LOWER, _LOWER.upper())
_ROT13 = str.maketrans(_LOWER, _LOWER[13:] + _LOWER[:13])

_OPERATIONS: list[tuple[str, Callable[[list[str]], list[str]]]] = [
    ("reverse-words", lambda words: words[::-1]),
    ("sort-words", sorted),  # text in Python compares by code points, which is the order of its UTF-8 bytes
    ("upper-ascii", lambda words: [word.translate(_UPPER) for word in words]),
    ("rot13", lambda words: [word.translate(_ROT13) for word in words]),
]


def _text_transform(stream: _Stream) -> Made:
    name, transform = _OPERATIONS[stream.below(4)]
    words = []
    for _ in range(4 + stream.below(9)):
        length = 2 + stream.below(7)
        words.append("".join(_LETTERS[stream.below(30)] for _ in range(length)))
    asked = f"{name}\n{' '.join(words)}"
    oracle = canary.Oracle(one_of={"values": [" ".join(transform(words))]})
    return Made(asked.encode(), _TEXT, oracle, _TEXT)


_REGIONS = ("north", "south", "east", "west")


def _table_lookup(stream: _Stream) -> Made:
    rows = []
    for _ in range(5 + stream.below(8)):
        region = _REGIONS[stream.below(4)]
        rows.append((region, stream.below(10_000_000)))
    asked_for, _ = rows[stream.below(len(rows))]
    lines = [f"sum of amount where region is {asked_for}", "region,amount"]
    lines += [f"{region},{_hundredths(amount)}" for region, amount in rows]
    total = sum(amount for region, amount in rows if region == asked_for)
    oracle = canary.Oracle(decimal={"expected": _hundredths(total), "tolerance": "0"})
    return Made("".join(f"{line}\n" for line in lines).encode(), _CSV, oracle, _TEXT)


def _hundredths(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02}"


_SHAPES = ("rect", "disc", "frame")


def _raster_digest(stream: _Stream) -> Made:
    width, height = 16 + stream.below(49), 16 + stream.below(49)
    background = stream.below(256)
    shapes = [_shape(stream, width, height) for _ in range(2 + stream.below(5))]
    asked = {"background": background, "height": height, "shapes": shapes, "width": width}
    pixels = [[background] * width for _ in range(height)]
    for shape in shapes:
        covers = _COVERS[shape["kind"]]
        for py, row in enumerate(pixels):
            for px in range(width):
                if covers(shape, px, py):
                    row[px] = shape["value"]
    image = b"P5\n%d %d\n255\n" % (width, height) + b"".join(bytes(row) for row in pixels)
    return Made(_compact(asked).encode(), _JSON, canary.Oracle(exact_digest=content_digest(image)), _PGM)


def _shape(stream: _Stream, width: int, height: int) -> dict:
    """With the members in the order in which they are written; they are drawn in another."""
    kind = _SHAPES[stream.below(3)]
    x, y = stream.below(width), stream.below(height)
    if kind == "disc":
        r = 1 + stream.below(16)
        return {"kind": kind, "r": r, "value": stream.below(256), "x": x, "y": y}
    w, h = 1 + stream.below(width), 1 + stream.below(height)
    return {"h": h, "kind": kind, "value": stream.below(256), "w": w, "x": x, "y": y}


def _in_rect(shape: dict, px: int, py: int) -> bool:
    return shape["x"] <= px < shape["x"] + shape["w"] and shape["y"] <= py < shape["y"] + shape["h"]


def _in_frame(shape: dict, px: int, py: int) -> bool:
    edges_x = (shape["x"], shape["x"] + shape["w"] - 1)
    edges_y = (shape["y"], shape["y"] + shape["h"] - 1)
    return _in_rect(shape, px, py) and (px in edges_x or py in edges_y)


def _in_disc(shape: dict, px: int, py: int) -> bool:
    return (px - shape["x"]) ** 2 + (py - shape["y"]) ** 2 <= shape["r"] ** 2


_COVERS: dict[str, Callable[[dict, int, int], bool]] = {"rect": _in_rect, "disc": _in_disc, "frame": _in_frame}


def _compact(value) -> str:
    return json.dumps(value, separators=(",", ":"))


FAMILIES: dict[str, Callable[[_Stream], Made]] = {
    "arithmetic-json": _arithmetic_json,
    "text-transform": _text_transform,
    "table-lookup": _table_lookup,
    "raster-digest": _raster_digest,
}
