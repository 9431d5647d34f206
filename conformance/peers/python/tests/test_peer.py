"""Statements, from the outside: what the peer answers."""

import io
import json
import os
import random
import subprocess
import unittest
from pathlib import Path

from casp_peer.canonical import encode
from casp_peer.driver import OPERATIONS, Peer
from casp_peer.kinds import DAY, WEEK
from casp_peer.schema import descriptor, driver, identity
from casp_peer.schema import envelope as wire

from . import world
from .world import NOW, OPERATIONAL, OTHER, ROOT, TTL, agent, bundle, object_id

RUN = Path(__file__).resolve().parent.parent / "run"
SKEW = 5_000
MARK_KEPT = 86_410_000


class Case(unittest.TestCase):
    def setUp(self):
        self.begin()

    def begin(self, **fields):
        self.peer = Peer()
        self.ask("begin", network_id=world.NETWORK, **fields)

    def ask(self, operation, now=NOW, **fields) -> driver.Answer:
        return world.ask(self.peer, operation, now, **fields)

    def check(self, expected, operation, message, now=NOW, data=None, **how) -> driver.Answer:
        """Ask about a bundle of the message as its kind; `how` says by whom it is signed and with which proofs."""
        data = data or bundle(message, **how)
        answer = self.ask(operation, now, payload_type=world.payload_type(message), bundle=data)
        self.assertEqual(world.outcome(answer), expected)
        return answer


class Verifying(Case):
    def test_statement_of_the_root_key(self):
        offer = world.offer()
        verified = self.check("ACCEPT", "verify", offer).output.verified
        self.assertEqual(verified.object_id, object_id(offer))
        self.assertEqual((verified.issuer, verified.signer), (agent(ROOT), agent(ROOT)))

    def test_sizes(self):
        self.check("SIZE input-size", "verify", world.offer(), data=bytes(1_114_113))
        self.check("PAYLOAD_SIZE payload-size", "verify", world.retire(), payload=bytes(4_097))
        self.check("PAYLOAD_ENCODING not-canonical", "verify", world.retire(), payload=bytes(4_096))

    def test_type(self):
        data = bundle(world.offer())
        self.check("TYPE payload-type", "verify", world.retire(), data=data)
        self.check("TYPE payload-type", "observe", world.offer(), data=data)
        answer = self.ask("verify", payload_type="application/json", bundle=data)
        self.assertEqual(world.outcome(answer), "TYPE payload-type")

    def test_signature(self):
        message = wire.Bundle.FromString(bundle(world.offer()))
        signature = message.subject.signatures[0]
        sig, keyid = signature.sig, signature.keyid
        signature.sig = sig[:32] + bytes(32)
        self.check("SIGNATURE signature-mismatch", "verify", world.offer(), data=encode(message))
        signature.keyid = keyid + "#x"
        self.check("KEY did-key", "verify", world.offer(), data=encode(message))

    def test_header(self):
        for code, head in [
            ("network", {"network_id": "other"}),
            ("audience", {"audience": agent(OTHER)}),
            ("header-field-forbidden", {"nonce": bytes(16)}),
            ("extension-order", {"extensions": [{"id": "b"}, {"id": "a"}]}),
            ("extension-order", {"extensions": [{"id": "a"}, {"id": "a"}]}),
            ("extension-critical", {"extensions": [{"id": "a", "critical": True}]}),
        ]:
            self.check(f"SEMANTIC {code}", "verify", world.offer(head=head))
        self.check("ACCEPT", "verify", world.offer(head={"extensions": [{"id": "a"}, {"id": "b"}]}))
        self.check("SEMANTIC header-field-required", "verify", world.refresh(bytes(32), expires=0))
        self.check("SEMANTIC lifetime", "verify", world.refresh(bytes(32), expires=NOW + 999))
        self.check("ACCEPT", "verify", world.refresh(bytes(32), expires=NOW + DAY))
        self.check("SEMANTIC lifetime", "verify", world.refresh(bytes(32), expires=NOW + DAY + 1))
        self.begin(verifier=agent(OTHER))
        self.check("ACCEPT", "verify", world.offer(head={"audience": agent(OTHER)}))

    def test_identity(self):
        self.check("SEMANTIC delegate-is-issuer", "verify", world.delegation(to=ROOT))
        self.check(
            "SEMANTIC successor-is-issuer",
            "verify",
            identity.Retire(header=world.header(), successor=agent(ROOT)),
        )
        grant = world.delegation()
        for host, expected in [
            (OTHER, "ACCEPT"),
            (ROOT, "SEMANTIC host-is-agent"),
            (OPERATIONAL, "SEMANTIC host-is-agent"),
        ]:
            head = world.header(expires_at_ms=NOW + 1, delegation=object_id(grant))
            binding = identity.HostBinding(header=head, host=agent(host))
            self.check(expected, "verify", binding, by=OPERATIONAL, proofs=[grant])

    def test_capabilities(self):
        def metric(**fields):
            return {"name": "x", "unit": "ms", "provenance": descriptor.PROVENANCE_SELF_DECLARED, **fields}

        observed = {"provenance": descriptor.PROVENANCE_OBSERVED, "sample_count": 1, "window_ms": 1}
        witnessed = observed | {"provenance": descriptor.PROVENANCE_WITNESSED}
        for code, metrics in [
            (None, [metric(unit="ppm", value=1_000_000)]),
            (None, [metric(), metric(**observed), metric(**witnessed, evidence_digest=bytes(32))]),
            ("metric-order", [metric(), metric()]),
            ("metric-self-declared", [metric(sample_count=1)]),
            ("metric-samples", [metric(**observed | {"window_ms": 0})]),
            ("metric-evidence", [metric(**witnessed)]),
            ("metric-ppm", [metric(unit="ppm", value=1_000_001)]),
            ("metric-unit", [metric(name="availability")]),
        ]:
            offer = world.offer(capabilities=[world.capability(qos=metrics)])
            self.check(f"SEMANTIC {code}" if code else "ACCEPT", "verify", offer)
        two = [world.capability(version="1.0.0"), world.capability(version="1.1.0")]
        self.check("ACCEPT", "verify", world.offer(capabilities=two))
        self.check("SEMANTIC capability-order", "verify", world.offer(capabilities=two[::-1]))
        for policy, expected in [
            ({"callers": descriptor.CALLERS_LISTED, "listed_callers": [agent(1)]}, "ACCEPT"),
            ({"callers": descriptor.CALLERS_LISTED}, "SEMANTIC callers-list"),
            ({"callers": descriptor.CALLERS_KNOWN, "listed_callers": [agent(1)]}, "SEMANTIC callers-list"),
        ]:
            self.check(expected, "verify", world.offer(capabilities=[world.capability(data_policy=policy)]))

    def test_time(self):
        offer = world.offer()
        self.check("ACCEPT", "verify", offer, now=NOW - SKEW)
        self.check("FRESHNESS not-yet-valid", "verify", offer, now=NOW - SKEW - 1)
        self.check("ACCEPT", "verify", offer, now=NOW + TTL + SKEW - 1)
        self.check("FRESHNESS expired", "verify", offer, now=NOW + TTL + SKEW)


class Delegating(Case):
    def offer(self, grant, **fields):
        head = {"delegation": object_id(grant), **fields.pop("head", {})}
        return world.offer(head=head, **fields)

    def test_what_it_covers(self):
        grant, other = world.delegation(), world.delegation(epoch=2)
        good = self.offer(grant)
        self.check("ACCEPT", "verify", good, by=OPERATIONAL, proofs=[grant])
        for code, message, proofs in [
            ("signer-not-issuer", world.offer(), []),
            ("proof-missing", good, []),
            ("proof-unused", good, [grant, other]),
            ("proof-unused", good, [grant, grant]),
            ("epoch-mismatch", self.offer(other), [other]),
        ]:
            self.check(f"DELEGATION {code}", "verify", message, by=OPERATIONAL, proofs=proofs)
        self.check("DELEGATION proof-unused", "verify", world.offer(), proofs=[grant])

    def test_proofs(self):
        def grant(to=OPERATIONAL, scopes=("descriptor",), **head):
            head = world.header(**{"expires_at_ms": NOW + TTL, **head})
            return identity.Delegation(header=head, delegate=agent(to), epoch=1, scopes=scopes)

        foreign = grant()
        foreign.header.issuer = agent(OTHER)  # and signed by ROOT
        for expected, proof in [
            ("ACCEPT", grant()),
            ("DELEGATION proof-invalid", grant(to=ROOT)),
            ("DELEGATION proof-invalid", foreign),
            ("DELEGATION proof-invalid", grant(network_id="other")),
            ("DELEGATION proof-foreign", grant(to=OTHER)),
            ("DELEGATION scope", grant(scopes=["receipt", "task"])),
            ("DELEGATION outside-delegation", grant(expires_at_ms=NOW + TTL - 1)),
            ("DELEGATION outside-delegation", grant(issued_at_ms=NOW + 1)),
        ]:
            self.check(expected, "verify", self.offer(proof), by=OPERATIONAL, proofs=[proof])
        # The end of the delegation is reported first, though nothing signed under it lives longer.
        grant_ends = NOW + TTL
        withdrawal = world.withdrawal(expires=grant_ends)
        withdrawal.header.delegation = object_id(grant())
        how = {"by": OPERATIONAL, "proofs": [grant()]}
        self.check("ACCEPT", "verify", withdrawal, now=grant_ends + SKEW - 1, **how)
        self.check("DELEGATION delegation-not-alive", "verify", withdrawal, now=grant_ends + SKEW, **how)

    def test_what_was_seen(self):
        self.check("ACCEPT", "apply", world.offer(epoch=2))
        self.check("DELEGATION epoch-superseded", "observe", world.delegation(epoch=1))
        self.check("ACCEPT", "observe", world.delegation(epoch=3))
        self.check("DELEGATION epoch-superseded", "verify", world.offer(epoch=2, sequence=2))
        self.assertFalse(self.ask("lookup", agent=agent(ROOT)).output.entry.living)
        self.check("ACCEPT", "verify", world.retire())
        self.check("ACCEPT", "apply", world.offer(epoch=3))
        self.check("ACCEPT", "observe", world.retire())
        self.assertFalse(self.ask("lookup", agent=agent(ROOT)).output.entry.living)
        self.check("DELEGATION issuer-retired", "verify", world.offer(epoch=4))
        self.check("ACCEPT", "observe", world.retire())

    def test_lasts_a_week_at_most(self):
        for lifetime, expected in [
            (0, "SEMANTIC lifetime"),
            (1, "ACCEPT"),
            (WEEK, "ACCEPT"),
            (WEEK + 1, "SEMANTIC lifetime"),
        ]:
            grant = world.delegation()
            grant.header.expires_at_ms = NOW + lifetime
            self.check(expected, "observe", grant)


class Storing(Case):
    def entry(self, now=NOW, of=ROOT) -> driver.EntryInfo:
        answer = self.ask("lookup", now, agent=agent(of))
        self.assertEqual(world.outcome(answer), "ACCEPT")
        self.assertEqual(answer.output.WhichOneof("value"), "entry")
        return answer.output.entry

    def test_entry(self):
        offer = world.offer()
        self.assertEqual(self.entry(), driver.EntryInfo())
        self.check("ACCEPT", "apply", offer)
        info = {"living": True, "descriptor": object_id(offer), "epoch": 1}
        self.assertEqual(self.entry(), driver.EntryInfo(**info, expires_at_ms=NOW + TTL, sequence=1))
        self.assertTrue(self.entry(NOW + TTL + SKEW - 1).living)
        self.assertEqual(self.entry(NOW + TTL + SKEW), driver.EntryInfo())
        refresh = world.refresh(object_id(offer), expires=NOW + 1_000)
        self.check("ACCEPT", "apply", refresh)
        info |= {"refresh": object_id(refresh), "expires_at_ms": NOW + 1_000, "sequence": 2}
        self.assertEqual(self.entry(), driver.EntryInfo(**info))
        self.check("ACCEPT", "apply", world.withdrawal())
        self.assertEqual(self.entry(), driver.EntryInfo())

    def test_replay(self):
        self.check("ACCEPT", "apply", world.offer(sequence=5))
        self.check("REPLAY duplicate", "apply", world.offer(sequence=5))
        self.check("REPLAY sequence-lower", "apply", world.offer(sequence=4))
        self.check("ACCEPT", "apply", world.offer(epoch=2, sequence=1))
        kept_until = NOW + TTL + MARK_KEPT
        old = world.offer(epoch=2, sequence=1, head={"issued_at_ms": kept_until - SKEW})
        self.check("REPLAY equivocation", "apply", old, now=kept_until - 1)
        self.check("REPLAY epoch-quarantined", "apply", old, now=kept_until - 1)
        self.check("ACCEPT", "apply", old, now=kept_until)

    def test_refresh(self):
        offer = world.offer()
        self.check("CHAIN refresh-of-the-dead", "apply", world.refresh(object_id(offer)))
        self.check("ACCEPT", "apply", offer)
        self.check("CHAIN refresh-of-the-dead", "apply", world.refresh(bytes(32)))
        self.check("CHAIN refresh-foreign", "apply", world.refresh(object_id(offer), issuer=OTHER), by=OTHER)
        self.check("CHAIN refresh-exceeds", "apply", world.refresh(object_id(offer), expires=NOW + TTL + 1))
        self.check("CHAIN refresh-exceeds", "apply", world.refresh(object_id(offer), epoch=2))
        self.check("ACCEPT", "apply", world.refresh(object_id(offer)))

    def test_room(self):
        self.begin(store_capacity=1)
        self.check("ACCEPT", "apply", world.offer())
        newcomer = world.offer(OTHER, head={"issued_at_ms": NOW + TTL + MARK_KEPT})
        self.check("POLICY store-full", "apply", world.offer(OTHER), by=OTHER)
        self.check("ACCEPT", "apply", world.offer(sequence=2))
        self.check("POLICY store-full", "apply", newcomer, by=OTHER, now=NOW + TTL + MARK_KEPT - 1)
        self.check("ACCEPT", "apply", newcomer, by=OTHER, now=NOW + TTL + MARK_KEPT)

    def test_equivocation(self):
        one, two = world.offer(), world.withdrawal(sequence=1)
        self.check("ACCEPT", "apply", one)
        proof = self.check("REPLAY equivocation", "apply", two).output.data
        self.assertFalse(self.entry().living)
        self.check("REPLAY epoch-quarantined", "apply", world.offer(sequence=9))
        self.check("ACCEPT", "apply", world.offer(epoch=2))

        def outcome(proof):
            return world.outcome(self.ask("check_equivocation", proof=proof))

        def pair(*members):
            bundles = [wire.Bundle.FromString(bundle(message, by)) for message, by in members]
            return encode(descriptor.EquivocationProof(first=bundles[0], second=bundles[1]))

        low, high = sorted([one, two], key=object_id)
        self.assertEqual(proof, pair((low, ROOT), (high, ROOT)))
        self.assertEqual(outcome(proof), "ACCEPT")
        self.assertEqual(outcome(pair((high, ROOT), (low, ROOT))), "CHAIN member-order")
        self.assertEqual(outcome(pair((one, ROOT), (one, ROOT))), "CHAIN member-order")
        self.assertEqual(outcome(pair((one, ROOT), (world.offer(OTHER), OTHER))), "CHAIN members-differ-in-issuer")
        self.assertEqual(
            outcome(pair((one, ROOT), (world.offer(sequence=2), ROOT))), "CHAIN members-differ-in-sequence"
        )
        self.assertEqual(outcome(pair((one, ROOT), (world.retire(), ROOT))), "CHAIN member-invalid")
        self.assertEqual(outcome(bytes(524_289)), "SIZE input-size")
        self.assertEqual(outcome(b""), "ENCODING field-missing")


class Envelopes(Case):
    def test_operations(self):
        pae = self.ask("pae", payload_type="é", payload=b"\0x").output.data
        self.assertEqual(pae, "DSSEv1 2 é 2 \0x".encode())
        envelope = self.ask("sign", secret_seed=world.seed(0), payload_type='"\x01\u2028', payload=b"?").output.data
        text = self.ask("dsse_json", envelope=envelope).output.text
        self.assertTrue(
            text.startswith('{"payload":"Pw==","payloadType":"\\"\\u0001\u2028","signatures":[{"keyid":"did:')
        )
        self.assertEqual(json.loads(text)["payloadType"], '"\x01\u2028')
        self.assertEqual(len(self.ask("object_id", envelope=envelope).output.data), 32)
        self.assertEqual(world.outcome(self.ask("object_id", envelope=bytes(1_048_577))), "SIZE input-size")
        self.assertEqual(world.outcome(self.ask("dsse_json", envelope=b"\x0a\x01x")), "ENCODING field-missing")


class AnyBytes(Case):
    def test_are_refused(self):
        draw = random.Random(1)
        grant = world.delegation()
        good = bundle(world.offer(head={"delegation": object_id(grant)}), by=OPERATIONAL, proofs=[grant])
        for _ in range(2_000):
            data = bytearray(good)
            for _ in range(draw.randint(1, 3)):
                at = draw.randrange(len(data))
                data[at : at + draw.randint(0, 2)] = draw.randbytes(draw.randint(0, 2))
            if data == good:
                continue
            answer = self.ask("verify", payload_type=world.payload_type(world.offer()), bundle=bytes(data))
            self.assertEqual(answer.verdict, driver.VERDICT_REJECT, data.hex())


class TheProcess(unittest.TestCase):
    def requests(self):
        return [
            driver.Request(token="hello", hello=driver.Hello(driver_versions=["1"])),
            world.request("begin", network_id=world.NETWORK),
            world.request("verify", payload_type=world.payload_type(world.offer()), bundle=bundle(world.offer())),
            driver.Request(token="none"),
        ]

    def run_peer(self, codec: str, data: bytes) -> bytes:
        run = subprocess.run([RUN], input=data, capture_output=True, env=os.environ | {"CASP_CODEC": codec}, check=True)
        self.assertEqual(run.stderr, b"")
        return run.stdout

    def check(self, responses):
        self.assertEqual([response.token for response in responses], ["hello", "begin", "verify", "none"])
        self.assertEqual(list(responses[0].hello.capabilities), [*OPERATIONS, "codes"])
        self.assertEqual(world.outcome(responses[1].answer), "ACCEPT")
        self.assertEqual(responses[2].answer.output.verified.object_id, object_id(world.offer()))
        self.assertEqual(responses[3].WhichOneof("outcome"), "unsupported")

    def test_speaks_binary(self):
        framed = [r.SerializeToString() for r in self.requests()]
        source = b"".join(len(data).to_bytes(4, "big") + data for data in framed)
        sink, responses = io.BytesIO(self.run_peer("binary", source)), []
        while prefix := sink.read(4):
            responses.append(driver.Response.FromString(sink.read(int.from_bytes(prefix, "big"))))
        self.check(responses)

    def test_speaks_json(self):
        from google.protobuf import json_format

        lines = [json_format.MessageToJson(request, indent=None) + "\n" for request in self.requests()]
        sink = self.run_peer("json", "".join(lines).encode())
        self.check([json_format.Parse(line, driver.Response()) for line in sink.splitlines()])
