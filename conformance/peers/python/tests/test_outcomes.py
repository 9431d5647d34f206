"""SPEC.md section 20.1."""

import hashlib
import unittest

from casp_peer import canaries
from casp_peer.canonical import encode
from casp_peer.content import content_digest
from casp_peer.schema import canary, descriptor, dispute, task
from casp_peer.schema import envelope as wire

from . import deal, world
from .deal import ALLOWED, DEADLINE, HOUR, PROVIDER, REQUESTER, THIRD
from .world import NOW, agent, object_id

JSON = "application/json"


class Records(unittest.TestCase):
    def build(self, **change) -> dict:
        """Of a report of GOOD about a result. A change of one goes into those that follow."""
        offer = deal.offer(**change.get("offer", {}))
        quote = deal.quote(offer, **change.get("quote", {}))
        acceptance = deal.acceptance(quote, **change.get("acceptance", {}))
        request = deal.request(acceptance, **change.get("request", {}))
        result = deal.result(request, **change.get("result", {}))
        report = deal.report(acceptance, result, **change.get("report", {}))
        return {
            "offer": offer,
            "quote": quote,
            "acceptance": acceptance,
            "request": request,
            "result": result,
            "report": report,
        }

    def overdue(self, **change) -> dict:
        """Of a report of NO_RESULT."""
        parts = self.build(**change)
        del parts["result"]
        return parts | {"report": deal.overdue(parts["acceptance"], **change.get("overdue", {}))}

    def committed(self, **change) -> dict:
        parts = self.build(offer={"terms": deal.irreversible()})
        prepared = deal.prepared(parts["request"], **change.get("prepared", {}))
        commit = deal.commit(prepared, **change.get("commit", {}))
        result = deal.result(parts["request"], **{"commit": object_id(commit)} | change.get("result", {}))
        report = deal.report(parts["acceptance"], result)
        return parts | {"prepared": prepared, "commit": commit, "result": result, "report": report}

    def check(self, expected: str, parts: dict):
        bundles = {n: p if isinstance(p, wire.Bundle) else deal.bundle(p) for n, p in parts.items()}
        answer = world.ask_anew("check_outcome_record", record=encode(dispute.OutcomeRecord(**bundles)))
        self.assertEqual(world.outcome(answer), expected)
        return answer.output.outcome_record

    def without(self, parts: dict, *names) -> dict:
        return {name: part for name, part in parts.items() if name not in names}

    def test_show_who_reports_what(self):
        parts = self.build()
        shown = self.check("ACCEPT", parts)
        self.assertEqual((shown.issuer, shown.subject), (agent(REQUESTER), agent(PROVIDER)))
        self.assertEqual((shown.contract, shown.rederivable), (object_id(parts["acceptance"]), False))
        parts["report"] = deal.report(parts["acceptance"], parts["result"], PROVIDER, outcome=task.OUTCOME_BAD)
        shown = self.check("ACCEPT", parts)
        self.assertEqual((shown.issuer, shown.subject), (agent(PROVIDER), agent(REQUESTER)))
        self.check("ACCEPT", self.overdue())
        self.check("ACCEPT", self.committed())

    def test_hold_what_the_report_rests_on(self):
        parts = self.build()
        self.check("CHAIN outcome-members", self.without(parts, "result"))
        self.check("CHAIN outcome-members", self.overdue() | {"result": parts["result"]})
        parts = self.committed()
        self.check("CHAIN outcome-members", self.without(parts, "commit"))
        self.check("CHAIN outcome-members", self.without(parts, "prepared"))
        self.check("CHAIN outcome-members", self.without(parts, "commit", "prepared"))
        failed = {"status": task.TASK_STATUS_FAILED, "output": None, "commit": b""}
        parts = self.committed(result=failed)
        self.check("CHAIN outcome-members", parts)
        self.check("CHAIN outcome-members", self.without(parts, "commit"))
        self.check("ACCEPT", self.without(parts, "commit", "prepared"))
        prepared = {name: parts[name] for name in ("prepared", "commit")}
        self.check("CHAIN outcome-members", self.overdue() | prepared)
        named = self.build(report={"verdict": b"v" * 32})
        self.check("CHAIN outcome-members", named)

    def test_hold_on_record(self):
        late = {"terms": deal.terms(deadline_ms=NOW + 5)}
        for expected, change in [
            ("party", {"quote": {"header": deal.head(THIRD, REQUESTER, NOW, HOUR)}}),
            ("terms", {"quote": {"terms": deal.terms(capability_id="a.b")}}),
            ("record-lapsed", {"acceptance": {"header": deal.to_provider(NOW + 1 + HOUR)}}),
            ("record-lapsed", {"request": {"header": deal.to_provider(NOW + 1 + HOUR)}}),
            ("input-mismatch", {"request": {"input": deal.content(b"x")}}),
            ("names-another", {"result": {"request": b"x" * 32}}),
            ("output-media-type", {"result": {"output": deal.content(b"4", "a/b")}}),
            ("record-late", {"offer": late}),
            ("evidence-missing", {"offer": {"terms": deal.terms(evidence=["trace"])}}),
            ("commit-missing", {"offer": {"terms": deal.irreversible()}}),
            ("party", {"report": {"header": deal.head(THIRD, at=NOW + 8)}}),
            ("party", {"report": {"subject": agent(THIRD)}}),
            ("names-another", {"report": {"contract": b"x" * 32}}),
            ("names-another", {"report": {"result": b"x" * 32}}),
            ("before-antecedent", {"report": {"header": deal.head(REQUESTER, at=NOW + 5 - ALLOWED)}}),
            ("record-member", {"offer": {"terms": deal.terms(deadline_ms=NOW)}}),
        ]:
            with self.subTest(expected, **change):
                self.check(f"CHAIN {expected}", self.build(**change))
        for expected, change in [
            ("no-result", {"overdue": {"at": DEADLINE}}),
            ("no-result", {"overdue": {"by": PROVIDER}}),
            ("record-lapsed", {"request": {"header": deal.to_provider(NOW + 1 + HOUR)}}),
        ]:
            self.check(f"CHAIN {expected}", self.overdue(**change))
        for expected, change in [
            ("party", {"prepared": {"header": deal.to_provider(NOW + 4)}}),
            ("record-lapsed", {"commit": {"header": deal.to_provider(NOW + 4 + HOUR)}}),
            ("names-another", {"commit": {"prepared": b"x" * 32}}),
            ("names-another", {"result": {"commit": b"x" * 32}}),
            ("before-antecedent", {"commit": {"header": deal.to_provider(NOW + 7 + ALLOWED)}}),
        ]:
            self.check(f"CHAIN {expected}", self.committed(**change))
        harmless = self.build(offer={"terms": deal.terms()})
        prepared = deal.prepared(harmless["request"])
        commit = deal.commit(prepared)
        result = deal.result(harmless["request"], commit=object_id(commit))
        report = deal.report(harmless["acceptance"], result)
        parts = harmless | {"prepared": prepared, "commit": commit, "result": result, "report": report}
        self.check("CHAIN prepared-needless", parts)

    def test_hold_a_report_to_its_canary(self):
        derived = canaries.derive(b"k" * 32, agent(PROVIDER), 7, "arithmetic-json")
        opening = canary.CanaryOpening(salt=derived.salt, canary=canary.Canary.FromString(derived.canary))
        right = opening.canary.oracle.json.encode()

        def check(expected, answer=right, by=REQUESTER, agreed="canary/arithmetic-json", outcome=None, **change):
            terms = deal.terms(evidence=[agreed], output_media_type=JSON, **change.get("terms", {}))
            parts = self.build(
                offer={"terms": terms, "input_media_type": JSON, "input_bytes": len(derived.input)},
                acceptance={
                    "blind": change.get("blind", derived.blind),
                    "input_digest": content_digest(derived.input),
                },
                request={"input": deal.content(derived.input, JSON)},
                result={"output": deal.content(answer, JSON)},
            )
            passed = answer == right
            verdict = deal.verdict(parts["result"], opening, passed, **change.get("verdict", {}))
            outcome = outcome or (task.OUTCOME_GOOD if passed else task.OUTCOME_BAD)
            named = {"outcome": outcome, "verdict": object_id(verdict)} | change.get("report", {})
            report = deal.report(parts["acceptance"], parts["result"], by, **named)
            return self.check(expected, parts | {"verdict": verdict, "report": report}).rederivable

        self.assertTrue(check("ACCEPT"))
        self.assertTrue(check("ACCEPT", answer=b"{}"))
        self.assertFalse(check("ACCEPT", agreed="canary/table-lookup"))
        check("CHAIN report-verdict", outcome=task.OUTCOME_BAD)
        check("CHAIN report-verdict", answer=b"{}", outcome=task.OUTCOME_GOOD)
        check("CHAIN report-verdict", by=PROVIDER)
        check("CHAIN outcome-members", report={"verdict": b""})
        check("CHAIN names-another", report={"verdict": b"v" * 32})
        check("CHAIN names-another", verdict={"result": b"v" * 32})
        check("CHAIN names-another", verdict={"contract": b"v" * 32})
        check("CHAIN party", verdict={"header": deal.head(PROVIDER, at=NOW + 7)})
        check("CHAIN blind-mismatch", blind=b"b" * 32)
        check("CHAIN early-reveal", verdict={"header": deal.head(REQUESTER, at=NOW + 5)})
        check("CHAIN commit-missing", terms={"side_effect": descriptor.SIDE_EFFECT_IRREVERSIBLE})
        # A report may be dated before its verdict.
        check("ACCEPT", verdict={"header": deal.head(REQUESTER, at=NOW + HOUR)})
        opening.canary.oracle.json = "{}"
        blind = hashlib.sha256(b"casp/v1/canary" + opening.salt + encode(opening.canary)).digest()
        check("CHAIN generator-mismatch", blind=blind)

    def test_are_refused_as_bytes(self):
        bundles = {name: deal.bundle(part) for name, part in self.build().items()}
        for data, expected in [
            (bytes(2_424_833), "SIZE input-size"),
            (b"", "ENCODING field-missing"),
            (encode(dispute.OutcomeRecord(**self.without(bundles, "request"))), "ENCODING field-missing"),
        ]:
            self.assertEqual(world.outcome(world.ask_anew("check_outcome_record", record=data)), expected)
        for name in bundles:
            broken = deal.bundle(self.build()[name], THIRD)
            self.check("CHAIN record-member", bundles | {name: broken})
