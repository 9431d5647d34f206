"""SPEC.md sections 20.2 to 20.4."""

import hashlib
import random
import time
import unittest

from casp_peer import canaries, tree
from casp_peer.canonical import encode
from casp_peer.content import content_digest
from casp_peer.driver import Peer
from casp_peer.schema import canary, descriptor, dispute, driver, evidence, task
from casp_peer.schema import envelope as wire

from . import deal, world
from .deal import ALLOWED, DEADLINE, HOUR, KEY, PROVIDER, REQUESTER, SESSION, THIRD
from .world import NOW, agent, object_id

R, P = "requester", "provider"
PARTIES = {agent(REQUESTER): R, agent(PROVIDER): P}
JSON = "application/json"


def by_id(*messages) -> list:
    return sorted(messages, key=object_id)


class Case(unittest.TestCase):
    """A bundle of a task that went well, and what is judged when one part is another."""

    def build(self, **change) -> dict:
        """A change of one goes into those that follow; None leaves it out."""

        def made(name, make, *antecedents):
            fields = change.get(name, {})
            message = make(*antecedents, **fields or {})
            self.made[name] = message
            if fields is not None:
                parts[name] = message
            return message

        self.made, parts = {}, {}
        terms = change.get("terms", {"side_effect": descriptor.SIDE_EFFECT_IRREVERSIBLE})
        change["offer"] = {"terms": deal.terms(**terms)} | change.get("offer", {})
        offer = made("offer", deal.offer)
        quote = made("quote", deal.quote, offer)
        acceptance = made("acceptance", deal.acceptance, quote)
        request = made("request", deal.request, acceptance)
        irreversible = quote.terms.side_effect == descriptor.SIDE_EFFECT_IRREVERSIBLE
        committed = {}
        if irreversible or "prepared" in change:
            prepared = made("prepared", deal.prepared, request)
            commit = made("commit", deal.commit, prepared)
            committed = {"commit": object_id(commit)}
        if change.get("result", {}) is not None:
            change["result"] = committed | change.get("result", {})
        result = made("result", deal.result, request)
        made("ack", deal.ack, result)
        return parts

    def answer(self, peer: Peer | None = None, **parts) -> driver.Answer:
        def packed(part):
            return part if isinstance(part, PLAIN) else deal.bundle(part)

        fields = {n: [packed(p) for p in part] if isinstance(part, list) else packed(part) for n, part in parts.items()}
        data = encode(dispute.DisputeBundle(**fields))
        if peer is None:
            return world.ask_anew("judge", bundle=data)
        return world.ask(peer, "judge", bundle=data)

    def refuse(self, expected: str, **parts):
        answer = self.answer(**parts)
        self.assertEqual(world.outcome(answer), f"CHAIN dispute-{expected}")
        self.assertFalse(answer.HasField("output"))

    def judge(self, findings: str = "", unresolved: str = "", **parts):
        """Findings are such as `provider result.0 CTR-13`, with semicolons between."""
        answer = self.answer(**parts)
        self.assertEqual(world.outcome(answer), "ACCEPT")
        judged = answer.output.judgement
        found = [f"{PARTIES[f.party]} {f.member}.{f.index} {f.rule}" for f in judged.findings]
        self.assertEqual("; ".join(found), findings)
        self.assertEqual(" ".join(judged.unresolved), unresolved)


PLAIN = (
    wire.Bundle,
    evidence.TraceEvent,
    evidence.AttestationEvidence,
    evidence.ForkProof,
    descriptor.EquivocationProof,
)


class Bundles(Case):
    def test_are_of_one_contract(self):
        self.judge(**self.build())
        for change in [
            {"quote": {"header": deal.head(THIRD, REQUESTER, NOW, HOUR)}},
            {"quote": {"offer": b"x" * 32}},
            {"acceptance": {"quote": b"x" * 32}},
            {"acceptance": {"header": deal.head(REQUESTER, THIRD, NOW, HOUR)}},
            {"terms": {"deadline_ms": NOW}},
        ]:
            self.refuse("contract", **self.build(**change))
        parts = self.build()
        for name in ("offer", "quote", "acceptance"):
            self.refuse("contract", **parts | {name: deal.bundle(parts[name], THIRD)})

    def test_hold_what_belongs_to_the_contract(self):
        parts = self.build()
        accepted, result = self.made["acceptance"], self.made["result"]
        parts |= {
            "cancel": deal.cancel(accepted),
            "events": [deal.event(accepted), deal.event(accepted, 2)],
            "reports": [deal.report(accepted, result), deal.report(accepted, result, PROVIDER)],
        }
        self.judge(**parts)
        for name in ("request", "prepared", "commit", "cancel", "result", "ack"):
            self.refuse("member", **parts | {name: deal.bundle(parts[name], THIRD)})
            stray = type(parts[name]).FromString(encode(parts[name]))
            stray.contract = b"x" * 32
            self.refuse("member", **parts | {name: stray})
        for name in ("events", "reports"):
            self.refuse("member", **parts | {name: [deal.bundle(parts[name][0], THIRD)]})
            stray = type(parts[name][0]).FromString(encode(parts[name][0]))
            stray.contract = b"x" * 32
            self.refuse("member", **parts | {name: [stray]})
        self.refuse("member", **parts | {"events": parts["events"][::-1]})
        self.refuse("member", **parts | {"events": [deal.event(accepted), deal.event(accepted, note="other")]})
        self.refuse("member", **parts | {"reports": parts["reports"][::-1]})
        self.refuse("member", **parts | {"reports": parts["reports"][:1] * 2})
        self.refuse("member", **parts | {"reports": [deal.report(accepted, result, THIRD)]})
        self.refuse("member", **parts | {"reports": [deal.report(accepted, result, subject=agent(THIRD))]})
        self.refuse("member", **parts | {"events": [deal.event(accepted, header=deal.head(REQUESTER, PROVIDER))]})
        self.judge(**parts | {"reports": parts["reports"][1:]})

    def test_hold_what_their_members_name(self):
        for name, change in [
            ("prepared", {"request": b"x" * 32}),
            ("commit", {"prepared": b"x" * 32}),
            ("result", {"request": b"x" * 32}),
            ("result", {"commit": b"x" * 32}),
            ("ack", {"result": b"x" * 32}),
        ]:
            self.refuse("member", **self.build(**{name: change}))
        # Nobody asks for what is not there.
        open_ones = "not-delivered"
        lone = {"request": None, "result": None, "ack": None}
        self.judge(unresolved="not-requested", **self.build(**lone, prepared={"request": b"x" * 32}))
        alone = self.build(result=None, ack={"result": b"x" * 32}, prepared=None, commit={"prepared": b"x" * 32})
        self.judge(unresolved=open_ones, **alone)
        parts = self.build()
        reported = deal.report(self.made["acceptance"], None, result=b"x" * 32, outcome=task.OUTCOME_GOOD)
        self.refuse("member", **parts, reports=[reported])
        del parts["result"], parts["ack"]
        self.judge(unresolved=open_ones, **parts, reports=[reported])
        reported = deal.report(self.made["acceptance"], self.made["result"], verdict=b"v" * 32)
        self.judge(unresolved=open_ones, **parts, reports=[reported])

    def test_hold_second_statements(self):
        parts = self.build()
        made = self.made
        accepted, event = made["acceptance"], deal.event(made["acceptance"])
        report, reply = (deal.report(accepted, made["result"], by) for by in (REQUESTER, PROVIDER))
        parts |= {"cancel": deal.cancel(accepted), "events": [event], "reports": [report, reply]}
        to_provider, to_requester = deal.to_provider(NOW + 9), deal.to_requester(NOW + 9)
        seconds = {
            "quote": deal.quote(made["offer"], to_requester),
            "acceptance": deal.acceptance(made["quote"], to_provider),
            "request": deal.request(accepted, deal.to_provider(NOW + 10)),
            "prepared": deal.prepared(made["request"], deal.to_requester(NOW + 11)),
            "commit": deal.commit(made["prepared"], deal.to_provider(NOW + 11)),
            "cancel": deal.cancel(accepted, deal.to_provider(NOW + 12)),
            "result": deal.result(made["request"], answer=b"5"),
            "ack": deal.ack(made["result"], deal.head(REQUESTER, PROVIDER, NOW + 9)),
            "events": deal.event(accepted, note="other"),
            "reports": deal.report(accepted, made["result"], outcome=task.OUTCOME_BAD),
        }
        for name, second in seconds.items():
            party = PARTIES[second.header.issuer]
            self.judge(f"{party} seconds.0 CTR-5", **parts, seconds=[second])
            if name not in ("quote", "acceptance"):
                self.refuse("second", **{n: p for n, p in parts.items() if n != name}, seconds=[second])
            self.refuse("second", **parts, seconds=[deal.bundle(second, THIRD)])
        every = by_id(*seconds.values())
        found = [f"{PARTIES[second.header.issuer]} seconds.{index} CTR-5" for index, second in enumerate(every)]
        self.judge("; ".join(found), **parts, seconds=every)
        self.refuse("second", **parts, seconds=every[::-1])
        self.refuse("second", **parts, seconds=every[:1] * 2)
        for second in [
            made["result"],
            made["quote"],
            event,
            deal.event(accepted, 2),
            deal.offer(deal.to_provider(NOW + 9)),
            deal.receipt(accepted),
            deal.quote(made["offer"], to_requester, offer=b"x" * 32),
            deal.quote(made["offer"], deal.head(THIRD, REQUESTER, NOW, HOUR)),
            deal.acceptance(made["quote"], to_provider, quote=b"x" * 32),
            deal.result(made["request"], contract=b"x" * 32),
            deal.report(accepted, made["result"], THIRD),
        ]:
            self.refuse("second", **parts, seconds=[second])
        self.refuse("second", **parts | {"reports": [report]}, seconds=[reply])

    def fork(self, contract: bytes, by: int = PROVIDER) -> evidence.ForkProof:
        first, second = by_id(*(deal.checkpoint(root * 32, 1, contract, by) for root in (b"a", b"b")))
        return evidence.ForkProof(first=deal.bundle(first), second=deal.bundle(second))

    def equivocation(self, by: int = PROVIDER) -> descriptor.EquivocationProof:
        one, other = by_id(world.offer(by), world.offer(by, ttl_ms=world.TTL - 1))
        return descriptor.EquivocationProof(first=deal.bundle(one), second=deal.bundle(other))

    def test_hold_proofs_against_the_provider(self):
        parts = self.build()
        contract = object_id(self.made["acceptance"])
        fork, equivocation = self.fork(contract), self.equivocation()
        found = "provider forks.0 FRK-3; provider forks.1 FRK-3; provider equivocations.0 SST-4"
        self.judge(found, **parts, forks=[fork, fork], equivocations=[equivocation])
        self.refuse("proof", **parts, forks=[self.fork(b"")])
        self.refuse("proof", **parts, forks=[self.fork(b"x" * 32)])
        self.refuse("proof", **parts, forks=[self.fork(contract, THIRD)])
        self.refuse("proof", **parts, forks=[evidence.ForkProof(first=fork.second, second=fork.first)])
        self.refuse("proof", **parts, equivocations=[self.equivocation(REQUESTER)])
        swapped = descriptor.EquivocationProof(first=equivocation.second, second=equivocation.first)
        self.refuse("proof", **parts, equivocations=[swapped])

    def test_are_judged_in_order(self):
        """Of DSP-1 to DSP-4 the first that does not hold is reported."""
        parts = self.build() | {"forks": [self.fork(b"")]}
        self.refuse("proof", **parts)
        parts["seconds"] = [self.made["result"]]
        self.refuse("second", **parts)
        parts["ack"] = deal.bundle(parts["ack"], THIRD)
        self.refuse("member", **parts)
        parts["quote"] = deal.bundle(parts["quote"], THIRD)
        self.refuse("contract", **parts)

    def test_are_judged_alike_by_everyone_at_any_time(self):
        parts = self.build(result={"commit": b""})
        due = world.outcome(self.answer(**parts)), self.answer(**parts).output
        for verifier in (REQUESTER, PROVIDER, THIRD):
            peer = Peer()
            world.ask(peer, "begin", network_id=world.NETWORK, verifier=agent(verifier))
            retired = world.retire()
            world.ask(peer, "observe", payload_type=world.payload_type(retired), bundle=world.bundle(retired))
            answer = self.answer(peer, **parts)
            self.assertEqual((world.outcome(answer), answer.output), due)
        peer = Peer()
        world.ask(peer, "begin", network_id="other")
        self.assertEqual(world.outcome(self.answer(peer, **parts)), "CHAIN dispute-contract")

    def test_are_refused_as_bytes(self):
        for data, expected in [
            (bytes(10_485_761), "SIZE input-size"),
            (b"", "ENCODING field-missing"),
            (b"\x0a\x00", "ENCODING field-missing"),
            (b"\x7a\x00" * 65_537, "ENCODING item-count"),
            (b"\x92\x01\x00" * 2**20, "ENCODING item-count"),
            (b"\xff" * 2**20, "ENCODING not-canonical"),
        ]:
            began = time.process_time()
            answer = world.ask_anew("judge", bundle=data)
            self.assertEqual(world.outcome(answer), expected)
            self.assertLess(time.process_time() - began, 3)

    def test_raise_nothing_whatever_changes(self):
        parts = self.build()
        accepted = self.made["acceptance"]
        parts |= {
            "events": [deal.event(accepted)],
            "reports": [deal.report(accepted, self.made["result"])],
            "receipts": [deal.receipt(accepted)],
            "trace": deal.trace(2),
            "seconds": [deal.result(self.made["request"], answer=b"5")],
        }

        def packed(part):
            return part if isinstance(part, PLAIN) else deal.bundle(part)

        fields = {n: [packed(p) for p in part] if isinstance(part, list) else packed(part) for n, part in parts.items()}
        good = encode(dispute.DisputeBundle(**fields))
        draw = random.Random(1)
        for _ in range(500):
            data = bytearray(good)
            for _ in range(draw.randint(1, 3)):
                at = draw.randrange(len(data))
                data[at : at + draw.randint(0, 2)] = draw.randbytes(draw.randint(0, 2))
            self.assertTrue(world.ask_anew("judge", bundle=bytes(data)).verdict)


class Findings(Case):
    def test_of_the_contract(self):
        for found, change in [
            ("provider quote.0 CTR-6", {"quote": {"terms": deal.irreversible(capability_version="1.0.1")}}),
            ("provider quote.0 CTR-17", {"quote": {"header": deal.to_requester(NOW - ALLOWED - 1)}}),
            (
                "provider quote.0 REC-2",
                {
                    "quote": {"header": deal.to_requester(NOW + HOUR)},
                    "acceptance": {"header": deal.to_provider(NOW + HOUR)},
                },
            ),
            ("requester acceptance.0 CTR-17", {"acceptance": {"header": deal.to_provider(NOW - ALLOWED)}}),
            ("requester acceptance.0 REC-2", {"acceptance": {"header": deal.to_provider(NOW + 1 + HOUR)}}),
        ]:
            parts = self.build(**change)
            # Alone, so that nothing follows from it.
            parts = {name: parts[name] for name in ("offer", "quote", "acceptance")}
            with self.subTest(found):
                self.judge(found, "not-requested", **parts)
        late = {"side_effect": descriptor.SIDE_EFFECT_IRREVERSIBLE, "deadline_ms": NOW + 3}
        parts = self.build(terms=late, acceptance={"header": deal.to_provider(NOW + 4)})
        parts = {name: parts[name] for name in ("offer", "quote", "acceptance")}
        self.judge("requester acceptance.0 REC-3", "not-requested", **parts)

    def test_are_all_that_there_are(self):
        """Each rule of a row is checked by itself."""
        header = deal.head(REQUESTER, PROVIDER, DEADLINE + 1, HOUR)
        failed = {"status": task.TASK_STATUS_FAILED, "output": None, "commit": b""}
        parts = self.build(
            request={"header": header, "input": deal.content(b"x")},
            result=failed | {"header": deal.head(PROVIDER, REQUESTER, NOW - ALLOWED)},
            prepared=None,
            commit=None,
            ack=None,
        )
        request = "requester request.0 CTR-8; requester request.0 REC-2; requester request.0 REC-3"
        result = "provider result.0 CTR-17"
        self.judge(f"{request}; {result}", "not-acknowledged", **parts)

    def test_of_what_follows_the_contract(self):
        irreversible = {"side_effect": descriptor.SIDE_EFFECT_IRREVERSIBLE}
        late = {"terms": irreversible | {"deadline_ms": NOW + 10}}
        none = {"request": None, "prepared": None, "commit": None, "result": None, "ack": None}
        undone, unasked = "not-delivered", "not-requested"

        def early(issuer, to, after):
            return {"header": deal.head(issuer, to, NOW - ALLOWED + after, HOUR)}

        def lasting(issuer, to, at):
            return {"header": deal.head(issuer, to, at)}

        for found, unresolved, change in [
            ("requester request.0 CTR-8", undone, {"request": {"input": deal.content(b"x")}}),
            ("requester request.0 CTR-17", undone, {"request": early(REQUESTER, PROVIDER, 1)}),
            ("requester request.0 REC-2", undone, {"request": {"header": deal.to_provider(NOW + 1 + HOUR)}}),
            ("requester request.0 REC-3", undone, late | {"request": {"header": deal.to_provider(NOW + 11)}}),
            ("provider prepared.0 CTR-17", unasked, {"prepared": early(PROVIDER, REQUESTER, 1)}),
            ("provider prepared.0 CTR-19", unasked, {"prepared": {}, "terms": {}}),
            ("provider prepared.0 REC-3", unasked, late | {"prepared": {"header": deal.to_requester(NOW + 11)}}),
            ("requester commit.0 CTR-17", unasked, {"commit": early(REQUESTER, PROVIDER, 1)}),
            ("requester commit.0 REC-3", unasked, late | {"commit": {"header": deal.to_provider(NOW + 11)}}),
            ("provider result.0 CTR-16", unasked, {"result": {"output": deal.content(b"4", "a/b")}}),
            ("provider result.0 CTR-17", unasked, {"result": lasting(PROVIDER, REQUESTER, NOW + 1 - ALLOWED)}),
            ("provider result.0 CTR-18", unasked, {"result": {"commit": b""}}),
            ("provider result.0 REC-3", unasked, late | {"result": lasting(PROVIDER, REQUESTER, NOW + 11)}),
            ("requester ack.0 CTR-17", unasked, {"ack": lasting(REQUESTER, PROVIDER, NOW + 1 - ALLOWED)}),
        ]:
            (name,) = set(change) - {"terms"}
            parts = self.build(**none | change)
            if name == "result":
                unresolved += " not-acknowledged"
            with self.subTest(found):
                self.judge(found, unresolved, **parts)
        lapsed = {"commit": {"header": deal.to_provider(NOW + 4 + HOUR)}}
        self.judge("requester commit.0 REC-2", unasked, **self.build(**none | lapsed | {"prepared": {}}))
        self.judge("", unasked, **self.build(**none | lapsed))
        self.build(**none)
        accepted = self.made["acceptance"]
        cancel = deal.cancel(accepted, deal.head(REQUESTER, PROVIDER, NOW + 1 - ALLOWED, HOUR))
        parts = self.build(**none)
        self.judge("requester cancel.0 CTR-17", unasked, **parts, cancel=cancel)
        early_event = deal.event(accepted, header=deal.head(PROVIDER, REQUESTER, NOW + 1 - ALLOWED))
        events = [early_event, deal.event(accepted, 2)]
        self.judge("provider events.0 CTR-17", unasked, **parts, events=events)
        events = [deal.event(accepted), deal.event(accepted, 2, deal.head(PROVIDER, REQUESTER, DEADLINE + 1))]
        self.judge("provider events.1 REC-3", unasked, **parts, events=events)

    def test_of_order_look_at_what_is_named_and_there(self):
        at = NOW + 5_000
        request = {"header": deal.to_provider(at)}

        def judge(name, found, leave_out, change):
            parts = self.build(request=request, **change)
            kept = {n: parts[n] for n in ("offer", "quote", "acceptance", name, *leave_out) if n in parts}
            answer = self.answer(**kept).output.judgement
            self.assertIn(found, [f"{f.member} {f.rule}" for f in answer.findings])
            del kept[leave_out[0]]
            answer = self.answer(**kept).output.judgement
            self.assertNotIn(found, [f"{f.member} {f.rule}" for f in answer.findings])

        early = deal.to_requester(at - ALLOWED - 1)
        judge("prepared", "prepared CTR-17", ["request"], {"prepared": {"header": early}})
        early_result = {"header": deal.head(PROVIDER, REQUESTER, at - ALLOWED - 1)}
        judge("result", "result CTR-17", ["request"], {"result": early_result})
        late = deal.to_provider(NOW + 50_000)
        judge("result", "result CTR-17", ["commit"], {"commit": {"header": late}})
        judge("ack", "ack CTR-17", ["result"], {"result": {"header": deal.head(PROVIDER, REQUESTER, NOW + 50_000)}})
        judge("commit", "commit CTR-17", ["prepared"], {"prepared": {"header": deal.to_requester(NOW + 50_000)}})

    def test_of_evidence_that_was_agreed(self):
        agreed = {"side_effect": descriptor.SIDE_EFFECT_NONE, "evidence": ["tool-receipt", "trace"]}
        self.judge("provider result.0 CTR-13", **self.build(terms=agreed))
        failed = {"status": task.TASK_STATUS_FAILED, "output": None}
        self.judge(**self.build(terms=agreed, result=failed))

    def test_of_reports(self):
        parts = self.build()
        accepted, result = self.made["acceptance"], self.made["result"]

        def check(found, *reports, unresolved="", parts=parts):
            self.judge(found, unresolved, **parts, reports=list(reports))

        check("", deal.report(accepted, result), deal.report(accepted, result, PROVIDER))
        # The ack is older than every report of NO_RESULT that can be.
        check("requester reports.0 CTR-20", deal.overdue(accepted))
        check("requester reports.0 CTR-15; requester reports.0 CTR-20", deal.overdue(accepted, at=DEADLINE))
        check("provider reports.0 CTR-15", deal.overdue(accepted, PROVIDER))
        early = [
            deal.report(accepted, result, by, header=deal.head(by, at=NOW + 5 - ALLOWED))
            for by in (REQUESTER, PROVIDER)
        ]
        check("requester reports.0 CTR-17; provider reports.1 CTR-17", *early)
        late = {"ack": {"header": deal.head(REQUESTER, PROVIDER, DEADLINE + 2)}}
        check("", deal.overdue(accepted), unresolved="delivery-disputed", parts=self.build(**late))
        undelivered = {name: part for name, part in parts.items() if name not in ("result", "ack")}
        check("", deal.overdue(accepted), unresolved="not-delivered", parts=undelivered)
        unacknowledged = {name: part for name, part in parts.items() if name != "ack"}
        both = "not-acknowledged delivery-disputed"
        check("", deal.overdue(accepted), unresolved=both, parts=unacknowledged)
        check("requester reports.0 CTR-15", deal.overdue(accepted, at=NOW + 9), unresolved=both, parts=unacknowledged)
        found = "provider reports.0 CTR-15"
        check(found, deal.overdue(accepted, PROVIDER), unresolved="not-acknowledged", parts=unacknowledged)
        check("", deal.report(accepted, result, outcome=task.OUTCOME_BAD), unresolved="opinion")
        named = deal.report(accepted, result, outcome=task.OUTCOME_BAD, verdict=b"v" * 32)
        check("", named)
        check("", named, deal.report(accepted, result, PROVIDER, outcome=task.OUTCOME_BAD), unresolved="opinion")

    def test_of_receipts_and_checkpoints(self):
        parts = self.build()
        accepted = self.made["acceptance"]
        first = deal.receipt(accepted)
        third_party = evidence.SIGNER_CLASS_ENDORSED_THIRD_PARTY
        lacking = "evidence-not-shown"

        def check(found, unresolved="", **evidence_parts):
            self.judge(found, unresolved, **parts | evidence_parts)

        # One that the result does not name, by the provider's own signature.
        check("provider receipts.0 RCP-6", receipts=[first])
        endorsed = deal.receipt(accepted, signer_class=third_party)
        check("provider receipts.0 RCP-2; provider receipts.0 RCP-6", receipts=[endorsed])
        early = deal.receipt(accepted, started_at_ms=NOW + 1 - 2 * ALLOWED)
        check("provider receipts.0 RCP-6; provider receipts.0 PKG-2", receipts=[early])
        late = deal.receipt(accepted, at=DEADLINE + ALLOWED + 1)
        check("provider receipts.0 RCP-6; provider receipts.0 PKG-2", receipts=[late])
        without = {name: part for name, part in parts.items() if name not in ("result", "ack")}
        self.judge("", "not-delivered", **without, receipts=[first])
        # Others' receipts, those of other contracts and broken ones are no finding, but the evidence has a fault.
        for receipt in (
            deal.receipt(accepted, by=THIRD),
            deal.receipt(accepted, contract=b"x" * 32),
            deal.bundle(first, THIRD),
            deal.receipt(accepted, by=KEY, signer_class=evidence.SIGNER_CLASS_ATTESTED),
        ):
            check("", lacking, receipts=[receipt])
        contract, root = object_id(accepted), b"r" * 32
        times = (NOW + 1 - 2 * ALLOWED, DEADLINE + ALLOWED + 1)
        early, late = (deal.checkpoint(root, 1, contract, at=at) for at in times)
        good = deal.checkpoint(root, 1, contract)
        found = "provider checkpoints.1 PKG-2; provider checkpoints.2 PKG-2"
        check(found, lacking, checkpoints=[good, early, late])
        check("provider checkpoints.0 PKG-2", checkpoints=[early])
        check("", lacking, checkpoints=[deal.checkpoint(root, 1, at=1), deal.bundle(early, THIRD)])
        check("", lacking, checkpoints=[deal.checkpoint(root, 1, contract, THIRD, at=1)])


class Canaries(Case):
    def canary(self, answer=None, said=None, agreed=True, **change) -> dict:
        """A bundle with a verdict; `answer` None is the right one, and `said` what the verdict says of it."""
        derived = canaries.derive(b"k" * 32, agent(PROVIDER), 7, "arithmetic-json")
        opening = canary.CanaryOpening(salt=derived.salt, canary=canary.Canary.FromString(derived.canary))
        for name, value in change.get("canary", {}).items():
            setattr(opening.canary, name, value)
        if change.get("by_hand"):
            opening.canary.ClearField("generator")
        right = opening.canary.oracle.json.encode()
        blind = hashlib.sha256(b"casp/v1/canary" + opening.salt + encode(opening.canary)).digest()
        families = ["canary/arithmetic-json"] if agreed else []
        terms = {"evidence": families, "output_media_type": JSON} | change.get("terms", {})
        parts = self.build(
            terms=terms,
            offer={"input_media_type": JSON, "input_bytes": len(derived.input)},
            acceptance={"blind": change.get("blind", blind), "input_digest": content_digest(derived.input)},
            request={"input": deal.content(derived.input, JSON)},
            result={"output": deal.content(right if answer is None else answer, JSON)} | change.get("result", {}),
        )
        said = answer is None if said is None else said
        self.verdict = deal.verdict(self.made["result"], opening, said, **change.get("verdict", {}))
        return parts | {"verdict": self.verdict}

    def test_show_a_wrong_answer(self):
        self.judge(**self.canary())
        self.judge("", "answer-wrong", **self.canary(b"{}"))
        self.judge("", "oracle-unproven", **self.canary(b"{}", agreed=False))
        self.judge("", "oracle-unproven", **self.canary(b"{}", by_hand=True))
        self.judge("requester verdict.0 CAN-8", **self.canary(said=False))
        self.judge("requester verdict.0 CAN-8", **self.canary(b"{}", said=True))

    def test_show_what_a_requester_made_up(self):
        self.judge("requester verdict.0 CAN-2", **self.canary(b"{}", blind=b"b" * 32))
        self.judge("requester verdict.0 CAN-3", **self.canary(canary={"provider": agent(THIRD)}))
        found = "requester verdict.0 CAN-4; requester verdict.0 CAN-7"
        self.judge(found, **self.canary(canary={"input_digest": b"i" * 32}))
        early = {"header": deal.head(REQUESTER, at=NOW + 5)}
        self.judge("requester verdict.0 CAN-6", **self.canary(b"{}", verdict=early))
        found = "requester verdict.0 CAN-7; requester verdict.0 CAN-8"
        output = {"output": deal.content(b"{}", "a/b")}
        self.judge(found, **self.canary(terms={"output_media_type": "a/b"}, result=output, said=True))
        failed = {"status": task.TASK_STATUS_FAILED, "output": None}
        self.judge("requester verdict.0 CAN-9", **self.canary(said=False, result=failed))
        irreversible = {"side_effect": descriptor.SIDE_EFFECT_IRREVERSIBLE}
        self.judge("requester verdict.0 CAN-5", **self.canary(terms=irreversible))

    def test_are_held_without_their_result(self):
        parts = self.canary(b"{}", said=True, blind=b"b" * 32, verdict={"header": deal.head(REQUESTER, at=NOW + 5)})
        del parts["result"], parts["ack"]
        self.judge("requester verdict.0 CAN-2", "not-delivered", **parts)
        parts = self.canary(b"{}")
        del parts["result"], parts["ack"]
        self.judge("", "not-delivered", **parts)

    def test_bind_reports(self):
        parts = self.canary(b"{}")
        accepted, result = self.made["acceptance"], self.made["result"]
        named = {"verdict": object_id(self.verdict)}

        def check(found, unresolved, *reports, parts=parts):
            self.judge(found, unresolved, **parts, reports=list(reports))

        bad, good = task.OUTCOME_BAD, task.OUTCOME_GOOD
        check("", "answer-wrong", deal.report(accepted, result, outcome=bad, **named))
        check("requester reports.0 REC-4", "answer-wrong", deal.report(accepted, result, outcome=good, **named))
        reply = deal.report(accepted, result, PROVIDER, outcome=bad, **named)
        check("provider reports.0 REC-4", "answer-wrong", reply)
        # CTR-17 does not hold a report against its verdict.
        late = self.canary(b"{}", verdict={"header": deal.head(REQUESTER, at=NOW + HOUR)})
        report = deal.report(accepted, result, outcome=bad, verdict=object_id(self.verdict))
        check("", "answer-wrong", report, parts=late)
        del late["verdict"]
        check("", "", deal.report(accepted, result, outcome=good, **named), parts=late)
        # Which verdict a report names is asked where there is one.
        other = deal.report(accepted, result, verdict=b"v" * 32)
        self.refuse("member", **parts, reports=[other])

    def test_are_of_the_requester_and_the_result(self):
        self.refuse("member", **self.canary(verdict={"header": deal.head(PROVIDER, at=NOW + 7)}))
        self.refuse("member", **self.canary(verdict={"result": b"x" * 32}))
        self.refuse("member", **self.canary(verdict={"contract": b"x" * 32}))


class WhatStaysOpen(Case):
    def test_of_what_was_said(self):
        parts = self.build()
        self.judge(**parts)

        def check(unresolved, *names):
            self.judge("", unresolved, **{name: part for name, part in parts.items() if name not in names})

        check("not-acknowledged", "ack")
        check("not-delivered", "result", "ack")
        check("not-delivered", "result", "ack", "prepared", "commit")
        check("not-requested", "request", "result", "ack")
        check("not-requested not-acknowledged", "request", "ack")
        check("not-requested", "request")
        check("evidence-not-shown", "commit")
        check("evidence-not-shown", "prepared")

    def test_of_what_was_delivered_by_other_means(self):
        elsewhere = {"size_bytes": 11, "digest": content_digest(deal.INPUT), "media_type": "text/plain"}
        content = task.Content(**elsewhere)
        chunks = task.Content(**elsewhere, chunks={"chunk_bytes": 1_024, "digests": [b"c" * 32]})
        for missing in (content, chunks):
            for name, field in [("request", "input"), ("prepared", "plan"), ("result", "output")]:
                self.judge("", "content-not-shown", **self.build(**{name: {field: missing}}))
        failed = {"status": task.TASK_STATUS_FAILED, "output": None, "commit": b""}
        self.judge(**self.build(result=failed))

    def test_of_effects(self):
        perhaps = {"status": task.TASK_STATUS_INDETERMINATE, "output": None}
        self.judge("", "effect-unknown", **self.build(result=perhaps))

    def test_of_evidence(self):
        agreed = {"side_effect": descriptor.SIDE_EFFECT_NONE, "evidence": ["attestation", "tool-receipt", "trace"]}
        events = deal.trace(3)
        root = tree.Tree(map(encode, events)).root()
        self.build(terms=agreed)
        receipt = deal.receipt(self.made["acceptance"])
        named = {
            "trace": task.TraceCommitment(session=SESSION, size=3, root=root),
            "receipts": [object_id(receipt)],
        }
        parts = self.build(terms=agreed, result=named)
        contract = object_id(self.made["acceptance"])
        bound = b"casp/v1/attestation" + agent(PROVIDER) + contract + root
        binding = hashlib.sha256(bound).digest()
        attestation = evidence.AttestationEvidence(kind="tdx", key=agent(PROVIDER), binding=binding, report=b"r")
        parts |= {
            "receipts": [receipt],
            "trace": events,
            "checkpoints": [deal.checkpoint(root, 3, contract)],
            "attestations": [attestation],
        }
        self.judge(**parts)
        # Task events are of another field than the trace's.
        noted = [deal.event(self.made["acceptance"], header=deal.head(PROVIDER, REQUESTER, DEADLINE + 1))]
        self.judge("provider events.0 REC-3", **parts, events=noted)
        found = "provider events.0 REC-3"
        self.judge(found, "evidence-not-shown", **parts | {"trace": []}, events=noted)
        for name in ("receipts", "trace", "attestations"):
            self.judge("", "evidence-not-shown", **parts | {name: []})
        self.judge(**parts | {"checkpoints": []})
        self.judge("", "evidence-not-shown", **parts | {"trace": events[:2]})
        other = evidence.AttestationEvidence(kind="tdx", key=agent(KEY), binding=binding, report=b"r")
        self.judge("", "evidence-not-shown", **parts | {"attestations": [attestation, other]})
        without = {name: part for name, part in parts.items() if name not in ("request",)}
        self.judge("", "not-requested", **without | {"trace": []})

    def test_take_no_long_time(self):
        events = [
            evidence.TraceEvent(seq=n, salt=b"s" * 16, at_ms=NOW, kind="note", data=b"d" * 60, terminal=n == 65_536)
            for n in range(1, 65_537)
        ]
        root = tree.Tree(map(encode, events)).root()
        committed = {"trace": task.TraceCommitment(session=SESSION, size=len(events), root=root)}
        parts = self.build(result=committed)
        accepted = self.made["acceptance"]
        receipts = [deal.receipt(accepted, seq) for seq in range(1, 257)]
        notes = [deal.event(accepted, seq) for seq in range(1, 65)]
        began = time.process_time()
        answer = self.answer(**parts, trace=events, receipts=receipts, events=notes)
        self.assertEqual(world.outcome(answer), "ACCEPT")
        self.assertEqual(len(answer.output.judgement.findings), 256)
        self.assertLess(time.process_time() - began, 12)
