import assert from "node:assert/strict";
import { test } from "node:test";
import { hex } from "../src/bytes.js";
import { TaskState, TaskStatus } from "../src/gen/casp/v1/task_pb.js";
import type { Session } from "../src/session.js";
import {
  acceptance,
  ack,
  begun,
  cancel,
  commit,
  committed,
  content,
  DEADLINE,
  event,
  failed,
  HOUR,
  OUTPUT,
  offer,
  PROVIDER,
  prepared,
  quote,
  REQUESTER,
  request,
  result,
} from "./engagements.js";
import { agentOf, apply, type Made, NOW, session } from "./fixtures.js";

const SKEW = 30_000n;
const KEPT = 86_430_000n;

function bookOf(agent: number, ...said: readonly Made[]): Session {
  const s = session(0, { verifier: agentOf(agent) });
  for (const made of said) assert.equal(apply(s, made, NOW, made.root === agent), "accepted");
  return s;
}

/** State, then what the requester repeats and what the provider repeats, as names of `said`. */
function standing(said: Readonly<Record<string, Made>>, at = NOW): string {
  const names = new Map(Object.entries(said).map(([name, { objectId }]) => [hex(objectId), name]));
  const last = Object.values(said).at(-1) ?? assert.fail();
  const of = (agent: number) => bookOf(agent, ...Object.values(said)).lookupEngagement(last.objectId, at);
  const [requesters, providers] = [of(REQUESTER), of(PROVIDER)];
  if (!requesters || !providers) return "forgotten";
  assert.equal(requesters.state, providers.state);
  const repeats = [requesters, providers].map(({ repeatedNow }) => repeatedNow.map((id) => names.get(hex(id))).join("+"));
  return [requesters.state, ...repeats].join(", ");
}

/** What stands at each of these times after `NOW`. */
function assertStates(said: Readonly<Record<string, Made>>, at: readonly (readonly [bigint, string])[]): void {
  for (const [time, expected] of at) assert.equal(standing(said, time), expected, String(time - NOW));
}

const end = NOW + HOUR;
const e = begun();
const { offer: o, quote: q, acceptance: a, request: r } = e;

test("an offer is repeated for as long as it lives", () => {
  assertStates({ o }, [
    [NOW, "offered, o, "],
    [end - 1n, "offered, o, "],
    [end, "offered, , "],
    [end + SKEW - 1n, "offered, , "],
    [end + SKEW, "forgotten"],
  ]);
});

test("a quote is not repeated, and lapses by itself or at its deadline", () => {
  const long = quote(o, {}, { expiresAtMs: NOW + 3n * HOUR });
  assertStates({ o, q }, [
    [NOW, "quoted, , "],
    [end + SKEW - 1n, "quoted, , "],
    [end + SKEW, "forgotten"],
  ]);
  const short = quote(o, {}, { expiresAtMs: end - 9n });
  assertStates({ o, short }, [
    [end - 9n + SKEW - 1n, "quoted, , "],
    [end - 9n + SKEW, "lapsed, , "],
  ]);
  assertStates({ o, long }, [
    [DEADLINE + SKEW - 1n, "quoted, , "],
    [DEADLINE + SKEW, "lapsed, , "],
  ]);
});

test("an acceptance without request lapses with quote, acceptance or deadline, whichever is first", () => {
  assertStates({ o, q, a }, [
    [NOW, "accepted, a, "],
    [end - 1n, "accepted, a, "],
    [end, "accepted, , "],
    [end + SKEW - 1n, "accepted, , "],
    [end + SKEW, "lapsed, , "],
    [DEADLINE + KEPT - 1n, "lapsed, , "],
    [DEADLINE + KEPT, "forgotten"],
  ]);
  const short = acceptance(q, { expiresAtMs: end - 9n });
  assertStates({ o, q, short }, [
    [end - 10n, "accepted, short, "],
    [end - 9n, "accepted, , "],
    [end - 9n + SKEW, "lapsed, , "],
  ]);
  const deadlineMs = end - 9n;
  const soonOffer = offer({ deadlineMs });
  const soonQuote = quote(soonOffer, { deadlineMs });
  const soon = acceptance(soonQuote);
  assertStates({ soonOffer, soonQuote, soon }, [
    [deadlineMs, "accepted, soon, "],
    [deadlineMs + 1n, "accepted, , "],
    [deadlineMs + SKEW, "lapsed, , "],
  ]);
});

test("acceptance and request are repeated together, until one of what they need lapses", () => {
  assertStates({ o, q, a, r }, [
    [NOW, "pending, a+r, "],
    [end - 1n, "pending, a+r, "],
    [end, "pending, , "],
    [DEADLINE + SKEW - 1n, "pending, , "],
    [DEADLINE + SKEW, "unanswered, , "],
  ]);
  const short = request(a, { expiresAtMs: end - 9n });
  assertStates({ o, q, a, short }, [
    [end - 10n, "pending, a+short, "],
    [end - 9n, "pending, , "],
  ]);
});

test("a task runs when its latest event says so", () => {
  const at = (seq: bigint, state: TaskState): Made => event(a, seq, {}, 0, state);
  const { QUEUED, RUNNING, PREPARED } = TaskState;
  assert.equal(standing({ o, q, a, r, one: at(1n, QUEUED) }), "pending, a+r, ");
  assert.equal(standing({ o, q, a, r, one: at(1n, RUNNING) }), "running, , ");
  assert.equal(standing({ o, q, a, r, one: at(1n, PREPARED) }), "running, , ");
  assert.equal(standing({ o, q, a, r, one: at(1n, RUNNING), two: at(2n, QUEUED) }), "pending, a+r, ");
  assert.equal(standing({ o, q, a, one: at(1n, RUNNING) }), "accepted, a, ", "there is no request");
});

test("what is prepared is the provider's to repeat, and the commit the requester's", () => {
  const c = committed();
  const begunWith = { o: c.offer, q: c.quote, a: c.acceptance, r: c.request };
  assertStates({ ...begunWith, p: c.prepared }, [
    [NOW, "prepared, , p"],
    [end - 1n, "prepared, , p"],
    [end, "prepared, , "],
    [DEADLINE + SKEW, "unanswered, , "],
  ]);
  const long = prepared(c.acceptance, c.request, content(OUTPUT), { expiresAtMs: DEADLINE + HOUR });
  assertStates({ ...begunWith, long }, [
    [DEADLINE, "prepared, , long"],
    [DEADLINE + 1n, "prepared, , "],
  ]);
  assertStates({ ...begunWith, p: c.prepared, c: c.commit }, [
    [NOW, "committed, c, "],
    [end - 1n, "committed, c, "],
    [end, "committed, , "],
    [DEADLINE + SKEW, "unanswered, , "],
  ]);
  const short = commit(c.acceptance, c.prepared, { expiresAtMs: end - 9n });
  assertStates({ ...begunWith, p: c.prepared, short }, [
    [end - 10n, "committed, short, "],
    [end - 9n, "committed, , "],
  ]);
  const far = commit(c.acceptance, long, { expiresAtMs: DEADLINE + HOUR });
  assertStates({ ...begunWith, long, far }, [
    [DEADLINE, "committed, far, "],
    [DEADLINE + 1n, "committed, , "],
  ]);
});

test("a cancel goes before what was prepared and committed to, and is repeated while it lives", () => {
  const c = committed();
  const x = cancel(c.acceptance);
  const said = { o: c.offer, q: c.quote, a: c.acceptance, r: c.request, p: c.prepared, c: c.commit, x };
  assertStates(said, [
    [NOW, "cancelled, x, "],
    [end - 1n, "cancelled, x, "],
    [end, "cancelled, , "],
    [DEADLINE + SKEW, "unanswered, , "],
  ]);
  assertStates({ o, q, a, x: cancel(a) }, [
    [NOW, "cancelled, x, "],
    [DEADLINE + SKEW, "cancelled, , "],
  ]);
});

test("a result is repeated until it is acknowledged or nobody takes it any more", () => {
  const done = result(a, r);
  const unsure = failed(a, r, TaskStatus.INDETERMINATE);
  for (const [said, state] of [
    [done, "delivered"],
    [failed(a, r), "delivered"],
    [unsure, "indeterminate"],
  ] as const) {
    assertStates({ o, q, a, r, said }, [
      [NOW, `${state}, , said`],
      [DEADLINE + SKEW - 1n, `${state}, , said`],
      [DEADLINE + SKEW, `${state}, , `],
    ]);
  }
  assert.equal(standing({ o, q, a, r, done, k: ack(a, done) }), "closed, , ");
  assert.equal(standing({ o, q, a, r, unsure, k: ack(a, unsure) }), "indeterminate, , ");
  assert.equal(standing({ o, q, a, r, x: cancel(a), done }), "delivered, , done");
});

test("an engagement is found by any statement that the book holds, and by no other", () => {
  const [one, two] = [event(a, 1n), event(a, 2n)];
  const s = bookOf(REQUESTER, o, q, a, r, one, two);
  for (const { objectId } of [o, q, a, r, two]) assert.equal(s.lookupEngagement(objectId, NOW)?.state, "running");
  for (const name of [one.objectId, new Uint8Array(32), new Uint8Array()]) {
    assert.equal(s.lookupEngagement(name, NOW), undefined);
  }
});

test("who is asked changes nothing, but that what is over is forgotten", () => {
  const s = bookOf(REQUESTER, o);
  assert.equal(s.lookupEngagement(o.objectId, end + SKEW), undefined);
  assert.equal(apply(s, offer({}, { issuedAtMs: end + SKEW, expiresAtMs: end + 2n * HOUR }), end + SKEW, true), "accepted");
});
