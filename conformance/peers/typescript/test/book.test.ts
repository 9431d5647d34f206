import assert from "node:assert/strict";
import { test } from "node:test";
import { SideEffect } from "../src/gen/casp/v1/descriptor_pb.js";
import { TaskStatus } from "../src/gen/casp/v1/task_pb.js";
import type { Session } from "../src/session.js";
import {
  acceptance,
  ack,
  type Begun,
  begun,
  cancel,
  commit,
  committed,
  content,
  DEADLINE,
  event,
  failed,
  HOUR,
  IRREVERSIBLE,
  OUTPUT,
  offer,
  PROVIDER,
  prepared,
  quote,
  REQUESTER,
  report,
  request,
  result,
} from "./engagements.js";
import { agentOf, apply, delegation, descriptor, type Made, NOW, observe, session } from "./fixtures.js";

const SKEW = 30_000n;
const KEPT = 86_430_000n;

/** The requester's book. */
const book = (): Session => session(0, { verifier: agentOf(REQUESTER) });
/** The provider's. */
const providersBook = (bookCapacity: number, bookCapacityPerRequester = 0): Session =>
  session(0, { verifier: agentOf(PROVIDER), bookCapacity, bookCapacityPerRequester });

/** What the requester says, and what it hears, to its book. */
const put = (to: Session, made: Made, now = NOW): string => apply(to, made, now, made.root === REQUESTER);

function putAll(to: Session, ...all: Made[]): void {
  for (const made of all) assert.equal(put(to, made), "accepted");
}

const inOrder = ({ offer, quote, acceptance, request }: Begun): Made[] => [offer, quote, acceptance, request];

test("an engagement goes from offer to reports, and what is said again changes nothing", () => {
  const s = book();
  const e = begun();
  const first = event(e.acceptance, 1n);
  const r = result(e.acceptance, e.request);
  const all = [...inOrder(e), first, r, ack(e.acceptance, r), report(e.acceptance, r)];
  all.push(report(e.acceptance, r, PROVIDER, REQUESTER));
  putAll(s, ...all);
  for (const made of all) assert.equal(put(s, made), "statement-known");
});

test("a book takes what its own agent says, what is said to it, and no stranger's talk", () => {
  const o = offer();
  const of = (n: number): Session => session(0, { verifier: agentOf(n) });
  for (const [s, own, code] of [
    [of(REQUESTER), true, "accepted"],
    [of(PROVIDER), false, "accepted"],
    [of(PROVIDER), true, "audience"],
    [of(3), false, "audience"],
    [of(3), true, "audience"],
    [session(), false, "audience"],
    [session(), true, "audience"],
  ] as const) {
    assert.equal(apply(s, o, NOW, own), code);
  }
  assert.equal(apply(of(REQUESTER), o), "audience", "what arrives is never an own statement");
  const anyones = report(o, undefined, 3);
  assert.equal(apply(of(REQUESTER), anyones), "antecedent-unknown");
  assert.equal(apply(of(REQUESTER), anyones, NOW, true), "audience", "an own statement is the agent's");
});

test("an own statement may stand under a delegation", () => {
  const under = { key: 3, delegation: delegation(3, 1n, {}, ["task"]) };
  const s = book();
  assert.equal(apply(s, offer({}, {}, { under }), NOW, true), "accepted");
  const foreign = { key: 3, delegation: delegation(3, 1n, { root: 4 }, ["task"]) };
  assert.equal(apply(s, offer({}, {}, { under: foreign }), NOW, true), "proof-foreign");
});

test("nobody uses a nonce twice, in whatever kind and engagement", () => {
  const s = book();
  const nonce = new Uint8Array(16).fill(3);
  const e = begun();
  putAll(s, offer({}, { nonce }), e.offer, e.quote);
  assert.equal(put(s, acceptance(e.quote, { nonce })), "nonce-reused");
  assert.equal(put(s, offer({ outputMediaType: "text/csv" }, { nonce })), "nonce-reused");
});

test("what a statement names must be held, and be of the kind that it follows", () => {
  const e = begun();
  for (const made of [e.quote, e.acceptance, e.request]) assert.equal(put(book(), made), "antecedent-unknown");
  const s = book();
  putAll(s, e.offer, e.quote);
  assert.equal(put(s, quote(e.quote)), "antecedent-unknown");
  assert.equal(put(s, request(e.quote)), "antecedent-unknown");
  putAll(s, e.acceptance);
  const r = result(e.acceptance, e.request);
  assert.equal(put(s, r), "antecedent-unknown", "a result needs a task request");
  assert.equal(put(s, ack(e.acceptance, r)), "antecedent-unknown", "an ack needs a result");
});

test("the roles of an engagement are its parties'", () => {
  const s = book();
  const e = begun();
  const r = result(e.acceptance, e.request);
  putAll(s, ...inOrder(e), r);
  assert.equal(put(s, report(e.acceptance, r, 3)), "party");
  assert.equal(put(s, report(e.acceptance, r, REQUESTER, 3)), "party");
  assert.equal(apply(session(0, { verifier: agentOf(PROVIDER) }), ack(e.acceptance, r, PROVIDER)), "party-is-self");
});

test("where one is admitted, another is refused", () => {
  const s = book();
  const e = begun();
  const r = result(e.acceptance, e.request);
  putAll(s, e.offer, e.quote);
  assert.equal(put(s, quote(e.offer)), "second-statement");
  putAll(s, e.acceptance);
  assert.equal(put(s, acceptance(e.quote)), "second-statement");
  putAll(s, e.request, event(e.acceptance, 1n), cancel(e.acceptance));
  assert.equal(put(s, request(e.acceptance)), "second-statement");
  assert.equal(put(s, event(e.acceptance, 1n, {}, 5)), "second-statement");
  assert.equal(put(s, cancel(e.acceptance)), "second-statement");
  putAll(s, r, report(e.acceptance, r));
  assert.equal(put(s, result(e.acceptance, e.request, { reason: "again" })), "second-statement");
});

test("of task events the latest is kept, and an older one is stale", () => {
  const s = book();
  const e = begun();
  const [first, second] = [event(e.acceptance, 1n), event(e.acceptance, 2n)];
  putAll(s, ...inOrder(e), first, second);
  assert.equal(put(s, second), "statement-known");
  assert.equal(put(s, first), "event-stale");
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
    putAll(s, o);
    assert.equal(put(s, quote(o, changed)), code);
  }
});

test("an input is the one that was agreed", () => {
  const s = book();
  const e = begun();
  putAll(s, e.offer, e.quote, e.acceptance);
  assert.equal(put(s, request(e.acceptance, {}, content(new Uint8Array(9)))), "input-mismatch");
});

test("an offer lapses for what is said or heard too late", () => {
  const end = NOW + HOUR;
  for (const [issuedAtMs, at, code] of [
    [end - 1n, end + SKEW - 1n, "accepted"],
    [end, end, "antecedent-lapsed"],
    [end - 1n, end + SKEW, "antecedent-unknown"], // the book has forgotten it
  ] as const) {
    const s = book();
    const o = offer();
    putAll(s, o);
    assert.equal(put(s, quote(o, {}, { issuedAtMs, expiresAtMs: end + HOUR }), at), code);
  }
});

/** What `make` makes follows `before`, of which the latest that it names was issued at `named`. */
function assertNotBefore(make: (issuedAtMs: bigint) => Made, before: Made[], named = NOW): void {
  const s = book();
  putAll(s, ...before);
  assert.equal(put(s, make(named - SKEW - 1n)), "before-antecedent");
  assert.equal(put(s, make(named - SKEW)), "accepted");
}

test("a statement is issued no earlier than what it names, by clocks that may differ", () => {
  const e = begun();
  const { offer: o, quote: q, acceptance: a } = e;
  const r = result(a, e.request);
  assertNotBefore((issuedAtMs) => quote(o, {}, { issuedAtMs }), [o]);
  assertNotBefore((issuedAtMs) => acceptance(q, { issuedAtMs }), [o, q]);
  assertNotBefore((issuedAtMs) => request(a, { issuedAtMs }), [o, q, a]);
  assertNotBefore((issuedAtMs) => event(a, 1n, { issuedAtMs }), [o, q, a]);
  assertNotBefore((issuedAtMs) => cancel(a, { issuedAtMs }), [o, q, a]);
  assertNotBefore((issuedAtMs) => result(a, e.request, {}, { issuedAtMs }), inOrder(e));
  assertNotBefore((issuedAtMs) => ack(a, r, REQUESTER, { issuedAtMs }), [...inOrder(e), r]);
  assertNotBefore((issuedAtMs) => report(a, r, REQUESTER, PROVIDER, { issuedAtMs }), [...inOrder(e), r]);
});

test("a statement that names two is issued no earlier than either", () => {
  const e = begun();
  const { offer: o, quote: q, acceptance: a } = e;
  const at = (issuedAtMs: bigint) => ({ issuedAtMs });
  const [early, late] = [request(a, at(NOW - 9n)), request(a, at(NOW + 9n))];
  assertNotBefore((ms) => result(a, early, {}, at(ms)), [o, q, a, early]);
  assertNotBefore((ms) => result(a, late, {}, at(ms)), [o, q, a, late], NOW + 9n);
  const [soon, then] = [result(a, e.request, {}, at(NOW - 9n)), result(a, e.request, {}, at(NOW + 9n))];
  assertNotBefore((ms) => ack(a, soon, REQUESTER, at(ms)), [...inOrder(e), soon]);
  assertNotBefore((ms) => ack(a, then, REQUESTER, at(ms)), [...inOrder(e), then], NOW + 9n);
  assertNotBefore((ms) => report(a, soon, REQUESTER, PROVIDER, at(ms)), [...inOrder(e), soon]);
  assertNotBefore((ms) => report(a, then, REQUESTER, PROVIDER, at(ms)), [...inOrder(e), then], NOW + 9n);
});

test("what is issued before what it names is false, though it is stale as well", () => {
  const s = book();
  const e = begun();
  putAll(s, ...inOrder(e), event(e.acceptance, 2n));
  assert.equal(put(s, event(e.acceptance, 1n, { issuedAtMs: NOW - SKEW - 1n })), "before-antecedent");
});

test("a quote lapses before its offer", () => {
  const end = NOW + HOUR / 2n;
  for (const [issuedAtMs, at, code] of [
    [end - 1n, end + SKEW - 1n, "accepted"],
    [end, end, "antecedent-lapsed"],
    [end - 1n, end + SKEW, "antecedent-lapsed"],
  ] as const) {
    const s = book();
    const o = offer();
    const q = quote(o, {}, { expiresAtMs: end });
    putAll(s, o, q);
    assert.equal(put(s, acceptance(q, { issuedAtMs }), at), code);
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
    putAll(s, ...inOrder(e));
    assert.equal(put(s, result(e.acceptance, e.request, {}, { issuedAtMs }), at), code);
  }
});

test("after the deadline nothing is accepted", () => {
  const deadlineMs = NOW + 2_000n;
  for (const [issuedAtMs, at, code] of [
    [deadlineMs, deadlineMs + SKEW - 1n, "accepted"],
    [deadlineMs + 1n, deadlineMs + 1n, "deadline-passed"],
    [deadlineMs, deadlineMs + SKEW, "deadline-passed"],
  ] as const) {
    const s = book();
    const o = offer({ deadlineMs });
    const q = quote(o, { deadlineMs });
    putAll(s, o, q);
    assert.equal(put(s, acceptance(q, { issuedAtMs }), at), code);
  }
});

test("a result closes an engagement, and a cancel keeps it from beginning", () => {
  const s = book();
  const e = begun();
  const r = result(e.acceptance, e.request);
  putAll(s, ...inOrder(e), r);
  assert.equal(put(s, event(e.acceptance, 1n)), "engagement-closed");
  assert.equal(put(s, cancel(e.acceptance)), "engagement-closed");

  const t = book();
  const other = begun();
  putAll(t, other.offer, other.quote, other.acceptance, cancel(other.acceptance));
  assert.equal(put(t, other.request), "engagement-closed");
});

test("reports and acks name the contract's result", () => {
  const s = book();
  const e = begun();
  const r = result(e.acceptance, e.request);
  putAll(s, ...inOrder(e));
  assert.equal(put(s, report(e.acceptance, r)), "antecedent-unknown");
  assert.equal(put(s, result(e.acceptance, e.offer)), "names-another");
  putAll(s, r);
  assert.equal(put(s, ack(e.acceptance, e.request)), "names-another");
  assert.equal(put(s, report(e.acceptance, e.request)), "names-another");
});

test("a report of no result is the requester's, of a task that was asked for, after the deadline", () => {
  const none = (e: Begun, root = REQUESTER, issuedAtMs = DEADLINE + 1n): Made =>
    report(e.acceptance, undefined, root, root === REQUESTER ? PROVIDER : REQUESTER, { issuedAtMs });
  const s = book();
  const e = begun();
  putAll(s, e.offer, e.quote, e.acceptance);
  assert.equal(put(s, none(e), DEADLINE + 1n), "antecedent-unknown", "there is no task request");

  const t = book();
  putAll(t, ...inOrder(e));
  assert.equal(put(t, none(e, PROVIDER), DEADLINE + 1n), "no-result");
  assert.equal(put(t, none(e, REQUESTER, DEADLINE), DEADLINE + 1n), "no-result");
  assert.equal(put(t, none(e), DEADLINE + 1n), "accepted");

  const u = book();
  putAll(u, ...inOrder(e), result(e.acceptance, e.request));
  assert.equal(put(u, none(e), DEADLINE + 1n), "accepted", "it and the result may have crossed");
});

test("who has acknowledged a result does not report later that there was none", () => {
  for (const [ackedAtMs, code] of [
    [DEADLINE + 2n, "accepted"],
    [DEADLINE + 1n, "no-result-acknowledged"],
    [NOW, "no-result-acknowledged"],
  ] as const) {
    const s = book();
    const e = begun();
    const r = result(e.acceptance, e.request);
    putAll(s, ...inOrder(e), r);
    assert.equal(put(s, ack(e.acceptance, r, REQUESTER, { issuedAtMs: ackedAtMs }), DEADLINE + 2n), "accepted");
    const none = report(e.acceptance, undefined, REQUESTER, PROVIDER, { issuedAtMs: DEADLINE + 1n });
    assert.equal(put(s, none, DEADLINE + 2n), code);
    const good = report(e.acceptance, r, REQUESTER, PROVIDER, { issuedAtMs: DEADLINE + 2n });
    assert.equal(put(s, good, DEADLINE + 2n), code === "accepted" ? "second-statement" : "accepted");
  }
});

test("a request comes within the lives of quote and acceptance", () => {
  for (const [quoteEnd, acceptanceEnd] of [
    [NOW + HOUR / 2n, NOW + HOUR],
    [NOW + HOUR, NOW + HOUR / 2n],
  ] as const) {
    const end = NOW + HOUR / 2n;
    for (const [issuedAtMs, at, code] of [
      [end - 1n, end + SKEW - 1n, "accepted"],
      [end, end, "antecedent-lapsed"],
      [end - 1n, end + SKEW, "antecedent-lapsed"],
    ] as const) {
      const s = book();
      const o = offer();
      const q = quote(o, {}, { expiresAtMs: quoteEnd });
      const a = acceptance(q, { expiresAtMs: acceptanceEnd });
      putAll(s, o, q, a);
      assert.equal(put(s, request(a, { issuedAtMs }), at), code);
    }
  }
});

test("what cannot be undone is prepared, committed to and done", () => {
  const s = book();
  const e = committed();
  const r = result(e.acceptance, e.request, { commit: e.commit.objectId });
  putAll(s, ...inOrder(e), e.prepared, e.commit, r, ack(e.acceptance, r));
  for (const made of [e.prepared, e.commit, r]) assert.equal(put(s, made), "statement-known");
});

test("a prepared statement follows a request, and a commit a prepared statement", () => {
  const s = book();
  const e = committed();
  putAll(s, e.offer, e.quote, e.acceptance);
  assert.equal(put(s, e.prepared), "antecedent-unknown");
  putAll(s, e.request);
  assert.equal(put(s, e.commit), "antecedent-unknown");
  assert.equal(put(s, prepared(e.acceptance, e.offer)), "names-another");
  putAll(s, e.prepared);
  assert.equal(put(s, prepared(e.acceptance, e.request)), "second-statement");
  assert.equal(put(s, commit(e.acceptance, e.request)), "names-another");
  putAll(s, e.commit);
  assert.equal(put(s, commit(e.acceptance, e.prepared)), "second-statement");
});

test("only what cannot be undone is prepared", () => {
  const s = book();
  const e = begun();
  putAll(s, ...inOrder(e));
  assert.equal(put(s, prepared(e.acceptance, e.request)), "prepared-needless");
  const t = book();
  const other = begun({ sideEffect: SideEffect.REVERSIBLE });
  putAll(t, ...inOrder(other));
  assert.equal(put(t, prepared(other.acceptance, other.request)), "prepared-needless");
});

test("a result that may have acted names the commit of its contract", () => {
  const { COMPLETED, PARTIAL, FAILED, CANCELLED, INDETERMINATE } = TaskStatus;
  const e = committed();
  const of = (status: TaskStatus, named: Made | undefined, ...before: Made[]): string => {
    const s = book();
    putAll(s, ...inOrder(e), ...before);
    const output = status === COMPLETED || status === PARTIAL;
    const fields = { status, ...(named && { commit: named.objectId }) };
    return put(s, output ? result(e.acceptance, e.request, fields) : failed(e.acceptance, e.request, status, named));
  };
  for (const status of [COMPLETED, PARTIAL, INDETERMINATE]) {
    assert.equal(of(status, undefined), "commit-missing");
    assert.equal(of(status, undefined, e.prepared, e.commit), "commit-missing");
    assert.equal(of(status, e.commit, e.prepared, e.commit), "accepted");
  }
  for (const status of [FAILED, CANCELLED]) {
    assert.equal(of(status, undefined), "accepted");
    assert.equal(of(status, undefined, e.prepared, e.commit), "accepted");
    assert.equal(of(status, e.commit, e.prepared, e.commit), "accepted");
    assert.equal(of(status, e.prepared, e.prepared, e.commit), "names-another");
  }
  assert.equal(of(COMPLETED, e.commit, e.prepared), "names-another", "the book holds no commit");
});

test("a prepared statement lapses, and the deadline ends all", () => {
  const end = NOW + HOUR / 2n;
  for (const [issuedAtMs, at, code] of [
    [end - 1n, end + SKEW - 1n, "accepted"],
    [end, end, "antecedent-lapsed"],
    [end - 1n, end + SKEW, "antecedent-lapsed"],
  ] as const) {
    const s = book();
    const e = begun(IRREVERSIBLE);
    const p = prepared(e.acceptance, e.request, content(OUTPUT), { expiresAtMs: end });
    putAll(s, ...inOrder(e), p);
    assert.equal(put(s, commit(e.acceptance, p, { issuedAtMs }), at), code);
  }
  const long = { expiresAtMs: DEADLINE + HOUR };
  for (const [issuedAtMs, at, code] of [
    [DEADLINE, DEADLINE + SKEW - 1n, "accepted"],
    [DEADLINE + 1n, DEADLINE + 1n, "deadline-passed"],
    [DEADLINE, DEADLINE + SKEW, "deadline-passed"],
  ] as const) {
    const s = book();
    const e = begun(IRREVERSIBLE);
    const p = prepared(e.acceptance, e.request, content(OUTPUT), { ...long, issuedAtMs });
    putAll(s, ...inOrder(e));
    assert.equal(put(s, p, at), code);
    const t = book();
    const early = prepared(e.acceptance, e.request, content(OUTPUT), long);
    putAll(t, ...inOrder(e), early);
    assert.equal(put(t, commit(e.acceptance, early, { ...long, issuedAtMs }), at), code);
  }
});

test("prepared statement, commit and what comes of it are issued no earlier than what they name", () => {
  const e = committed();
  const { acceptance: a, request: r } = e;
  const before = inOrder(e);
  const at = (issuedAtMs: bigint) => ({ issuedAtMs });
  const late = request(a, at(NOW + 9n));
  assertNotBefore((ms) => prepared(a, r, content(OUTPUT), at(ms)), before);
  assertNotBefore((ms) => prepared(a, late, content(OUTPUT), at(ms)), [...before.slice(0, 3), late], NOW + 9n);
  const p = prepared(a, r, content(OUTPUT), at(NOW + 9n));
  assertNotBefore((ms) => commit(a, p, at(ms)), [...before, p], NOW + 9n);
  const c = commit(a, e.prepared, at(NOW + 9n));
  const done = (ms: bigint): Made => result(a, r, { commit: c.objectId }, at(ms));
  assertNotBefore(done, [...before, e.prepared, c], NOW + 9n);
});

test("after a cancel nothing begins and nothing is committed to, and after a result nothing goes on", () => {
  const e = committed();
  const s = book();
  putAll(s, ...inOrder(e), cancel(e.acceptance), e.prepared, event(e.acceptance, 1n));
  assert.equal(put(s, e.commit), "engagement-closed");
  putAll(s, failed(e.acceptance, e.request, TaskStatus.CANCELLED));

  const t = book();
  putAll(t, ...inOrder(e), e.prepared, failed(e.acceptance, e.request));
  assert.equal(put(t, e.commit), "engagement-closed");
  const u = book();
  putAll(u, ...inOrder(e), failed(e.acceptance, e.request));
  assert.equal(put(u, e.prepared), "engagement-closed");
  const crossed = book();
  const done = result(e.acceptance, e.request, { commit: e.commit.objectId });
  putAll(crossed, ...inOrder(e), e.prepared, e.commit, cancel(e.acceptance), done);
});

test("an output has the media type that was agreed", () => {
  const s = book();
  const e = begun();
  putAll(s, ...inOrder(e));
  const output = { ...content(OUTPUT), mediaType: "text/csv" };
  assert.equal(put(s, result(e.acceptance, e.request, { output })), "output-media-type");
  assert.equal(put(s, failed(e.acceptance, e.request)), "accepted");
});

test("promised evidence comes with a result that delivers", () => {
  const promised = { evidence: ["tool-receipt"] };
  const s = book();
  const e = begun(promised);
  putAll(s, ...inOrder(e));
  assert.equal(put(s, result(e.acceptance, e.request)), "evidence-missing");
  assert.equal(put(s, failed(e.acceptance, e.request)), "accepted");
});

/** An offer that is made later, by one agent or another. */
const offerAt = (issuedAtMs: bigint, root = REQUESTER): Made =>
  offer({ deadlineMs: issuedAtMs + HOUR }, { issuedAtMs, expiresAtMs: issuedAtMs + HOUR }, { root });

function refusesUntil(end: bigint, s: Session): void {
  assert.equal(apply(s, offerAt(end - 1n), end - 1n), "book-full");
  assert.equal(apply(s, offerAt(end), end), "accepted");
}

test("a full book refuses offers, and forgets what came to no contract when it has lapsed", () => {
  const s = providersBook(1);
  assert.equal(apply(s, offer()), "accepted");
  assert.equal(apply(s, offer()), "book-full");
  refusesUntil(NOW + HOUR + SKEW, s);
});

test("a quote keeps an engagement for as long as it can be accepted", () => {
  const s = providersBook(1);
  const o = offer();
  assert.equal(apply(s, o), "accepted");
  assert.equal(apply(s, quote(o, {}, { expiresAtMs: NOW + HOUR + 9n }), NOW, true), "accepted");
  refusesUntil(NOW + HOUR + 9n + SKEW, s);
});

test("a contract is kept for a day beyond its deadline", () => {
  const s = providersBook(1);
  const e = begun();
  assert.equal(apply(s, e.offer), "accepted");
  assert.equal(apply(s, e.quote, NOW, true), "accepted");
  assert.equal(apply(s, e.acceptance), "accepted");
  refusesUntil(DEADLINE + KEPT, s);
});

test("no requester fills a book alone", () => {
  const s = providersBook(3, 1);
  assert.equal(apply(s, offer()), "accepted");
  assert.equal(apply(s, offer()), "book-full");
  assert.equal(apply(s, offerAt(NOW, 3)), "accepted");
  assert.equal(apply(s, offerAt(NOW, 3)), "book-full");
  refusesUntil(NOW + HOUR + SKEW, s);
  refusesUntil(NOW + HOUR + SKEW + HOUR + SKEW, s);
});

test("what an agent asks of others takes no place from strangers, nor they from it", () => {
  const s = session(0, { verifier: agentOf(PROVIDER), bookCapacity: 1, bookCapacityPerRequester: 1, bookCapacityOwn: 2 });
  const own = (at = NOW): Made => {
    const header = { audience: agentOf(REQUESTER), issuedAtMs: at, expiresAtMs: at + HOUR };
    return offer({ deadlineMs: at + HOUR }, header, { root: PROVIDER });
  };
  assert.equal(apply(s, own(), NOW, true), "accepted");
  assert.equal(apply(s, offer()), "accepted");
  assert.equal(apply(s, own(), NOW, true), "accepted");
  assert.equal(apply(s, own(), NOW, true), "book-full");
  assert.equal(apply(s, offerAt(NOW, 3)), "book-full");
  const end = NOW + HOUR + SKEW;
  assert.equal(apply(s, own(end - 1n), end - 1n, true), "book-full");
  for (let count = 0; count < 2; count += 1) assert.equal(apply(s, own(end), end, true), "accepted");
  assert.equal(apply(s, own(end), end, true), "book-full");
  assert.equal(apply(s, offerAt(end, 3), end), "accepted");
});

test("a task's delegation shows its epoch, and voids what was said under a lower one", () => {
  const s = session(0, { verifier: agentOf(PROVIDER) });
  assert.equal(apply(s, descriptor(1n, 1n, { root: REQUESTER })), "accepted");
  assert.equal(observe(s, delegation(3, 2n, { root: REQUESTER }, ["task"])), "accepted");
  assert.equal(s.lookup(agentOf(REQUESTER), NOW), undefined);
});
