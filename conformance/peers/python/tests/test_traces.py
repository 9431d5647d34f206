"""SPEC.md sections 17.2 and 17.3."""

import unittest

from casp_peer import tree
from casp_peer.canonical import encode
from casp_peer.driver import Peer
from casp_peer.rules import Refused
from casp_peer.schema import evidence, task

from . import deal, rfc9162, world
from .deal import REQUESTER, THIRD
from .world import NOW, object_id


class Trees(unittest.TestCase):
    """Held against RFC 9162's own definitions."""

    LEAVES = [bytes([n]) * n for n in range(34)]

    def test_have_the_roots_of_the_rfc(self):
        whole = tree.Tree(self.LEAVES)
        for size in range(35):
            self.assertEqual(whole.root(size), rfc9162.root(self.LEAVES[:size]))
            answer = world.ask(Peer(), "tree_root", leaves=self.LEAVES[:size])
            self.assertEqual(answer.output.data, rfc9162.root(self.LEAVES[:size]))

    def refused(self, check, *arguments) -> bool:
        try:
            check(*arguments)
        except Refused:
            return True
        return False

    def test_include_what_they_include(self):
        for size in range(1, 18):
            leaves = self.LEAVES[:size]
            root = rfc9162.root(leaves)
            for index in range(size):
                leaf, path = tree.leaf_hash(leaves[index]), rfc9162.path(index, leaves)
                tree.check_inclusion(leaf, index, size, root, path)
                for other in range(size + 2):
                    if other != index:
                        self.assertTrue(self.refused(tree.check_inclusion, leaf, other, size, root, path))
                for changed in (path + [root], path[:-1], [root, *path], [p[1:] for p in path]):
                    if changed != path:
                        self.assertTrue(self.refused(tree.check_inclusion, leaf, index, size, root, changed))
        answer = world.ask(Peer(), "check_inclusion", leaf_hash=bytes(31), index=0, size=1, root=bytes(31))
        self.assertEqual(world.outcome(answer), "CHAIN inclusion")
        big = {"leaf_hash": bytes(32), "root": bytes(32), "path": [bytes(32)] * 100_000}
        answer = world.ask(Peer(), "check_inclusion", index=2**64 - 2, size=2**64 - 1, **big)
        self.assertEqual(world.outcome(answer), "CHAIN inclusion")

    def test_grow(self):
        for second in range(18):
            for first in range(second + 1):
                roots = [rfc9162.root(self.LEAVES[:size]) for size in (first, second)]
                path = rfc9162.proof(first, self.LEAVES[:second]) if first not in (0, second) else []
                tree.check_consistency(first, second, *roots, path)
                wrong = [
                    (first, second, bytes(32), roots[1], path),
                    (first, second, *roots, path + [bytes(32)]),
                    (first, second, *roots, path[:-1] if path else [bytes(32)]),
                    (second + 1, second, *roots, path),
                ]
                if first:
                    wrong.append((first, second, roots[0], bytes(32), path))
                for arguments in wrong:
                    self.assertTrue(self.refused(tree.check_consistency, *arguments), arguments)
        # Of an empty tree every tree is a continuation; of the same size none but itself.
        tree.check_consistency(0, 5, tree.EMPTY_ROOT, bytes(32), [])
        self.assertTrue(self.refused(tree.check_consistency, 0, 0, bytes(32), bytes(32), []))
        self.assertTrue(self.refused(tree.check_consistency, 1, 1, bytes(31), bytes(31), []))
        answer = world.ask(Peer(), "check_consistency", first_size=2, second_size=1)
        self.assertEqual(world.outcome(answer), "CHAIN consistency")


class ShownTraces(unittest.TestCase):
    def setUp(self):
        self.events = deal.trace(5)
        self.leaves = [encode(event) for event in self.events]

    def checkpoint(self, size=5, leaves=None, **fields):
        root = rfc9162.root((leaves or self.leaves)[:size])
        return deal.checkpoint(root, size, **{"contract": b"c" * 32} | fields)

    def disclose(self, **change):
        checkpoint = deal.bundle(self.checkpoint())
        path = rfc9162.path(2, self.leaves)
        fields = {"checkpoint": checkpoint, "event": self.events[2], "path": path} | change
        answer = world.ask_anew("check_disclosure", disclosure=encode(evidence.EventDisclosure(**fields)))
        return world.outcome(answer)

    def test_disclose_one_event(self):
        self.assertEqual(self.disclose(), "ACCEPT")
        self.assertEqual(self.disclose(path=[]), "CHAIN inclusion")
        self.assertEqual(self.disclose(event=self.events[1]), "CHAIN inclusion")
        self.assertEqual(self.disclose(checkpoint=deal.bundle(self.checkpoint(), THIRD)), "CHAIN record-member")
        self.assertEqual(self.disclose(event=None), "ENCODING field-missing")
        self.events[2].salt = bytes(16)
        self.leaves[2] = encode(self.events[2])
        self.assertEqual(self.disclose(), "CHAIN event-salt")
        answer = world.ask_anew("check_disclosure", disclosure=bytes(65_537))
        self.assertEqual(world.outcome(answer), "SIZE input-size")

    def fork(self, *members, sort=True, **fields):
        if sort:
            members = sorted(members, key=object_id)
        bundles = dict(zip(("first", "second"), map(deal.bundle, members), strict=True))
        return world.outcome(world.ask_anew("check_fork", proof=encode(evidence.ForkProof(**bundles, **fields))))

    def leaf(self, index, leaves, size):
        return evidence.IncludedLeaf(leaf_hash=tree.leaf_hash(leaves[index]), path=rfc9162.path(index, leaves[:size]))

    def test_show_that_they_were_forked(self):
        one, two = self.checkpoint(), self.checkpoint(leaves=self.leaves[::-1])
        self.assertEqual(self.fork(one, two), "ACCEPT")
        self.assertEqual(self.fork(*sorted((one, two), key=object_id, reverse=True), sort=False), "CHAIN fork-order")
        self.assertEqual(self.fork(one, self.checkpoint(at=NOW)), "CHAIN fork-consistent")
        self.assertEqual(self.fork(one, one), "CHAIN fork-order")
        self.assertEqual(self.fork(one, two, index=1), "CHAIN fork-consistent")
        self.assertEqual(self.fork(one, two, first_leaf=self.leaf(0, self.leaves, 5)), "CHAIN fork-consistent")
        answer = world.ask_anew("check_fork", proof=bytes(1_376_257))
        self.assertEqual(world.outcome(answer), "SIZE input-size")

    def test_show_that_histories_of_one_contract_were_forked(self):
        one = self.checkpoint()
        for change, expected in [
            ({"by": THIRD}, "CHAIN fork-unrelated"),
            ({"contract": b"d" * 32}, "CHAIN fork-unrelated"),
            ({"contract": b""}, "CHAIN fork-unrelated"),
            ({"session": b"s" * 16}, "ACCEPT"),
        ]:
            self.assertEqual(self.fork(one, self.checkpoint(leaves=self.leaves[::-1], **change)), expected)
        # A contract has one session, whatever the trees.
        self.assertEqual(self.fork(one, self.checkpoint(session=b"s" * 16)), "ACCEPT")
        self.assertEqual(self.fork(one, self.checkpoint(1, session=b"s" * 16)), "ACCEPT")
        self.assertEqual(self.fork(one, self.checkpoint(session=b"s" * 16), index=1), "CHAIN fork-consistent")
        one, two = self.checkpoint(contract=b""), self.checkpoint(leaves=self.leaves[::-1], contract=b"")
        self.assertEqual(self.fork(one, two), "ACCEPT")
        two.session = b"s" * 16
        self.assertEqual(self.fork(one, two), "CHAIN fork-unrelated")

    def result(self, size=5, leaves=None, session=deal.SESSION, **fields):
        request = deal.request(deal.acceptance(deal.quote(deal.offer())), contract=b"c" * 32)
        root = rfc9162.root((leaves or self.leaves)[:size])
        committed = task.TraceCommitment(session=session, size=size, root=root) if size else None
        return deal.result(request, trace=committed, **fields)

    def test_show_that_results_contradict_what_was_said(self):
        result, other = self.result(), self.leaves[::-1]
        for expected, one, two in [
            ("ACCEPT", result, self.result(answer=b"5")),
            ("ACCEPT", self.result(0), self.result(0, answer=b"5")),
            ("ACCEPT", self.result(0), self.result()),
            ("CHAIN fork-order", result, result),
            ("CHAIN fork-consistent", result, self.checkpoint()),
            ("ACCEPT", result, self.checkpoint(leaves=other)),
            ("ACCEPT", result, self.checkpoint(1, session=b"s" * 16)),
            # A checkpoint may be of less than the result, not of more.
            ("CHAIN fork-consistent", result, self.checkpoint(3, other)),
            ("ACCEPT", self.result(3), self.checkpoint(5)),
            ("CHAIN fork-consistent", self.result(0), self.checkpoint()),
            ("CHAIN fork-unrelated", result, self.checkpoint(1, contract=b"d" * 32)),
            ("CHAIN fork-unrelated", self.result(header=deal.head(THIRD, REQUESTER)), self.checkpoint(leaves=other)),
            ("CHAIN record-member", result, deal.receipt(deal.acceptance(deal.quote(deal.offer())))),
        ]:
            self.assertEqual(self.fork(one, two), expected)

    def test_show_that_they_were_forked_by_different_leaves(self):
        other = [self.leaves[0], b"x", *self.leaves[2:]]
        for histories in (
            [(self.checkpoint(5), self.leaves, 5), (self.checkpoint(3, other), other, 3)],
            [(self.result(5), self.leaves, 5), (self.checkpoint(3, other), other, 3)],
        ):
            with self.subTest(type(histories[0][0]).__name__):
                self.check_leaves(histories)

    def test_show_by_leaves_what_needs_none(self):
        other = [self.leaves[0], b"x", *self.leaves[2:]]
        for histories in (
            [(self.result(3), self.leaves, 3), (self.checkpoint(5, other), other, 5)],
            [(self.result(3), self.leaves, 3), (self.result(5, other), other, 5)],
            [(self.checkpoint(3), self.leaves, 3), (self.checkpoint(5, other, session=b"s" * 16), other, 5)],
        ):
            self.check_leaves(histories, otherwise="ACCEPT")

    def check_leaves(self, histories, otherwise="CHAIN fork-consistent"):
        """`otherwise` is what comes of the two without leaves."""
        histories.sort(key=lambda history: object_id(history[0]))
        members = [member for member, _, _ in histories]

        def fork(index, claimed=None):
            leaves = [self.leaf(index, leaves, size) for _, leaves, size in histories]
            claimed = index if claimed is None else claimed
            return self.fork(*members, index=claimed, first_leaf=leaves[0], second_leaf=leaves[1])

        self.assertEqual(fork(1), "ACCEPT")
        self.assertEqual(fork(0), "CHAIN fork-consistent")
        self.assertEqual(fork(1, claimed=2), "CHAIN fork-consistent")
        self.assertEqual(self.fork(*members, index=1), "CHAIN fork-consistent")
        self.assertEqual(self.fork(*members), otherwise)
