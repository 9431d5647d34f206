"""SPEC.md sections 16.1, 16.3 and 16.4."""

import codecs
import hashlib
import json
import unittest
from decimal import Decimal

from casp_peer import canaries, generator, oracle
from casp_peer.canonical import encode
from casp_peer.content import content_digest
from casp_peer.driver import Peer
from casp_peer.schema import canary, descriptor, task

from . import deal, world
from .deal import ALLOWED, HOUR, KEY, PROVIDER, REQUESTER, THIRD
from .world import NOW, agent


class Generators(unittest.TestCase):
    """What the families make is read here by other code than makes it."""

    def made(self, family: str, media_types: str, count: int = 60):
        for number in range(count):
            made = generator.make(family, hashlib.sha256(bytes([number])).digest())
            self.assertEqual(f"{made.input_media_type} {made.output_media_type}", media_types)
            yield made

    def test_arithmetic_json(self):
        for made in self.made("arithmetic-json", "application/json application/json"):
            asked = json.loads(made.input)
            lines = asked["lines"]
            self.assertTrue(3 <= len(lines) <= 8)
            self.assertEqual(made.input, json.dumps(asked, separators=(",", ":")).encode())
            self.assertTrue(all(abs(line["price"]) <= 1_000_000 and 1 <= line["quantity"] <= 1_000 for line in lines))
            answer = json.loads(made.oracle.json)
            self.assertEqual(list(answer), ["count", "largest", "total"])
            self.assertEqual(answer["total"], sum(line["price"] * line["quantity"] for line in lines))

    def test_text_transform(self):
        operations = set()
        for made in self.made("text-transform", "text/plain text/plain"):
            name, text = made.input.decode().split("\n")
            operations.add(name)
            words = text.split(" ")
            self.assertTrue(4 <= len(words) <= 12 and all(2 <= len(word) <= 8 for word in words))
            (answer,) = made.oracle.one_of.values
            match name:
                case "reverse-words":
                    self.assertEqual(answer.split(" ")[::-1], words)
                case "sort-words":
                    self.assertEqual(answer, b" ".join(sorted(word.encode() for word in words)).decode())
                case "upper-ascii":
                    self.assertEqual(answer.encode(), text.encode().upper())
                case "rot13":
                    self.assertEqual(answer, codecs.encode(text, "rot13"))
        self.assertEqual(len(operations), 4)

    def test_table_lookup(self):
        for made in self.made("table-lookup", "text/csv text/plain"):
            asked, columns, *rows, end = made.input.decode().split("\n")
            self.assertEqual((columns, end), ("region,amount", ""))
            region = asked.removeprefix("sum of amount where region is ")
            amounts = [Decimal(row.split(",")[1]) for row in rows if row.startswith(f"{region},")]
            self.assertTrue(amounts and 5 <= len(rows) <= 12)
            self.assertEqual(made.oracle.decimal.expected, str(sum(amounts)))
            self.assertEqual(made.oracle.decimal.tolerance, "0")
            self.assertTrue(oracle.passes(made.oracle, str(sum(amounts)).encode()))

    def test_raster_digest(self):
        kinds = set()
        for made in self.made("raster-digest", "application/json image/x-portable-graymap", 12):
            asked = json.loads(made.input)
            self.assertEqual(made.input, json.dumps(asked, separators=(",", ":"), sort_keys=True).encode())
            width, height = asked["width"], asked["height"]
            pixels = {}
            for shape in asked["shapes"]:
                kinds.add(shape["kind"])
                self.assertEqual(len(shape), 5 if shape["kind"] == "disc" else 6)
                x, y = shape["x"], shape["y"]
                if shape["kind"] == "disc":
                    r = shape["r"]
                    covered = [(i, j) for i in range(width) for j in range(height) if abs(i - x + (j - y) * 1j) <= r]
                else:
                    right, bottom = x + shape["w"] - 1, y + shape["h"] - 1
                    covered = [(i, j) for i in range(x, right + 1) for j in range(y, bottom + 1)]
                    if shape["kind"] == "frame":
                        covered = [(i, j) for i, j in covered if i in (x, right) or j in (y, bottom)]
                pixels |= dict.fromkeys(covered, shape["value"])
            image = f"P5\n{width} {height}\n255\n".encode()
            image += bytes(pixels.get((i, j), asked["background"]) for j in range(height) for i in range(width))
            self.assertEqual(made.oracle.exact_digest, content_digest(image))
        self.assertEqual(kinds, {"rect", "disc", "frame"})

    def test_derivation(self):
        bank, provider = b"k" * 32, agent(PROVIDER)
        answer = world.ask(
            Peer(), "derive_canary", bank_seed=bank, provider=provider, index=2**64 - 1, family="table-lookup"
        )
        derived = answer.output.derived
        source = bank + provider + b"\xff" * 8 + b"table-lookup"
        self.assertEqual(derived.seed, hashlib.sha256(b"casp/v1/derive-seed" + source).digest())
        self.assertEqual(derived.salt, hashlib.sha256(b"casp/v1/derive-salt" + source).digest())
        made = canary.Canary.FromString(derived.canary)
        self.assertEqual((made.provider, made.generator.seed), (provider, derived.seed))
        self.assertEqual(made.input_digest, content_digest(derived.input))
        self.assertEqual(derived.blind, hashlib.sha256(b"casp/v1/canary" + derived.salt + derived.canary).digest())
        self.assertEqual((derived.input_media_type, derived.output_media_type), ("text/csv", "text/plain"))


JSON = "application/json"


def terms(*families: str, **fields) -> task.Terms:
    evidence = [f"canary/{family}" for family in families]
    return deal.terms(**{"evidence": evidence, "output_media_type": JSON} | fields)


AGREED = terms("arithmetic-json")


class Cases(unittest.TestCase):
    def setUp(self):
        derived = canaries.derive(b"k" * 32, agent(PROVIDER), 7, "arithmetic-json")
        self.input = derived.input
        self.opening = canary.CanaryOpening(salt=derived.salt, canary=canary.Canary.FromString(derived.canary))
        self.answer = self.opening.canary.oracle.json.encode()

    def case(self, **change) -> dict:
        """The statements of a case. A change of one goes into those that follow."""
        opening = change.get("opening", self.opening)
        blind = hashlib.sha256(b"casp/v1/canary" + opening.salt + encode(opening.canary)).digest()
        offered = {"input_bytes": len(self.input), "input_media_type": JSON, "terms": AGREED}
        offer = deal.offer(**offered | change.get("offer", {}))
        quote = deal.quote(offer, **change.get("quote", {}))
        accepted = {"blind": blind, "input_digest": content_digest(self.input)} | change.get("acceptance", {})
        acceptance = deal.acceptance(quote, **accepted)
        handed_over = {"input": deal.content(self.input, offer.input_media_type)} | change.get("request", {})
        request = deal.request(acceptance, **handed_over)
        answer = deal.content(change.get("answer", self.answer), quote.terms.output_media_type)
        result = deal.result(request, **{"output": answer} | change.get("result", {}))
        verdict = deal.verdict(result, opening, **change.get("verdict", {}))
        return {
            "offer": offer,
            "quote": quote,
            "acceptance": acceptance,
            "request": request,
            "result": result,
            "verdict": verdict,
        }

    def check(self, expected: str, **change):
        bundles = {name: deal.bundle(message) for name, message in self.case(**change).items()}
        return self.check_bundles(expected, bundles)

    def check_bundles(self, expected: str, bundles):
        answer = world.ask_anew("check_canary_case", canary_case=encode(canary.CanaryCase(**bundles)))
        self.assertEqual(world.outcome(answer), expected)
        return answer.output.canary_case

    def test_show_how_an_answer_fared(self):
        shown = self.check("ACCEPT")
        self.assertEqual((shown.passed, shown.rederivable), (True, True))
        shown = self.check("ACCEPT", answer=b"{}", verdict={"passed": False})
        self.assertEqual((shown.passed, shown.rederivable), (False, True))
        self.check("CHAIN verdict-wrong", answer=b"{}")
        self.check("CHAIN verdict-wrong", verdict={"passed": False})
        elsewhere = task.Content(media_type=JSON, size_bytes=1, digest=content_digest(self.answer))
        self.check("ACCEPT", result={"output": elsewhere}, verdict={"passed": False})

    def test_are_of_results_that_are_complete(self):
        for status in range(2, 6):
            output = {} if status == task.TASK_STATUS_PARTIAL else {"output": None}
            for passed in (True, False):
                self.check("CHAIN no-answer", result={"status": status, **output}, verdict={"passed": passed})

    def test_need_no_inline_output_for_a_digest(self):
        self.opening.canary.ClearField("generator")
        self.opening.canary.oracle.exact_digest = content_digest(self.answer)
        elsewhere = task.Content(media_type=JSON, size_bytes=2**53 - 1, digest=content_digest(self.answer))
        shown = self.check("ACCEPT", result={"output": elsewhere})
        self.assertEqual((shown.passed, shown.rederivable), (True, False))

    def test_show_others_something_only_where_the_provider_agreed(self):
        self.assertFalse(self.check("ACCEPT", offer={"terms": terms()}).rederivable)
        self.assertFalse(self.check("ACCEPT", offer={"terms": terms("table-lookup")}).rederivable)
        asked_later = {"offer": {"terms": terms()}, "quote": {"terms": AGREED}}
        self.assertTrue(self.check("ACCEPT", **asked_later).rederivable)

    def test_of_families_that_nobody_knows(self):
        self.opening.canary.generator.family = "other"
        # Nor does anyone know their media types.
        for other in (terms("other"), terms("other", output_media_type="a/b")):
            self.assertFalse(self.check("ACCEPT", offer={"terms": other, "input_media_type": "a/b"}).rederivable)

    def test_show_that_the_canary_was_committed_to(self):
        self.check("CHAIN blind-mismatch", acceptance={"blind": b"x" * 32})
        self.opening.canary.provider = agent(THIRD)
        self.check("CHAIN canary-foreign")

    def test_show_that_the_canary_is_of_this_input(self):
        self.opening.canary.input_digest = b"x" * 32
        self.check("CHAIN canary-input")

    def test_hold_the_canary_to_its_generator(self):
        self.opening.canary.generator.seed = b"x" * 32
        self.check("CHAIN generator-mismatch")
        self.setUp()
        self.opening.canary.oracle.json += " "
        self.check("CHAIN generator-mismatch")
        self.setUp()
        self.check("CHAIN generator-mismatch", offer={"input_media_type": "text/plain"})
        self.check("CHAIN generator-mismatch", offer={"terms": terms(output_media_type="text/plain")})

    def test_are_of_nothing_irreversible(self):
        irreversible = terms(side_effect=descriptor.SIDE_EFFECT_IRREVERSIBLE)
        self.check("CHAIN canary-irreversible", offer={"terms": irreversible})

    def test_are_opened_after_the_result(self):
        self.check("ACCEPT", verdict={"header": deal.head(REQUESTER, at=NOW + 6)})
        self.check("CHAIN early-reveal", verdict={"header": deal.head(REQUESTER, at=NOW + 5)})

    def test_hold_on_record(self):
        late = terms(deadline_ms=NOW + 5)
        for expected, change in [
            ("party", {"quote": {"header": deal.head(THIRD, REQUESTER, NOW, HOUR)}}),
            ("party", {"acceptance": {"header": deal.head(THIRD, PROVIDER, NOW, HOUR)}}),
            ("party", {"request": {"header": deal.head(THIRD, PROVIDER, NOW, HOUR)}}),
            ("party", {"result": {"header": deal.head(PROVIDER, THIRD, NOW + 6)}}),
            ("party", {"verdict": {"header": deal.head(THIRD, at=NOW + 6)}}),
            ("terms", {"quote": {"terms": deal.terms(capability_id="a.b")}}),
            ("input-mismatch", {"request": {"input": deal.content(b"x")}}),
            ("names-another", {"quote": {"offer": b"x" * 32}}),
            ("names-another", {"acceptance": {"quote": b"x" * 32}}),
            ("names-another", {"request": {"contract": b"x" * 32}}),
            ("names-another", {"result": {"contract": b"x" * 32}}),
            ("names-another", {"result": {"request": b"x" * 32}}),
            ("names-another", {"result": {"commit": b"x" * 32}}),
            ("names-another", {"verdict": {"contract": b"x" * 32}}),
            ("names-another", {"verdict": {"result": b"x" * 32}}),
            ("evidence-missing", {"offer": {"terms": terms(evidence=["trace"])}}),
            ("output-media-type", {"result": {"output": deal.content(self.answer, "a/b")}}),
            ("before-antecedent", {"quote": {"header": deal.to_requester(NOW - ALLOWED - 1)}}),
            ("before-antecedent", {"acceptance": {"header": deal.to_provider(NOW - ALLOWED)}}),
            ("before-antecedent", {"request": {"header": deal.to_provider(NOW - ALLOWED + 1)}}),
            ("before-antecedent", {"result": {"header": deal.head(PROVIDER, REQUESTER, NOW - ALLOWED + 2)}}),
            ("record-lapsed", {"quote": {"header": deal.to_requester(NOW + HOUR)}}),
            ("record-lapsed", {"acceptance": {"header": deal.to_provider(NOW + 1 + HOUR)}}),
            ("record-lapsed", {"request": {"header": deal.to_provider(NOW + 1 + HOUR)}}),  # the quote is over
            ("record-late", {"offer": {"terms": late}}),
            ("record-late", {"offer": {"terms": late}, "acceptance": {"header": deal.to_provider(NOW + 6)}}),
            ("record-member", {"offer": {"terms": deal.terms(deadline_ms=NOW)}}),
            ("record-member", {"verdict": {"header": deal.to_provider(NOW + 6)}}),
        ]:
            with self.subTest(expected, **change):
                self.check(f"CHAIN {expected}", **change)
        late = NOW + HOUR
        answered = {"header": deal.head(PROVIDER, REQUESTER, late)}
        opened = {"header": deal.head(REQUESTER, at=late)}
        self.check("ACCEPT", request={"header": deal.to_provider(late)}, result=answered, verdict=opened)
        self.check("ACCEPT", result={"header": deal.head(PROVIDER, REQUESTER, NOW - ALLOWED + 3)})

    def test_are_of_signed_statements(self):
        bundles = {name: deal.bundle(message) for name, message in self.case().items()}
        self.check_bundles("CHAIN record-member", bundles | {"quote": deal.bundle(self.case()["quote"], by=THIRD)})
        self.check_bundles("CHAIN record-member", bundles | {"quote": bundles["offer"]})
        del bundles["verdict"]
        self.check_bundles("ENCODING field-missing", bundles)
        answer = world.ask(Peer(), "check_canary_case", canary_case=bytes(1_703_937))
        self.assertEqual(world.outcome(answer), "SIZE input-size")

    def test_take_a_verdict_under_a_delegation_that_has_ended(self):
        messages = self.case()
        messages["verdict"], grant = deal.delegated(messages["verdict"], "task", life=10)
        bundles = {name: deal.bundle(message) for name, message in messages.items()}
        bundles["verdict"] = deal.bundle(messages["verdict"], KEY, [grant])
        self.check_bundles("ACCEPT", bundles)
