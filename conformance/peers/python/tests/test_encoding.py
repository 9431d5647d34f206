import unittest

from casp_peer.canonical import decode, encode
from casp_peer.envelope import open_outer
from casp_peer.formats import FORMATS
from casp_peer.guard import bound_messages
from casp_peer.rules import Refused, Stage
from casp_peer.schema import descriptor, evidence, options
from casp_peer.schema import envelope as wire

from . import world


def code_of(action, *arguments) -> str:
    try:
        action(*arguments)
    except Refused as refused:
        assert refused.stage in (Stage.ENCODING, Stage.PAYLOAD_ENCODING)
        return refused.code
    return "accepted"


class CanonicalEncoding(unittest.TestCase):
    def test_refuses_every_other_encoding(self):
        state = b"\x08\x01\x10\x02"  # ResourceState: load and queue
        self.assertEqual(code_of(decode, descriptor.ResourceState, state, Stage.PAYLOAD_ENCODING), "accepted")
        for name, other in {
            "ENC-2 truncated": b"\x08",
            "ENC-2 length past the end": b"\x22\x05a",
            "ENC-2 field number 0": state + b"\x00\x01",
            "ENC-2 group": state + b"\x2b\x2c",
            "ENC-2 eleven bytes": b"\x08" + b"\x81" * 10 + b"\x01",
            "ENC-3 value": b"\x08\x81\x00\x10\x02",
            "ENC-3 tag": b"\x88\x00\x01\x10\x02",
            "ENC-3 length": b"\x22\x81\x00a",
            "ENC-4 order": b"\x10\x02\x08\x01",
            "ENC-4 repeated": b"\x08\x01\x08\x01",
            "ENC-5 default": state + b"\x22\x00",
            "ENC-6 field": state + b"\x28\x01",
            "ENC-6 wire type": b"\x0a\x00",
            "ENC-7 above 2^32": b"\x08\x81\x80\x80\x80\x10",
            "ENC-8 surrogate": b"\x22\x03\xed\xa0\x80",
            "ENC-8 overlong": b"\x22\x02\xc1\xa1",
        }.items():
            with self.subTest(name):
                code = code_of(decode, descriptor.ResourceState, other, Stage.PAYLOAD_ENCODING)
                self.assertEqual(code, "not-canonical")

    def test_refuses_enum_values_without_name(self):
        for value in (b"\x00", b"\x05", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"):
            code = code_of(decode, descriptor.ResourceState, b"\x08" + value, Stage.PAYLOAD_ENCODING)
            self.assertEqual(code, "value-domain")

    def test_checks_shape(self):
        price = {"currency": "EUR", "amount_micros": 1, "per": "call"}
        policy = {"callers": descriptor.CALLERS_ANYONE}
        schema = {"media_type": "text/plain"}
        for message, code in [
            (descriptor.Price(**price), "accepted"),
            (descriptor.Price(**price | {"per": ""}), "field-missing"),
            (descriptor.Price(**price | {"per": "x" * 33}), "too-long"),
            (descriptor.Price(**price | {"amount_micros": 2**53 - 1}), "accepted"),
            (descriptor.Price(**price | {"amount_micros": 2**53}), "out-of-range"),
            (descriptor.Price(**price | {"currency": "Eur"}), "currency"),
            (descriptor.DataPolicy(**policy, jurisdictions=["CH", "DE"], retention_ms=0), "accepted"),
            (descriptor.DataPolicy(**policy, jurisdictions=["DE", "CH"]), "not-ascending"),
            (descriptor.DataPolicy(**policy, jurisdictions=["DE", "DE"]), "not-ascending"),
            (descriptor.DataPolicy(**policy, jurisdictions=[""]), "too-short"),
            (descriptor.DataPolicy(jurisdictions=["DE"]), "field-missing"),
            (descriptor.Schema(**schema), "accepted"),
            (descriptor.Schema(**schema, inline=""), "too-short"),
            (descriptor.Schema(**schema, digest=b"x" * 31), "too-short"),
            (world.capability(tags=["a"] * 65), "item-count"),
            (world.capability(tags=[""]), "identifier"),
            (world.offer(capabilities=[]), "item-count"),
            (world.offer(head={"issued_at_ms": -1}), "out-of-range"),
            (world.offer(ttl_ms=1_000), "accepted"),
            (world.offer(ttl_ms=999), "out-of-range"),
            (descriptor.CapabilityDescriptor(epoch=1, sequence=1, ttl_ms=1000), "field-missing"),
        ]:
            with self.subTest(str(message)):
                self.assertEqual(code_of(decode, type(message), encode(message), Stage.PAYLOAD_ENCODING), code)

    def test_checks_the_length_of_messages(self):
        for length, code in ((8_192, "accepted"), (8_193, "too-long")):
            proof = world.signed(world.retire())
            proof.payload += bytes(length - len(encode(proof)) - 1)  # its length then takes one byte more
            self.assertEqual(len(encode(proof)), length)
            bundle = wire.Bundle(subject=world.signed(world.offer()), proofs=[proof])
            self.assertEqual(code_of(open_outer, wire.Bundle, encode(bundle)), code)

    def test_bounds_what_is_allocated(self):
        def guard(data, of=wire.Bundle):
            return code_of(bound_messages, of.DESCRIPTOR, data, Stage.ENCODING)

        self.assertEqual(guard(b"\x12\x00" * 4), "accepted")
        self.assertEqual(guard(b"\x12\x00" * 5), "item-count")
        self.assertEqual(guard(b"\x0a\x04" + b"\x1a\x00" * 2), "item-count")
        self.assertEqual(guard(b"\x42\x00" * 65_536, evidence.EvidencePackage), "accepted")
        self.assertEqual(guard(b"\x42\x00" * 65_537, evidence.EvidencePackage), "item-count")
        self.assertEqual(guard(b"\x3a\x02\x0a\x00" * 256, evidence.EvidencePackage), "accepted")
        for broken in (
            b"\x0a\x00\x0a\x00",
            b"\x12\x00\x0a\x00",
            b"\x78\x00",
            b"\x08\x00",
            b"\x7b\x7c",
            b"\x12\x01",
            b"\x80",
            b"\x12" + b"\x80" * 10 + b"\x00",
        ):
            self.assertEqual(guard(broken), "not-canonical", broken)
        with self.assertRaisesRegex(Refused, "SIZ-1"):
            open_outer(wire.Bundle, bytes(1_114_113))


class Formats(unittest.TestCase):
    def test_are_all_there(self):
        self.assertEqual(set(FORMATS), set(options.Format.values()) - {0})

    def test_match(self):
        for name, good, bad in [
            ("IDENTIFIER", ["a", "a.b", "0-:/_9"], ["", "-a", "a-", "A", "é", "a b", "a\n"]),
            (
                "CAPABILITY_ID",
                ["a.b", "a-b.c/d", "a.b/c_d/e.f"],
                ["a", "a/b", "a..b", "a.b/", "a.b/c:d", "a_b.c", "a.b-"],
            ),
            (
                "SEMVER",
                ["0.0.0", "1.2.3-a.0.1a+00.-", "1.0.0--"],
                ["1.0", "01.0.0", "1.0.0-01", "1.0.0-", "1.0.0+", "v1.0.0"],
            ),
            ("MEDIA_TYPE", ["a/b", "application/vnd.x+json"], ["a", "a/", "a/b;c=d", "A/b", "a/.b", "a/" + "b" * 128]),
            ("CURRENCY", ["EUR"], ["EU", "eur", "EURO", "EUR\n"]),
            ("COUNTRY", ["CH"], ["C", "ch", "CHE"]),
            ("MULTIADDR", ["/ip4/127.0.0.1", "/a/b/c"], ["/a", "a/b", "/a/", "//a", "/a /b", "/a/\x7f"]),
            (
                "PLAIN_TEXT",
                ["", "Ünï 日本\u200d"],
                ["\n", "\x7f", "\x85", "\u061c", "\u200f", "\u2028", "\u202e", "\u2069"],
            ),
            ("AGENT_ID", [b"\xed\x01" + bytes(32)], [b"", b"\xed\x01" + bytes(31), b"\xec\x01" + bytes(32)]),
            ("SKILL", ["a", "a_b/c"], ["a-b", "/a", "a/", "_a"]),
        ]:
            _, matches = FORMATS[options.Format.Value(f"FORMAT_{name}")]
            for value in good:
                self.assertTrue(matches(value), (name, value))
            for value in bad:
                self.assertFalse(matches(value), (name, value))
