import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { compare } from "../src/bytes.js";
import { EquivocationProofSchema } from "../src/gen/casp/v1/descriptor_pb.js";
import { Refusal } from "../src/rules.js";
import {
  agentOf,
  apply,
  codeOf,
  delegation,
  descriptor,
  NOW,
  observe,
  refresh,
  retire,
  session,
  TTL,
  withdrawal,
} from "./fixtures.js";

const SKEW = 5_000n;
const MARK_KEPT = 86_410_000n;
const issuedAt = (issuedAtMs: bigint) => ({ header: { issuedAtMs } });

test("an entry lives until its end and the skew, and is gone then", () => {
  const s = session();
  assert.equal(apply(s, descriptor(1n, 1n)), "accepted");
  assert.equal(s.lookup(agentOf(1), NOW + TTL + SKEW - 1n)?.endOfLife, NOW + TTL);
  assert.equal(s.lookup(agentOf(1), NOW + TTL + SKEW), undefined);
});

test("a refresh sets the end of life, also to an earlier one", () => {
  const s = session();
  const d = descriptor(1n, 1n);
  const r = refresh(d, 1n, 2n, { header: { expiresAtMs: NOW + 1_000n } });
  assert.deepEqual([apply(s, d), apply(s, r)], ["accepted", "accepted"]);
  const entry = s.lookup(agentOf(1), NOW);
  assert.deepEqual([entry?.endOfLife, entry?.sequence, entry?.refresh], [NOW + 1_000n, 2n, r.objectId]);
});

test("a refresh of the dead is ignored, of another's entry rejected", () => {
  const s = session();
  const [mine, other] = [descriptor(1n, 1n), descriptor(1n, 1n, { root: 2 })];
  assert.equal(apply(s, refresh(mine, 1n, 2n)), "refresh-of-the-dead");
  apply(s, other);
  assert.equal(apply(s, refresh(other, 1n, 2n)), "refresh-foreign");
});

test("a withdrawal ends the entry, and what is older cannot come back", () => {
  const s = session();
  assert.equal(apply(s, descriptor(1n, 2n)), "accepted");
  assert.equal(apply(s, withdrawal(1n, 3n)), "accepted");
  assert.equal(s.lookup(agentOf(1), NOW), undefined);
  assert.equal(apply(s, descriptor(1n, 2n)), "sequence-lower");
  assert.equal(apply(s, withdrawal(1n, 3n)), "duplicate");
});

test("two statements under one sequence quarantine the epoch, and prove it", () => {
  const s = session();
  const [a, b] = [descriptor(1n, 1n), descriptor(1n, 1n, { summary: "Says something else" })];
  apply(s, a);
  const refusal = refusalOf(() => s.apply(b.payloadType, b.bundle, false, NOW));
  assert.equal(refusal.code, "equivocation");
  assert.equal(s.lookup(agentOf(1), NOW), undefined);
  assert.equal(apply(s, descriptor(1n, 9n)), "epoch-quarantined");

  const yielded = refusal.yields?.value;
  assert.ok(yielded?.case === "data");
  const proof = yielded.value ?? new Uint8Array();
  s.checkEquivocation(proof);
  const { first } = fromBinary(EquivocationProofSchema, proof);
  const lower = compare(a.objectId, b.objectId) < 0 ? a : b;
  assert.deepEqual(first?.subject?.payload, lower.envelope.payload);

  assert.equal(apply(s, descriptor(2n, 1n)), "accepted", "a higher epoch ends the quarantine");
});

test("a quarantine ends when the mark's time is over", () => {
  const s = session();
  apply(s, descriptor(1n, 1n));
  apply(s, descriptor(1n, 1n, { summary: "Says something else" }));
  const end = NOW + TTL + MARK_KEPT;
  assert.equal(apply(s, descriptor(1n, 9n, issuedAt(end - 1n)), end - 1n), "epoch-quarantined");
  assert.equal(apply(s, descriptor(1n, 9n, issuedAt(end)), end), "accepted");
});

test("a full store refuses newcomers, drops no one, and has room when a mark's time is over", () => {
  const s = session(1);
  const d = descriptor(1n, 1n);
  assert.equal(apply(s, d), "accepted");
  assert.equal(apply(s, descriptor(1n, 1n, { root: 2 })), "store-full");
  assert.equal(apply(s, refresh(d, 1n, 2n)), "accepted");
  const end = NOW + TTL + MARK_KEPT;
  assert.equal(apply(s, descriptor(1n, 1n, { root: 2, ...issuedAt(end) }), end), "accepted");
});

test("a higher epoch seen voids what was said under a lower one", () => {
  const s = session();
  const old = delegation(2, 1n);
  assert.equal(apply(s, descriptor(1n, 1n, { under: { key: 2, delegation: old } })), "accepted");
  assert.equal(observe(s, delegation(3, 2n)), "accepted");
  assert.equal(s.lookup(agentOf(1), NOW), undefined);
  assert.equal(apply(s, descriptor(1n, 2n, { under: { key: 2, delegation: old } })), "epoch-superseded");
});

test("a retirement voids the entry and ends the agent", () => {
  const s = session();
  apply(s, descriptor(1n, 1n));
  assert.equal(observe(s, retire()), "accepted");
  assert.equal(s.lookup(agentOf(1), NOW), undefined);
  assert.equal(apply(s, descriptor(2n, 1n)), "issuer-retired");
  assert.equal(observe(s, retire()), "accepted", "a retirement can be said again");
});

test("what is refused leaves no trace", () => {
  const s = session();
  const d = descriptor(1n, 1n);
  apply(s, d);
  assert.equal(apply(s, refresh(d, 5n, 2n)), "refresh-exceeds");
  assert.equal(apply(s, descriptor(1n, 2n)), "accepted", "epoch 5 was not seen");
});

function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`not refused: ${codeOf(act)}`);
}
