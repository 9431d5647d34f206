"""SPEC.md sections 17.1, 17.4 and 17.5."""

import hashlib
import random
import time
import unittest

from casp_peer import tree
from casp_peer.canonical import encode
from casp_peer.schema import descriptor, driver, evidence, task
from casp_peer.schema import envelope as wire

from . import deal, rfc9162, world
from .deal import ALLOWED, DEADLINE, HOUR, KEY, PROVIDER, REQUESTER, SESSION, THIRD
from .world import NOW, agent, object_id



class Packages(unittest.TestCase):
    """A package that has everything, and what becomes of it when one part is another."""

    EVIDENCE = ["attestation", "tool-receipt", "trace"]

    def build(self, **change) -> dict[str, object]:
        """Statements by field; a change of one goes into those that follow."""
        terms = deal.terms(**{"evidence": self.EVIDENCE, "receipt_signers": [agent(THIRD)]} | change.get("terms", {}))
        self.offer = deal.offer(terms=terms, **change.get("offer", {}))
        self.quote = deal.quote(self.offer, **change.get("quote", {}))
        self.acceptance = deal.acceptance(self.quote, **change.get("acceptance", {}))
        self.request = deal.request(self.acceptance, **change.get("request", {}))
        steps = {}
        if change.get("committed"):
            self.prepared = deal.prepared(self.request, **change.get("prepared", {}))
            self.commit = deal.commit(self.prepared, **change.get("commit", {}))
            steps = {"prepared": self.prepared, "commit": self.commit}
        first = deal.receipt(self.acceptance)
        second = deal.receipt(
            self.acceptance,
            2,
            THIRD,
            signer_class=evidence.SIGNER_CLASS_ENDORSED_THIRD_PARTY,
            previous=[object_id(first)],
        )
        receipts = change.get("receipts", [first, second])
        events = change.get("events", deal.trace(4))
        root = rfc9162.root([encode(event) for event in events])
        fields = {"receipts": sorted(map(object_id, receipts)), "answer": b"4"}
        if events:
            fields["trace"] = task.TraceCommitment(session=SESSION, size=len(events), root=root)
        if steps:
            fields["commit"] = object_id(self.commit)
        self.result = deal.result(self.request, **fields | change.get("result", {}))
        contract = object_id(self.acceptance)
        checkpoints = [deal.checkpoint(self.root_of(events, size), size, contract) for size in (1, 3, 4)]
        return {
            "offer": self.offer,
            "quote": self.quote,
            "acceptance": self.acceptance,
            "request": self.request,
            "result": self.result,
            "ack": deal.ack(self.result, **change.get("ack", {})),
            "receipts": receipts,
            "events": events,
            "checkpoints": change.get("checkpoints", checkpoints),
            "attestations": change.get("attestations", [self.attestation(root if events else bytes(32))]),
            **steps,
        }

    def root_of(self, events, size):
        return rfc9162.root([encode(event) for event in events[:size]])

    def attestation(self, root, key=PROVIDER):
        bound = agent(key) + object_id(self.acceptance) + root
        binding = hashlib.sha256(b"casp/v1/attestation" + bound).digest()
        return evidence.AttestationEvidence(kind="tdx", key=agent(key), binding=binding, report=b"r")

    def pack(self, **parts) -> bytes:
        def packed(part):
            plain = (wire.Bundle, evidence.TraceEvent, evidence.AttestationEvidence)
            return part if isinstance(part, plain) else deal.bundle(part)

        fields = {
            name: [packed(p) for p in part] if isinstance(part, list) else packed(part) for name, part in parts.items()
        }
        return encode(evidence.EvidencePackage(**fields))

    def check(self, expected: str, faults: str, parts: dict, bilateral=False):
        """`faults` are members, and positions where there are several, such as `quote receipts.1`."""
        answer = world.ask_anew("check_package", package=self.pack(**parts))
        self.assertEqual(world.outcome(answer), expected)
        info = answer.output.package
        found = [f"{f.member}.{f.index}" if f.member[-1] == "s" else f.member for f in info.faults]
        self.assertEqual(" ".join(found), faults)
        self.assertEqual(info.bilateral, bilateral)

    def without(self, *names, **change):
        return {name: part for name, part in self.build(**change).items() if name not in names}

    def test_are_unilateral_or_bilateral(self):
        self.check("ACCEPT", "", self.build(), bilateral=True)
        self.check("ACCEPT", "", self.without("ack"))
        self.check("ACCEPT", "", self.without("checkpoints"), bilateral=True)
        empty = self.build(terms={"evidence": []}, receipts=[], events=[], checkpoints=[], attestations=[])
        self.check("ACCEPT", "", empty, bilateral=True)

    def test_hold_all_of_a_contract(self):
        def check(faults, *names):
            self.check("CHAIN package-members", faults, self.without(*names))

        check("acceptance", "acceptance")
        check("result", "result")
        check("offer", "offer")
        check("offer quote request", "offer", "quote", "request")
        check("offer quote acceptance request", "offer", "quote", "acceptance", "request")
        five = ("offer", "quote", "acceptance", "request", "result")
        checkpoints = "checkpoints.0 checkpoints.1 checkpoints.2"  # they name a contract
        check(f"ack receipts.0 receipts.1 {checkpoints} attestations.0", *five)
        self.check("CHAIN package-members", "events.0 checkpoints.0", {})
        self.check("CHAIN package-members", "events.0", {"checkpoints": [deal.checkpoint(b"r" * 32, 1)]})
        self.check("CHAIN package-members", "checkpoints.0", {"events": deal.trace(1)})

    def test_hold_a_trace_without_contract(self):
        events = deal.trace(3)

        def checkpoint(size, **fields):
            return deal.checkpoint(self.root_of(events, size), size, **fields)

        def check(expected, faults, *checkpoints, events=events):
            self.check(expected, faults, {"events": events, "checkpoints": list(checkpoints)})

        last = checkpoint(3)
        check("ACCEPT", "", checkpoint(1), last)
        check("CHAIN trace-size", "events.0", checkpoint(1), checkpoint(2))
        check("CHAIN trace-root", "events.0", deal.checkpoint(b"r" * 32, 3))
        check(
            "CHAIN checkpoint-foreign",
            "checkpoints.0 checkpoints.1",
            checkpoint(1, by=THIRD),
            checkpoint(2, session=b"s" * 16),
            last,
        )
        check("CHAIN checkpoint-foreign", "checkpoints.0", checkpoint(3, contract=b"c" * 32))
        check("CHAIN checkpoint-root", "checkpoints.0", deal.checkpoint(b"r" * 32, 1), last)
        check("CHAIN record-member", "checkpoints.1", checkpoint(1), deal.bundle(last, THIRD))
        check("CHAIN checkpoint-size", "checkpoints.1 checkpoints.2", checkpoint(3), checkpoint(2), last)

    def test_hold_a_contract_to_its_record(self):
        def early(issuer, to, after):
            return deal.head(issuer, to, NOW - ALLOWED + after)

        other = deal.head(THIRD, REQUESTER, NOW, HOUR)
        for expected, faults, change in [
            ("record-member", "offer", {"offer": {"header": deal.to_provider(audience=agent(REQUESTER))}}),
            ("record-member", "offer quote", {"terms": {"deadline_ms": NOW}}),
            ("party", "quote", {"quote": {"header": other}}),
            ("terms", "quote", {"quote": {"terms": deal.terms(capability_id="a.b")}}),
            ("names-another", "quote", {"quote": {"offer": b"x" * 32}}),
            ("record-lapsed", "quote", {"quote": {"header": deal.to_requester(NOW + HOUR)}}),
            ("party", "acceptance", {"acceptance": {"header": deal.head(THIRD, PROVIDER, NOW, HOUR)}}),
            ("names-another", "acceptance", {"acceptance": {"quote": b"x" * 32}}),
            ("record-lapsed", "acceptance", {"acceptance": {"header": deal.to_provider(NOW + HOUR + 1)}}),
            (
                "record-late",
                "acceptance",
                {"terms": {"deadline_ms": NOW + 10}, "acceptance": {"header": deal.to_provider(NOW + 11)}},
            ),
            ("party", "request", {"request": {"header": deal.head(THIRD, PROVIDER, NOW, HOUR)}}),
            ("input-mismatch", "request", {"request": {"input": deal.content(b"x")}}),
            ("names-another", "request ack", {"request": {"contract": b"x" * 32}}),
            # Before the acceptance's end, but not before the quote's.
            ("record-lapsed", "request", {"request": {"header": deal.to_provider(NOW + HOUR + 1)}}),
            (
                "record-late",
                "request",
                {"terms": {"deadline_ms": NOW + 10}, "request": {"header": deal.to_provider(NOW + 11)}},
            ),
            ("party", "result", {"result": {"header": deal.head(PROVIDER, THIRD, NOW + 6)}}),
            ("names-another", "result", {"result": {"contract": b"x" * 32}}),
            ("names-another", "result", {"result": {"request": b"x" * 32}}),
            ("evidence-missing", "result", {"result": {"receipts": []}}),
            ("output-media-type", "result", {"result": {"output": deal.content(b"4", "a/b")}}),
            (
                "record-late",
                "result",
                {"result": {"header": deal.head(PROVIDER, REQUESTER, NOW + 99)}, "terms": {"deadline_ms": NOW + 98}},
            ),
            ("party", "ack", {"ack": {"header": deal.head(THIRD, PROVIDER, NOW + 6)}}),
            ("names-another", "ack", {"ack": {"result": b"x" * 32}}),
            ("names-another", "ack", {"ack": {"contract": b"x" * 32}}),
            ("before-antecedent", "quote", {"quote": {"header": deal.to_requester(NOW - ALLOWED - 1)}}),
            ("before-antecedent", "acceptance", {"acceptance": {"header": deal.to_provider(NOW - ALLOWED)}}),
            ("before-antecedent", "request", {"request": {"header": deal.to_provider(NOW - ALLOWED + 1)}}),
            ("before-antecedent", "result", {"result": {"header": early(PROVIDER, REQUESTER, 2)}}),
            ("before-antecedent", "ack", {"ack": {"header": early(REQUESTER, PROVIDER, 5)}}),
            (
                "before-antecedent",
                "result",
                {
                    "acceptance": {"header": deal.to_provider(NOW - 9)},
                    "request": {"header": deal.to_provider(NOW)},
                    "result": {"header": early(PROVIDER, REQUESTER, -1)},
                },
            ),
            (
                "before-antecedent",
                "ack",
                {
                    "result": {"header": deal.head(PROVIDER, REQUESTER, NOW)},
                    "ack": {"header": early(REQUESTER, PROVIDER, 1)},
                },
            ),
            # Of two rules that do not hold, the one that is listed first.
            (
                "names-another",
                "acceptance",
                {"acceptance": {"quote": b"x" * 32, "header": deal.to_provider(NOW - ALLOWED)}},
            ),
        ]:
            with self.subTest(expected, **change):
                self.check(f"CHAIN {expected}", faults, self.build(**change))

    IRREVERSIBLE = {"committed": True, "terms": {"side_effect": descriptor.SIDE_EFFECT_IRREVERSIBLE}}

    def test_hold_a_commit_to_its_record(self):
        self.check("ACCEPT", "", self.build(**self.IRREVERSIBLE), bilateral=True)
        at_end = {"header": deal.to_provider(NOW + 4 + HOUR)}
        over = {"header": deal.head(PROVIDER, REQUESTER, NOW + 5 + HOUR)}
        acknowledged = {"header": deal.head(REQUESTER, PROVIDER, NOW + 6 + HOUR)}
        contract = self.contract()
        late = {"side_effect": descriptor.SIDE_EFFECT_IRREVERSIBLE, "deadline_ms": NOW + 6}
        for expected, faults, change in [
            ("record-member", "prepared", {"prepared": {"plan": deal.content(b"x", size_bytes=2)}}),
            ("record-member", "commit", {"commit": {"header": deal.to_provider(NOW + 5, expires_at_ms=NOW + 5)}}),
            ("party", "prepared", {"prepared": {"header": deal.to_provider(NOW + 4)}}),
            (
                "names-another",
                "prepared",
                {"prepared": {"contract": b"x" * 32}, "commit": {"contract": contract}},
            ),
            ("names-another", "prepared", {"prepared": {"request": b"x" * 32}}),
            ("before-antecedent", "prepared", {"prepared": {"header": deal.to_requester(NOW + 2 - ALLOWED)}}),
            ("prepared-needless", "prepared", {"terms": {}}),
            ("record-late", "prepared", {"terms": late, "prepared": {"header": deal.to_requester(NOW + 7)}}),
            ("party", "commit", {"commit": {"header": deal.to_requester(NOW + 5)}}),
            ("names-another", "commit", {"commit": {"contract": b"x" * 32}}),
            ("names-another", "commit", {"commit": {"prepared": b"x" * 32}}),
            ("before-antecedent", "commit", {"commit": {"header": deal.to_provider(NOW + 3 - ALLOWED)}}),
            ("record-lapsed", "commit", {"commit": at_end, "result": over, "ack": acknowledged}),
            ("record-late", "commit", {"terms": late, "commit": {"header": deal.to_provider(NOW + 7)}}),
            ("names-another", "result", {"result": {"commit": b"x" * 32}}),
            ("commit-missing", "result", {"result": {"commit": b""}}),
            ("before-antecedent", "result", {"commit": {"header": deal.to_provider(NOW + 7 + ALLOWED)}}),
        ]:
            with self.subTest(expected, **change):
                self.check(f"CHAIN {expected}", faults, self.build(**self.IRREVERSIBLE | change))
        last = {"commit": {"header": deal.to_provider(NOW + 6 + ALLOWED)}}
        self.check("ACCEPT", "", self.build(**self.IRREVERSIBLE | last), bilateral=True)

    def contract(self) -> bytes:
        self.build(**self.IRREVERSIBLE)
        return object_id(self.acceptance)

    def test_hold_the_commit_that_the_result_names(self):
        parts = self.build(**self.IRREVERSIBLE)

        def check(expected, faults, *names):
            self.check(expected, faults, {name: part for name, part in parts.items() if name not in names})

        check("CHAIN package-commit", "commit", "commit")
        check("CHAIN package-commit", "commit", "commit", "prepared")
        check("CHAIN package-commit", "prepared", "prepared")
        five = ("offer", "quote", "acceptance", "request", "result")
        checkpoints = "checkpoints.0 checkpoints.1 checkpoints.2"  # they name a contract
        faults = f"ack receipts.0 receipts.1 {checkpoints} attestations.0 prepared commit"
        check("CHAIN package-members", faults, *five)
        # A member with a fault is asked for nothing more.
        broken = {"commit": deal.bundle(parts["commit"], THIRD)}
        self.check("CHAIN record-member", "commit", parts | broken)
        del parts["prepared"]
        self.check("CHAIN record-member", "commit", parts | broken)
        # Both can be there without an effect, and a prepared statement without a commit.
        failed = {"status": task.TASK_STATUS_FAILED, "output": None, "commit": b""}
        parts = self.build(**self.IRREVERSIBLE, result=failed)
        self.check("ACCEPT", "", parts, bilateral=True)
        check("ACCEPT", "", "commit", "ack")
        check("ACCEPT", "", "commit", "prepared", "ack")
        check("CHAIN package-commit", "prepared", "prepared")

    def test_hold_what_was_done_within_the_contract(self):
        accepted = NOW + 1_000_000
        earliest, latest = accepted - 2 * ALLOWED, DEADLINE + ALLOWED

        def build(**change):
            """A contract whose receipt began and whose checkpoints are dated `earliest`, or otherwise."""
            agreed = {"acceptance": {"header": deal.to_provider(accepted)}}
            agreed["request"] = {"header": deal.to_provider(accepted)}
            result = {"header": deal.head(PROVIDER, REQUESTER, accepted)}
            ack = {"header": deal.head(REQUESTER, PROVIDER, change.get("ack", accepted))}
            self.build(**agreed)
            ended = change.get("receipt", earliest + 2)
            receipts = [deal.receipt(self.acceptance, at=ended, started_at_ms=change.get("started", earliest))]
            events = deal.trace(2)
            at = change.get("checkpoint", earliest)
            contract = object_id(self.acceptance)
            checkpoints = [deal.checkpoint(self.root_of(events, size), size, contract, at=at) for size in (1, 2)]
            parts = {"receipts": receipts, "events": events, "checkpoints": checkpoints}
            return self.build(**agreed, **parts, result=result, ack=ack)

        checkpoints = "checkpoints.0 checkpoints.1"
        for faults, change in [
            ("receipts.0", {"started": earliest - 1}),
            ("receipts.0", {"receipt": latest + 1}),
            (checkpoints, {"checkpoint": earliest - 1}),
            (checkpoints, {"checkpoint": latest + 1}),
        ]:
            with self.subTest(faults, **change):
                self.check("CHAIN outside-window", faults, build(**change))
        for change in ({}, {"receipt": latest, "checkpoint": latest}, {"ack": DEADLINE + 365 * 24 * HOUR}):
            self.check("ACCEPT", "", build(**change), bilateral=True)

    def test_hold_a_trace_without_contract_at_any_time(self):
        events = deal.trace(1)
        last = deal.checkpoint(self.root_of(events, 1), 1, at=1)
        self.check("ACCEPT", "", {"events": events, "checkpoints": [last]})

    def test_are_judged_while_a_delegation_lived(self):
        for at, expected in [(NOW + 1_000, "ACCEPT"), (NOW + 1_001, "CHAIN record-member")]:
            parts = self.build(ack={"header": deal.head(REQUESTER, PROVIDER, at)})
            parts["ack"], grant = deal.delegated(parts["ack"], "task", life=1_000)
            parts["ack"] = deal.bundle(parts["ack"], KEY, [grant])
            accepted = expected == "ACCEPT"
            self.check(expected, "" if accepted else "ack", parts, bilateral=accepted)

    def test_are_judged_whole_although_a_part_of_the_contract_is_not_there(self):
        # REC-1 reads nothing.
        parts = self.without("acceptance")
        broken = [deal.bundle(message, KEY) for message in parts["checkpoints"]]
        faults = "acceptance checkpoints.0 checkpoints.1 checkpoints.2"
        self.check("CHAIN package-members", faults, parts | {"checkpoints": broken})

    def test_hold_what_was_agreed(self):
        self.check("CHAIN attestation-missing", "attestations.0", self.build(attestations=[]))
        failed = {"status": task.TASK_STATUS_FAILED, "output": None}
        self.check("ACCEPT", "", self.build(attestations=[], result=failed), bilateral=True)

    def test_bind_attestations(self):
        parts = self.build()
        good = parts["attestations"][0]
        other = evidence.AttestationEvidence(kind="tdx", key=agent(KEY), binding=good.binding, report=b"r")
        self.check("ATTESTATION attestation-key", "attestations.1", parts | {"attestations": [good, other]})
        wrong = evidence.AttestationEvidence(kind="tdx", key=agent(PROVIDER), binding=b"b" * 32, report=b"r")
        self.check("ATTESTATION attestation-binding", "attestations.0", parts | {"attestations": [wrong]})
        # CHAIN counts before ATTESTATION, whatever was found first.
        faulty = {"attestations": [wrong], "checkpoints": [deal.checkpoint(b"r" * 32, 1)]}
        self.check("CHAIN checkpoint-foreign", "checkpoints.0 attestations.0", parts | faulty)
        no_trace = {"terms": {"evidence": []}, "events": [], "checkpoints": []}
        self.check("ACCEPT", "", self.build(**no_trace), bilateral=True)

    def test_bind_attestations_to_the_keys_of_receipts(self):
        def receipt(**fields):
            return deal.receipt(self.acceptance, by=KEY, signer_class=evidence.SIGNER_CLASS_ATTESTED, **fields)

        parts = self.build()
        parts = self.build(receipts=[receipt()])
        self.check("CHAIN receipt-signer", "receipts.0", parts)
        root = self.result.trace.root
        keyed = parts | {"attestations": [self.attestation(root, KEY)]}
        self.check("ACCEPT", "", keyed, bilateral=True)
        # A receipt with faults still says whose key is attested, and the attestation still stands.
        broken = deal.bundle(receipt(contract=b"c" * 32))
        self.check("CHAIN receipt-contract", "result receipts.0", keyed | {"receipts": [broken]})
        broken.subject.signatures[0].sig = bytes(64)
        self.check("CHAIN record-member", "result receipts.0", keyed | {"receipts": [broken]})
        broken.subject.signatures[0].keyid = "did:key:none"
        self.check("CHAIN record-member", "result receipts.0 attestations.0", keyed | {"receipts": [broken]})

    def test_chain_receipts(self):
        self.build()
        third_party = evidence.SIGNER_CLASS_ENDORSED_THIRD_PARTY

        def receipt(seq=1, **fields):
            return deal.receipt(self.acceptance, seq, **fields)

        first = receipt()
        after = {"previous": [object_id(first)]}
        for expected, faults, receipts in [
            ("receipt-signer", "receipts.0", [receipt(by=THIRD)]),
            ("receipt-signer", "receipts.0", [receipt(signer_class=third_party)]),
            ("receipt-signer", "receipts.0", [receipt(by=KEY, signer_class=third_party)]),
            ("receipt-contract", "receipts.0", [receipt(contract=b"c" * 32)]),
            ("receipt-sequence", "receipts.0", [receipt(2)]),
            ("receipt-sequence", "receipts.1", [first, receipt(3, **after)]),
            ("receipt-previous", "receipts.0", [receipt(previous=[b"p" * 32])]),
            ("receipt-previous", "receipts.1", [first, receipt(2)]),
            ("receipt-previous", "receipts.1", [first, receipt(2, previous=[b"p" * 32])]),
            ("record-member", "receipts.0", [receipt(ended_at_ms=NOW + 5)]),
        ]:
            with self.subTest(expected, faults=faults):
                self.check(f"CHAIN {expected}", faults, self.build(receipts=receipts))
        # One that stands behind, and is named all the same.
        second = receipt(2, tool_version="behind")
        self.check(
            "CHAIN receipt-previous",
            "receipts.0 receipts.1",
            self.build(receipts=[receipt(previous=[object_id(second)]), second]),
        )
        parts = self.build()
        self.check("CHAIN receipt-missing", "result", parts | {"receipts": parts["receipts"][:1]})
        extra = receipt(3, previous=[object_id(first)])
        self.check("CHAIN receipt-extra", "receipts.2", parts | {"receipts": [*parts["receipts"], extra]})

    def test_keep_events_in_order(self):
        def check(expected, faults, *changes):
            events = deal.trace(4)
            for index, change in changes:
                for name, value in change.items():
                    setattr(events[index], name, value)
            self.check(expected, faults, self.build(events=events), bilateral=expected == "ACCEPT")

        check("CHAIN event-seq", "events.1", (1, {"seq": 3}))
        check("CHAIN event-salt", "events.2", (2, {"salt": bytes(16)}))
        check("CHAIN event-time", "events.2", (1, {"at_ms": NOW + 5}))
        check("CHAIN event-terminal", "events.0", (0, {"terminal": True}))
        check("CHAIN event-terminal", "events.3", (3, {"terminal": False}))
        check("CHAIN event-receipt", "events.3", (3, {"receipt": b"r" * 32}))
        receipt = object_id(self.build()["receipts"][1])
        check("ACCEPT", "", (3, {"receipt": receipt}))

    def test_hold_the_trace_that_was_committed(self):
        parts = self.build()
        self.check("CHAIN event-terminal", "events.2", parts | {"events": parts["events"][:3]})
        cut = deal.trace(3)
        self.check("CHAIN trace-size", "events.0", parts | {"events": cut})
        self.check("CHAIN trace-size", "events.0", parts | {"events": []})
        other = deal.trace(4)
        other[0].data = b"y"
        self.check("CHAIN trace-root", "events.0", parts | {"events": other})
        none = {"terms": {"evidence": []}, "result": {"trace": None}, "attestations": []}
        self.check("CHAIN trace-size", "events.0", self.build(**none))
        self.check(
            "CHAIN checkpoint-foreign",
            "checkpoints.0",
            self.build(**none) | {"events": [], "checkpoints": parts["checkpoints"][:1]},
        )

    def test_hold_checkpoints_to_the_trace(self):
        parts = self.build()
        contract, events = object_id(self.acceptance), parts["events"]

        def checkpoint(size, **fields):
            return deal.checkpoint(self.root_of(events, size), size, **{"contract": contract} | fields)

        one, three, four = parts["checkpoints"]
        for expected, faults, checkpoints in [
            ("foreign", "checkpoints.0", [checkpoint(1, by=THIRD), three]),
            ("foreign", "checkpoints.0", [checkpoint(1, contract=b""), three]),
            ("foreign", "checkpoints.1", [one, checkpoint(3, session=b"s" * 16)]),
            ("size", "checkpoints.1", [three, one, four]),
            ("size", "checkpoints.1", [three, three, four]),
            ("size", "checkpoints.2", [one, four, deal.checkpoint(self.root_of(events, 4), 5, contract)]),
            ("root", "checkpoints.1", [one, deal.checkpoint(b"r" * 32, 3, contract), three]),
        ]:
            with self.subTest(expected, faults=faults):
                self.check(f"CHAIN checkpoint-{expected}", faults, parts | {"checkpoints": checkpoints})

    def test_are_refused_as_bytes(self):
        for data, expected in [
            (bytes(8_388_609), "SIZE input-size"),
            (b"\x0a\x00", "ENCODING field-missing"),
            (b"\x42\x00" * 65_537, "ENCODING item-count"),
            (b"\x42\x00" * 2**22, "ENCODING item-count"),
            (b"\x58\x00" * 2**22, "ENCODING not-canonical"),
        ]:
            began = time.process_time()
            answer = world.ask_anew("check_package", package=data)
            self.assertEqual(world.outcome(answer), expected)
            self.assertFalse(answer.HasField("output"))
            self.assertLess(time.process_time() - began, 3)

    def test_are_noticed_when_anything_changes(self):
        # Nothing binds an attestation's report: that is for verifiers of its kind.
        good = self.pack(**self.build(terms={"evidence": []}, attestations=[]))
        draw = random.Random(1)
        for _ in range(1_000):
            data = bytearray(good)
            for _ in range(draw.randint(1, 3)):
                at = draw.randrange(len(data))
                data[at : at + draw.randint(0, 2)] = draw.randbytes(draw.randint(0, 2))
            if data != good:
                answer = world.ask_anew("check_package", package=bytes(data))
                self.assertEqual(answer.verdict, driver.VERDICT_REJECT, data.hex())

    def test_take_no_long_time(self):
        events = [
            evidence.TraceEvent(seq=n, salt=b"s" * 16, at_ms=NOW, kind="note", data=b"d" * 60, terminal=n == 65_536)
            for n in range(1, 65_537)
        ]
        whole = tree.Tree(map(encode, events))
        checkpoints = [deal.checkpoint(whole.root(size), size) for size in range(65_536 - 63, 65_537)]
        began = time.process_time()
        self.check("ACCEPT", "", {"events": events, "checkpoints": checkpoints})
        self.assertLess(time.process_time() - began, 8)
