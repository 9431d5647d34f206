"""SPEC.md sections 17.2 and 17.3: the tree of RFC 9162 section 2.1, and its proofs."""

import hashlib
from collections.abc import Iterable, Sequence

from .rules import Refused

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Knows the hash of each complete subtree, so that the root of every shorter tree costs no more than its depth."""

    def __init__(self, leaves: Iterable[bytes]):
        level = [leaf_hash(leaf) for leaf in leaves]
        self.size = len(level)
        # _levels[k][i]: over the leaves from i * 2^k to (i + 1) * 2^k.
        self._levels = [level]
        while len(level) > 1:
            level = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
            self._levels.append(level)

    def root(self, size: int | None = None) -> bytes:
        """Of the tree over the first `size` leaves; of the whole when it is None."""
        size = self.size if size is None else size
        root = None
        # The complete subtrees of which the tree consists, from the right, each larger than the one before.
        for height, level in enumerate(self._levels):
            if size >> height & 1:
                subtree = level[(size >> height) - 1]
                root = subtree if root is None else _node(subtree, root)
        return EMPTY_ROOT if root is None else root


def check_inclusion(leaf: bytes, index: int, size: int, root: bytes, path: Sequence[bytes]) -> None:
    """PRF-1, by RFC 9162 section 2.1.3.2. `leaf` is the leaf's hash."""
    if index >= size or not _are_hashes(leaf, root, *path):
        raise Refused("PRF-1")
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            raise Refused("PRF-1")
        if fn & 1 or fn == sn:
            r = _node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = _node(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn or r != root:
        raise Refused("PRF-1")


def check_consistency(first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> None:
    """PRF-2, by RFC 9162 section 2.1.4.2 and what SPEC.md adds."""
    if first > second or not _are_hashes(first_root, second_root, *path):
        raise Refused("PRF-2")
    for size, root in ((first, first_root), (second, second_root)):
        if size == 0 and root != EMPTY_ROOT:
            raise Refused("PRF-2")
    if first in (0, second):
        if path or (first == second and first_root != second_root):
            raise Refused("PRF-2")
        return
    if not path:
        raise Refused("PRF-2")
    hashes = iter(path)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    # When the first size is a power of two, the first tree is a complete subtree of the second.
    fr = sr = first_root if first & (first - 1) == 0 else next(hashes)
    for c in hashes:
        if sn == 0:
            raise Refused("PRF-2")
        if fn & 1 or fn == sn:
            fr, sr = _node(c, fr), _node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = _node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn or fr != first_root or sr != second_root:
        raise Refused("PRF-2")


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
