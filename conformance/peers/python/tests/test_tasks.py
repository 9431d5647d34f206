"""SPEC.md section 15, from the outside."""

import unittest

from casp_peer.canonical import encode
from casp_peer.driver import Peer
from casp_peer.kinds import DAY
from casp_peer.schema import descriptor, driver, task

from . import deal, world
from .deal import ALLOWED, DEADLINE, HOUR, KEY, PROVIDER, REQUESTER, THIRD
from .world import NOW, agent, object_id

KEPT_WITH_CONTRACT = 86_430_000
KEPT_WITHOUT = 30_000


class Case(unittest.TestCase):
    def setUp(self):
        self.begin(REQUESTER)

    def begin(self, verifier: int | None, **fields):
        self.agent = b"" if verifier is None else agent(verifier)
        self.peer = Peer()
        world.ask(self.peer, "begin", network_id=world.NETWORK, verifier=self.agent, **fields)

    def ask(self, expected, operation, message, now, how, **fields) -> driver.Answer:
        """`how` says by whom the message is signed and with which proofs."""
        fields |= {"payload_type": world.payload_type(message), "bundle": encode(deal.bundle(message, **how))}
        answer = world.ask(self.peer, operation, now, **fields)
        self.assertEqual(world.outcome(answer), expected)
        return answer

    def verify(self, expected, message, now=NOW + 10, **how) -> driver.Answer:
        return self.ask(expected, "verify", message, now, how)

    def check(self, expected, message, now=NOW + 10, own: bool | None = None, **how) -> driver.Answer:
        """Apply the message; it is own if the verifier's agent issued it, unless the test says otherwise."""
        own = message.header.issuer == self.agent if own is None else own
        return self.ask(expected, "apply", message, now, how, own=own)


class Statements(Case):
    def setUp(self):
        self.begin(PROVIDER)

    def test_are_for_their_audience(self):
        accepted = deal.acceptance(deal.quote(deal.offer()))
        for verifier, expected in [(PROVIDER, "ACCEPT"), (REQUESTER, "SEMANTIC audience"), (None, "SEMANTIC audience")]:
            self.begin(verifier)
            self.verify(expected, deal.offer())
            self.verify("ACCEPT", deal.report(accepted, None))

    def test_have_the_headers_of_their_kinds(self):
        self.verify("SEMANTIC header-field-required", deal.offer(deal.to_provider(nonce=b"")))
        self.verify("SEMANTIC header-field-required", deal.offer(deal.to_provider(audience=b"")))
        self.verify("SEMANTIC lifetime", deal.offer(deal.to_provider(expires_at_ms=NOW + 999)))
        self.verify("SEMANTIC lifetime", deal.offer(deal.to_provider(expires_at_ms=NOW + DAY + 1)))
        accepted = deal.acceptance(deal.quote(deal.offer()))
        self.verify("SEMANTIC header-field-forbidden", deal.event(accepted, header=deal.to_requester()))
        self.verify("ACCEPT", deal.report(accepted, None))
        self.verify("ACCEPT", deal.report(accepted, None, header=deal.head(REQUESTER, PROVIDER)))

    def test_that_are_one_shot_are_allowed_half_a_minute(self):
        offer, ends = deal.offer(), NOW + HOUR
        for now, expected in [
            (NOW - ALLOWED, "ACCEPT"),
            (NOW - ALLOWED - 1, "FRESHNESS not-yet-valid"),
            (ends + ALLOWED - 1, "ACCEPT"),
            (ends + ALLOWED, "FRESHNESS expired"),
        ]:
            self.verify(expected, offer, now=now)
        ack = deal.ack(deal.result(deal.request(deal.acceptance(deal.quote(offer)))))
        self.verify("ACCEPT", ack, now=NOW + 7 - 5_000)
        self.verify("FRESHNESS not-yet-valid", ack, now=NOW + 7 - 5_001)
        # The delegation has 5 s, whatever is signed under it.
        offer, grant = deal.delegated(deal.offer(), "task", life=HOUR)
        self.verify("ACCEPT", offer, now=ends + 4_999, by=KEY, proofs=[grant])
        self.verify("DELEGATION delegation-not-alive", offer, now=ends + 5_000, by=KEY, proofs=[grant])
        offer, grant = deal.delegated(deal.offer(), "receipt")
        self.verify("DELEGATION scope", offer, by=KEY, proofs=[grant])

    def test_state_terms_that_can_be(self):
        for deadline, expected in [
            (NOW, "SEMANTIC deadline"),
            (NOW + 1, "ACCEPT"),
            (NOW + 604_800_000, "ACCEPT"),
            (NOW + 604_800_001, "SEMANTIC deadline"),
        ]:
            self.verify(expected, deal.offer(terms=deal.terms(deadline_ms=deadline)))

    def test_are_not_for_oneself(self):
        self.verify("SEMANTIC party-is-self", deal.offer(deal.to_provider(audience=agent(REQUESTER))))
        accepted = deal.acceptance(deal.quote(deal.offer()))
        self.verify("SEMANTIC party-is-self", deal.report(accepted, None, subject=agent(REQUESTER)))
        header = deal.head(REQUESTER, REQUESTER)
        self.verify("SEMANTIC party-is-self", deal.report(accepted, None, header=header))

    def test_carry_the_content_that_they_name(self):
        accepted = deal.acceptance(deal.quote(deal.offer()))
        chunks = {"chunk_bytes": 1_024, "digests": [b"c" * 32] * 2}
        for expected, content in [
            ("ACCEPT", deal.content(b"")),
            ("SEMANTIC content", deal.content(b"x", size_bytes=2)),
            ("SEMANTIC content", deal.content(b"x", digest=b"y" * 32)),
            ("ACCEPT", deal.content(b"x", chunks=chunks, size_bytes=2_048)),
            ("ACCEPT", deal.content(b"x", chunks=chunks, size_bytes=1_025)),
            ("SEMANTIC chunks", deal.content(b"x", chunks=chunks, size_bytes=1_024)),
            ("SEMANTIC chunks", deal.content(b"x", chunks=chunks, size_bytes=2_049)),
            ("SEMANTIC chunks", deal.content(b"x", chunks=chunks, size_bytes=0)),
            ("ACCEPT", task.Content(media_type="a/b", digest=b"c" * 32, size_bytes=2**53 - 1)),
        ]:
            self.verify(expected, deal.request(accepted, input=content))
        self.begin(REQUESTER)
        request = deal.request(accepted)
        self.verify("ACCEPT", deal.prepared(request))
        self.verify("SEMANTIC content", deal.prepared(request, plan=deal.content(b"x", size_bytes=2)))
        self.verify("SEMANTIC chunks", deal.prepared(request, plan=deal.content(b"x", chunks=chunks)))

    def test_count_no_further_than_to_1024(self):
        self.begin(REQUESTER)
        accepted = deal.acceptance(deal.quote(deal.offer()))
        self.verify("ACCEPT", deal.event(accepted, 1_024))
        self.verify("PAYLOAD_ENCODING out-of-range", deal.event(accepted, 1_025))

    def test_have_an_output_and_a_result_when_they_should(self):
        self.begin(REQUESTER)
        accepted = deal.acceptance(deal.quote(deal.offer()))
        request = deal.request(accepted)
        for status in range(1, 6):
            due = status in (task.TASK_STATUS_COMPLETED, task.TASK_STATUS_PARTIAL)
            expected = {due: "ACCEPT", not due: "SEMANTIC result-output"}
            self.verify(expected[True], deal.result(request, status=status))
            self.verify(expected[False], deal.result(request, status=status, output=None))
        some = b"r" * 32
        for result, verdict, outcome, expected in [
            (some, b"", task.OUTCOME_BAD, "ACCEPT"),
            (some, some, task.OUTCOME_BAD, "ACCEPT"),
            (some, b"", task.OUTCOME_NO_RESULT, "SEMANTIC outcome-result"),
            (b"", b"", task.OUTCOME_NO_RESULT, "ACCEPT"),
            (b"", some, task.OUTCOME_NO_RESULT, "SEMANTIC outcome-result"),
            (b"", b"", task.OUTCOME_GOOD, "SEMANTIC outcome-result"),
        ]:
            self.verify(expected, deal.report(accepted, None, result=result, verdict=verdict, outcome=outcome))


class TheBook(Case):
    def test_takes_as_own_only_what_is_said_to_be(self):
        offer = deal.offer()
        self.check("SEMANTIC audience", offer, own=False)
        self.check("ACCEPT", offer, own=True)
        # Of an own statement the issuer is the verifier, and nobody asks for whom it is.
        quote = deal.quote(offer)
        self.check("SEMANTIC audience", quote, own=True)
        self.check("ACCEPT", quote, own=False)
        accepted = deal.acceptance(quote)
        self.check("ACCEPT", accepted)
        self.check("SEMANTIC audience", deal.report(accepted, None, PROVIDER), own=True)
        self.begin(None)
        for own in (True, False):
            self.check("SEMANTIC audience", offer, own=own)

    def test_takes_no_quote_that_comes_back(self):
        self.begin(PROVIDER)
        offer = deal.offer()
        quote = deal.quote(offer)
        self.check("ACCEPT", offer)
        self.check("SEMANTIC audience", quote, own=False)
        self.check("CHAIN antecedent-unknown", deal.acceptance(quote))

    def agree(self, **fields):
        self.offer = deal.offer(**fields)
        self.quote = deal.quote(self.offer)
        self.accepted = deal.acceptance(self.quote)
        for message in (self.offer, self.quote, self.accepted):
            self.check("ACCEPT", message)

    def hand_over(self, **fields):
        self.agree(**fields)
        self.request = deal.request(self.accepted)
        self.check("ACCEPT", self.request)

    def test_keeps_an_engagement(self):
        self.hand_over()
        self.check("ACCEPT", deal.event(self.accepted))
        self.check("ACCEPT", deal.cancel(self.accepted))
        result = deal.result(self.request)
        self.check("ACCEPT", result)
        for message in (
            deal.ack(result),
            deal.report(self.accepted, result),
            deal.report(self.accepted, result, PROVIDER),
        ):
            self.check("ACCEPT", message)
            self.check("REPLAY statement-known", message)
        for message in (self.offer, self.quote, self.accepted, self.request, result, deal.event(self.accepted)):
            self.check("REPLAY statement-known", message)

    def test_takes_no_nonce_twice(self):
        self.agree()
        header = deal.to_provider(NOW + 3, nonce=self.offer.header.nonce)
        self.check("REPLAY nonce-reused", deal.request(self.accepted, header))
        self.check("REPLAY nonce-reused", deal.offer(header))
        header = deal.head(THIRD, REQUESTER, NOW, HOUR, nonce=self.offer.header.nonce)
        self.check("ACCEPT", deal.offer(header))

    def test_knows_what_comes_before(self):
        offer = deal.offer()
        quote = deal.quote(offer)
        accepted = deal.acceptance(quote)
        request = deal.request(accepted)
        result = deal.result(request)
        rest = [quote, accepted, request, deal.event(accepted), deal.cancel(accepted), result, deal.ack(result)]
        for message in (*rest, deal.report(accepted, None), deal.report(accepted, result)):
            self.check("CHAIN antecedent-unknown", message)
        for message in (offer, quote, accepted):
            self.check("ACCEPT", message)
        self.check("CHAIN antecedent-unknown", result)
        self.check("CHAIN antecedent-unknown", deal.report(accepted, None))
        self.check("ACCEPT", request)
        self.check("CHAIN antecedent-unknown", deal.ack(result))
        self.check("CHAIN antecedent-unknown", deal.report(accepted, result))
        # What is held, but as something else.
        self.check("CHAIN antecedent-unknown", deal.quote(offer, deal.to_requester(), offer=object_id(quote)))
        self.check("CHAIN antecedent-unknown", deal.cancel(accepted, contract=object_id(quote)))

    def test_holds_everyone_to_their_role(self):
        self.hand_over()
        other = deal.head(THIRD, REQUESTER, NOW + 9, HOUR)
        self.check("CHAIN party", deal.quote(self.offer, other))
        for wrong in (deal.to_requester(NOW + 9), deal.head(REQUESTER, THIRD, NOW + 9, HOUR)):
            self.check("CHAIN party", deal.acceptance(self.quote, wrong))
            self.check("CHAIN party", deal.request(self.accepted, wrong))
            self.check("CHAIN party", deal.cancel(self.accepted, wrong))
        result = deal.result(self.request)
        self.check("CHAIN party", deal.event(self.accepted, header=deal.head(REQUESTER, PROVIDER)))
        self.check("CHAIN party", deal.result(self.request, deal.head(REQUESTER, PROVIDER)))
        self.check("ACCEPT", result)
        self.check("CHAIN party", deal.ack(result, deal.head(PROVIDER, REQUESTER)))
        self.check("CHAIN party", deal.report(self.accepted, result, subject=agent(THIRD)))
        self.check("CHAIN party", deal.report(self.accepted, result, THIRD))

    def test_holds_one_of_each(self):
        self.hand_over()
        self.check("CHAIN second-statement", deal.quote(self.offer, deal.to_requester(NOW + 9)))
        self.check(
            "CHAIN second-statement", deal.acceptance(self.quote, blind=b"q" * 32, header=deal.to_provider(NOW + 9))
        )
        self.check("CHAIN second-statement", deal.request(self.accepted, deal.to_provider(NOW + 9)))
        self.check("ACCEPT", deal.event(self.accepted, 5))
        self.check("CHAIN second-statement", deal.event(self.accepted, 5, note="other"))
        self.check("ACCEPT", deal.cancel(self.accepted))
        result = deal.result(self.request)
        self.check("ACCEPT", result)
        self.check("CHAIN second-statement", deal.cancel(self.accepted, deal.to_provider(NOW + 9)))
        self.check("CHAIN second-statement", deal.result(self.request, answer=b"5"))
        self.check("ACCEPT", deal.ack(result))
        self.check("CHAIN second-statement", deal.ack(result, deal.head(REQUESTER, PROVIDER, NOW + 9)))
        self.check("ACCEPT", deal.report(self.accepted, result))
        self.check("CHAIN second-statement", deal.report(self.accepted, result, outcome=task.OUTCOME_BAD))

    def test_holds_a_quote_to_its_offer(self):
        granted = {"evidence": ["trace"], "receipt_signers": [agent(THIRD)]}
        self.offer = deal.offer(terms=deal.terms(**granted))
        self.check("ACCEPT", self.offer)
        for number, change in enumerate(
            [
                {"capability_id": "a.b"},
                {"capability_version": "1.0.1"},
                {"behavior_digest": b"c" * 32},
                {"side_effect": descriptor.SIDE_EFFECT_REVERSIBLE},
                {"output_media_type": "a/b"},
                {"receipt_signers": []},
                {"price": task.Money(currency="CHF", amount_micros=100)},
                {"price": task.Money(currency="EUR", amount_micros=101)},
                {"deadline_ms": DEADLINE + 1},
                {"evidence": ["tool-receipt"]},
            ]
        ):
            header = deal.to_requester(NOW + 10 + number)
            self.check("CHAIN terms", deal.quote(self.offer, header, terms=deal.terms(**granted | change)))
        less = {"price": task.Money(currency="EUR"), "deadline_ms": NOW + 2, "evidence": ["attestation", "trace"]}
        self.check("ACCEPT", deal.quote(self.offer, terms=deal.terms(**granted | less)))

    def test_holds_everyone_to_the_order_of_statements(self):
        """Each statement is tried 30 s and 1 ms before what it names, and is accepted 30 s before it."""

        def check(antecedent, make):
            for at, expected in [(-1, "CHAIN before-antecedent"), (0, "ACCEPT")]:
                message = make(antecedent.header.issued_at_ms - ALLOWED + at)
                self.check(expected, message)
            return message

        def by_provider(at):
            return deal.head(PROVIDER, REQUESTER, at)

        def by_requester(at):
            return deal.head(REQUESTER, PROVIDER, at)

        offer = deal.offer()
        self.check("ACCEPT", offer)
        quote = check(offer, lambda at: deal.quote(offer, deal.to_requester(at)))
        accepted = check(quote, lambda at: deal.acceptance(quote, deal.to_provider(at)))
        request = check(accepted, lambda at: deal.request(accepted, deal.to_provider(at)))
        check(accepted, lambda at: deal.event(accepted, header=by_provider(at)))
        check(accepted, lambda at: deal.cancel(accepted, deal.to_provider(at, nonce=b"n" * 16)))
        # A result names the contract too, and that is the later of the two here.
        result = check(accepted, lambda at: deal.result(request, by_provider(at)))
        check(accepted, lambda at: deal.ack(result, by_requester(at)))
        for party in (REQUESTER, PROVIDER):
            check(accepted, lambda at, by=party: deal.report(accepted, result, by, header=deal.head(by, at=at)))

    def test_holds_everyone_to_the_order_of_request_and_result(self):
        for expected, early in [("CHAIN before-antecedent", 1), ("ACCEPT", 0)]:
            self.begin(REQUESTER)
            self.agree()
            request = deal.request(self.accepted, deal.to_provider(NOW + 1_000))
            late = deal.result(request, deal.head(PROVIDER, REQUESTER, NOW + 2_000))
            result = deal.result(request, deal.head(PROVIDER, REQUESTER, NOW + 1_000 - ALLOWED - early))
            self.check("ACCEPT", request)
            self.check(expected, result)
            self.begin(REQUESTER)
            self.agree()
            for message in (request, late):
                self.check("ACCEPT", message)
            at = NOW + 2_000 - ALLOWED - early
            self.check(expected, deal.ack(late, deal.head(REQUESTER, PROVIDER, at)))
            self.check(expected, deal.report(self.accepted, late, header=deal.head(REQUESTER, at=at)))

    def test_blames_before_it_ignores(self):
        self.hand_over()
        self.check("ACCEPT", deal.event(self.accepted, 5))
        early = deal.head(PROVIDER, REQUESTER, NOW + 1 - ALLOWED)
        self.check("CHAIN before-antecedent", deal.event(self.accepted, 4, early))
        self.check("ACCEPT", deal.result(self.request))
        self.check("CHAIN before-antecedent", deal.event(self.accepted, 6, early))
        self.check("CHAIN before-antecedent", deal.cancel(self.accepted, deal.to_provider(NOW + 1 - ALLOWED)))

    def test_lets_statements_lapse(self):
        offer = deal.offer()
        ends = NOW + HOUR
        self.check("ACCEPT", offer)
        self.check("CHAIN antecedent-lapsed", deal.quote(offer, deal.to_requester(ends)), now=ends)
        quote = deal.quote(offer, deal.to_requester(ends - 1))
        self.check("ACCEPT", quote, now=ends + ALLOWED - 1)
        quote_ends = ends - 1 + HOUR
        late = deal.acceptance(quote, deal.to_provider(quote_ends))
        self.check("CHAIN antecedent-lapsed", late, now=quote_ends)
        accepted = deal.acceptance(quote, deal.head(REQUESTER, PROVIDER, ends, HOUR - 2))
        self.check("ACCEPT", accepted, now=quote_ends)
        late = deal.request(accepted, deal.to_provider(ends + HOUR - 2))
        self.check("CHAIN antecedent-lapsed", late, now=ends + HOUR - 2)
        request = deal.request(accepted, deal.to_provider(ends + HOUR - 3))
        self.check("CHAIN antecedent-lapsed", request, now=ends + HOUR - 2 + ALLOWED)
        self.check("ACCEPT", request, now=ends + HOUR - 3 + ALLOWED)
        # An acceptance can live on after its quote; the request comes before either ends.
        self.begin(REQUESTER)
        for message in (offer, quote):
            self.check("ACCEPT", message, now=ends - 1)
        accepted = deal.acceptance(quote, deal.to_provider(ends))
        self.check("ACCEPT", accepted, now=ends)
        late = deal.request(accepted, deal.to_provider(quote_ends))
        self.check("CHAIN antecedent-lapsed", late, now=quote_ends)
        request = deal.request(accepted, deal.to_provider(quote_ends - 1))
        self.check("CHAIN antecedent-lapsed", request, now=quote_ends + ALLOWED)
        self.check("ACCEPT", request, now=quote_ends + ALLOWED - 1)
        # A quote can lapse before its offer, which still holds the engagement.
        self.begin(REQUESTER)
        quote = deal.quote(offer, deal.head(PROVIDER, REQUESTER, NOW + 1, 1_000))
        accepted, over = deal.acceptance(quote), NOW + 1_001 + ALLOWED
        self.check("ACCEPT", offer)
        self.check("ACCEPT", quote)
        self.check("CHAIN antecedent-lapsed", accepted, now=over)

    def test_ends_a_contract_at_its_deadline(self):
        self.hand_over(terms=deal.terms(deadline_ms=NOW + 100))
        at = NOW + 100
        event = deal.event(self.accepted, header=deal.head(PROVIDER, REQUESTER, at))
        late = deal.event(self.accepted, header=deal.head(PROVIDER, REQUESTER, at + 1))
        self.check("CHAIN deadline-passed", late)
        self.check("ACCEPT", event)
        self.check("CHAIN deadline-passed", deal.result(self.request, deal.head(PROVIDER, REQUESTER, at + 1)))
        result = deal.result(self.request, deal.head(PROVIDER, REQUESTER, at))
        self.check("CHAIN deadline-passed", result, now=at + ALLOWED)
        self.begin(REQUESTER)
        self.agree(terms=deal.terms(deadline_ms=NOW + 100))
        request = deal.request(self.accepted, deal.to_provider(at + 1))
        self.check("CHAIN deadline-passed", request)
        self.check("ACCEPT", self.request)
        self.check("ACCEPT", result, now=at + ALLOWED - 1)

    def test_accepts_before_the_deadline(self):
        offer = deal.offer(terms=deal.terms(deadline_ms=NOW + 100))
        quote = deal.quote(offer)
        for message in (offer, quote):
            self.check("ACCEPT", message)
        at = NOW + 100
        self.check("CHAIN deadline-passed", deal.acceptance(quote, deal.to_provider(at + 1)), now=at + 1)
        accepted = deal.acceptance(quote, deal.to_provider(at))
        self.check("ACCEPT", accepted, now=at + ALLOWED - 1)
        self.begin(REQUESTER)
        for message in (offer, quote):
            self.check("ACCEPT", message)
        self.check("CHAIN deadline-passed", accepted, now=at + ALLOWED)

    def test_wants_the_input_that_was_agreed(self):
        self.agree()
        self.check("CHAIN input-mismatch", deal.request(self.accepted, input=deal.content(b"two and twp")))
        self.check("CHAIN input-mismatch", deal.request(self.accepted, input=deal.content(deal.INPUT, "a/b")))
        self.begin(REQUESTER)
        self.agree(input_bytes=1)
        self.check("CHAIN input-mismatch", deal.request(self.accepted))

    def test_wants_the_names_of_what_it_holds(self):
        self.hand_over()
        self.check("CHAIN names-another", deal.result(self.request, request=b"r" * 32))
        result = deal.result(self.request)
        self.check("ACCEPT", result)
        self.check("CHAIN names-another", deal.ack(result, result=b"r" * 32))
        self.check("CHAIN names-another", deal.report(self.accepted, result, result=b"r" * 32))

    def test_lets_the_requester_report_that_nothing_came(self):
        self.hand_over()
        now = DEADLINE + 1
        self.check("CHAIN no-result", deal.overdue(self.accepted, at=DEADLINE), now)
        self.check("CHAIN no-result", deal.overdue(self.accepted, PROVIDER), now)
        result = deal.result(self.request, deal.head(PROVIDER, REQUESTER, DEADLINE))
        # The two may cross.
        self.check("ACCEPT", result, now)
        self.check("ACCEPT", deal.overdue(self.accepted), now)
        self.begin(REQUESTER)
        self.hand_over()
        self.check("ACCEPT", deal.overdue(self.accepted), now)
        self.check("ACCEPT", result, now)

    def test_lets_no_result_be_reported_of_what_was_acknowledged(self):
        now = DEADLINE + 9
        acknowledged_already = "CHAIN no-result-acknowledged"
        for acknowledged, expected in [(2, "ACCEPT"), (1, acknowledged_already), (0, acknowledged_already)]:
            self.begin(REQUESTER)
            self.hand_over()
            result = deal.result(self.request)
            self.check("ACCEPT", result)
            ack = deal.ack(result, deal.head(REQUESTER, PROVIDER, DEADLINE + acknowledged))
            self.check("ACCEPT", ack, now)
            self.check(expected, deal.overdue(self.accepted), now)
        # An ack that comes after the report is no matter of the report.
        self.begin(REQUESTER)
        self.hand_over()
        self.check("ACCEPT", result)
        self.check("ACCEPT", deal.overdue(self.accepted), now)
        self.check("ACCEPT", ack, now)

    def prepare(self, **fields):
        self.hand_over(terms=deal.irreversible(**fields))
        self.prepared = deal.prepared(self.request)
        self.check("ACCEPT", self.prepared)

    def test_prepares_and_commits(self):
        self.prepare()
        self.check("CHAIN second-statement", deal.prepared(self.request, deal.to_requester(NOW + 9)))
        commit = deal.commit(self.prepared)
        self.check("ACCEPT", commit)
        self.check("REPLAY statement-known", self.prepared)
        self.check("CHAIN second-statement", deal.commit(self.prepared, deal.to_provider(NOW + 9)))
        self.check("CHAIN commit-missing", deal.result(self.request))
        self.check("CHAIN names-another", deal.result(self.request, commit=b"c" * 32))
        self.check("CHAIN names-another", deal.result(self.request, commit=object_id(self.prepared)))
        self.check("ACCEPT", deal.result(self.request, commit=object_id(commit)))

    def test_wants_a_commit_of_results_with_an_effect(self):
        for status in range(1, 6):
            fields = {"status": status}
            if status not in (task.TASK_STATUS_COMPLETED, task.TASK_STATUS_PARTIAL):
                fields["output"] = None
            without = status in (task.TASK_STATUS_FAILED, task.TASK_STATUS_CANCELLED)
            for committed in (True, False):
                self.begin(REQUESTER)
                self.prepare()
                commit = deal.commit(self.prepared)
                if committed:
                    self.check("ACCEPT", commit)
                named = {"commit": object_id(commit)}
                expected = "ACCEPT" if committed else "CHAIN names-another"
                self.check("ACCEPT" if without else "CHAIN commit-missing", deal.result(self.request, **fields))
                if not without:
                    self.check(expected, deal.result(self.request, **fields | named))

    def test_knows_what_comes_before_a_commit(self):
        self.agree(terms=deal.irreversible())
        request = deal.request(self.accepted)
        prepared = deal.prepared(request)
        commit = deal.commit(prepared)
        self.check("CHAIN antecedent-unknown", prepared)
        self.check("CHAIN antecedent-unknown", commit)
        self.check("ACCEPT", request)
        self.check("CHAIN antecedent-unknown", commit)
        self.check("CHAIN names-another", deal.prepared(request, request=b"r" * 32))
        self.check("CHAIN party", deal.prepared(request, deal.to_provider(NOW + 9)))
        self.check("ACCEPT", prepared)
        self.check("CHAIN names-another", deal.commit(prepared, prepared=b"p" * 32))
        self.check("CHAIN party", deal.commit(prepared, deal.to_requester(NOW + 9)))
        self.check("ACCEPT", commit)

    def test_prepares_nothing_that_can_be_undone(self):
        for effect in (descriptor.SIDE_EFFECT_NONE, descriptor.SIDE_EFFECT_REVERSIBLE):
            self.begin(REQUESTER)
            self.hand_over(terms=deal.terms(side_effect=effect))
            prepared = deal.prepared(self.request)
            self.check("CHAIN prepared-needless", prepared)
            self.check("CHAIN antecedent-unknown", deal.commit(prepared))
            self.check("ACCEPT", deal.result(self.request))

    def test_holds_everyone_to_the_order_of_commits(self):
        def check(antecedent, make):
            for at, expected in [(-1, "CHAIN before-antecedent"), (0, "ACCEPT")]:
                self.check(expected, message := make(antecedent.header.issued_at_ms - ALLOWED + at))
            return message

        self.agree(terms=deal.irreversible())
        request = deal.request(self.accepted, deal.to_provider(NOW + 1_000))
        self.check("ACCEPT", request)
        prepared = check(request, lambda at: deal.prepared(request, deal.to_requester(at)))
        # A commit names the contract too, and that is the later of the two here.
        check(self.accepted, lambda at: deal.commit(prepared, deal.to_provider(at, nonce=b"c" * 16)))
        self.begin(REQUESTER)
        self.agree(terms=deal.irreversible())
        self.check("ACCEPT", request)
        prepared = deal.prepared(request, deal.to_requester(NOW + 50_000))
        self.check("ACCEPT", prepared, now=NOW + 20_000)
        commit = check(prepared, lambda at: deal.commit(prepared, deal.to_provider(at, nonce=b"c" * 16)))
        self.check("CHAIN names-another", deal.result(request, commit=object_id(prepared)))
        self.check("ACCEPT", deal.result(request, commit=object_id(commit)))

    def test_holds_a_result_to_the_order_of_its_commit(self):
        for early, expected in [(1, "CHAIN before-antecedent"), (0, "ACCEPT")]:
            self.begin(REQUESTER)
            self.prepare()
            commit = deal.commit(self.prepared, deal.to_provider(NOW + 40_000))
            self.check("ACCEPT", commit, now=NOW + 40_000)
            header = deal.head(PROVIDER, REQUESTER, NOW + 40_000 - ALLOWED - early)
            self.check(expected, deal.result(self.request, header, commit=object_id(commit)), now=NOW + 40_000)

    def test_lets_prepared_statements_lapse(self):
        self.prepare()
        ends = NOW + 4 + HOUR
        self.check("CHAIN antecedent-lapsed", deal.commit(self.prepared, deal.to_provider(ends)), now=ends)
        commit = deal.commit(self.prepared, deal.to_provider(ends - 1))
        self.check("CHAIN antecedent-lapsed", commit, now=ends + ALLOWED)
        self.check("ACCEPT", commit, now=ends + ALLOWED - 1)

    def test_prepares_and_commits_before_the_deadline(self):
        at = NOW + 100
        self.hand_over(terms=deal.irreversible(deadline_ms=at))
        self.check("CHAIN deadline-passed", deal.prepared(self.request, deal.to_requester(at + 1)))
        prepared = deal.prepared(self.request, deal.to_requester(at))
        self.check("CHAIN deadline-passed", prepared, now=at + ALLOWED)
        self.check("ACCEPT", prepared, now=at + ALLOWED - 1)
        self.begin(REQUESTER)
        self.prepare(deadline_ms=at)
        self.check("CHAIN deadline-passed", deal.commit(self.prepared, deal.to_provider(at + 1)))
        commit = deal.commit(self.prepared, deal.to_provider(at))
        self.check("CHAIN deadline-passed", commit, now=at + ALLOWED)
        self.check("ACCEPT", commit, now=at + ALLOWED - 1)

    def test_commits_to_nothing_that_is_cancelled_or_over(self):
        self.prepare()
        self.check("ACCEPT", deal.cancel(self.accepted))
        self.check("CHAIN engagement-closed", deal.commit(self.prepared))
        self.begin(REQUESTER)
        self.prepare()
        commit = deal.commit(self.prepared)
        failed = deal.result(self.request, status=task.TASK_STATUS_FAILED, output=None)
        self.check("ACCEPT", failed)
        self.check("CHAIN engagement-closed", commit)
        self.begin(REQUESTER)
        self.hand_over(terms=deal.irreversible())
        self.check("ACCEPT", failed)
        self.check("CHAIN engagement-closed", self.prepared)
        # What crosses a cancel is taken: a prepared statement, and the result of a commit.
        self.begin(REQUESTER)
        self.hand_over(terms=deal.irreversible())
        self.check("ACCEPT", deal.cancel(self.accepted))
        self.check("ACCEPT", self.prepared)
        self.begin(REQUESTER)
        self.prepare()
        self.check("ACCEPT", commit)
        self.check("ACCEPT", deal.cancel(self.accepted))
        self.check("ACCEPT", deal.result(self.request, commit=object_id(commit)))

    def test_takes_events_in_order(self):
        self.agree()
        self.check("ACCEPT", deal.event(self.accepted, 5))
        self.check("CHAIN event-stale", deal.event(self.accepted, 4))
        self.check("ACCEPT", deal.event(self.accepted, 6))
        self.check("CHAIN event-stale", deal.event(self.accepted, 5))

    def test_closes_an_engagement(self):
        self.agree()
        self.check("ACCEPT", deal.cancel(self.accepted))
        self.check("CHAIN engagement-closed", deal.request(self.accepted))
        self.begin(REQUESTER)
        self.hand_over()
        self.check("ACCEPT", deal.result(self.request))
        self.check("CHAIN engagement-closed", deal.event(self.accepted))
        self.check("CHAIN engagement-closed", deal.cancel(self.accepted))

    def test_wants_the_evidence_that_was_agreed(self):
        self.hand_over(terms=deal.terms(evidence=["tool-receipt", "trace"]))
        trace = task.TraceCommitment(session=deal.SESSION, size=1, root=b"r" * 32)
        receipts = [b"r" * 32]
        self.check("CHAIN evidence-missing", deal.result(self.request, trace=trace))
        self.check("CHAIN evidence-missing", deal.result(self.request, receipts=receipts))
        self.check("ACCEPT", deal.result(self.request, status=task.TASK_STATUS_FAILED, output=None))
        self.begin(REQUESTER)
        self.hand_over(terms=deal.terms(evidence=["tool-receipt", "trace"]))
        self.check("ACCEPT", deal.result(self.request, trace=trace, receipts=receipts))

    def test_wants_the_output_that_was_agreed(self):
        self.hand_over()
        other = deal.content(b"4", "a/b")
        self.check("CHAIN output-media-type", deal.result(self.request, output=other))
        partial = task.TASK_STATUS_PARTIAL
        self.check("CHAIN output-media-type", deal.result(self.request, status=partial, output=other))
        self.check("ACCEPT", deal.result(self.request, status=task.TASK_STATUS_FAILED, output=None))

    def later(self, at: int, issuer: int = REQUESTER) -> task.Offer:
        """An offer that would begin another engagement."""
        to = REQUESTER if (issuer, self.agent) == (THIRD, agent(REQUESTER)) else PROVIDER
        header = deal.head(issuer, to, at, HOUR)
        return deal.offer(header, terms=deal.terms(deadline_ms=at + 1))

    def test_has_room_for_so_many(self):
        self.begin(PROVIDER, book_capacity=1)
        offer, over = deal.offer(), NOW + HOUR + KEPT_WITHOUT
        self.check("ACCEPT", offer)
        self.check("POLICY book-full", self.later(NOW + 1))
        self.check("REPLAY statement-known", offer)
        later = self.later(over)
        self.check("POLICY book-full", later, now=over - 1)
        self.check("ACCEPT", later, now=over)

    def test_has_room_for_so_many_of_each_requester(self):
        self.begin(PROVIDER, book_capacity=3, book_capacity_per_requester=2)
        over = NOW + 1 + HOUR + KEPT_WITHOUT
        self.check("ACCEPT", deal.offer())
        self.check("ACCEPT", self.later(NOW + 1))
        self.check("POLICY book-full", self.later(NOW + 2))
        self.check("ACCEPT", self.later(NOW + 2, THIRD))
        self.check("POLICY book-full", self.later(NOW + 3, THIRD))
        # Room comes back with the engagements that are forgotten, and no more of it than they took.
        for number in range(2):
            self.check("ACCEPT", self.later(over + number), now=over)
        self.check("POLICY book-full", self.later(over + 2), now=over)

    def test_counts_its_own_offers_apart(self):
        self.begin(REQUESTER, book_capacity=1, book_capacity_per_requester=1, book_capacity_own=2)
        offer, over = deal.offer(), NOW + 1 + HOUR + KEPT_WITHOUT
        self.check("ACCEPT", offer)
        self.check("ACCEPT", self.later(NOW + 1))
        self.check("POLICY book-full", self.later(NOW + 2))
        self.check("REPLAY statement-known", offer)
        self.check("ACCEPT", self.later(NOW, THIRD))
        self.check("POLICY book-full", self.later(NOW + 1, THIRD))
        # Nor does room that comes back on one side come to the other.
        self.check("ACCEPT", self.later(over, THIRD), now=over)
        self.check("POLICY book-full", self.later(over + 1, THIRD), now=over)
        for number in range(2):
            self.check("ACCEPT", self.later(over + number), now=over)
        self.check("POLICY book-full", self.later(over + 2), now=over)

    def test_has_room_by_default(self):
        self.begin(REQUESTER)
        for number in range(1_024):
            self.check("ACCEPT", self.later(NOW + number), now=NOW + number)
        self.check("POLICY book-full", self.later(NOW + 1_024), now=NOW + 1_024)
        self.begin(PROVIDER)
        for number in range(256):
            self.check("ACCEPT", self.later(NOW + number))
        self.check("POLICY book-full", self.later(NOW + 256))
        self.check("ACCEPT", self.later(NOW, THIRD))

    def test_keeps_a_contract_for_a_day_after_its_end(self):
        self.hand_over()
        over = DEADLINE + KEPT_WITH_CONTRACT
        result = deal.result(self.request)
        report = deal.report(self.accepted, result)
        self.check("ACCEPT", result)
        ends = NOW + 2 + HOUR + KEPT_WITH_CONTRACT  # that of the acceptance alone
        self.check("ACCEPT", report, now=ends)
        reply = deal.report(self.accepted, result, PROVIDER)
        self.check("REPLAY statement-known", report, now=over - 1)
        self.check("CHAIN antecedent-unknown", reply, now=over)
        self.check("CHAIN antecedent-unknown", report, now=over)
        # With the engagement its nonces are forgotten.
        header = deal.to_provider(over, nonce=self.offer.header.nonce)
        self.check("ACCEPT", deal.offer(header, terms=deal.terms(deadline_ms=over + 1)), now=over)

    def test_keeps_a_contract_as_long_as_its_statements_live(self):
        self.begin(REQUESTER, book_capacity_own=1)
        self.agree(terms=deal.terms(deadline_ms=NOW + 100))
        over = NOW + 2 + HOUR + KEPT_WITH_CONTRACT
        later = self.later(over)
        self.check("POLICY book-full", later, now=over - 1)
        self.check("ACCEPT", later, now=over)

    def test_keeps_what_was_quoted_until_it_lapses(self):
        for life, ends in [(HOUR, NOW + 1 + HOUR), (1_000, NOW + HOUR)]:
            self.begin(REQUESTER, book_capacity_own=1)
            offer, over = deal.offer(), ends + KEPT_WITHOUT
            quote = deal.quote(offer, deal.head(PROVIDER, REQUESTER, NOW + 1, life))
            for message in (offer, quote):
                self.check("ACCEPT", message)
            later = self.later(over)
            self.check("POLICY book-full", later, now=over - 1)
            self.check("ACCEPT", later, now=over)

    def test_learns_epochs(self):
        self.begin(PROVIDER)
        offer, grant = deal.delegated(deal.offer(), "task", epoch=2)
        self.verify("ACCEPT", offer, by=KEY, proofs=[grant])
        old, old_grant = deal.delegated(deal.offer(deal.to_provider(NOW + 1)), "task", epoch=1)
        self.verify("ACCEPT", old, by=KEY, proofs=[old_grant])
        self.check("ACCEPT", offer, by=KEY, proofs=[grant])
        self.verify("DELEGATION epoch-superseded", old, by=KEY, proofs=[old_grant])

    def test_takes_no_other_kinds(self):
        receipt = deal.receipt(deal.acceptance(deal.quote(deal.offer())))
        self.check("TYPE payload-type", receipt)
        self.verify("ACCEPT", receipt)
        self.verify("SEMANTIC receipt-times", deal.receipt(task_acceptance(), started_at_ms=NOW + 4))
        self.verify("SEMANTIC receipt-times", deal.receipt(task_acceptance(), ended_at_ms=NOW + 5))


class States(Case):
    """Section 19.2: each state, and what either party repeats in it up to when."""

    def setUp(self):
        self.build()

    def build(self, **terms):
        self.offer = deal.offer(terms=deal.irreversible(**terms))
        self.quote = deal.quote(self.offer)
        self.accepted = deal.acceptance(self.quote)
        self.request = deal.request(self.accepted)
        self.prepared = deal.prepared(self.request)
        self.commit = deal.commit(self.prepared)
        self.cancel = deal.cancel(self.accepted)
        self.result = deal.result(self.request, commit=object_id(self.commit))
        self.failed = deal.result(self.request, status=task.TASK_STATUS_FAILED, output=None)
        self.perhaps = deal.result(
            self.request, status=task.TASK_STATUS_INDETERMINATE, output=None, commit=object_id(self.commit)
        )

    def hold(self, verifier: int, *messages):
        self.begin(verifier)
        for message in messages:
            self.check("ACCEPT", message)

    def look(self, statement, now: int) -> tuple[str, list[bytes]]:
        answer = world.ask(self.peer, "lookup_engagement", now, statement=statement)
        self.assertEqual(world.outcome(answer), "ACCEPT")
        info = answer.output.engagement
        return info.state, list(info.repeated_now)

    def both(self, state, messages, requester=(), provider=(), now=NOW + 10):
        """Of what each party looks up by each statement that it holds."""
        for verifier, repeated in [(REQUESTER, requester), (PROVIDER, provider)]:
            self.hold(verifier, *messages)
            for message in messages:
                self.assertEqual(self.look(object_id(message), now), (state, [object_id(each) for each in repeated]))

    def until(self, end, state, messages, requester=(), provider=(), then=None):
        """They repeat up to `end`, and no longer."""
        self.both(state, messages, requester, provider, end - 1)
        self.both(then or state, messages, now=end)

    def test_before_a_contract(self):
        agreed = [self.offer, self.quote, self.accepted]
        self.until(NOW + HOUR, "offered", agreed[:1], requester=[self.offer])
        self.both("quoted", agreed[:2])
        self.until(NOW + 1 + HOUR, "accepted", agreed, requester=[self.accepted])

    def test_of_a_contract(self):
        agreed = [self.offer, self.quote, self.accepted]
        begun = [*agreed, self.request]
        self.until(NOW + 1 + HOUR, "pending", begun, requester=[self.accepted, self.request])
        queued = deal.event(self.accepted, state=task.TASK_STATE_QUEUED)
        self.both("pending", [*begun, queued], requester=[self.accepted, self.request])
        for state in (task.TASK_STATE_RUNNING, task.TASK_STATE_PREPARED):
            self.both("running", [*begun, deal.event(self.accepted, state=state)])
        self.both("accepted", [*agreed, deal.event(self.accepted)], requester=[self.accepted])
        prepared = [*begun, self.prepared]
        self.until(NOW + 4 + HOUR, "prepared", prepared, provider=[self.prepared])
        committed = [*prepared, self.commit]
        self.until(NOW + 4 + HOUR, "committed", committed, requester=[self.commit])
        for messages in (agreed, begun, prepared, committed):
            self.until(NOW + 5 + HOUR, "cancelled", [*messages, self.cancel], requester=[self.cancel])
        self.until(DEADLINE + ALLOWED, "delivered", [*committed, self.result], provider=[self.result])
        self.both("delivered", [*committed, self.cancel, self.result], provider=[self.result])
        self.both("delivered", [*begun, self.failed], provider=[self.failed])
        self.both("closed", [*committed, self.result, deal.ack(self.result)])
        self.until(DEADLINE + ALLOWED, "indeterminate", [*committed, self.perhaps], provider=[self.perhaps])
        self.both("indeterminate", [*committed, self.perhaps, deal.ack(self.perhaps)])

    def test_by_the_shortest_life(self):
        """What is repeated together ends with the first of them."""
        self.accepted = deal.acceptance(self.quote, deal.head(REQUESTER, PROVIDER, NOW + 2, 5_000))
        agreed = [self.offer, self.quote, self.accepted]
        self.until(NOW + 5_002, "accepted", agreed, requester=[self.accepted])
        self.request = deal.request(self.accepted)
        both = [self.accepted, self.request]
        self.until(NOW + 5_002, "pending", [*agreed, self.request], requester=both)
        self.build()
        agreed = [self.offer, self.quote, self.accepted]
        self.request = deal.request(self.accepted, deal.head(REQUESTER, PROVIDER, NOW + 3, 5_000))
        self.until(NOW + 5_003, "pending", [*agreed, self.request], requester=[self.accepted, self.request])
        self.prepared = deal.prepared(self.request, deal.head(PROVIDER, REQUESTER, NOW + 4, 5_000))
        commit = deal.commit(self.prepared)
        committed = [*agreed, self.request, self.prepared, commit]
        self.until(NOW + 5_004, "committed", committed, requester=[commit])
        self.build()
        commit = deal.commit(self.prepared, deal.head(REQUESTER, PROVIDER, NOW + 5, 5_000))
        committed = [self.offer, self.quote, self.accepted, self.request, self.prepared, commit]
        self.until(NOW + 5_005, "committed", committed, requester=[commit])

    def test_by_the_deadline(self):
        at = NOW + 100
        self.build(deadline_ms=at)
        agreed = [self.offer, self.quote, self.accepted]
        begun = [*agreed, self.request]
        prepared = [*begun, self.prepared]
        committed = [*prepared, self.commit]
        self.until(at + 1, "accepted", agreed, requester=[self.accepted])
        self.until(at + 1, "pending", begun, requester=[self.accepted, self.request])
        self.until(at + 1, "prepared", prepared, provider=[self.prepared])
        self.until(at + 1, "committed", committed, requester=[self.commit])
        self.until(at + ALLOWED, "delivered", [*committed, self.result], provider=[self.result])
        for messages in (begun, prepared, committed, [*committed, self.cancel]):
            self.both("unanswered", messages, now=at + ALLOWED)
        self.both("committed", committed, now=at + ALLOWED - 1)
        # Without a request nothing was to be answered.
        self.both("cancelled", [*agreed, self.cancel], requester=[self.cancel], now=at + ALLOWED)

    def test_of_what_has_lapsed(self):
        def check(messages, over, before):
            self.both(before, messages, now=over - 1)
            self.both("lapsed", messages, now=over)

        short = deal.quote(self.offer, deal.head(PROVIDER, REQUESTER, NOW + 1, 1_000))
        check([self.offer, short], NOW + 1_001 + ALLOWED, "quoted")
        check([self.offer, short, deal.acceptance(short)], NOW + 1_001 + ALLOWED, "accepted")
        accepted = deal.acceptance(self.quote, deal.head(REQUESTER, PROVIDER, NOW + 2, 1_000))
        check([self.offer, self.quote, accepted], NOW + 1_002 + ALLOWED, "accepted")
        self.build(deadline_ms=NOW + 100)
        check([self.offer, self.quote], NOW + 100 + ALLOWED, "quoted")
        check([self.offer, self.quote, self.accepted], NOW + 100 + ALLOWED, "accepted")
        event = deal.event(self.accepted)
        check([self.offer, self.quote, self.accepted, event], NOW + 100 + ALLOWED, "accepted")

    def test_of_what_is_not_held(self):
        self.hold(REQUESTER, self.offer)
        for statement in (b"", b"x", bytes(32), object_id(self.quote), bytes(2**20)):
            self.assertEqual(self.look(statement, NOW), ("", []))
        over = NOW + HOUR + KEPT_WITHOUT
        self.assertEqual(self.look(object_id(self.offer), over - 1), ("offered", []))
        self.assertEqual(self.look(object_id(self.offer), over), ("", []))

    def test_is_asked_by_the_latest_event(self):
        first, second = deal.event(self.accepted), deal.event(self.accepted, 2)
        self.hold(REQUESTER, self.offer, self.quote, self.accepted, first, second)
        self.assertEqual(self.look(object_id(first), NOW)[0], "")
        self.assertEqual(self.look(object_id(second), NOW)[0], "accepted")


def task_acceptance():
    return deal.acceptance(deal.quote(deal.offer()))
