"""SPEC.md section 16.2."""

import json
import random
import time
import unittest
from decimal import Decimal
from fractions import Fraction

from casp_peer import ijson
from casp_peer.canonical import encode
from casp_peer.content import content_digest
from casp_peer.driver import Peer
from casp_peer.schema import canary

from . import world


class IJson(unittest.TestCase):
    def is_read(self, text: str | bytes) -> bool:
        try:
            ijson.read(text.encode() if isinstance(text, str) else text)
        except ijson.NotIJson:
            return False
        return True

    def test_is_read_as_by_others(self):
        for text in [
            "null",
            " [ true , false ] ",
            "\t{\r\n}\t",
            '{"a":{"b":[[],[1,"x"],{}]},"c":null}',
            '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u00E9é\x7f"',
            '"\\ud83d\\ude00😀"',
        ]:
            self.assertEqual(ijson.read(text.encode()), _without_numbers(json.loads(text)), text)

    def test_is_no_other_text(self):
        for text in [
            "",
            " ",
            "nul",
            "True",
            "NaN",
            "Infinity",
            "01",
            "-",
            "+1",
            ".5",
            "1.",
            "1.e1",
            "1e",
            "1e+",
            "-01",
            "0x1",
            "1 2",
            "[1,]",
            "[,1]",
            "[1",
            "]",
            "[}",
            '{"a":1]',
            '{"a":1,}',
            '{"a"}',
            '{"a",1}',
            "{a:1}",
            "{1:1}",
            "'a'",
            '"a',
            '"\\x"',
            '"\\u12g4"',
            '"\\u123"',
            '"\\',
            '"\t"',
            '"\0"',
            "\x0b1",
            "\xa01",
            "1//",
            "\ufeff1",
            "\u0661",
        ]:
            self.assertFalse(self.is_read(text), text)
        for data in (b'"\xff"', b'"\xc0\x80"', b'"\xed\xa0\x80"', b"\xef\xbb\xbf1", b'"\xf4\x90\x80\x80"'):
            self.assertFalse(self.is_read(data), data)

    def test_has_no_member_twice(self):
        self.assertFalse(self.is_read('{"a":1,"a":1}'))
        self.assertFalse(self.is_read('{"a":1,"\\u0061":1}'))
        self.assertTrue(self.is_read('{"a":{"a":1},"A":1,"\u00e9":1,"e\u0301":1}'))

    def test_has_no_half_pairs_and_noncharacters(self):
        for escaped in ["\\ud800", "\\udc00", "\\ud800x", "\\ud800\\u0041", "\\udc00\\ud800", "\\ud800\\ud800\\udc00"]:
            self.assertFalse(self.is_read(f'"{escaped}"'), escaped)
            self.assertFalse(self.is_read(f'{{"{escaped}":1}}'), escaped)
        for text in ["\\ufdd0", "\\uFDEF", "\\ufffe", "\\uffff", "\\ud83f\\udffe", "\\udbff\\udfff"]:
            self.assertFalse(self.is_read(f'"{text}"'), text)
            self.assertFalse(self.is_read(f'{{"{text}":1}}'), text)
            self.assertFalse(self.is_read(json.dumps(json.loads(f'"{text}"'), ensure_ascii=False)), text)
        for text in ["\\ufdcf", "\\ufdf0", "\\ufffd", "\\ud83f\\udffd", "\\uE000"]:
            self.assertTrue(self.is_read(f'"{text}"'), text)

    def test_is_bounded(self):
        self.assertTrue(self.is_read("[" * 64 + "]" * 64))
        self.assertFalse(self.is_read("[" * 65 + "]" * 65))
        self.assertTrue(self.is_read('{"a":' * 63 + "[]" + "}" * 63))
        self.assertFalse(self.is_read('{"a":' * 64 + "{}" + "}" * 64))
        self.assertTrue(self.is_read("[[],[]]" + " " * (524_288 - 7)))
        self.assertFalse(self.is_read("[[],[]]" + " " * (524_288 - 6)))
        for exponent, good in [
            ("999999999", True),
            ("-999999999", True),
            ("+" + "0" * 1_000 + "123456789", True),
            ("1000000000", False),
            ("-01000000000", False),
            ("0" * 20, True),
        ]:
            self.assertEqual(self.is_read(f"1e{exponent}"), good, exponent)
        self.assertFalse(self.is_read("0e1000000000"))

    def test_compares_numbers_exactly(self):
        draw = random.Random(1)
        texts = [
            "1",
            "1.0",
            "10e-1",
            "1E0",
            "0",
            "-0",
            "0e5",
            "-0.00e-3",
            "0.1",
            "0.10000000000000001",
            "100",
            "1e2",
            "-1",
        ]
        for _ in range(300):
            fraction = draw.choice(["", ".0", ".50", f".{draw.randrange(100)}"])
            exponent = draw.choice(["", "e0", f"E{draw.randrange(-3, 4):+}", "e-02"])
            texts.append(f"{draw.choice(['', '-'])}{draw.randrange(200)}{fraction}{exponent}")
        for one in texts:
            for two in texts:
                same = Fraction(Decimal(one)) == Fraction(Decimal(two))
                self.assertEqual(ijson.read(one.encode()) == ijson.read(two.encode()), same, (one, two))
        self.assertEqual(ijson.read(b"1e999999999"), ijson.read(b"10e999999998"))
        self.assertNotEqual(ijson.read(b"1e999999999"), ijson.read(b"1e999999998"))
        self.assertNotEqual(ijson.read(b"1"), ijson.read(b"true"))
        self.assertNotEqual(ijson.read(b"1"), ijson.read(b'"1"'))

    def test_compares_whatever_the_order_of_members(self):
        self.assertEqual(ijson.read(b'{"a":1.0,"b":[2]}'), ijson.read(b' {"b":[20e-1], "\\u0061":1}'))
        self.assertNotEqual(ijson.read(b'{"a":null}'), ijson.read(b"{}"))
        self.assertNotEqual(ijson.read(b"[1,2]"), ijson.read(b"[2,1]"))
        self.assertNotEqual(ijson.read('"\u00e9"'.encode()), ijson.read('"e\u0301"'.encode()))

    def test_takes_no_long_time(self):
        limit = ijson.MOST_BYTES
        names = ",".join(f'"{n}":{{}}' for n in range(40_000))
        began = time.process_time()
        for text in [
            "[" * limit,
            '{"":' * (limit // 4),
            "1" * limit,
            "0." + "0" * (limit - 2),
            "1e" + "0" * (limit - 2),
            '"' + "\\u0041" * (limit // 6 - 1) + '"',
            '"' + "\\ud83d" * (limit // 6 - 1) + '"',
            '"' + "x" * (limit - 2) + '"',
            "[" + "[]," * (limit // 3 - 1) + "1]",
            f"{{{names}}}",
            " " * limit,
        ]:
            self.is_read(text)
        self.assertLess(time.process_time() - began, 5)


def _without_numbers(value):
    match value:
        case bool():
            return value
        case int():
            return ijson.read(str(value).encode())
        case list():
            return [_without_numbers(item) for item in value]
        case dict():
            return {name: _without_numbers(item) for name, item in value.items()}
    return value


class Oracles(unittest.TestCase):
    def judge(self, answer: bytes, **form) -> str:
        data = form.pop("data", None)
        answer = world.ask(
            Peer(), "judge_answer", oracle=encode(canary.Oracle(**form)) if data is None else data, answer=answer
        )
        return answer.output.text or world.outcome(answer)

    def test_have_one_form(self):
        self.assertEqual(self.judge(b""), "SEMANTIC oracle-form")
        self.assertEqual(self.judge(b"", json="{"), "SEMANTIC oracle-form")
        self.assertEqual(self.judge(b"", data=b"\x0a\x00"), "ENCODING too-short")
        self.assertEqual(self.judge(b"", data=b"\x2a\x01a\x32\x01a"), "ENCODING not-canonical")
        self.assertEqual(self.judge(b"", one_of={}), "ENCODING item-count")
        for expected, tolerance, good in [
            ("0", "0", True),
            ("-0", "0.0", True),
            ("-999999999999999999.999999999999999999", "0", True),
            ("1000000000000000000", "0", False),
            ("0.0000000000000000000", "0", False),
            ("00", "0", False),
            ("+1", "0", False),
            ("1.", "0", False),
            (".1", "0", False),
            ("1e1", "0", False),
            (" 1", "0", False),
            ("1\n", "0", False),
            ("\u0661", "0", False),
            ("1", "-0", False),
            ("1", "x", False),
        ]:
            due = "failed" if good else "SEMANTIC oracle-form"
            self.assertEqual(self.judge(b"x", decimal={"expected": expected, "tolerance": tolerance}), due, expected)

    def test_judge_texts_without_white_space_around(self):
        for answer, due in [
            (b" \t\r\nyes\n", "passed"),
            (b"yes", "passed"),
            (b"Yes", "failed"),
            (b"\x0byes", "failed"),
            (b"\xc2\xa0yes", "failed"),
            (b"ye s", "failed"),
            (b"", "failed"),
        ]:
            self.assertEqual(self.judge(answer, one_of={"values": ["no", "yes"]}), due, answer)
        self.assertEqual(self.judge("é".encode(), one_of={"values": ["e\u0301"]}), "failed")
        for form in ("contains", "prefix"):
            self.assertEqual(self.judge(b" ab\xff", **{form: "ab"}), "failed")
            self.assertEqual(self.judge(b" abc", **{form: "ab"}), "passed")
            self.assertEqual(self.judge(b" a", **{form: " a"}), "failed")
            self.assertEqual(self.judge(b"ab" + b"x" * 524_286, **{form: "ab"}), "passed")
            self.assertEqual(self.judge(b"ab" + b" " * 524_287, **{form: "ab"}), "failed")
        self.assertEqual(self.judge(b"xab", contains="ab"), "passed")
        self.assertEqual(self.judge(b"xab", prefix="ab"), "failed")

    def test_judge_digests_of_any_length(self):
        answer = bytes(600_000)
        self.assertEqual(self.judge(answer, exact_digest=content_digest(answer)), "passed")
        self.assertEqual(self.judge(answer[1:], exact_digest=content_digest(answer)), "failed")

    def test_judge_json_by_its_value(self):
        self.assertEqual(self.judge(b' {"b": 1.50, "a": []}', json='{"a":[],"b":15e-1}'), "passed")
        self.assertEqual(self.judge(b'{"a":1,"a":1}', json='{"a":1}'), "failed")

    def test_judge_decimals_exactly(self):
        draw = random.Random(2)

        def number():
            whole = draw.choice(["0", str(draw.randrange(1, 10)), "9" * 18])
            return draw.choice(["", "-"]) + whole + draw.choice(["", ".0", "." + "9" * 18, ".000000000000000001", ".5"])

        for _ in range(300):
            answer, expected, tolerance = number(), number(), number().removeprefix("-")
            apart = abs(Fraction(Decimal(answer)) - Fraction(Decimal(expected)))
            due = "passed" if apart <= Fraction(Decimal(tolerance)) else "failed"
            decimal = {"expected": expected, "tolerance": tolerance}
            self.assertEqual(self.judge(f" {answer}\n".encode(), decimal=decimal), due, (answer, decimal))
