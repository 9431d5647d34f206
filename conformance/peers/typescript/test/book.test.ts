import assert from "node:assert/strict";
import { test } from "node:test";
import type { Session } from "../src/session.js";
import {
  acceptance,
  ack,
  type Begun,
  begun,
  cancel,
  DEADLINE,
  event,
  failed,
  HOUR,
  offer,
  PROVIDER,
  quote,
  REQUESTER,
  report,
  request,
  result,
} from "./engagements.js";
import { agentOf, apply, delegation, descriptor, type Made, NOW, observe, session } from "./fixtures.js";

const SKEW = 30_000n;
const KEPT = 86_430_000n;

const book = (bookCapacity = 0): Session => session(0, { verifier: agentOf(REQUESTER), bookCapacity });

function applyAll(to: Session, ...all: Made[]): void {
  for (const made of all) assert.equal(apply(to, made), "accepted");
}

const inOrder = ({ offer, quote, acceptance, request }: Begun): Made[] => [offer, quote, acceptance, request];

test("an engagement goes from offer to reports, and what is said again changes nothing", () => {
  const s = book();
  const e = begun();
  const first = event(e.acceptance, 1n);
  const r = result(e.acceptance, e.request);
  const all = [...inOrder(e), first, r, ack(e.acceptance, r), report(e.acceptance, r)];
  all.push(report(e.acceptance, r, PROVIDER, REQUESTER));
  applyAll(s, ...all);
  for (const made of all) assert.equal(apply(s, made), "statement-known");
});

test("a book takes what its own agent says, and no stranger's talk", () => {
  const o = offer();
  assert.equal(apply(session(0, { verifier: agentOf(REQUESTER) }), o), "accepted");
  assert.equal(apply(session(0, { verifier: agentOf(PROVIDER) }), o), "accepted");
  assert.equal(apply(session(0, { verifier: agentOf(3) }), o), "audience");
  assert.equal(apply(session(), o), "audience");
});

test("nobody uses a nonce twice, in whatever kind and engagement", () => {
  const s = book();
  const nonce = new Uint8Array(16).fill(3);
  const e = begun();
  applyAll(s, offer({}, { nonce }), e.offer, e.quote);
  assert.equal(apply(s, acceptance(e.quote, { nonce })), "nonce-reused");
  assert.equal(apply(s, offer({ outputMediaType: "text/csv" }, { nonce })), "nonce-reused");
});

test("what a statement names must be held, and be of the kind that it follows", () => {
  const e = begun();
  for (const made of [e.quote, e.acceptance, e.request]) assert.equal(apply(book(), made), "antecedent-unknown");
  const s = book();
  applyAll(s, e.offer, e.quote);
  assert.equal(apply(s, quote(e.quote)), "antecedent-unknown");
  assert.equal(apply(s, request(e.quote)), "antecedent-unknown");
  applyAll(s, e.acceptance);
  const r = result(e.acceptance, e.request);
  assert.equal(apply(s, r), "antecedent-unknown", "a result needs a task request");
  assert.equal(apply(s, ack(e.acceptance, r)), "antecedent-unknown", "an ack needs a result");
});

test("the roles of an engagement are its parties'", () => {
  const s = book();
  const e = begun();
  const r = result(e.acceptance, e.request);
  applyAll(s, ...inOrder(e), r);
  assert.equal(apply(s, report(e.acceptance, r, 3)), "party");
  assert.equal(apply(s, report(e.acceptance, r, REQUESTER, 3)), "party");
  assert.equal(apply(session(0, { verifier: agentOf(PROVIDER) }), ack(e.acceptance, r, PROVIDER)), "party-is-self");
});

test("where one is admitted, another is refused", () => {
  const s = book();
  const e = begun();
  const r = result(e.acceptance, e.request);
  applyAll(s, e.offer, e.quote);
  assert.equal(apply(s, quote(e.offer)), "second-statement");
  applyAll(s, e.acceptance);
  assert.equal(apply(s, acceptance(e.quote)), "second-statement");
  applyAll(s, e.request, event(e.acceptance, 1n), cancel(e.acceptance));
  assert.equal(apply(s, request(e.acceptance)), "second-statement");
  assert.equal(apply(s, event(e.acceptance, 1n, {}, 5)), "second-statement");
  assert.equal(apply(s, cancel(e.acceptance)), "second-statement");
  applyAll(s, r, report(e.acceptance, r));
  assert.equal(apply(s, result(e.acceptance, e.request, { reason: "again" })), "second-statement");
});

test("of task events the latest is kept, and an older one is stale", () => {
  const s = book();
  const e = begun();
  const [first, second] = [event(e.acceptance, 1n), event(e.acceptance, 2n)];
  applyAll(s, ...inOrder(e), first, second);
  assert.equal(apply(s, second), "statement-known");
  assert.equal(apply(s, first), "event-stale");
});

test("a quote fits its offer", () => {
  const offered = { evidence: ["trace"], receiptSigners: [agentOf(5)] };
  const cases: [Parameters<typeof quote>[1], string][] = [
    [offered, "accepted"],
    [{ ...offered, evidence: ["tool-receipt", "trace"] }, "accepted"],
    [{ ...offered, price: { currency: "EUR", amountMicros: 0n }, deadlineMs: DEADLINE - 1n }, "accepted"],
    [{ ...offered, evidence: ["tool-receipt"] }, "terms"],
    [{ ...offered, receiptSigners: [] }, "terms"],
    [{ ...offered, price: { currency: "USD", amountMicros: 5n } }, "terms"],
    [{ ...offered, price: { currency: "EUR", amountMicros: 6n } }, "terms"],
    [{ ...offered, deadlineMs: DEADLINE + 1n }, "terms"],
    [{ ...offered, outputMediaType: "text/csv" }, "terms"],
  ];
  for (const [changed, code] of cases) {
    const s = book();
    const o = offer(offered);
    applyAll(s, o);
    assert.equal(apply(s, quote(o, changed)), code);
  }
});

test("an input is the one that was agreed", () => {
  const s = book();
  const e = begun();
  applyAll(s, e.offer, e.quote, e.acceptance);
  assert.equal(apply(s, request(e.acceptance, {}, new Uint8Array(9))), "input-mismatch");
});

test("an offer lapses for what is said or heard too late", () => {
  const end = NOW + HOUR;
  for (const [issuedAtMs, at, code] of [
    [end - 1n, end + SKEW - 1n, "accepted"],
    [end, end, "antecedent-lapsed"],
    [end - 1n, end + SKEW, "antecedent-lapsed"],
  ] as const) {
    const s = book();
    const o = offer();
    applyAll(s, o);
    assert.equal(apply(s, quote(o, {}, { issuedAtMs, expiresAtMs: end + HOUR }), at), code);
  }
});

test("after the deadline there is no result", () => {
  for (const [issuedAtMs, at, code] of [
    [DEADLINE, DEADLINE + SKEW - 1n, "accepted"],
    [DEADLINE + 1n, DEADLINE + 1n, "deadline-passed"],
    [DEADLINE, DEADLINE + SKEW, "deadline-passed"],
  ] as const) {
    const s = book();
    const e = begun();
    applyAll(s, ...inOrder(e));
    assert.equal(apply(s, result(e.acceptance, e.request, {}, { issuedAtMs }), at), code);
  }
});

test("a result closes an engagement, and a cancel keeps it from beginning", () => {
  const s = book();
  const e = begun();
  const r = result(e.acceptance, e.request);
  applyAll(s, ...inOrder(e), r);
  assert.equal(apply(s, event(e.acceptance, 1n)), "engagement-closed");
  assert.equal(apply(s, cancel(e.acceptance)), "engagement-closed");

  const t = book();
  const other = begun();
  applyAll(t, other.offer, other.quote, other.acceptance, cancel(other.acceptance));
  assert.equal(apply(t, other.request), "engagement-closed");
});

test("reports and acks name the contract's result", () => {
  const s = book();
  const e = begun();
  const r = result(e.acceptance, e.request);
  applyAll(s, ...inOrder(e));
  assert.equal(apply(s, report(e.acceptance, r)), "antecedent-unknown");
  assert.equal(apply(s, result(e.acceptance, e.offer)), "names-another");
  applyAll(s, r);
  assert.equal(apply(s, ack(e.acceptance, e.request)), "names-another");
  assert.equal(apply(s, report(e.acceptance, e.request)), "names-another");
  assert.equal(apply(s, report(e.acceptance, undefined)), "accepted", "it and the result may have crossed");
});

test("promised evidence comes with a result that delivers", () => {
  const promised = { evidence: ["tool-receipt"] };
  const s = book();
  const e = begun(promised);
  applyAll(s, ...inOrder(e));
  assert.equal(apply(s, result(e.acceptance, e.request)), "evidence-missing");
  assert.equal(apply(s, failed(e.acceptance, e.request)), "accepted");
});

test("a full book refuses offers, forgets none before its time, and has room after it", () => {
  const s = book(1);
  const o = offer();
  applyAll(s, o);
  assert.equal(apply(s, offer()), "book-full");
  const end = DEADLINE + KEPT;
  const late = (issuedAtMs: bigint): Made =>
    offer({ deadlineMs: issuedAtMs + HOUR }, { issuedAtMs, expiresAtMs: issuedAtMs + HOUR });
  assert.equal(apply(s, late(end - 1n), end - 1n), "book-full");
  assert.equal(apply(s, late(end), end), "accepted");
});

test("a quote with an earlier deadline frees the book earlier", () => {
  const s = book(2);
  const o = offer();
  applyAll(s, o, offer());
  assert.equal(apply(s, offer()), "book-full");
  applyAll(s, quote(o, { deadlineMs: NOW + 2n }));
  const at = NOW + HOUR + KEPT;
  const late = offer({ deadlineMs: at + HOUR }, { issuedAtMs: at, expiresAtMs: at + HOUR });
  assert.equal(apply(s, late, at), "accepted");
});

test("a task's delegation shows its epoch, and voids what was said under a lower one", () => {
  const s = session(0, { verifier: agentOf(PROVIDER) });
  assert.equal(apply(s, descriptor(1n, 1n, { root: REQUESTER })), "accepted");
  assert.equal(observe(s, delegation(3, 2n, { root: REQUESTER }, ["task"])), "accepted");
  assert.equal(s.lookup(agentOf(REQUESTER), NOW), undefined);
});
