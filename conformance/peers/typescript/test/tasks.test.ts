import assert from "node:assert/strict";
import { test } from "node:test";
import { Outcome, TaskStatus } from "../src/gen/casp/v1/task_pb.js";
import { KINDS } from "../src/kinds.js";
import {
  begun,
  commit,
  content,
  event,
  failed,
  HOUR,
  OUTPUT,
  offer,
  PROVIDER,
  prepared,
  quote,
  REQUESTER,
  receipt,
  report,
  reporting,
  result,
} from "./engagements.js";
import { agentOf, apply, codeOf, type Made, NOW, session } from "./fixtures.js";

const e = begun();

/** As the other party verifies it. */
function verify(made: Made, now = NOW): string {
  const verifier = agentOf(made.root === REQUESTER ? PROVIDER : REQUESTER);
  return codeOf(() => session(0, { verifier }).verify(made.payloadType, made.bundle, now));
}

test("a deadline lies ahead, by seven days at most", () => {
  const day = 24n * HOUR;
  assert.equal(verify(offer({ deadlineMs: NOW + 1n })), "accepted");
  assert.equal(verify(offer({ deadlineMs: NOW })), "deadline");
  assert.equal(verify(quote(e.offer, { deadlineMs: NOW + 7n * day })), "accepted");
  assert.equal(verify(quote(e.offer, { deadlineMs: NOW + 7n * day + 1n })), "deadline");
});

test("nobody speaks to himself, or of himself", () => {
  const o = offer({}, { audience: agentOf(REQUESTER) });
  const s = session(0, { verifier: agentOf(REQUESTER) });
  assert.equal(apply(s, o), "party-is-self");
  assert.equal(apply(s, o, NOW, true), "party-is-self");
  assert.equal(verify(report(e.acceptance, undefined, REQUESTER, REQUESTER)), "party-is-self");
  assert.equal(verify(report(e.acceptance, undefined)), "accepted");
});

test("an inline content is what it says", () => {
  const of = (changed: object): string =>
    verify(result(e.acceptance, e.request, { output: { ...content(OUTPUT), ...changed } }));
  assert.equal(of({}), "accepted");
  assert.equal(of({ sizeBytes: 4n }), "content");
  assert.equal(of({ digest: new Uint8Array(32) }), "content");
});

test("a chunk list has as many chunks as the size needs", () => {
  const of = (sizeBytes: bigint, count: number): string => {
    const digests = Array.from({ length: count }, () => new Uint8Array(32));
    const body = { case: "chunks" as const, value: { chunkBytes: 1_024n, digests } };
    return verify(result(e.acceptance, e.request, { output: { ...content(OUTPUT), sizeBytes, body } }));
  };
  assert.deepEqual(
    [of(1n, 1), of(1_024n, 1), of(1_025n, 2), of(2_048n, 2)],
    ["accepted", "accepted", "accepted", "accepted"],
  );
  assert.deepEqual([of(0n, 1), of(1_024n, 2), of(1_025n, 1), of(2n ** 53n - 1n, 4)], Array(4).fill("chunks"));
});

test("there is an output exactly when the task was done, in part at least", () => {
  const of = (status: TaskStatus): string => verify(result(e.acceptance, e.request, { status }));
  assert.equal(of(TaskStatus.PARTIAL), "accepted");
  for (const status of [TaskStatus.FAILED, TaskStatus.CANCELLED, TaskStatus.INDETERMINATE]) {
    assert.equal(of(status), "result-output");
  }
  assert.equal(verify(failed(e.acceptance, e.request)), "accepted");
});

test("a report names a verdict only with a result, and a result exactly when there is one", () => {
  const named = new Uint8Array(32).fill(1);
  const of = (outcome: Outcome, result: boolean, verdict: boolean): string =>
    verify(
      reporting(e.acceptance, {
        outcome,
        ...(result && { result: named }),
        ...(verdict && { verdict: named }),
      }),
    );
  assert.equal(of(Outcome.GOOD, true, true), "accepted");
  assert.equal(of(Outcome.BAD, true, false), "accepted");
  assert.equal(of(Outcome.NO_RESULT, false, false), "accepted");
  assert.equal(of(Outcome.GOOD, false, false), "outcome-result");
  assert.equal(of(Outcome.NO_RESULT, true, false), "outcome-result");
  assert.equal(of(Outcome.NO_RESULT, false, true), "outcome-result");
});

test("a plan is a content, and a prepared statement and a commit speak to the other party", () => {
  const p = prepared(e.acceptance, e.request);
  assert.equal(verify(p), "accepted");
  assert.equal(verify(prepared(e.acceptance, e.request, { ...content(OUTPUT), sizeBytes: 1n })), "content");
  assert.equal(verify(commit(e.acceptance, p)), "accepted");
  assert.equal(verify(prepared(e.acceptance, e.request, content(OUTPUT), { nonce: new Uint8Array() })), "header-field-required");
  const s = session(0, { verifier: agentOf(PROVIDER) });
  const own = prepared(e.acceptance, e.request, content(OUTPUT), { audience: agentOf(PROVIDER) });
  assert.equal(codeOf(() => s.verify(own.payloadType, own.bundle, NOW)), "party-is-self");
  const self = commit(e.acceptance, p, { audience: agentOf(REQUESTER) });
  assert.equal(codeOf(() => session(0, { verifier: agentOf(REQUESTER) }).verify(self.payloadType, self.bundle, NOW)), "party-is-self");
});

test("there are no more than 1,024 events", () => {
  assert.equal(verify(event(e.acceptance, 1_024n)), "accepted");
  assert.equal(verify(event(e.acceptance, 1_025n)), "out-of-range");
});

test("a call begins, ends and is told of, in that order", () => {
  const of = (startedAtMs: bigint, endedAtMs: bigint): string =>
    verify(receipt(e.acceptance, 1, { startedAtMs, endedAtMs }));
  assert.equal(of(NOW - 1n, NOW), "accepted");
  assert.equal(of(NOW, NOW - 1n), "receipt-times");
  assert.equal(of(NOW, NOW + 1n), "receipt-times");
});

test("one-shot kinds have 30 s of allowance on either side, the others 5 s", () => {
  const plain = report(e.acceptance, undefined);
  assert.equal(verify(e.offer, NOW - 30_000n), "accepted");
  assert.equal(verify(e.offer, NOW - 30_001n), "not-yet-valid");
  assert.equal(verify(e.offer, NOW + HOUR + 29_999n), "accepted");
  assert.equal(verify(e.offer, NOW + HOUR + 30_000n), "expired");
  assert.equal(verify(plain, NOW - 5_000n), "accepted");
  assert.equal(verify(plain, NOW - 5_001n), "not-yet-valid");
});

test("every kind has a payload type of its own", () => {
  assert.equal(new Set(KINDS.map((kind) => kind.payloadType)).size, 24);
});
