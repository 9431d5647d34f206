"""SPEC.md sections 18.3 to 18.6: rank, sample, registries' answers and what requesters check of them."""

import hashlib
import random
import time
import unittest

from casp_peer.canonical import encode
from casp_peer.driver import Peer
from casp_peer.kinds import DAY
from casp_peer.ranking import counted_figure
from casp_peer.schema import descriptor, discovery, driver

from . import deal, world
from .deal import HOUR, bundle, delegated, head
from .quest import (
    LATER,
    REGISTRY,
    REQUESTER,
    answer,
    constraint,
    entry,
    match,
    objective,
    query,
    result,
)
from .test_intents import OBSERVED, WITNESSED, metric
from .test_peer import Case
from .world import NOW, TTL, agent, object_id

U = 2**53 - 1
SKEW = 5_000


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def tie(seed: bytes, of: bytes) -> bytes:
    return sha256(b"casp/v1/tie", seed, of)


def draw(seed: bytes, of: bytes, weight: int = 1) -> tuple:
    return min(sha256(b"casp/v1/sample", seed, of, bytes([j]))[:8] for j in range(weight)), of


class Figures(unittest.TestCase):
    def figure(self, *metrics, less=True):
        return counted_figure(world.capability(qos=metrics), "latency-p95", less)

    def test_are_counted(self):
        for expected, less, metrics in [
            (None, True, []),
            (None, True, [metric(5)]),
            (None, True, [metric(5, OBSERVED, 9, name="latency-p50")]),
            (100 + 2000 // 7, True, [metric(100, OBSERVED, 7)]),
            (100 + 2000 // 100, True, [metric(100, OBSERVED, 10_000)]),
            (100 + 2000 // 1000, True, [metric(100, WITNESSED, 10_000)]),
            (100 + 2000 // 999, True, [metric(100, WITNESSED, 999)]),
            (700 + 14000, True, [metric(1), metric(2, OBSERVED, 100), metric(700, WITNESSED, 1)]),
            (U, True, [metric(U, OBSERVED, 1)]),
            (U, True, [metric(U, WITNESSED, 2**32 - 1)]),
            (0, True, [metric(0, OBSERVED, 1)]),
            (100 * 7 // 27, False, [metric(100, OBSERVED, 7)]),
            (100 * 100 // 120, False, [metric(100, OBSERVED, 101)]),
            (U * 1000 // 1020, False, [metric(U, WITNESSED, 2**32 - 1)]),
            (0, False, [metric(20, OBSERVED, 1)]),
            (1, False, [metric(21, OBSERVED, 1)]),
        ]:
            self.assertEqual(self.figure(*metrics, less=less), expected, metrics)


class Ranking(Case):
    def rank(self, objectives, candidates, seed=bytes(32)) -> driver.Answer:
        return self.ask(
            "rank",
            objectives=[encode(o) if isinstance(o, discovery.Objective) else o for o in objectives],
            candidates=[
                {"id": of, "figures": [{} if f is None else {"value": f} for f in figures]}
                for of, figures in candidates
            ],
            tie_seed=seed,
        )

    def order(self, *how, **more) -> list:
        given = self.rank(*how, **more)
        self.assertEqual(world.outcome(given), "ACCEPT")
        return [(c.id, c.front) for c in given.output.ranked.candidates]

    def test_objectives(self):
        for expected, names in [
            ("ACCEPT", ["trust", "relevance", "age-ms", "qos/throughput", "price/eur/call"]),
            ("ACCEPT", []),
            ("SEMANTIC objective-unknown", ["life-ms"]),
            ("SEMANTIC objective-unknown", ["qos/nothing"]),
            ("SEMANTIC objective-repeated", ["trust", "trust"]),
            ("ENCODING identifier", ["trust/"]),
            ("ENCODING field-missing", [""]),
        ]:
            self.assertEqual(world.outcome(self.rank(map(objective, names), [])), expected)
        self.assertEqual(world.outcome(self.rank([b"\xff"], [])), "ENCODING not-canonical")

    def test_costs(self):
        for better_first, name, grain in [
            ([0, 1, 2, U, None], "price/eur/call", 0),
            ([0, 1, 2, U, None], "qos/latency-p50", 1),
            ([U, 2, 1, 0, None], "trust", 1),
            ([U, 2, 1, 0, None], "qos/throughput", 0),
            ([U, 0, None], "relevance", U),
            ([U - 1, U, None], "age-ms", U),
            ([9, 10, 20, None], "qos/queue-wait-p95", 10),
            # U ends on 1: what is counted in tens is the distance from above.
            ([U - 9, U - 10, None], "qos/availability", 10),
        ]:
            candidates = [(bytes([n]) * 32, [figure]) for n, figure in enumerate(better_first)]
            random.Random(1).shuffle(candidates)
            due = [(bytes([n]) * 32, n + 1) for n in range(len(better_first))]
            self.assertEqual(self.order([objective(name, grain)], candidates), due)
        same = [(b"a" * 32, [10]), (b"b" * 32, [19])]
        due = [(of, 1) for of, _ in sorted(same, key=lambda c: tie(b"s" * 32, c[0]))]
        self.assertEqual(self.order([objective("age-ms", 10)], same, seed=b"s" * 32), due)

    def test_without_objectives(self):
        ids = [bytes([n]) * 32 for n in range(9)]
        due = [(of, 1) for of in sorted(ids, key=lambda of: tie(b"s" * 32, of))]
        self.assertEqual(self.order([], [(of, []) for of in ids], seed=b"s" * 32), due)
        self.assertEqual(self.order([], []), [])

    def test_fronts(self):
        """Against the definition: peel off those that none dominates."""
        draws = random.Random(7)
        for _ in range(150):
            dimensions, size = draws.randint(1, 4), draws.randint(1, 24)
            costs = {
                draws.randbytes(32): tuple(draws.choice([0, 1, 2, 3, None]) for _ in range(dimensions))
                for _ in range(size)
            }
            objectives = map(objective, ["age-ms", "price/eur/call", "qos/latency-p50", "qos/latency-p95"][:dimensions])
            seed = draws.randbytes(32)
            numbers = {of: tuple(U + 1 if c is None else c for c in cs) for of, cs in costs.items()}
            left, front, due = dict(numbers), 0, []
            while left:
                front += 1
                top = [
                    of
                    for of, own in left.items()
                    if not any(o != own and all(a <= b for a, b in zip(o, own)) for o in left.values())
                ]
                due += [(of, front) for of in sorted(top, key=lambda of: (numbers[of], tie(seed, of)))]
                for of in top:
                    del left[of]
            self.assertEqual(self.order(objectives, costs.items(), seed=seed), due)

    def test_takes_its_time_and_no_more(self):
        draws = random.Random(3)
        names = ["age-ms", "price/eur/call", "qos/latency-p50", "qos/latency-p95", "qos/latency-p99", "trust"]
        for figures in (
            lambda n: [n, U - n, 0, 0, 0, 0],  # one front
            lambda n: [n, n, n, n, n, U - n],  # as many fronts as candidates
            lambda n: [draws.randrange(U) for _ in names],
        ):
            candidates = [(n.to_bytes(32, "big"), figures(n)) for n in range(1_024)]
            started = time.process_time()
            self.order(map(objective, names), candidates)
            self.assertLess(time.process_time() - started, 1.5)


class Discovering(Case):
    def setUp(self):
        self.begin(verifier=agent(REGISTRY))

    def put(self, message, now=NOW):
        self.check("ACCEPT", "apply", message, now, by=deal.signer(message))
        return message

    def discover(self, asked, now=LATER) -> driver.DiscoveryInfo:
        given = self.ask("discover", now, bundle=encode(bundle(asked)))
        self.assertEqual(world.outcome(given), "ACCEPT")
        return given.output.discovery

    def found(self, matches) -> list:
        matches = map(discovery.DiscoveryMatch.FromString, matches)
        return [(m.descriptor, m.capability_id, m.capability_version, m.front) for m in matches]

    def test_refuses_what_is_no_query(self):
        for expected, message, now in [
            ("TYPE payload-type", world.offer(), LATER),
            ("SEMANTIC audience", query(header=head(REQUESTER, 2, NOW, HOUR)), LATER),
            ("SEMANTIC attribute-unknown", query(constraint("x", "EXISTS", True)), LATER),
            ("FRESHNESS expired", query(), NOW + HOUR + 30_000),
        ]:
            given = self.ask("discover", now, bundle=encode(bundle(message)))
            self.assertEqual(world.outcome(given), expected)

    def test_nothing(self):
        found = self.discover(query(constraint("tag", "IN", "x"), limit=0, sample=3))
        self.assertEqual(found, driver.DiscoveryInfo(excluded=[0], complete=True))

    def test_counts(self):
        one = world.capability(id="a.a", tags=["x"])
        two = world.capability(id="b.b", tags=["x"], risk=descriptor.RISK_CLASS_PRIVATE)
        first = self.put(world.offer(2, capabilities=[one, two]))
        self.put(world.offer(3, capabilities=[two]))
        self.put(world.offer(4, capabilities=[world.capability(id="a.b"), world.capability(id="b.b")]))
        both = self.put(world.offer(6, capabilities=[one, world.capability(id="c.c", tags=["x", "y"])]))
        asked = query(constraint("tag", "CONTAINS", "x"), constraint("risk", "EQUAL", "public"))
        found = self.discover(asked)
        self.assertEqual((list(found.excluded), found.examined, found.matched), ([2, 2], 7, 2))
        self.assertTrue(found.complete)
        due = [(object_id(o), "a.a", "1.0.0", 1) for o in (first, both)]
        due.sort(key=lambda m: tie(object_id(asked), m[0]))
        self.assertEqual(self.found(found.ranked), due)
        fewer = query(*asked.intent.constraints, limit=1)
        self.assertFalse(self.discover(fewer).complete)
        self.assertEqual(self.discover(fewer).matched, 2)
        # Asked again, it is answered again.
        self.assertEqual(self.discover(asked), found)

    def test_one_capability_an_agent(self):
        def priced(of, amount):
            return world.capability(id=of, price={"currency": "EUR", "amount_micros": amount, "per": "call"})

        self.put(world.offer(2, capabilities=[world.capability(id="a.a"), priced("b.b", 20), priced("c.c", 12)]))
        for grain, chosen in [(0, "c.c"), (10, "c.c"), (100, "b.b"), (U, "b.b")]:
            found = self.discover(query(objectives=[objective("price/eur/call", grain)]))
            self.assertEqual(self.found(found.ranked)[0][1], chosen)
        found = self.discover(query(objectives=[objective("price/usd/call")], sample=1))
        self.assertEqual(self.found(found.ranked)[0][1], "a.a")
        self.assertEqual(self.found(found.sampled)[0][1:], ("a.a", "1.0.0", 0))
        found = self.discover(query(constraint("capability", "NOT_EQUAL", "a.a")))
        self.assertEqual(self.found(found.ranked)[0][1], "b.b")

    def test_fronts_are_of_all_that_matched(self):
        def priced(number, amount, latency):
            price = {"currency": "EUR", "amount_micros": amount, "per": "call"}
            return self.put(
                world.offer(number, capabilities=[world.capability(price=price, qos=[metric(latency, OBSERVED, 100)])])
            )

        best, dear, worse, worst = priced(2, 1, 90), priced(3, 5, 50), priced(4, 6, 60), priced(6, 7, 70)
        objectives = [objective("price/eur/call"), objective("qos/latency-p95")]
        found = self.discover(query(objectives=objectives))
        due = [(object_id(o), front) for o, front in [(best, 1), (dear, 1), (worse, 2), (worst, 3)]]
        self.assertEqual([(m[0], m[3]) for m in self.found(found.ranked)], due)
        found = self.discover(query(objectives=objectives[::-1], limit=3))
        self.assertEqual([(m[0], m[3]) for m in self.found(found.ranked)], [due[1], due[0], due[2]])

    def test_the_living(self):
        of = self.put(world.offer(2))
        newer = self.put(world.refresh(object_id(of), 2, expires=NOW + 2_000))
        shown = discovery.DiscoveryMatch.FromString(self.discover(query()).ranked[0])
        self.assertEqual(shown, match(of, newer))
        self.assertEqual(self.discover(query(), NOW + 2_000 + SKEW - 1).matched, 1)
        self.assertEqual(self.discover(query(), NOW + 2_000 + SKEW).examined, 0)

    def test_audience(self):
        of = self.put(world.offer(2))
        newer = world.refresh(object_id(of), 2)
        self.put(world.offer(3, head={"audience": agent(REGISTRY)}))
        self.assertEqual(self.discover(query()).examined, 1)
        newer.header.audience = agent(REGISTRY)
        self.put(newer)
        self.assertEqual(self.discover(query()), driver.DiscoveryInfo(excluded=[0], complete=True))

    def test_sample(self):
        offers = [self.put(world.offer(number)) for number in (1, 2, 3, 4, 6, 7)]
        asked = query(limit=0, sample=4)
        found = self.discover(asked)
        due = sorted((object_id(o) for o in offers), key=lambda of: draw(object_id(asked), of))
        self.assertEqual([m[0] for m in self.found(found.sampled)], due[:4])
        self.assertEqual((len(found.ranked), found.matched, found.complete), (0, 6, False))


class Answers(Case):
    def setUp(self):
        self.begin(verifier=agent(REQUESTER))

    def outcome(self, asked, data, now=LATER, **how) -> str:
        asked = asked if isinstance(asked, bytes) else encode(bundle(asked, **how))
        return world.outcome(self.ask("check_answer", now, query=asked, answer=data))

    def broken(self, code, asked, data, **how):
        expected = f"CHAIN answer-{code}" if code else "ACCEPT"
        self.assertEqual(self.outcome(asked, data, **how), expected)

    def test_nothing_found(self):
        self.broken(None, query(), answer(result(query())))
        self.broken(None, query(), answer(result(query(), complete=True)))

    def test_stages(self):
        self.assertEqual(self.outcome(query(), bytes(8_388_609)), "SIZE input-size")
        self.assertEqual(self.outcome(query(), b"\x00"), "ENCODING not-canonical")
        self.assertEqual(self.outcome(query(), b""), "ENCODING field-missing")
        many = encode(discovery.DiscoveryAnswer(entries=[discovery.DiscoveryEntry()] * 201))
        self.assertEqual(self.outcome(query(), many), "ENCODING item-count")
        # The encoding of a payload inside is not the answer's.
        data = discovery.DiscoveryAnswer.FromString(answer(result(query())))
        data.result.subject.CopyFrom(world.signed(result(query()), REGISTRY, payload=b"\x00"))
        self.broken("result", query(), encode(data))

    def test_result(self):
        for code, fields in [
            ("result", {"matched": 0, "ranked": [match(world.offer(2))]}),
            ("result", {"header": head(REGISTRY, 2, LATER)}),
            ("result", {"header": head(REGISTRY, REQUESTER, LATER + SKEW + 1)}),
            ("query", {"header": head(3, REQUESTER, LATER)}),
            ("query", {"query": bytes(32)}),
            ("shape", {"filters": []}),
        ]:
            self.broken(code, query(), answer(result(query(), **fields)))
        told, grant = delegated(result(query()), "registry")
        self.broken(None, query(), answer(told, by=deal.KEY, proofs=[grant]))
        told, grant = delegated(result(query()), "task")
        self.broken("result", query(), answer(told, by=deal.KEY, proofs=[grant]))

    def test_query(self):
        good = answer(result(query()))
        for asked in (b"", b"\x00", bytes(1_114_113), encode(bundle(world.offer()))):
            self.broken("query", asked, good)
        self.broken("query", query(), good, by=3)
        # Somebody else's query, answered to me.
        theirs = query(header=head(3, REGISTRY, NOW, HOUR))
        self.broken("query", theirs, answer(result(theirs)))
        # A bad result goes before a bad query.
        self.broken("result", b"", answer(result(query(), header=head(REGISTRY, 2, LATER))))
        # The query may have expired when the answer is checked; not when it was given.
        self.broken(None, query(), good, now=NOW + DAY)

    def test_time(self):
        asked = query(header=head(REQUESTER, REGISTRY, NOW, 2_000))
        for code, at in [
            ("query", NOW - 30_001),
            (None, NOW - 30_000),
            (None, NOW + 2_000 + 29_999),
            ("query", NOW + 2_000 + 30_000),
        ]:
            told = result(asked, header=head(REGISTRY, REQUESTER, at))
            self.broken(code, asked, answer(told), now=at)
            # It is the result's own time that counts.
            self.broken(code, asked, answer(told), now=NOW + DAY)

    def test_shape(self):
        two = (constraint("age-ms", "AT_LEAST", 0), constraint("risk", "EXISTS", True))
        asked, of = query(*two), world.offer(2)
        reports = [discovery.FilterReport(attribute=c.attribute) for c in two]
        self.broken(None, asked, answer(result(asked)))
        for filters in (reports[::-1], reports[:1], [*reports, reports[0]]):
            self.broken("shape", asked, answer(result(asked, filters=filters)))
        asked = query(limit=0, sample=1)
        self.broken("shape", asked, answer(result(asked, [match(of)]), entry(of)))
        self.broken(None, asked, answer(result(asked, [], [match(of, front=0)]), entry(of)))
        asked = query()
        self.broken("shape", asked, answer(result(asked, [], [match(of, front=0)]), entry(of)))

    def test_entries(self):
        asked = query(sample=10)
        one, two = sorted((world.offer(2), world.offer(3)), key=lambda o: tie(object_id(asked), object_id(o)))
        newer = world.refresh(object_id(two), deal.signer(two))
        ranked, drawn = [match(one), match(two, newer)], [match(two, newer, front=0)]
        entries = [entry(one), entry(two, newer)]
        self.broken(None, asked, answer(result(asked, ranked, drawn), *entries))
        self.broken(None, asked, answer(result(asked, ranked[:1], drawn, matched=2), *entries))
        for others in (entries[::-1], entries[:1], [*entries, entries[0]], [entry(one), entry(two)], []):
            self.broken("entries", asked, answer(result(asked, ranked, drawn), *others))
        self.broken("entries", asked, answer(result(asked, ranked, [match(two, front=0)]), *entries))
        self.broken("entries", asked, answer(result(asked, [match(one), match(two)], []), *entries))

    def test_matches_of_one_descriptor_differ_in_front_alone(self):
        of = world.offer(2, capabilities=[world.capability(id="a.a"), world.capability(id="b.b")])
        asked = query(sample=1, phrasings=["x"])
        for code, fields in [
            (None, {}),
            ("entries", {"capability_id": "b.b"}),
            ("entries", {"capability_version": "1.0.1"}),
            ("entries", {"relevance_ppm": 8}),
            ("entries", {"lexical_ppm": 1}),
            ("entries", {"semantic_ppm": 1}),
            ("entries", {"skill_ppm": 1}),
        ]:
            drawn = match(of, **{"front": 0, "relevance_ppm": 9, **fields})
            told = result(asked, [match(of, front=3, relevance_ppm=9)], [drawn])
            self.broken(code, asked, answer(told, entry(of)))

    def entry_of(self, code, of, newer=None, asked=None, **how):
        asked = asked or query()
        self.broken(code, asked, answer(result(asked, [match(of, newer)]), entry(of, newer)), **how)

    def test_entry(self):
        of = world.offer(2)
        self.entry_of("entry", world.offer(2, head={"audience": agent(REQUESTER)}))
        self.entry_of("entry", world.offer(2, head={"network_id": "other"}))
        for code, at in [(None, LATER + SKEW), ("entry", LATER + SKEW + 1), (None, LATER - TTL - SKEW + 1)]:
            self.entry_of(code, world.offer(2, head={"issued_at_ms": at}))
        self.entry_of("entry", world.offer(2, head={"issued_at_ms": LATER - TTL - SKEW}))

        def refresh(issuer=2, audience=b"", at=NOW, **fields):
            newer = world.refresh(object_id(of), issuer, **fields)
            newer.header.issued_at_ms, newer.header.audience = at, audience
            return newer

        for code, newer in [
            (None, refresh()),
            ("entry", refresh(issuer=3)),
            ("entry", refresh(epoch=2)),
            ("entry", refresh(sequence=1)),
            ("entry", refresh(expires=NOW + TTL + 1)),
            ("entry", refresh(audience=agent(REQUESTER))),
            (None, refresh(at=LATER + SKEW)),
            ("entry", refresh(at=LATER + SKEW + 1)),
            (None, refresh(at=LATER - SKEW - 999, expires=LATER - SKEW + 1)),
            ("entry", refresh(at=LATER - SKEW - 1_000, expires=LATER - SKEW)),
            ("entry", world.refresh(bytes(32), 2)),
            ("entry", world.withdrawal()),
        ]:
            self.entry_of(code, of, newer)
        # The life of a pair is its refresh's, even where that is shorter or longer.
        old = world.offer(2, head={"issued_at_ms": NOW - 2 * TTL})
        self.entry_of(None, old, world.refresh(object_id(old), 2))
        first, second = world.offer(2), world.offer(2, sequence=2)
        asked = query()
        first, second = sorted((first, second), key=lambda o: tie(object_id(asked), object_id(o)))
        told = result(asked, [match(first), match(second)])
        self.broken("entry", asked, answer(told, entry(first), entry(second)))
        # What the requester knows does not count.
        self.check("ACCEPT", "observe", world.delegation(2, 4, epoch=2), by=2)
        self.entry_of(None, of)

    def test_match(self):
        of = world.offer(2, capabilities=[world.capability(id="a.a"), world.capability(id="b.b", tags=["x"])])
        asked = query(constraint("tag", "CONTAINS", "x"))
        for code, index in [("match", 0), (None, 1)]:
            told = result(asked, [match(of, capability=of.capabilities[index])])
            self.broken(code, asked, answer(told, entry(of)))
        for name, version in [("c.c", "1.0.0"), ("b.b", "1.0.0+x")]:
            told = result(asked, [match(of, capability_id=name, capability_version=version)])
            self.broken("match", asked, answer(told, entry(of)))
        # Constraints are held against the entry at the time of the result.
        for code, age in [(None, 1_000), ("match", 999)]:
            self.entry_of(code, world.offer(2), asked=query(constraint("age-ms", "AT_MOST", age)))
        drawn = query(constraint("tag", "CONTAINS", "x"), limit=0, sample=1)
        told = result(drawn, [], [match(of, front=0, capability=of.capabilities[0])])
        self.broken("match", drawn, answer(told, entry(of)))

    def test_order(self):
        def priced(number, amount):
            price = {"currency": "EUR", "amount_micros": amount, "per": "call"}
            return world.offer(number, capabilities=[world.capability(price=price)])

        cheap, dear, free_of_price = priced(2, 1), priced(3, 2), world.offer(4)
        asked = query(objectives=[objective("price/eur/call")])

        def check(code, *places, asked=asked, **more):
            told = result(asked, [match(of, front=front, **more) for of, front in places])
            self.broken(code, asked, answer(told, *[entry(of) for of, _ in places]))

        check(None, (cheap, 1), (dear, 2), (free_of_price, 3))
        check(None, (cheap, 3), (dear, 7))
        check("order", (cheap, 1), (dear, 1))
        check("order", (dear, 1), (cheap, 1))
        check("order", (dear, 1), (cheap, 2))
        check("order", (free_of_price, 1), (cheap, 2))
        # Neither dominates the other: any fronts will do, and one front has an order.
        both = query(objectives=[objective("price/eur/call"), objective("age-ms")])
        older, newer = priced(2, 1), priced(3, 2)
        newer.header.issued_at_ms = NOW + 500
        check(None, (older, 1), (newer, 1), asked=both)
        check("order", (newer, 1), (older, 1), asked=both)
        check(None, (newer, 1), (older, 2), asked=both)
        # Equals are in the order of their ties.
        coarse = query(objectives=[objective("price/eur/call", 3)])
        first, second = sorted((cheap, dear), key=lambda o: tie(object_id(coarse), object_id(o)))
        check(None, (first, 1), (second, 1), asked=coarse)
        check("order", (second, 1), (first, 1), asked=coarse)
        check(None, (second, 1), (first, 2), asked=coarse)

    def test_order_by_relevance(self):
        asked, one, two = query(phrasings=["x"]), world.offer(2), world.offer(3)

        def check(code, *places):
            told = result(asked, [match(of, front=front, relevance_ppm=ppm) for of, ppm, front in places])
            self.broken(code, asked, answer(told, *[entry(of) for of, _, _ in places]))

        check(None, (one, 9, 1), (two, 8, 2))
        check("order", (one, 8, 1), (two, 9, 2))
        check("order", (one, 9, 1), (two, 8, 1))

    def test_sample(self):
        offers = [world.offer(number) for number in (1, 2, 3, 4, 6, 7)]
        for ppm, weight in [(0, 1), (124_999, 1), (125_000, 2), (1_000_000, 9)]:
            asked = query(limit=0, sample=6, phrasings=["x"])
            due = sorted(offers, key=lambda o: draw(object_id(asked), object_id(o), weight))
            for code, order in [(None, due), (None, due[2:]), ("sample", [due[1], due[0], *due[2:]])]:
                told = result(asked, [], [match(of, front=0, relevance_ppm=ppm) for of in order])
                self.broken(code, asked, answer(told, *map(entry, order)))

    def test_scores(self):
        of = world.offer(2)
        for score in ("relevance_ppm", "lexical_ppm", "semantic_ppm", "skill_ppm"):
            for code, asked in [
                ("match", query(sample=1)),
                (None, query(sample=1, phrasings=["x"])),
                (None, query(sample=1, skills=["x"])),
            ]:
                told = result(asked, [match(of, **{score: 1})])
                self.broken(code, asked, answer(told, entry(of)))
                told = result(asked, [], [match(of, front=0, **{score: 1})])
                self.broken(code, asked, answer(told, entry(of)))

    def test_costs_are_those_of_the_capability_named(self):
        def priced(of, amount):
            return world.capability(id=of, price={"currency": "EUR", "amount_micros": amount, "per": "call"})

        two = world.offer(2, capabilities=[priced("a.a", 1), priced("b.b", 9)])
        one = world.offer(3, capabilities=[priced("a.a", 5)])
        asked = query(objectives=[objective("price/eur/call")])
        for code, order in [
            (None, [(two, 0), (one, 0)]),
            ("order", [(two, 1), (one, 0)]),
            (None, [(one, 0), (two, 1)]),
        ]:
            told = result(
                asked,
                [match(of, capability=of.capabilities[n], front=front) for front, (of, n) in enumerate(order, 1)],
            )
            self.broken(code, asked, answer(told, *[entry(of) for of, _ in order]))

    def test_what_a_registry_finds_is_an_answer(self):
        registry = Peer()
        world.ask(registry, "begin", network_id=world.NETWORK, verifier=agent(REGISTRY))
        offers = [world.offer(number) for number in (1, 2, 3, 4, 6, 7)]
        entries = {}
        for of in offers:
            newer = world.refresh(object_id(of), deal.signer(of)) if deal.signer(of) % 2 else None
            entries[object_id(of)] = entry(of, newer)
            for message in filter(None, (of, newer)):
                how = {"payload_type": world.payload_type(message), "bundle": encode(bundle(message))}
                self.assertEqual(world.outcome(world.ask(registry, "apply", **how)), "ACCEPT")
        asked = query(limit=3, sample=3, objectives=[objective("age-ms")])
        found = world.ask(registry, "discover", LATER, bundle=encode(bundle(asked))).output.discovery
        ranked, drawn = ([discovery.DiscoveryMatch.FromString(m) for m in ms] for ms in (found.ranked, found.sampled))
        named = dict.fromkeys(m.descriptor for m in [*ranked, *drawn])
        told = result(asked, ranked, drawn, matched=6, examined=6)
        self.broken(None, asked, answer(told, *[entries[of] for of in named]))
