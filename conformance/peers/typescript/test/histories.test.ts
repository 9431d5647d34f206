import assert from "node:assert/strict";
import { test } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { compare, sha256 } from "../src/bytes.js";
import { encode } from "../src/encoding.js";
import { EventDisclosureSchema, ForkProofSchema } from "../src/gen/casp/v1/evidence_pb.js";
import { checkDisclosure, checkFork } from "../src/histories.js";
import { eventHash } from "../src/traces.js";
import { rootOf } from "../src/tree.js";
import { begun, bundleOf, checkpoint, result } from "./engagements.js";
import { codeOf, type Made, NETWORK } from "./fixtures.js";
import { commitment, SESSION, traceOf } from "./traces.js";

const [first, second, third] = traceOf(3);
assert.ok(first && second && third);
const events = [first, second, third];
const [a, b, c] = [eventHash(first), eventHash(second), eventHash(third)];
const ab = sha256(Uint8Array.of(1), a, b);

const disclose = (changed: MessageInitShape<typeof EventDisclosureSchema> = {}): string => {
  const whole = { checkpoint: bundleOf(checkpoint(commitment(events))), event: second, path: [a, c], ...changed };
  const bytes = encode(EventDisclosureSchema, create(EventDisclosureSchema, whole));
  return codeOf(() => checkDisclosure(bytes, NETWORK));
};

test("an event is shown to be in a trace without the others", () => {
  assert.equal(disclose(), "accepted");
  assert.equal(disclose({ event: third, path: [ab] }), "accepted");
  assert.equal(disclose({ event: { ...second, seq: 1n } }), "inclusion");
  assert.equal(disclose({ event: { ...second, kind: "other" } }), "inclusion");
  assert.equal(disclose({ event: { ...second, salt: new Uint8Array(16) } }), "event-salt");
  assert.equal(disclose({ path: [c, a] }), "inclusion");
});

const head = (size: bigint, root: Uint8Array, session = SESSION, by?: number): Made =>
  checkpoint({ session, size, root }, by);

function fork(x: Made, y: Made, changed: MessageInitShape<typeof ForkProofSchema> = {}, swapped = false): string {
  const isInOrder = compare(x.objectId, y.objectId) < 0 !== swapped;
  const [low, high] = isInOrder ? [x, y] : [y, x];
  const whole = { first: bundleOf(low), second: bundleOf(high), ...changed };
  const bytes = encode(ForkProofSchema, create(ForkProofSchema, whole));
  return codeOf(() => checkFork(bytes, NETWORK));
}

const OTHER_SESSION = new Uint8Array(16).fill(1);
const otherRoot = new Uint8Array(32).fill(3);

test("two roots of one size are a fork, and one root is none", () => {
  const [x, y] = [head(3n, commitment(events).root), head(3n, otherRoot)];
  assert.equal(fork(x, y), "accepted");
  assert.equal(fork(x, y, {}, true), "fork-order");
  assert.equal(fork(x, x), "fork-order");
  assert.equal(fork(x, y, { index: 1n }), "fork-consistent");
  assert.equal(fork(x, y, { firstLeaf: { leafHash: a } }), "fork-consistent");
  assert.equal(fork(x, head(3n, otherRoot, SESSION, 5)), "fork-unrelated");
  assert.equal(fork(x, head(3n, otherRoot, OTHER_SESSION)), "fork-unrelated");
});

test("a contract has one session, and one result that ends it", () => {
  const [e, other] = [begun(), begun()];
  const { contract, ...rest } = { contract: e.acceptance.objectId, ...commitment(events) };
  const done = (trace?: object, to = e): Made => result(to.acceptance, to.request, trace ? { trace } : { reason: "x" });
  const at = (size: bigint, root: Uint8Array, session = SESSION): Made => checkpoint({ contract, session, size, root });
  const whole = done(rest);

  assert.equal(fork(whole, done()), "accepted", "(a)");
  assert.equal(fork(done({ ...rest, size: 4n }), whole), "accepted", "(a)");
  assert.equal(fork(whole, done(rest, other)), "fork-unrelated");
  assert.equal(fork(whole, head(4n, otherRoot)), "fork-unrelated", "one of them has no contract");
  assert.equal(fork(at(2n, ab), at(3n, rest.root, OTHER_SESSION)), "accepted", "(b)");
  assert.equal(fork(whole, at(2n, ab, OTHER_SESSION)), "accepted", "(b)");
  assert.equal(fork(whole, at(3n, otherRoot)), "accepted", "(c)");
  assert.equal(fork(whole, at(4n, otherRoot)), "accepted", "(d)");
  assert.equal(fork(whole, at(3n, rest.root)), "fork-consistent");
  assert.equal(fork(whole, at(2n, ab)), "fork-consistent");
  assert.equal(fork(at(2n, ab), at(3n, rest.root)), "fork-consistent");
  assert.equal(fork(done(), at(3n, otherRoot, OTHER_SESSION)), "fork-consistent");
  assert.equal(fork(whole, done(), { index: 1n }), "fork-consistent", "only (e) has an index");
  assert.equal(fork(whole, at(4n, otherRoot), { firstLeaf: { leafHash: a } }), "fork-consistent");
  assert.equal(fork(whole, e.request), "record-member");
});

test("two leaves at one place are a fork across sizes", () => {
  const forged = sha256(Uint8Array.of(9));
  const e = begun();
  const contract = e.acceptance.objectId;
  const trace = commitment(events);
  const pairs = [
    [head(3n, trace.root), head(2n, rootOf([a, forged]))],
    [
      result(e.acceptance, e.request, { trace }),
      checkpoint({ ...trace, contract, size: 2n, root: rootOf([a, forged]) }),
    ],
  ] as const;
  for (const [x, y] of pairs) {
    const [ofX, ofY] = [
      { leafHash: b, path: [a, c] },
      { leafHash: forged, path: [a] },
    ];
    const [firstLeaf, secondLeaf] = compare(x.objectId, y.objectId) < 0 ? [ofX, ofY] : [ofY, ofX];
    assert.equal(fork(x, y, { index: 1n, firstLeaf, secondLeaf }), "accepted");
    assert.equal(fork(x, y, { index: 0n, firstLeaf, secondLeaf }), "fork-consistent");
    assert.equal(fork(x, y, { index: 1n, firstLeaf }), "fork-consistent");
    assert.equal(fork(x, y), "fork-consistent");
  }
  const leaf = { leafHash: a };
  const sound = head(2n, rootOf([a, b]));
  assert.equal(fork(pairs[0][0], sound, { index: 1n, firstLeaf: leaf, secondLeaf: leaf }), "fork-consistent");
});
