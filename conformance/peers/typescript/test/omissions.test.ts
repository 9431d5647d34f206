import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { compare } from "../src/bytes.js";
import { encode } from "../src/encoding.js";
import { EquivocationProofSchema } from "../src/gen/casp/v1/descriptor_pb.js";
import { Operator } from "../src/gen/casp/v1/discovery_pb.js";
import {
  ANYTHING,
  bundleOf,
  HOUR,
  is,
  match,
  offering,
  omission,
  query,
  receipt,
  refreshing,
  REGISTRY,
  result,
  type Shown,
} from "./discoveries.js";
import { agentOf, codeOf, delegation, type HeaderInit, type Made, NOW, retire, session, TTL, withdrawal } from "./fixtures.js";

const Q = query();
const R = result(Q, { complete: true });
const D = offering(3, undefined, {}, { sequence: 5n });
const F = refreshing(D, {}, { sequence: 7n });
const BARE: Shown = { descriptor: D };
const PAIR: Shown = { descriptor: D, refresh: F };

interface Parts {
  asked?: Made;
  answered?: Made;
  promised?: Made;
  entry?: Shown;
}

function check({ asked = Q, answered = R, promised, entry = BARE }: Parts, rebuttal?: Made | Uint8Array): string {
  const proof = omission(asked, answered, promised ?? receipt(entry.descriptor, entry.refresh), entry);
  const bytes = rebuttal instanceof Uint8Array ? rebuttal : (rebuttal?.bundle ?? new Uint8Array());
  const payloadType = rebuttal && !(rebuttal instanceof Uint8Array) ? rebuttal.payloadType : "";
  return codeOf(() => session().checkOmission(proof, { bytes, payloadType }));
}

test("an omission is proven", () => {
  assert.equal(check({}), "accepted");
  assert.equal(check({ entry: PAIR }), "accepted");
});

test("each member is what it should be", () => {
  assert.equal(check({ asked: R }), "omission-member");
  assert.equal(check({ answered: result(Q, { complete: true, matched: 1n }) }), "omission-member");
  assert.equal(check({ promised: receipt(D, undefined, { networkId: "net-other" }) }), "omission-member");
  assert.equal(check({ entry: { descriptor: D, refresh: D } }), "omission-member");
});

test("the members belong together", () => {
  assert.equal(check({ asked: query() }), "omission-unrelated");
  assert.equal(check({ answered: result(Q, { complete: true }, {}, 5) }), "omission-unrelated");
  assert.equal(check({ promised: receipt(D, undefined, {}, {}, 5) }), "omission-unrelated");
  assert.equal(check({ promised: receipt(D, undefined, {}, { agent: agentOf(5) }) }), "omission-unrelated");
  assert.equal(check({ promised: receipt(offering(3)) }), "omission-unrelated");
  assert.equal(check({ promised: receipt(D, F) }), "omission-unrelated");
  assert.equal(check({ promised: receipt(D), entry: PAIR }), "omission-unrelated");
  const early = result(Q, { complete: true }, { issuedAtMs: NOW - 30_001n });
  assert.equal(check({ answered: early }), "omission-unrelated");
  assert.equal(check({ answered: result(Q, { complete: true }, { audience: agentOf(6) }) }), "accepted");
});

test("the answer said that it was complete, to a query of constraints alone", () => {
  assert.equal(check({ answered: result(Q) }), "omission-incomplete");
  for (const intent of [{ phrasings: ["x"] }, { skills: ["x"], constraints: [ANYTHING] }]) {
    const asked = query(intent);
    assert.equal(check({ asked, answered: result(asked, { complete: true }) }), "omission-incomplete");
  }
});

test("it had promised to serve the entry at that time", () => {
  const promise = (header: HeaderInit): string => check({ promised: receipt(D, undefined, header) });
  assert.equal(promise({ issuedAtMs: NOW + 1n }), "omission-unpromised");
  assert.equal(promise({ issuedAtMs: NOW - HOUR, expiresAtMs: NOW }), "omission-unpromised");
  assert.equal(promise({ issuedAtMs: NOW - HOUR, expiresAtMs: NOW + 1n }), "accepted");
});

test("the entry lived, without allowance", () => {
  const of = (header: HeaderInit): string => check({ entry: { descriptor: offering(3, undefined, header) } });
  assert.equal(of({ issuedAtMs: NOW + 1n }), "omission-lapsed");
  assert.equal(of({ issuedAtMs: NOW - TTL }), "omission-lapsed");
  assert.equal(of({ issuedAtMs: NOW - TTL + 1n }), "accepted");
  assert.equal(of({ audience: agentOf(REGISTRY) }), "omission-lapsed");
  const pair = (header: HeaderInit, sequence = 7n): string =>
    check({ entry: { descriptor: D, refresh: refreshing(D, header, { sequence }) } });
  assert.equal(pair({ issuedAtMs: NOW + 1n }), "omission-lapsed");
  assert.equal(pair({}, 5n), "omission-lapsed");
  assert.equal(pair({ audience: agentOf(REGISTRY) }), "omission-lapsed");
});

test("it matched, and was not listed", () => {
  const asked = query({ constraints: [is("tag", Operator.EXISTS, true)] });
  assert.equal(check({ asked, answered: result(asked, { complete: true }) }), "omission-unmatched");
  const listed = result(Q, { complete: true, ranked: [match(BARE)], matched: 1n });
  assert.equal(check({ answered: listed }), "omission-listed");
});

test("what ended or replaced the entry rebuts", () => {
  const REBUTTED = "omission-rebutted";
  const root = 3;
  const later = (by: bigint) => ({ root, header: { issuedAtMs: NOW + by } });
  const rows: [string, Made, Shown, string][] = [
    ["the descriptor itself", D, BARE, "accepted"],
    ["the refresh itself", F, PAIR, "accepted"],
    ["the descriptor of the pair", D, PAIR, "accepted"],
    ["a refresh later than the entry", F, BARE, "accepted"],
    ["another under the descriptor's sequence", withdrawal(1n, 5n, { root }), PAIR, REBUTTED],
    ["another under the refresh's sequence", offering(3, undefined, {}, { sequence: 7n }), PAIR, REBUTTED],
    ["another refresh under the refresh's sequence", refreshing(D, { expiresAtMs: NOW + 2_000n }, { sequence: 7n }), PAIR, REBUTTED],
    ["a withdrawal between", withdrawal(1n, 6n, { root }), PAIR, "accepted"],
    ["a withdrawal after the descriptor", withdrawal(1n, 6n, { root }), BARE, REBUTTED],
    ["a withdrawal before", withdrawal(1n, 4n, { root }), BARE, "accepted"],
    ["a withdrawal after the pair", withdrawal(1n, 8n, { root }), PAIR, REBUTTED],
    ["a withdrawal of a higher epoch", withdrawal(2n, 1n, { root }), PAIR, REBUTTED],
    ["a withdrawal just in time", withdrawal(1n, 8n, later(5_000n)), PAIR, REBUTTED],
    ["a withdrawal too late", withdrawal(1n, 8n, later(5_001n)), PAIR, "accepted"],
    ["another's withdrawal", withdrawal(1n, 8n, { root: 4 }), PAIR, "accepted"],
    ["a further descriptor", offering(3, undefined, {}, { sequence: 8n }), PAIR, REBUTTED],
    ["a refresh that ends before", refreshing(D, { issuedAtMs: NOW - 9_000n, expiresAtMs: NOW }, { sequence: 8n }), PAIR, REBUTTED],
    ["a refresh that ends after", refreshing(D, { issuedAtMs: NOW - 9_000n, expiresAtMs: NOW + 1n }, { sequence: 8n }), PAIR, "accepted"],
    ["a refresh of a moment later", refreshing(D, { issuedAtMs: NOW + 3_000n }, { sequence: 8n }), PAIR, "accepted"],
    ["a refresh that makes no pair", refreshing(D, { issuedAtMs: NOW - 9_000n, expiresAtMs: NOW }, { sequence: 8n, epoch: 2n }), PAIR, "accepted"],
    ["a refresh of another descriptor", refreshing(offering(3), {}, { sequence: 8n }), PAIR, "accepted"],
    ["a refresh for the registry alone", refreshing(D, { audience: agentOf(REGISTRY) }, { sequence: 8n }), PAIR, REBUTTED],
    ["a delegation of the same epoch", delegation(6, 1n, { root }), PAIR, "accepted"],
    ["a delegation of a higher epoch", delegation(6, 2n, { root }), PAIR, REBUTTED],
    ["another's delegation", delegation(6, 2n, { root: 4 }), PAIR, "accepted"],
    ["a retirement", retire({ root }), PAIR, REBUTTED],
    ["a retirement too late", retire(later(5_001n)), PAIR, "accepted"],
    ["a statement of another kind", Q, PAIR, "accepted"],
    ["one under a wrong name", { ...retire({ root }), payloadType: D.payloadType }, PAIR, "accepted"],
  ];
  for (const [what, rebuttal, entry, due] of rows) assert.equal(check({ entry }, rebuttal), due, what);
  assert.equal(check({}, new Uint8Array(9)), "accepted", "bytes that are nothing");
});

test("a refresh rebuts with which nothing matches", () => {
  const asked = query({ constraints: [is("age-ms", Operator.AT_LEAST, 1_000n)] });
  const answered = result(asked, { complete: true });
  const descriptor = offering(3, undefined, { issuedAtMs: NOW - 1_000n });
  const of = (issuedAtMs: bigint): string =>
    check({ asked, answered, entry: { descriptor } }, refreshing(descriptor, { issuedAtMs, expiresAtMs: issuedAtMs + TTL }));
  assert.deepEqual([of(NOW - 1_000n), of(NOW - 999n)], ["accepted", "omission-rebutted"]);
});

test("a proof of equivocation in the epoch rebuts", () => {
  const proof = (root: number, epoch: bigint, later = 0n): Uint8Array => {
    const header = { issuedAtMs: NOW + later };
    const made = [offering(root, undefined, {}, { epoch, sequence: 1n }), withdrawal(epoch, 1n, { root, header })];
    const [first, second] = made.toSorted((a, b) => compare(a.objectId, b.objectId)).map(bundleOf);
    assert.ok(first && second);
    return encode(EquivocationProofSchema, create(EquivocationProofSchema, { first, second }));
  };
  assert.equal(check({}, proof(3, 1n)), "omission-rebutted");
  assert.equal(check({}, proof(3, 1n, 5_000n)), "omission-rebutted");
  assert.equal(check({}, proof(3, 1n, 5_001n)), "accepted");
  assert.equal(check({}, proof(3, 2n)), "accepted");
  assert.equal(check({}, proof(4, 1n)), "accepted");
});
