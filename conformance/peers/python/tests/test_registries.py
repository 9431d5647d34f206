"""SPEC.md sections 18.7 and 18.8: registration, admission, omission and what rebuts a proof of it."""

import hashlib
import hmac
import unittest

from casp_peer.admission import leading_zero_bits
from casp_peer.canonical import encode
from casp_peer.schema import descriptor, discovery, identity

from . import deal, world
from .deal import HOUR, bundle, delegated, head
from .quest import LATER, REGISTRY, REQUESTER, challenge, constraint, entry, match, query, receipt, result
from .test_peer import Case
from .world import NOW, OTHER, ROOT, TTL, agent, object_id

SECRET = b"k" * 32
SKEW = 5_000


def sealed(**fields) -> discovery.AdmissionChallenge:
    asked = challenge(**fields)
    asked.mac = hmac.new(SECRET, b"casp/v1/challenge" + encode(asked), hashlib.sha256).digest()
    return asked


def bits(asked: discovery.AdmissionChallenge, solution: bytes) -> int:
    digest = hashlib.sha256(b"casp/v1/admission" + encode(asked) + solution).digest()
    text = "".join(f"{byte:08b}" for byte in digest)
    return len(text) - len(text.lstrip("0"))


def solved(asked: discovery.AdmissionChallenge, exactly: int | None = None) -> discovery.AdmissionProof:
    """With work enough, or with a number of zero bits."""
    for number in range(2**20):
        solution = number.to_bytes(8, "big")
        found = bits(asked, solution)
        if found == exactly or exactly is None and found >= asked.difficulty_bits:
            return discovery.AdmissionProof(challenge=asked, solution=solution)
    raise AssertionError


class Admission(Case):
    def setUp(self):
        self.begin(verifier=agent(REGISTRY))

    def outcome(self, message, admission=None, now=NOW, secret=SECRET, data=None, kind=None, **how) -> str:
        registration = discovery.Registration(publication=bundle(message, **how), admission=admission)
        given = self.ask(
            "check_registration",
            now,
            registration=encode(registration) if data is None else data,
            payload_type=kind or world.payload_type(message),
            secret=secret,
        )
        if world.outcome(given) == "ACCEPT":
            self.assertEqual(given.output.verified.object_id, object_id(message))
        return world.outcome(given)

    def test_publications(self):
        of = world.offer()
        for expected, message in [
            ("ACCEPT", of),
            ("ACCEPT", world.refresh(object_id(of))),
            ("ACCEPT", world.withdrawal()),
            ("ACCEPT", world.offer(head={"audience": agent(REGISTRY)})),
            ("SEMANTIC audience", world.offer(head={"audience": agent(REQUESTER)})),
            ("TYPE payload-type", world.retire()),
            ("TYPE payload-type", query()),
            ("FRESHNESS not-yet-valid", world.offer(head={"issued_at_ms": NOW + SKEW + 1})),
        ]:
            self.assertEqual(self.outcome(message), expected)
        self.assertEqual(self.outcome(of, kind=world.payload_type(world.withdrawal())), "TYPE payload-type")
        self.assertEqual(self.outcome(of, data=bytes(147_457)), "SIZE input-size")
        self.assertEqual(self.outcome(of, data=b"\x12\x00"), "ENCODING field-missing")
        proof = {"challenge": challenge(), "solution": b"x" * 8}
        half = discovery.Registration(publication=bundle(of), admission=proof)
        self.assertEqual(self.outcome(of, data=encode(half)), "ENCODING field-missing")
        # It is checked, and nothing is stored.
        self.assertFalse(self.ask("lookup", agent=agent(ROOT)).output.entry.living)
        self.assertEqual(self.outcome(of), "ACCEPT")

    def test_admission(self):
        of = world.offer()
        self.assertEqual(self.outcome(of, solved(sealed())), "ACCEPT")
        self.assertEqual(self.outcome(of, solved(sealed(difficulty_bits=0))), "ACCEPT")
        self.assertEqual(self.outcome(of, solved(sealed(difficulty_bits=9), exactly=9)), "ACCEPT")
        for expected, proof in [
            ("POLICY challenge-foreign", solved(sealed(registry=agent(OTHER)))),
            ("POLICY challenge-foreign", solved(sealed(agent=agent(OTHER)))),
            ("POLICY challenge-forged", solved(challenge(mac=bytes(32)))),
            ("POLICY work-missing", solved(sealed(difficulty_bits=9), exactly=8)),
            ("POLICY work-missing", solved(sealed(difficulty_bits=24), exactly=8)),
        ]:
            self.assertEqual(self.outcome(of, proof), expected)
        self.assertEqual(self.outcome(of, solved(sealed()), secret=b"j" * 32), "POLICY challenge-forged")
        changed = solved(sealed())
        changed.challenge.difficulty_bits = 0
        self.assertEqual(self.outcome(of, changed), "POLICY challenge-forged")
        # Its own time, without allowance.
        asked = sealed()
        last = asked.expires_at_ms - 1
        late = world.offer(head={"issued_at_ms": NOW})
        for expected, now in [
            ("ACCEPT", NOW),
            ("ACCEPT", last),
            ("POLICY challenge-expired", last + 1),
            ("POLICY challenge-expired", NOW - 1),
        ]:
            self.assertEqual(self.outcome(late, solved(asked), now=now), expected)
        given = self.ask(
            "check_registration",
            last + 1,
            registration=encode(discovery.Registration(publication=bundle(of), admission=solved(asked))),
            payload_type=world.payload_type(of),
            secret=SECRET,
        )
        self.assertEqual(given.verdict, 2)  # IGNORE

    def test_order(self):
        of = world.offer()
        foreign = challenge(registry=agent(OTHER), mac=bytes(32), expires_at_ms=NOW - 1, difficulty_bits=24)
        proof = discovery.AdmissionProof(challenge=foreign, solution=bytes(8))
        self.assertEqual(self.outcome(of, proof), "POLICY challenge-foreign")
        foreign.registry = agent(REGISTRY)
        proof.challenge.CopyFrom(foreign)
        self.assertEqual(self.outcome(of, proof), "POLICY challenge-forged")
        lapsed = sealed(expires_at_ms=NOW - 1, difficulty_bits=24)
        self.assertEqual(
            self.outcome(of, discovery.AdmissionProof(challenge=lapsed, solution=bytes(8))), "POLICY challenge-expired"
        )
        # The publication's own stages go before, whoever it is.
        self.assertEqual(self.outcome(of, proof, by=OTHER), "DELEGATION signer-not-issuer")
        # A verifier without identity is nobody's registry.
        self.begin()
        self.assertEqual(self.outcome(of, solved(sealed())), "POLICY challenge-foreign")

    def test_admits_the_issuer_whoever_signed(self):
        of, grant = delegated(world.offer(), "descriptor")
        self.assertEqual(self.outcome(of, solved(sealed()), by=deal.KEY, proofs=[grant]), "ACCEPT")
        theirs = solved(sealed(agent=agent(deal.KEY)))
        self.assertEqual(self.outcome(of, theirs, by=deal.KEY, proofs=[grant]), "POLICY challenge-foreign")


class Bits(unittest.TestCase):
    def test_are_counted_from_the_first(self):
        for digest, count in [(b"\x80", 0), (b"\x01", 7), (b"\x00\x40", 9), (bytes(32), 256), (b"\x00\x00\xff", 16)]:
            self.assertEqual(leading_zero_bits(digest), count)


class Omission(Case):
    """What agent 2 published, the registry had acknowledged and did not serve."""

    AGENT = 2

    def setUp(self):
        self.begin()
        self.of = world.offer(self.AGENT, sequence=10)
        self.newer = self.refresh(11)

    def refresh(self, sequence: int, of=None, at=NOW, audience=b"", **fields):
        made = world.refresh(object_id(of or self.of), self.AGENT, sequence=sequence, **fields)
        made.header.issued_at_ms, made.header.audience = at, audience
        return made

    def withdrawal(self, sequence: int, epoch: int = 1, by: int = AGENT, at: int = NOW):
        made = world.withdrawal(epoch, sequence)
        made.header.issuer, made.header.issued_at_ms = agent(by), at
        return made

    def outcome(self, asked=None, told=None, promised=None, of=None, newer=None, against=None, kind=None, **how) -> str:
        asked = asked or query()
        of = of or self.of
        proof = discovery.OmissionProof(
            query=bundle(asked),
            result=bundle(told or result(asked, complete=True)),
            receipt=bundle(promised or receipt(of, newer)),
            entry=entry(of, newer),
        )
        rebuttal, rebuttal_kind = b"", kind or ""
        if isinstance(against, bytes):
            rebuttal = against
        elif against is not None:
            rebuttal = encode(bundle(against, **how))
            rebuttal_kind = kind or world.payload_type(against)
        given = self.ask(
            "check_omission", proof=encode(proof), rebuttal=rebuttal, rebuttal_payload_type=rebuttal_kind
        )
        return world.outcome(given)

    def broken(self, code, **how):
        self.assertEqual(self.outcome(**how), f"CHAIN omission-{code}" if code else "ACCEPT", how)

    def test_is_proven(self):
        self.broken(None)
        self.broken(None, newer=self.newer)
        # Whoever asks, and whenever.
        self.begin(verifier=agent(7))
        self.broken(None)
        self.check("ACCEPT", "observe", world.delegation(self.AGENT, 4, epoch=9), by=self.AGENT)
        self.broken(None)

    def test_stages(self):
        for expected, proof in [
            ("SIZE input-size", bytes(524_289)),
            ("ENCODING field-missing", b""),
            ("ENCODING not-canonical", b"\x00"),
        ]:
            self.assertEqual(world.outcome(self.ask("check_omission", proof=proof)), expected)

    def test_members(self):
        asked = query()
        self.broken("member", asked=query(constraint("x", "EXISTS", True)))
        self.broken("member", told=result(asked, complete=True, matched=1))
        self.broken("member", promised=receipt(self.of, header=head(REGISTRY, expires_at_ms=NOW + 999)))
        self.broken("member", of=world.offer(self.AGENT, head={"network_id": "other"}))
        self.broken("member", newer=self.withdrawal(11))
        # Everyone's audience will do.
        self.broken(None, told=result(asked, complete=True, header=head(REGISTRY, 7, LATER)))

    def test_relations(self):
        asked = query()
        for code, how in [
            ("unrelated", {"told": result(asked, complete=True, query=bytes(32))}),
            ("unrelated", {"told": result(asked, complete=True, header=head(6, REQUESTER, LATER))}),
            ("unrelated", {"promised": receipt(self.of, header=head(6, expires_at_ms=NOW + HOUR))}),
            ("unrelated", {"promised": receipt(self.of, agent=agent(3))}),
            ("unrelated", {"promised": receipt(self.of, descriptor=bytes(32))}),
            ("unrelated", {"promised": receipt(self.of, self.newer)}),
            ("unrelated", {"promised": receipt(self.of), "newer": self.newer}),
            ("unrelated", {"promised": receipt(self.of, self.newer), "newer": self.refresh(12)}),
        ]:
            self.broken(code, asked=asked, **how)

    def test_time(self):
        asked = query(header=head(REQUESTER, REGISTRY, NOW, 2_000))
        for code, at in [
            ("unrelated", NOW - 30_001),
            (None, NOW - 30_000),
            (None, NOW + 2_000 + 29_999),
            ("unrelated", NOW + 2_000 + 30_000),
        ]:
            of = world.offer(self.AGENT, head={"issued_at_ms": at})
            promised = receipt(of, header=head(REGISTRY, at=at, expires_at_ms=at + HOUR))
            told = result(asked, complete=True, header=head(REGISTRY, REQUESTER, at))
            self.broken(code, asked=asked, told=told, of=of, promised=promised)

    def test_completeness(self):
        self.broken("incomplete", told=result(query()))
        for intent in ({"phrasings": ["x"]}, {"skills": ["x"]}):
            self.broken("incomplete", asked=query(**intent))

    def test_promise(self):
        for code, at, life in [
            (None, LATER, 1_000),
            ("unpromised", LATER + 1, 1_000),
            (None, LATER - 2_000, 2_001),
            ("unpromised", LATER - 2_000, 2_000),
        ]:
            promised = receipt(self.of, header=head(REGISTRY, at=at, expires_at_ms=at + life))
            self.broken(code, promised=promised)

    def test_entry(self):
        for code, at in [(None, LATER), ("lapsed", LATER + 1), (None, LATER - TTL + 1), ("lapsed", LATER - TTL)]:
            self.broken(code, of=world.offer(self.AGENT, head={"issued_at_ms": at}))
        for code, newer in [
            (None, self.refresh(11, at=LATER)),
            ("lapsed", self.refresh(11, at=LATER + 1)),
            ("lapsed", self.refresh(10)),
            ("lapsed", self.refresh(11, epoch=2)),
            ("lapsed", self.refresh(11, of=world.offer(self.AGENT))),
            ("lapsed", self.refresh(11, expires=NOW + TTL + 1)),
            ("lapsed", self.refresh(11, at=NOW - 9_000, expires=LATER)),
            (None, self.refresh(11, at=NOW - 9_000, expires=LATER + 1)),
            ("lapsed", self.refresh(11, audience=agent(REGISTRY))),
        ]:
            self.broken(code, newer=newer)
        self.broken("lapsed", of=world.offer(self.AGENT, head={"audience": agent(REGISTRY)}))
        theirs = world.refresh(object_id(self.of), 3, sequence=11)
        self.broken("lapsed", newer=theirs)

    def test_matching(self):
        two = [world.capability(id="a.a"), world.capability(id="b.b", tags=["x"])]
        of = world.offer(self.AGENT, capabilities=two)
        self.broken(None, of=of, asked=query(constraint("tag", "CONTAINS", "x")))
        self.broken("unmatched", of=of, asked=query(constraint("tag", "CONTAINS", "y")))
        # One capability has to satisfy them all.
        both = query(constraint("tag", "CONTAINS", "x"), constraint("capability", "EQUAL", "a.a"))
        self.broken("unmatched", of=of, asked=both)
        self.broken(None, asked=query(constraint("age-ms", "EQUAL", 1_000)))

    def test_listing(self):
        asked = query()
        told = result(asked, [match(self.of)], complete=True)
        self.broken("listed", told=told)
        # Whatever refresh it names.
        self.broken("listed", told=result(asked, [match(self.of, self.newer)], complete=True))
        self.broken(None, told=result(asked, [match(world.offer(3))], complete=True))

    def test_newer_descriptors_and_withdrawals_rebut(self):
        def offer(sequence, epoch=1, **fields):
            return world.offer(self.AGENT, epoch, sequence, **fields)

        late = {"issued_at_ms": LATER + SKEW}
        for code, newer, against in [
            ("rebutted", None, offer(11)),
            ("rebutted", None, offer(10, ttl_ms=TTL - 1)),  # an equivocation
            (None, None, self.of),
            (None, None, offer(9)),
            ("rebutted", None, offer(1, epoch=2)),
            ("rebutted", None, offer(11, head=late)),
            (None, None, offer(11, head={"issued_at_ms": LATER + SKEW + 1})),
            ("rebutted", None, offer(11, head={"audience": agent(REGISTRY)})),
            (None, None, world.offer(3, sequence=11)),
            ("rebutted", self.newer, offer(10, ttl_ms=TTL - 1)),
            ("rebutted", self.newer, offer(11, ttl_ms=TTL - 1)),
            (None, self.newer, self.of),
            (None, self.refresh(12), offer(11)),
            ("rebutted", self.newer, offer(11)),
            ("rebutted", None, self.withdrawal(10)),
            (None, None, self.withdrawal(9)),
            ("rebutted", self.newer, self.withdrawal(10)),
            (None, self.refresh(12), self.withdrawal(11)),
            ("rebutted", self.newer, self.withdrawal(11)),
            ("rebutted", self.newer, self.withdrawal(1, epoch=2)),
            ("rebutted", None, self.withdrawal(11, at=LATER + SKEW)),
            (None, None, self.withdrawal(11, at=LATER + SKEW + 1)),
            (None, None, self.withdrawal(11, by=3)),
        ]:
            self.broken(code, newer=newer, against=against)

    def test_refreshes_rebut(self):
        short = {"at": NOW - 9_000, "expires": LATER}
        other = world.offer(self.AGENT, sequence=5)
        for code, newer, against in [
            # That the entry has a newer refresh, and lives on, is no excuse.
            (None, None, self.refresh(11)),
            (None, self.newer, self.refresh(12)),
            ("rebutted", None, self.refresh(11, **short)),
            ("rebutted", self.newer, self.refresh(12, **short)),
            ("rebutted", self.newer, self.refresh(12, audience=agent(REGISTRY))),
            # An equivocation ends the entry, whatever it says.
            ("rebutted", self.newer, self.refresh(11, **short)),
            ("rebutted", self.newer, self.refresh(11, expires=NOW + TTL - 1)),
            ("rebutted", None, self.refresh(10)),
            (None, self.newer, self.newer),
            (None, None, self.refresh(9, **short)),
            ("rebutted", self.newer, self.refresh(10, **short)),
            (None, self.refresh(12), self.refresh(11, **short)),
            ("rebutted", None, self.refresh(10, of=other)),
            (None, None, self.refresh(9, of=other)),
            # It makes no pair with the descriptor: it states another epoch, names another one, or lasts too long.
            (None, None, self.refresh(1, epoch=2, **short)),
            (None, None, self.refresh(11, of=other, **short)),
            (None, None, self.refresh(1, of=other, epoch=2, **short)),
            (None, self.newer, self.refresh(12, of=other, **short)),
            (None, None, self.refresh(11, expires=NOW + TTL + 1)),
            # The end of life is what counts.
            (None, None, self.refresh(11, at=NOW - 9_000, expires=LATER + 1)),
            ("rebutted", None, self.refresh(11, at=NOW - 9_000, expires=LATER - SKEW - 1)),
            # Issued within the allowance, and alive: no excuse.
            (None, None, self.refresh(11, at=LATER + 1)),
            (None, None, self.refresh(11, at=LATER + SKEW)),
            (None, None, self.refresh(11, at=LATER + SKEW + 1)),
        ]:
            self.broken(code, newer=newer, against=against)
        # Not even a high sequence helps a lower epoch.
        of = world.offer(self.AGENT, epoch=2, sequence=10)
        self.broken(None, of=of, against=self.refresh(99, of=of, epoch=1, **short))
        self.broken(None, of=of, against=self.withdrawal(99))
        # With the newer refresh the entry no longer matches.
        old = query(constraint("age-ms", "AT_LEAST", 500))
        self.broken("rebutted", asked=old, against=self.refresh(11, at=LATER - 499))
        self.broken("rebutted", asked=old, against=self.refresh(11, at=LATER + SKEW))
        self.broken(None, asked=old, against=self.refresh(11, at=LATER + SKEW + 1))
        self.broken(None, asked=old, against=self.refresh(11, at=LATER - 500))

    def test_ends_rebut(self):
        def grant(epoch, by=self.AGENT, at=NOW):
            made = world.delegation(by, 4, epoch)
            made.header.issued_at_ms = at
            return made

        def retire(by=self.AGENT, at=NOW):
            return identity.Retire(header=world.header(by, issued_at_ms=at))

        for code, against in [
            ("rebutted", grant(2)),
            (None, grant(1)),
            ("rebutted", grant(2, at=LATER + SKEW)),
            (None, grant(2, at=LATER + SKEW + 1)),
            (None, grant(2, by=3)),
            ("rebutted", retire()),
            ("rebutted", retire(at=LATER + SKEW)),
            (None, retire(at=LATER + SKEW + 1)),
            (None, retire(by=3)),
        ]:
            self.broken(code, against=against)

    def test_equivocations_rebut(self):
        def proof(*members) -> bytes:
            first, second = sorted(members, key=object_id)
            return encode(descriptor.EquivocationProof(first=bundle(first), second=bundle(second)))

        def two(sequence=3, epoch=1, by=self.AGENT, **head):
            return [world.offer(by, epoch, sequence, head, ttl_ms=TTL - n) for n in range(2)]

        late = LATER + SKEW
        for code, members in [
            ("rebutted", two()),
            ("rebutted", two(sequence=10)),
            ("rebutted", two(sequence=99)),
            ("rebutted", [two(sequence=3)[0], self.withdrawal(3)]),
            ("rebutted", two(issued_at_ms=late)),
            (None, two(issued_at_ms=late + 1)),
            (None, [two(sequence=3)[0], self.withdrawal(3, at=late + 1)]),
            (None, two(epoch=2)),
            (None, two(by=3)),
            # It is no proof.
            (None, [two(sequence=3)[0], self.withdrawal(4)]),
        ]:
            self.broken(code, against=proof(*members))
            self.broken(code, newer=self.newer, against=proof(*members))
        first, second = sorted(two(), key=object_id)
        swapped = descriptor.EquivocationProof(first=bundle(second), second=bundle(first))
        self.broken(None, against=encode(swapped))
        forged = descriptor.EquivocationProof(first=bundle(first), second=bundle(second, by=3))
        self.broken(None, against=encode(forged))
        # Nor is it a statement, nor a statement one.
        self.broken(None, against=proof(*two()), kind=world.payload_type(self.of))
        self.broken(None, against=encode(bundle(self.withdrawal(11))))
        of = world.offer(self.AGENT, epoch=2, sequence=10)
        self.broken(None, of=of, against=proof(*two()))
        self.broken("rebutted", of=of, against=proof(*two(epoch=2)))

    def test_what_is_nothing_rebuts_nothing(self):
        retirement = identity.Retire(header=world.header(self.AGENT))
        kind = world.payload_type(retirement)
        for against, how in [
            (b"", {"kind": kind}),
            (b"\x00", {"kind": kind}),
            (bytes(1_114_113), {"kind": kind}),
            (encode(bundle(retirement)), {}),
            (encode(bundle(retirement)), {"kind": world.payload_type(self.withdrawal(11))}),
            (retirement, {"by": 3}),
            (query(), {}),
        ]:
            self.broken(None, against=against, **how)

    def test_rebuttal_comes_last(self):
        self.broken("listed", told=result(query(), [match(self.of)], complete=True), against=self.withdrawal(11))
