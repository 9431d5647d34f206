"""SPEC.md sections 18.1 and 18.2: what intents may say, and who satisfies them."""

import itertools
import time
import unittest

import base58

from casp_peer import keys, semver
from casp_peer.attributes import Candidate
from casp_peer.constraints import compile_constraint
from casp_peer.schema import descriptor, discovery

from . import world
from .deal import bundle, head
from .quest import ANYONE, LATER, OPERATORS, REGISTRY, challenge, constraint, match, objective, query, result
from .test_peer import Case
from .world import NOW, agent, object_id

OBSERVED, WITNESSED = descriptor.PROVENANCE_OBSERVED, descriptor.PROVENANCE_WITNESSED
SELF_DECLARED = descriptor.PROVENANCE_SELF_DECLARED

DID, OTHER_DID = (keys.did_key_encode(agent(number)) for number in (2, 3))


def metric(value: int, provenance: int = SELF_DECLARED, samples: int = 0, name: str = "latency-p95", unit: str = "ms"):
    fields = {"name": name, "value": value, "unit": unit, "provenance": provenance}
    if provenance != SELF_DECLARED:
        fields |= {"sample_count": samples, "window_ms": 1}
    if provenance == WITNESSED:
        fields["evidence_digest"] = bytes(32)
    return descriptor.QosMetric(**fields)


class Queries(Case):
    def setUp(self):
        self.begin(verifier=agent(REGISTRY))

    def rule(self, message) -> str:
        data = world.encode(bundle(message))
        return world.outcome(self.ask("verify", payload_type=world.payload_type(message), bundle=data))

    def constrained(self, *given, **demand) -> str:
        return self.rule(query(constraint(*given, **demand)))

    def test_attributes(self):
        for name in [
            *("agent", "capability", "version", "tag", "skill", "input-media-type", "output-media-type"),
            *("side-effect", "risk", "price/eur/call", "retention-ms", "jurisdiction", "callers", "training-use"),
            *("evidence", "qos/latency-p50", "qos/throughput", "load", "queue", "power", "locality", "age-ms"),
            *("life-ms", "price/xxx/1k-tokens", "price/eur/a:b.c_d", f"price/eur/{'x' * 32}", "price/eur/0"),
        ]:
            self.assertEqual(self.constrained(name, "EXISTS", True), "ACCEPT", name)
        for name in [
            *("qos", "price", "tags", "qos/latency", "qos/com.example.speed", "qos/latency-p95/x", "price/eur"),
            *("price//call", "price/eu/call", "price/euro/call", "price/e1r/call", "price/eur//call"),
            *("price/eur/call/x", "price/eur/-x", "price/eur/.x", f"price/eur/{'x' * 33}", "relevance", "trust"),
            *("price/e.r/call", "qos//latency-p95", "agent/x", "size", "qos/latency-p95:x"),
        ]:
            self.assertEqual(self.constrained(name, "EXISTS", True), "SEMANTIC attribute-unknown", name)
        for name in ["price/eur/", "qos/", "price/EUR/call", "Agent", "price/eur/x-"]:
            self.assertEqual(self.constrained(name, "EXISTS", True), "PAYLOAD_ENCODING identifier", name)

    def test_operators(self):
        ordered = {"EQUAL", "NOT_EQUAL", "LESS", "AT_MOST", "GREATER", "AT_LEAST", "IN", "EXISTS"}
        for name, good, admitted in [
            ("locality", "x", {"EQUAL", "NOT_EQUAL", "IN", "PREFIX", "EXISTS"}),
            ("agent", DID, {"EQUAL", "NOT_EQUAL", "IN", "EXISTS"}),
            ("power", "mains", {"EQUAL", "NOT_EQUAL", "IN", "EXISTS"}),
            ("training-use", True, {"EQUAL", "NOT_EQUAL", "EXISTS"}),
            ("tag", "x", {"CONTAINS", "IN", "PREFIX", "EXISTS"}),
            ("load", "full", ordered),
            ("version", "1.0.0-a+b", ordered),
            ("life-ms", 0, ordered),
        ]:
            for operator in (name.removeprefix("OPERATOR_") for name, number in OPERATORS.items() if number):
                values = (True,) if operator == "EXISTS" else (good,)
                expected = "ACCEPT" if operator in admitted else "SEMANTIC operator-mismatch"
                self.assertEqual(self.constrained(name, operator, *values), expected, (name, operator))
        # INT-1 goes before INT-2, that before INT-3 and INT-4.
        self.assertEqual(self.constrained("size", "LESS", None), "SEMANTIC attribute-unknown")
        self.assertEqual(self.constrained("tag", "LESS", 1, min_samples=1), "SEMANTIC operator-mismatch")

    def test_values(self):
        for bad in [
            ("agent", "EXISTS", "x"),
            ("agent", "EXISTS", 1),
            ("agent", "EXISTS", True, False),
            ("agent", "EQUAL", DID, DID),
            ("agent", "EQUAL", 1),
            ("agent", "EQUAL", None),
            ("agent", "IN", DID, None),
            ("agent", "IN", DID, 1),
            ("locality", "PREFIX", 1),
            ("locality", "PREFIX", None),
            ("locality", "PREFIX", "a", "b"),
            ("training-use", "EQUAL", "true"),
            ("age-ms", "EQUAL", "1"),
            ("age-ms", "IN", 1, 2, "3"),
            ("power", "EQUAL", "Mains"),
            ("power", "EQUAL", ""),
            ("load", "AT_MOST", "none"),
            ("side-effect", "IN", "none", "low"),
            ("version", "EQUAL", "1.0"),
            ("version", "IN", "1.0.0", "01.0.0"),
            ("version", "EQUAL", ""),
            ("tag", "CONTAINS", True),
        ]:
            self.assertEqual(self.constrained(*bad), "SEMANTIC value-mismatch", bad)
        many = range(64)
        good_ones = [("agent", "IN", DID, DID), ("tag", "PREFIX", ""), ("age-ms", "IN", *many), ("tag", "IN", "a", "a")]
        for good in good_ones:
            self.assertEqual(self.constrained(*good), "ACCEPT", good)
        self.assertEqual(self.constrained("agent", "EXISTS"), "PAYLOAD_ENCODING item-count")
        self.assertEqual(self.constrained("age-ms", "IN", *range(65)), "PAYLOAD_ENCODING item-count")
        self.assertEqual(self.constrained("age-ms", "LESS", 2**53), "PAYLOAD_ENCODING out-of-range")
        self.assertEqual(self.constrained("agent", "EQUAL", "x" * 257), "PAYLOAD_ENCODING too-long")

    def test_texts(self):
        """Each attribute's own grammar, whatever length the attribute itself may have; with PREFIX any text."""
        identifiers = ["a", "a.b_c-d:e/f", "1", "x" * 256], ["", "A", "a/", "-a", "a b", "ä", "a\u00a0"]
        media_types = ["text/plain", "a/b+c", f"{'x' * 127}/x"], ["text", "text/Plain", "a/b/c", f"{'x' * 128}/x", ""]
        skills = ["a", "a_b/c1", "x" * 256], ["a-b", "a.b", "/a", "a//b", "a/", "_a", ""]
        foreign = "did:key:z" + base58.b58encode(b"\x00\x24" + agent(2)[2:]).decode()
        dids = (
            [DID, keys.did_key_encode(b"\xed\x01" + bytes(32)), keys.did_key_encode(b"\xed\x01" + b"\xff" * 32)],
            *(["", DID[:-1], DID + "1", DID + "#" + DID[8:], DID.upper(), DID[:-1] + "0", DID[:-1] + "ä", foreign],),
        )
        for name, (good, bad) in {
            "agent": dids,
            "capability": (["a.b", "a.b/c", "io.github.example/translate"], ["a", "a.b/", "A.b", "a.b.", ""]),
            "version": (["1.0.0", "0.0.0-a.1+b"], ["1.0", "v1.0.0", "1.0.0-01", " 1.0.0", ""]),
            "tag": identifiers,
            "evidence": identifiers,
            "locality": identifiers,
            "skill": skills,
            "input-media-type": media_types,
            "output-media-type": media_types,
            "jurisdiction": (["DE", "XX"], ["de", "D", "DEU", ""]),
            "side-effect": (["none", "reversible", "irreversible"], ["low", "None", ""]),
            "risk": (["public", "private", "regulated"], ["anyone", ""]),
            "callers": (["anyone", "known", "listed"], ["CALLERS_KNOWN", ""]),
            "load": (["low", "medium", "high", "full"], ["mains", ""]),
            "queue": (["low", "medium", "high", "full"], ["none", ""]),
            "power": (["mains", "battery", "battery-low"], ["low", ""]),
        }.items():
            one = "CONTAINS" if name in ("tag", "skill", "jurisdiction", "evidence") else "EQUAL"
            for text in good:
                self.assertEqual(self.constrained(name, one, text), "ACCEPT", (name, text))
            self.assertEqual(self.constrained(name, "IN", *good), "ACCEPT", name)
            for text in bad:
                self.assertEqual(self.constrained(name, one, text), "SEMANTIC value-mismatch", (name, text))
                self.assertEqual(self.constrained(name, "IN", good[0], text), "SEMANTIC value-mismatch", (name, text))
                if one == "CONTAINS" or name in ("capability", "locality", "input-media-type", "output-media-type"):
                    self.assertEqual(self.constrained(name, "PREFIX", text), "ACCEPT", (name, text))

    def test_demands(self):
        for expected, name, demand in [
            ("ACCEPT", "qos/availability", {"provenance": SELF_DECLARED}),
            ("ACCEPT", "qos/availability", {"provenance": OBSERVED, "min_samples": 2**32 - 1}),
            ("ACCEPT", "qos/availability", {"provenance": WITNESSED, "min_samples": 1}),
            ("SEMANTIC demand-mismatch", "qos/availability", {"provenance": SELF_DECLARED, "min_samples": 1}),
            ("SEMANTIC demand-mismatch", "qos/availability", {"min_samples": 1}),
            ("SEMANTIC demand-mismatch", "age-ms", {"provenance": SELF_DECLARED}),
            ("SEMANTIC demand-mismatch", "age-ms", {"min_samples": 1}),
            ("PAYLOAD_ENCODING value-domain", "qos/availability", {"provenance": 0}),
        ]:
            self.assertEqual(self.constrained(name, "AT_LEAST", 1, **demand), expected, demand)
        self.assertEqual(
            self.constrained("qos/availability", "EXISTS", True, provenance=OBSERVED), "SEMANTIC demand-mismatch"
        )

    def test_the_rest(self):
        for expected, message in [
            ("ACCEPT", query(objectives=[objective("relevance"), objective("price/eur/call"), objective("age-ms", 9)])),
            ("SEMANTIC objective-unknown", query(objectives=[objective("trust")])),
            ("SEMANTIC objective-unknown", query(objectives=[objective("life-ms")])),
            ("SEMANTIC objective-unknown", query(objectives=[objective("price/eur/a/b")])),
            ("SEMANTIC objective-unknown", query(objectives=[objective("qos/x")])),
            ("SEMANTIC objective-repeated", query(objectives=[objective("age-ms", 1), objective("age-ms", 2)])),
            ("SEMANTIC nothing-asked", query(limit=0)),
            ("ACCEPT", query(limit=0, sample=1)),
            ("PAYLOAD_ENCODING out-of-range", query(limit=101)),
            ("SEMANTIC header-field-required", query(header=head(0, REGISTRY, NOW))),
            ("SEMANTIC audience", query(header=head(0, 3, NOW, 1_000))),
        ]:
            self.assertEqual(self.rule(message), expected)
        empty = query(objectives=[objective("age-ms")])
        del empty.intent.constraints[:]
        self.assertEqual(self.rule(empty), "SEMANTIC intent-empty")
        empty.intent.skills.append("text")
        self.assertEqual(self.rule(empty), "ACCEPT")
        empty.intent.skills[:] = []
        empty.intent.phrasings.append("translate this")
        self.assertEqual(self.rule(empty), "ACCEPT")


class Results(Case):
    def setUp(self):
        self.begin(verifier=agent(0))

    def rule(self, message) -> str:
        data = world.encode(bundle(message))
        return world.outcome(self.ask("verify", LATER, payload_type=world.payload_type(message), bundle=data))

    def test_counts_and_fronts(self):
        asked, one, two = query(), world.offer(2), world.offer(3)
        both, drawn = [match(one), match(two)], [match(two, front=0), match(one, front=0)]
        newer = world.refresh(object_id(one), 2)
        for expected, fields in [
            ("ACCEPT", {}),
            ("ACCEPT", {"ranked": both, "complete": True}),
            ("ACCEPT", {"ranked": both, "matched": 5}),
            ("ACCEPT", {"ranked": both, "sampled": [match(one, front=0)]}),
            ("ACCEPT", {"complete": True}),
            ("SEMANTIC complete-count", {"ranked": both, "complete": True, "matched": 3}),
            ("SEMANTIC matched-count", {"ranked": both, "matched": 1}),
            ("SEMANTIC matched-count", {"sampled": [match(one, front=0)], "matched": 0}),
            ("SEMANTIC matched-count", {"ranked": both[:1], "sampled": drawn[:1], "matched": 1}),
            ("ACCEPT", {"ranked": both[:1], "sampled": drawn[:1], "matched": 2}),
            ("ACCEPT", {"ranked": both[:1], "sampled": drawn[1:], "matched": 1}),
            # Where the answer is complete, nothing is drawn that is not ranked.
            ("SEMANTIC matched-count", {"ranked": both[:1], "sampled": drawn[:1], "complete": True, "matched": 1}),
            ("SEMANTIC complete-count", {"ranked": both[:1], "sampled": drawn[:1], "complete": True, "matched": 2}),
            ("SEMANTIC front-order", {"ranked": [match(one, front=0)]}),
            ("SEMANTIC front-order", {"ranked": [match(one, front=2), match(two, front=1)]}),
            ("ACCEPT", {"ranked": [match(one, front=2), match(two, front=9)]}),
            ("SEMANTIC front-order", {"sampled": [match(one, front=1)]}),
            ("SEMANTIC match-repeated", {"ranked": [match(one), match(one, world.refresh(bytes(32)))]}),
            ("SEMANTIC match-repeated", {"sampled": [match(one, front=0)] * 2}),
            ("SEMANTIC complete-diversified", {"ranked": both, "complete": True, "diversified": True}),
            ("SEMANTIC complete-diversified", {"complete": True, "diversified": True}),
            ("ACCEPT", {"ranked": both, "diversified": True}),
            ("ACCEPT", {"ranked": both, "sampled": drawn, "complete": True}),
            ("ACCEPT", {"ranked": both, "sampled": drawn[1:], "complete": True}),
            # What it names is the descriptor, not this refresh or that capability.
            ("ACCEPT", {"ranked": both[:1], "sampled": [match(one, newer, front=0)], "complete": True}),
        ]:
            self.assertEqual(self.rule(result(asked, **fields)), expected, fields)
        self.assertEqual(self.rule(result(asked, header=head(REGISTRY))), "SEMANTIC header-field-required")

    def test_refusals(self):
        asked = challenge(mac=bytes(32))
        for expected, fields in [
            ("ACCEPT", {"reason": "full"}),
            ("ACCEPT", {"reason": "com.example.closed"}),
            ("ACCEPT", {"reason": "admission-required", "challenge": asked}),
            ("SEMANTIC refusal-challenge", {"reason": "admission-required"}),
            ("SEMANTIC refusal-challenge", {"reason": "full", "challenge": asked}),
            ("PAYLOAD_ENCODING field-missing", {"reason": "full", "challenge": challenge()}),
        ]:
            refusal = discovery.RegistryRefusal(header=head(REGISTRY, 0), subject=bytes(32), **fields)
            self.assertEqual(self.rule(refusal), expected)


class Versions(unittest.TestCase):
    def test_ascend(self):
        big = "9" * 70
        ascending = [
            *("0.0.0-0", "0.0.0", "0.0.1", "0.1.0", "1.0.0-0", "1.0.0-2", "1.0.0-10", f"1.0.0-{big}"),
            # "-" is an identifier that is no number.
            *(f"1.0.0-1{big}", "1.0.0--", "1.0.0-1-", "1.0.0-A", "1.0.0-a", "1.0.0-alpha"),
            *("1.0.0-alpha.1", "1.0.0-alpha.1.0"),
            *("1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.9"),
            *("1.0.10", "1.2.0", "1.10.0", "2.0.0-x", "2.0.0", "10.0.0", f"{big}.0.0", f"1{big}.0.0"),
        ]
        for low, high in itertools.combinations(ascending, 2):
            self.assertLess(semver.precedence(low), semver.precedence(high), (low, high))

    def test_pass_over_builds(self):
        self.assertEqual(semver.precedence("1.0.0-a+b-c.d"), semver.precedence("1.0.0-a+e"))
        self.assertEqual(semver.precedence("1.0.0+b-c"), semver.precedence("1.0.0"))
        self.assertNotEqual(semver.precedence("1.0.0-a+b"), semver.precedence("1.0.0+b"))


class Constraints(unittest.TestCase):
    """Attributes, held against one candidate."""

    def holds(self, *given, refresh=None, at=LATER, head=None, state=None, demand=None, **fields) -> bool:
        of = world.offer(2, head=head, capabilities=[world.capability(**fields)])
        if state:
            of.resource_state.CopyFrom(descriptor.ResourceState(**state))
        candidate = Candidate(of, refresh, of.capabilities[0], at)
        return compile_constraint(constraint(*given, **demand or {}))(candidate)

    def check(self, yes, no, **fields):
        for given in yes:
            self.assertTrue(self.holds(*given, **fields), given)
        for given in no:
            self.assertFalse(self.holds(*given, **fields), given)

    def absent(self, name, good, **fields):
        """Nothing but EXISTS false holds."""
        for operator in ("EQUAL", "NOT_EQUAL", "LESS", "AT_MOST", "GREATER", "AT_LEAST", "IN", "CONTAINS", "PREFIX"):
            try:
                held = self.holds(name, operator, good, **fields)
            except Exception as refused:  # noqa: BLE001
                self.assertEqual(getattr(refused, "rule_id", None), "INT-2")
                continue
            self.assertFalse(held, (name, operator))
        self.check([(name, "EXISTS", False)], [(name, "EXISTS", True)], **fields)

    def test_text(self):
        self.check(
            [
                ("agent", "EQUAL", DID),
                ("agent", "IN", OTHER_DID, DID),
                ("agent", "NOT_EQUAL", OTHER_DID),
                ("agent", "EXISTS", True),
                ("capability", "PREFIX", ""),
                ("capability", "PREFIX", "io.github.example/"),
                ("capability", "IN", "x.y/z", "io.github.example/translate"),
                ("capability", "NOT_EQUAL", "io.github.example"),
            ],
            [
                ("agent", "EQUAL", OTHER_DID),
                ("agent", "NOT_EQUAL", DID),
                ("agent", "IN", OTHER_DID),
                ("agent", "EXISTS", False),
                ("capability", "PREFIX", "io.github.example/translate/"),
                ("capability", "IN", "x.y/z", "io.github.example"),
                ("capability", "PREFIX", "IO.github.example/translate"),
            ],
        )
        for name, field in [("input-media-type", "input"), ("output-media-type", "output")]:
            self.absent(name, "text/plain")
            self.check([], [(name, "PREFIX", "")])
            fields = {field: {"media_type": "text/plain"}}
            self.check([(name, "EQUAL", "text/plain"), (name, "PREFIX", "text/")], [(name, "EXISTS", False)], **fields)
        self.check([], [("locality", "PREFIX", "")])
        self.absent("locality", "eu", state={"load": 1})
        self.check([("locality", "PREFIX", "eu-")], [("locality", "EQUAL", "eu")], state={"locality": "eu-west"})

    def test_names_and_flags(self):
        self.absent("callers", "anyone")
        self.absent("training-use", False)
        self.absent("power", "mains")
        self.absent("power", "mains", state={"locality": "x"})
        self.check(
            [
                ("callers", "EQUAL", "known"),
                ("callers", "NOT_EQUAL", "anyone"),
                ("callers", "IN", "anyone", "known"),
                ("training-use", "EQUAL", False),
                ("training-use", "NOT_EQUAL", True),
                ("training-use", "EXISTS", True),
                ("power", "EQUAL", "battery-low"),
            ],
            [("callers", "IN", "anyone", "listed"), ("training-use", "EQUAL", True), ("power", "EQUAL", "battery")],
            data_policy={"callers": descriptor.CALLERS_KNOWN},
            state={"power": descriptor.POWER_BATTERY_LOW},
        )

    def test_sets(self):
        for name, field in [("tag", "tags"), ("skill", "skills"), ("evidence", "evidence")]:
            self.absent(name, "a")
            self.check([], [(name, "PREFIX", "")])
            self.check(
                [
                    (name, "CONTAINS", "b"),
                    (name, "PREFIX", "bc"),
                    (name, "PREFIX", ""),
                    (name, "IN", "a", "b", "bcd", "e"),
                    (name, "EXISTS", True),
                ],
                [(name, "CONTAINS", "bc"), (name, "PREFIX", "c"), (name, "IN", "a", "b"), (name, "IN", "a")],
                **{field: ["a", "b", "bcd"]},
            )
        self.absent("jurisdiction", "DE")
        self.absent("jurisdiction", "DE", data_policy={"callers": 1})
        policy = {"callers": 1, "jurisdictions": ["AT", "DE"]}
        self.check(
            [("jurisdiction", "IN", "DE", "AT"), ("jurisdiction", "CONTAINS", "DE")],
            [("jurisdiction", "PREFIX", "d"), ("jurisdiction", "CONTAINS", "CH"), ("jurisdiction", "IN", "DE", "CH")],
            data_policy=policy,
        )

    def test_orders(self):
        self.check(
            [
                ("side-effect", "AT_MOST", "reversible"),
                ("side-effect", "AT_LEAST", "reversible"),
                ("side-effect", "LESS", "irreversible"),
                ("side-effect", "GREATER", "none"),
                ("side-effect", "NOT_EQUAL", "none"),
                ("side-effect", "IN", "none", "reversible"),
                ("risk", "EQUAL", "regulated"),
                ("risk", "GREATER", "private"),
            ],
            [
                ("side-effect", "LESS", "reversible"),
                ("side-effect", "GREATER", "reversible"),
                ("side-effect", "EQUAL", "none"),
                ("risk", "AT_MOST", "private"),
                ("risk", "IN", "public", "private"),
            ],
            side_effect=descriptor.SIDE_EFFECT_REVERSIBLE,
            risk=descriptor.RISK_CLASS_REGULATED,
        )
        for name in ("load", "queue"):
            self.absent(name, "low")
            self.absent(name, "low", state={"power": 1})
            yes = [(name, "AT_LEAST", "medium"), (name, "LESS", "full"), (name, "EQUAL", "high")]
            self.check(yes, [(name, "LESS", "high"), (name, "EQUAL", "low")], state={name: descriptor.LEVEL_HIGH})

    def test_versions(self):
        self.check(
            [
                ("version", "EQUAL", "1.2.0-rc.1"),
                ("version", "IN", "1.0.0", "1.2.0-rc.1+other"),
                ("version", "AT_MOST", "1.2.0-rc.1"),
                ("version", "LESS", "1.2.0"),
                ("version", "GREATER", "1.2.0-rc"),
                ("version", "LESS", f"{'9' * 200}.0.0"),
            ],
            [("version", "NOT_EQUAL", "1.2.0-rc.1"), ("version", "AT_LEAST", "1.2.0"), ("version", "IN", "1.2.0")],
            version="1.2.0-rc.1+build",
        )

    def test_numbers(self):
        price = {"currency": "EUR", "amount_micros": 0, "per": "call"}
        self.absent("price/eur/call", 0)
        self.absent("price/usd/call", 0, price=price)
        self.absent("price/eur/second", 0, price=price)
        self.absent("price/eur/call", 0, price=price | {"per": "call/x"})
        name = "price/eur/call"
        self.check([(name, "EQUAL", 0), (name, "LESS", 1), (name, "AT_MOST", 0)], [(name, "GREATER", 0)], price=price)
        self.absent("retention-ms", 0)
        self.absent("retention-ms", 0, data_policy={"callers": 1})
        self.check(
            [("retention-ms", "EQUAL", 0), ("retention-ms", "IN", 7, 0), ("retention-ms", "NOT_EQUAL", 1)],
            [("retention-ms", "IN", 1, 2), ("retention-ms", "EXISTS", False)],
            data_policy={"callers": 1, "retention_ms": 0},
        )

    def test_times(self):
        self.check([("age-ms", "EQUAL", 1_000), ("life-ms", "EQUAL", world.TTL - 1_000)], [])
        self.check([("age-ms", "EQUAL", 0), ("life-ms", "EQUAL", world.TTL + 9)], [], at=NOW - 9)
        self.check([("age-ms", "EQUAL", world.TTL + 9), ("life-ms", "EQUAL", 0)], [], at=NOW + world.TTL + 9)
        newer = world.refresh(bytes(32), 2, expires=NOW + 1_700)
        newer.header.issued_at_ms = NOW + 400
        self.check([("age-ms", "EQUAL", 600), ("life-ms", "EQUAL", 700)], [], refresh=newer)

    def test_which_metric_counts(self):
        name = "qos/latency-p95"
        self.absent(name, 0)
        self.absent(name, 0, qos=[metric(1, name="latency-p50")])
        stated = [metric(1), metric(2, OBSERVED, 50), metric(3, WITNESSED, 5)]
        for counting, demand in [
            (3, {}),
            (3, {"provenance": SELF_DECLARED}),
            (3, {"provenance": WITNESSED, "min_samples": 5}),
            (3, {"provenance": OBSERVED, "min_samples": 5}),
            (2, {"provenance": OBSERVED, "min_samples": 6}),
            (2, {"provenance": OBSERVED, "min_samples": 50}),
        ]:
            self.check([(name, "EQUAL", counting)], [(name, "NOT_EQUAL", counting)], qos=stated, demand=demand)
        for demand in [{"provenance": OBSERVED, "min_samples": 51}, {"provenance": WITNESSED, "min_samples": 6}]:
            no = [(name, "EQUAL", 2), (name, "AT_MOST", 9), (name, "NOT_EQUAL", 9)]
            self.check([], no, qos=stated, demand=demand)
        self.check([], [(name, "AT_LEAST", 0)], qos=[metric(1)], demand={"provenance": OBSERVED})
        self.check([(name, "EXISTS", True)], [(name, "EXISTS", False)], qos=[metric(1)])


class ManyValues(Case):
    def test_are_bounded_work(self):
        self.begin(verifier=agent(REGISTRY))
        tags = [f"{n:03}" for n in range(64)]
        # As much as fits into a descriptor.
        capabilities = [
            world.capability(id=f"x.y/{n:03}", summary="x", tags=tags[:30], qos=[metric(1)]) for n in range(256)
        ]
        of = world.offer(2, capabilities=capabilities)
        self.check("ACCEPT", "apply", of, by=2)
        wide = constraint("tag", "IN", *tags)
        versions = constraint("version", "IN", *[f"1.0.{n}" for n in range(63)], "1.0.0")
        asked = query(*[wide] * 16, *[versions] * 15, ANYONE)
        started = time.process_time()
        answer = self.ask("discover", LATER, bundle=world.encode(bundle(asked)))
        self.assertLess(time.process_time() - started, 1)
        self.assertEqual(world.outcome(answer), "ACCEPT")
        self.assertEqual((answer.output.discovery.examined, answer.output.discovery.matched), (256, 1))
