import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary } from "@bufbuild/protobuf";
import { compare, hex } from "../src/bytes.js";
import { encode } from "../src/encoding.js";
import {
  type AdmissionChallenge,
  AdmissionChallengeSchema,
  DiscoveryMatchSchema,
  Operator,
  RegistrationSchema,
} from "../src/gen/casp/v1/discovery_pb.js";
import { macOf, workOf, zeroBitsAt } from "../src/admission.js";
import { compareDraws, draw } from "../src/sampling.js";
import { tieDigest } from "../src/ranking.js";
import type { Session } from "../src/session.js";
import {
  ANYTHING,
  asRegistry,
  asRequester,
  bundleOf,
  capability,
  is,
  match,
  observed,
  offering,
  price,
  query,
  REGISTRY,
  receipt,
  refreshing,
  refusal,
  result,
} from "./discoveries.js";
import { agentOf, apply, codeOf, delegation, descriptor, type Made, NOW, observe, retire, TTL, withdrawal } from "./fixtures.js";

const { EQUAL, AT_MOST, GREATER, EXISTS } = Operator;

const asked = (of: Made): string => codeOf(() => asRegistry().verify(of.payloadType, of.bundle, NOW));
const told = (of: Made): string => codeOf(() => asRequester().verify(of.payloadType, of.bundle, NOW));

test("a query asks for something, and for some of it", () => {
  assert.equal(asked(query()), "accepted");
  assert.equal(asked(query({ phrasings: ["echo"] })), "accepted");
  assert.equal(asked(query({ skills: ["a/b"] }, { limit: 0, sample: 1 })), "accepted");
  assert.equal(asked(query({})), "intent-empty");
  assert.equal(asked(query({ objectives: [{ name: "relevance" }] })), "intent-empty");
  assert.equal(asked(query(undefined, { limit: 0 })), "nothing-asked");
  assert.equal(asked(query(undefined, { limit: 101 })), "out-of-range");
  assert.equal(asked(query({ constraints: [is("x", EXISTS, true)] })), "attribute-unknown");
  assert.equal(asked(query({ constraints: [is("qos/", EXISTS, true)] })), "identifier");
  assert.equal(asked(query({ constraints: [ANYTHING], objectives: [{ name: "trust" }] })), "objective-unknown");
  const twice = { objectives: [{ name: "age-ms" }, { name: "age-ms", grain: 2n }], constraints: [ANYTHING] };
  assert.equal(asked(query(twice)), "objective-repeated");
  assert.equal(asked(query({ phrasings: [""] })), "too-short");
  assert.equal(asked(query(undefined, undefined, { expiresAtMs: NOW + 999n })), "lifetime");
  assert.equal(asked(query({ constraints: [{ ...ANYTHING, values: [] }] as never })), "item-count");
});

test("an empty text is a text", () => {
  assert.equal(asked(query({ constraints: [is("capability", Operator.PREFIX, "")] })), "accepted");
  assert.equal(asked(query({ constraints: [is("capability", EQUAL, "")] })), "value-mismatch");
});

test("what a registry says holds together", () => {
  const q = query();
  const [a, b] = [{ descriptor: offering(3) }, { descriptor: offering(4) }];
  const of = (fields: Parameters<typeof result>[1]): string => told(result(q, fields));
  const drawn = match(a, { front: 0 });
  assert.equal(of({ ranked: [match(a), match(b)], sampled: [drawn], matched: 2n, complete: true }), "accepted");
  assert.equal(of({ ranked: [match(a)], matched: 2n, complete: true }), "complete-count");
  assert.equal(of({ ranked: [match(a)] }), "matched-count");
  assert.equal(of({ sampled: [drawn] }), "matched-count");
  assert.equal(of({ ranked: [match(a, { front: 0 })], matched: 1n }), "front-order");
  assert.equal(of({ ranked: [match(a, { front: 2 }), match(b)], matched: 2n }), "front-order");
  assert.equal(of({ sampled: [match(a)], matched: 1n }), "front-order");
  assert.equal(of({ ranked: [match(a), match(a, { capabilityVersion: "2.0.0" })], matched: 2n }), "match-repeated");
  assert.equal(of({ sampled: [drawn, drawn], matched: 2n }), "match-repeated");
  assert.equal(of({ complete: true, diversified: true }), "complete-diversified");
  assert.equal(of({ diversified: true }), "accepted");
  assert.equal(of({ ranked: [match(b)], sampled: [drawn], matched: 1n, complete: true }), "matched-count");
  assert.equal(of({ ranked: [match(b)], sampled: [drawn], matched: 2n }), "accepted");
  assert.equal(told(receipt(a.descriptor)), "accepted");
  assert.equal(told(receipt(a.descriptor, undefined, { expiresAtMs: NOW + 86_400_001n })), "lifetime");
});

test("a refusal has a challenge exactly when it asks for admission", () => {
  const challenge = challengeOf({});
  assert.equal(told(refusal({ reason: "full", retryAfterMs: 86_400_000n })), "accepted");
  assert.equal(told(refusal({ reason: "com.example.why" })), "accepted");
  assert.equal(told(refusal({ reason: "full", challenge })), "refusal-challenge");
  assert.equal(told(refusal({ reason: "admission-required" })), "refusal-challenge");
  assert.equal(told(refusal({ reason: "admission-required", challenge })), "accepted");
  assert.equal(told(refusal({ reason: "full", retryAfterMs: 86_400_001n })), "out-of-range");
});

/** The numbers of the keys whose entries are named, with capability version and front. */
function found(s: Session, q: Made, now = NOW) {
  const { ranked, sampled, ...counts } = s.discover(q.bundle, now);
  const named = (matches: Uint8Array[]) =>
    matches.map((bytes) => {
      const { descriptor, refresh, capabilityVersion, front } = fromBinary(DiscoveryMatchSchema, bytes);
      return { descriptor: hex(descriptor), refresh: hex(refresh), capabilityVersion, front };
    });
  return { ranked: named(ranked), sampled: named(sampled), ...counts };
}

test("a registry finds what matches, and counts what fails", () => {
  const s = asRegistry();
  const cheap = offering(3, [
    capability({ version: "1.0.0", price: price(9n) }),
    capability({ version: "2.0.0", price: price(5n), tags: ["a"] }),
    capability({ version: "3.0.0", price: price(5n) }),
  ]);
  const dear = offering(4, [capability({ price: price(8n), qos: [observed("latency-p50", 1n, 100, "ms")] })]);
  const none = offering(5, [capability({ price: price(99n) })]);
  for (const one of [cheap, dear, none]) assert.equal(apply(s, one), "accepted");
  const r = refreshing(dear);
  assert.equal(apply(s, r), "accepted");

  const constraints = [is("price/eur/call", AT_MOST, 9n), is("version", GREATER, "0.1.0"), is("tag", EXISTS, false)];
  const objectives = [{ name: "price/eur/call" }, { name: "qos/latency-p50" }];
  const findings = found(s, query({ constraints, objectives }, { sample: 1 }));
  assert.deepEqual(findings.ranked, [
    { descriptor: hex(cheap.objectId), refresh: "", capabilityVersion: "3.0.0", front: 1 },
    { descriptor: hex(dear.objectId), refresh: hex(r.objectId), capabilityVersion: "1.0.0", front: 1 },
  ]);
  assert.deepEqual(findings.excluded, [1n, 0n, 1n]);
  assert.deepEqual([findings.examined, findings.matched, findings.complete], [5n, 2n, true]);
  assert.deepEqual(findings.sampled.map(({ front }) => front), [0]);
});

test("of equals the first in the descriptor stands for its agent", () => {
  const s = asRegistry();
  apply(s, offering(3, ["1.0.0", "1.0.1"].map((version) => capability({ version }))));
  assert.deepEqual(found(s, query()).ranked.map((one) => one.capabilityVersion), ["1.0.0"]);
});

test("without objectives, order is that of the tie digests, and a sample that of the draw", () => {
  const s = asRegistry();
  const made = [3, 4, 5, 6, 7].map((root) => offering(root));
  for (const one of made) apply(s, one);
  const q = query(undefined, { limit: 3, sample: 4 });
  const { ranked, sampled, complete, matched } = found(s, q);
  const ids = made.map(({ objectId }) => objectId);
  const byTie = ids.toSorted((a, b) => compare(tieDigest(q.objectId, a), tieDigest(q.objectId, b))).map(hex);
  assert.deepEqual(ranked.map(({ descriptor }) => descriptor), byTie.slice(0, 3));
  const byDraw = ids.map((id) => draw(q.objectId, id, 0)).toSorted(compareDraws);
  assert.deepEqual(sampled.map(({ descriptor }) => descriptor), byDraw.slice(0, 4).map(({ id }) => hex(id)));
  assert.deepEqual([complete, matched], [false, 5n]);
  assert.equal(found(s, query({ constraints: [is("tag", EXISTS, true)] }, { limit: 0, sample: 1 })).complete, true);
});

test("only what lives, and what is for everyone, is found", () => {
  const s = asRegistry();
  const count = (now = NOW): bigint => found(s, query(undefined, undefined, { expiresAtMs: NOW + 3_600_000n }), now).examined;
  const d = offering(3);
  apply(s, d);
  apply(s, offering(4, undefined, { audience: agentOf(REGISTRY) }));
  assert.equal(count(), 1n);
  assert.equal(apply(s, refreshing(d, { audience: agentOf(REGISTRY) })), "accepted");
  assert.equal(count(), 0n, "a refresh for the registry alone");
  assert.equal(apply(s, refreshing(d, {}, { sequence: 3n })), "accepted");
  assert.equal(count(NOW + TTL + 4_999n), 1n);
  assert.equal(count(NOW + TTL + 5_000n), 0n);

  const t = asRegistry();
  const left = (): bigint => found(t, query()).examined;
  for (const root of [3, 4, 5, 6]) apply(t, offering(root));
  apply(t, withdrawal(1n, 2n, { root: 3 }));
  observe(t, retire({ root: 4 }));
  observe(t, delegation(1, 2n, { root: 5 }));
  assert.equal(left(), 1n);
  apply(t, descriptor(1n, 1n, { root: 6, header: { issuedAtMs: NOW + 1n } })); // it equivocates
  assert.equal(left(), 0n);
});

test("a query is verified, and changes nothing", () => {
  const s = asRegistry();
  const refused = codeOf(() => s.discover(query(undefined, undefined, { audience: agentOf(5) }).bundle, NOW));
  assert.equal(refused, "audience");
  const q = query();
  s.discover(q.bundle, NOW);
  s.discover(q.bundle, NOW);
});

// Admission.

const SECRET = new Uint8Array(32).fill(3);

function challengeOf(changed: Partial<AdmissionChallenge>): AdmissionChallenge {
  const bare = create(AdmissionChallengeSchema, {
    registry: agentOf(REGISTRY),
    agent: agentOf(3),
    difficultyBits: 6,
    issuedAtMs: NOW,
    expiresAtMs: NOW + 1n,
    mac: new Uint8Array(32),
  });
  Object.assign(bare, changed);
  bare.mac = changed.mac ?? macOf(bare, SECRET);
  return bare;
}

function solutionOf(challenge: AdmissionChallenge, isSolved = true): Uint8Array {
  const solution = new Uint8Array(8);
  for (let n = 0; ; n++) {
    new DataView(solution.buffer).setUint32(0, n);
    if (zeroBitsAt(workOf(challenge, solution)) >= challenge.difficultyBits === isSolved) return solution;
  }
}

function register(publication: Made, challenge?: AdmissionChallenge, isSolved = true, now = NOW): string {
  const admission = challenge && { challenge, solution: solutionOf(challenge, isSolved) };
  const init = { publication: bundleOf(publication), ...(admission && { admission }) };
  const registration = encode(RegistrationSchema, create(RegistrationSchema, init));
  return codeOf(() => asRegistry().checkRegistration(registration, publication.payloadType, SECRET, now));
}

test("a newcomer's work admits it", () => {
  const d = offering(3);
  assert.equal(register(d), "accepted");
  assert.equal(register(d, challengeOf({})), "accepted");
  assert.equal(register(d, challengeOf({}), false), "work-missing");
  assert.equal(register(d, challengeOf({ difficultyBits: 0 })), "accepted");
  assert.equal(register(d, challengeOf({ agent: agentOf(4) })), "challenge-foreign");
  assert.equal(register(d, challengeOf({ registry: agentOf(4) })), "challenge-foreign");
  assert.equal(register(d, challengeOf({ mac: new Uint8Array(32).fill(1) })), "challenge-forged");
  assert.equal(register(d, challengeOf({ issuedAtMs: NOW + 1n, expiresAtMs: NOW + 2n })), "challenge-expired");
  assert.equal(register(d, challengeOf({ expiresAtMs: NOW }), false), "challenge-expired");
  assert.equal(register(d, challengeOf({ difficultyBits: 25 }), false), "out-of-range");
  assert.equal(register(withdrawal(1n, 2n, { root: 3 }), challengeOf({})), "accepted");
  assert.equal(register(offering(3, undefined, { issuedAtMs: NOW - TTL - 5_000n }), challengeOf({}), false), "expired");
  const misread = codeOf(() =>
    asRegistry().checkRegistration(
      encode(RegistrationSchema, create(RegistrationSchema, { publication: bundleOf(d) })),
      withdrawal(1n, 1n).payloadType,
      SECRET,
      NOW,
    ),
  );
  assert.equal(misread, "payload-type");
});

test("zero bits are counted from the most significant", () => {
  const counted = [[0x80], [0x7f], [0, 0x10], [0, 0], [0, 0, 1]].map((bytes) => zeroBitsAt(Uint8Array.from(bytes)));
  assert.deepEqual(counted, [0, 1, 11, 16, 23]);
});
