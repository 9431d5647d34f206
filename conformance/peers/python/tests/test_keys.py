import unittest

import base58

from casp_peer import keys
from casp_peer.rules import Refused

from . import curve, world


def code_of(action, *arguments) -> str:
    try:
        action(*arguments)
    except Refused as refused:
        return refused.code
    return "accepted"


class Admission(unittest.TestCase):
    def test_refuses_points_with_torsion(self):
        key = curve.times(12345, curve.BASE)
        self.assertEqual(code_of(keys.admit, curve.encode(key)), "accepted")
        for order in range(1, 8):  # 4: order two, which libsodium before PyNaCl 1.6.2 let through
            torsion = curve.times(order, curve.TORSION)
            self.assertEqual(code_of(keys.admit, curve.encode(torsion)), "key-torsion")
            self.assertEqual(code_of(keys.admit, curve.encode(curve.add(key, torsion))), "key-torsion")

    def test_refuses_encodings(self):
        number = lambda n: n.to_bytes(32, "little")  # noqa: E731
        self.assertEqual(code_of(keys.admit, number(1)), "key-identity")
        off_curve = next(y for y in range(2, 100) if curve.x_of(y) is None)
        for encoding in (
            bytes(31),
            bytes(33),
            number(off_curve),
            number(curve.P),
            number(curve.P + 1),
            number(1 | 1 << 255),
            number(curve.P - 1 | 1 << 255),
        ):
            self.assertEqual(code_of(keys.admit, encoding), "key-encoding", encoding.hex())


class Signatures(unittest.TestCase):
    def test_are_checked_without_cofactor(self):
        key = curve.encode(curve.times(777, curve.BASE))
        check = lambda signature: code_of(keys.verify_signature, key, b"m", signature)  # noqa: E731
        good = curve.sign(777, 999, b"m")
        s = int.from_bytes(good[32:], "little")
        self.assertEqual(check(good), "accepted")
        self.assertEqual(check(good[:32] + (s + curve.L).to_bytes(32, "little")), "signature-scalar")
        self.assertEqual(check(good[:32] + curve.L.to_bytes(32, "little")), "signature-scalar")
        self.assertEqual(check(good[:63]), "signature-scalar")
        self.assertEqual(check(good[:32] + (s ^ 1).to_bytes(32, "little")), "signature-mismatch")
        self.assertEqual(check(curve.sign(777, 0, b"m")), "signature-identity")
        for torsion in range(1, 8):
            self.assertEqual(check(curve.sign(777, 999, b"m", torsion)), "signature-mismatch")
            self.assertEqual(check(curve.sign(777, 0, b"m", torsion)), "signature-mismatch")


class Texts(unittest.TestCase):
    def test_are_lossless(self):
        for key in (world.agent(0), b"\xed\x01" + bytes(32), b"\xed\x01" + b"\xff" * 32):
            self.assertEqual(keys.did_key_decode(keys.did_key_encode(key)), key)
            self.assertEqual(keys.peer_id_decode(keys.peer_id_encode(key)), key)

    def test_are_the_only_ones(self):
        did, peer_id = keys.did_key_encode(world.agent(0)), keys.peer_id_encode(world.agent(0))
        self.assertTrue(did.startswith("did:key:z6Mk") and peer_id.startswith("12D3KooW"))
        for text in (
            did + "#x", did + " ", " " + did, did[:-1], did[:-1] + "0", did.replace("z6", "Z6"), "did:key:z",
            did[:-1] + "é", did.upper(), "did:key:z" + base58.b58encode(b"\xec\x01" + bytes(32)).decode(),
            "did:key:z1" + did[9:], did + "1" * 10**6,
        ):  # fmt: skip
            self.assertEqual(code_of(keys.did_key_decode, text), "did-key", text[:80])
        for text in ("", peer_id + " ", peer_id[:-1], peer_id[:-1] + "l", "1" * 52, "z" * 52, "é" * 52, "2" * 10**6):
            self.assertEqual(code_of(keys.peer_id_decode, text), "peer-id", text[:80])
        self.assertEqual(code_of(keys.peer_id_encode, bytes(34)), "did-key")
