"""SPEC.md section 18.4: the draw of a sample."""

import hashlib

_SAMPLE_TAG = b"casp/v1/sample"


def draw_key(query: bytes, descriptor: bytes, relevance_ppm: int) -> tuple[int, bytes]:
    """What a sample is ordered by, from the object ids of query and descriptor: the key, then the descriptor's."""
    weight = 1 + relevance_ppm // 125_000
    return min(_draw(query, descriptor, number) for number in range(weight)), descriptor


def _draw(query: bytes, descriptor: bytes, number: int) -> int:
    return int.from_bytes(hashlib.sha256(_SAMPLE_TAG + query + descriptor + bytes([number])).digest()[:8], "big")
