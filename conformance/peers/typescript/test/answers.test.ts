import assert from "node:assert/strict";
import { test } from "node:test";
import { Operator } from "../src/gen/casp/v1/discovery_pb.js";
import { compare } from "../src/bytes.js";
import { tieDigest } from "../src/ranking.js";
import { compareDraws, draw } from "../src/sampling.js";
import {
  ANYTHING,
  answer,
  asRequester,
  capability,
  HOUR,
  is,
  match,
  offering,
  price,
  query,
  refreshing,
  REGISTRY,
  result,
  type Shown,
} from "./discoveries.js";
import { agentOf, codeOf, type HeaderInit, type Made, NOW, observe, retire, TTL } from "./fixtures.js";

type Fields = NonNullable<Parameters<typeof result>[1]>;

const check = (q: Made, of: Made, entries: Shown[], now = NOW): string =>
  codeOf(() => asRequester().checkAnswer(q.bundle, answer(of, entries), now));

const filters = [{ attribute: "capability" }];
const Q = query(undefined, { limit: 3, sample: 3 });
const tied = (shown: Shown[], q = Q): Shown[] =>
  shown.toSorted((a, b) => compare(tieDigest(q.objectId, a.descriptor.objectId), tieDigest(q.objectId, b.descriptor.objectId)));
const [A, B] = tied([{ descriptor: offering(3) }, { descriptor: offering(4) }]) as [Shown, Shown];

const say = (fields: Fields, header: HeaderInit = {}, q = Q): Made =>
  result(q, { filters, matched: 9n, ...fields }, header);

test("an honest answer is accepted, also an empty one", () => {
  assert.equal(check(Q, say({ ranked: [match(A), match(B)] }), [A, B]), "accepted");
  assert.equal(check(Q, say({}), []), "accepted");
});

test("the result is verified for the living", () => {
  assert.equal(check(Q, say({}, { audience: agentOf(5) }), []), "answer-result");
  assert.equal(check(Q, say({}, { issuedAtMs: NOW + 5_001n }), []), "answer-result");
  assert.equal(check(Q, say({ matched: 0n, ranked: [match(A)] }), [A]), "answer-result");
  const s = asRequester();
  observe(s, retire({ root: REGISTRY }));
  assert.equal(codeOf(() => s.checkAnswer(Q.bundle, answer(say({}), []), NOW)), "answer-result");
});

test("it is a result to the query, from whom was asked, in its time", () => {
  assert.equal(check(query(), say({}), []), "answer-query");
  assert.equal(check(Q, result(Q, { filters }, {}, 5), []), "answer-query");
  assert.equal(check({ ...Q, bundle: new Uint8Array(3) }, say({}), []), "answer-query");
  assert.equal(check(Q, say({}, { issuedAtMs: NOW - 30_000n }), []), "accepted");
  assert.equal(check(Q, say({}, { issuedAtMs: NOW - 30_001n }), []), "answer-query");
  const end = NOW + HOUR + 30_000n;
  assert.equal(check(Q, say({}, { issuedAtMs: end - 1n }), [], end), "accepted");
  assert.equal(check(Q, say({}, { issuedAtMs: end }), [], end), "answer-query");
  assert.equal(check(A.descriptor, say({}), []), "answer-query");
});

test("it has the query's constraints and limits", () => {
  const c = { descriptor: offering(5) };
  assert.equal(check(Q, say({ filters: [] }), []), "answer-shape");
  assert.equal(check(Q, say({ filters: [...filters, ...filters] }), []), "answer-shape");
  assert.equal(check(Q, say({ filters: [{ attribute: "tag" }] }), []), "answer-shape");
  const few = query(undefined, { limit: 1, sample: 0 });
  assert.equal(check(few, say({ ranked: [match(A), match(c)] }, {}, few), [A, c]), "answer-shape");
  assert.equal(check(few, say({ sampled: [match(A, { front: 0 })] }, {}, few), [A]), "answer-shape");
});

test("the entries are those that are named, in that order", () => {
  const both = say({ ranked: [match(A), match(B)] });
  assert.equal(check(Q, both, [B, A]), "answer-entries");
  assert.equal(check(Q, both, [A]), "answer-entries");
  assert.equal(check(Q, say({ ranked: [match(A)] }), [A, B]), "answer-entries");
  assert.equal(check(Q, say({ ranked: [match(A)], sampled: [match(A, { front: 0 })] }), [A]), "accepted");
  assert.equal(check(Q, say({ ranked: [match(A)], sampled: [match(A, { front: 0 })] }), [A, A]), "answer-entries");
  const fresh = { descriptor: A.descriptor, refresh: refreshing(A.descriptor) };
  assert.equal(check(Q, say({ ranked: [match(fresh)] }), [fresh]), "accepted");
  assert.equal(check(Q, say({ ranked: [match(fresh)] }), [A]), "answer-entries");
  assert.equal(check(Q, say({ ranked: [match(A)] }), [fresh]), "answer-entries");
  const mixed = say({ ranked: [match(fresh)], sampled: [match(A, { front: 0 })] });
  assert.equal(check(Q, mixed, [fresh]), "answer-entries");
});

test("an entry is a pair that lives at the result's time, give or take the allowance", () => {
  const one = (shown: Shown, header: HeaderInit = {}, now = NOW): string =>
    check(Q, say({ ranked: [match(shown)] }, header), [shown], now);
  const at = (issuedAtMs: bigint): string => one({ descriptor: offering(3, undefined, { issuedAtMs }) });
  assert.deepEqual([at(NOW + 5_000n), at(NOW + 5_001n)], ["accepted", "answer-entry"]);
  assert.deepEqual([at(NOW - TTL - 4_999n), at(NOW - TTL - 5_000n)], ["accepted", "answer-entry"]);
  assert.equal(one({ descriptor: offering(3, undefined, { audience: agentOf(REGISTRY) }) }), "answer-entry");
  assert.equal(one({ descriptor: offering(3, undefined, { networkId: "net-other" }) }), "answer-entry");

  const d = offering(3, undefined, {}, { sequence: 2n });
  const pair = (header: HeaderInit, fields: { sequence?: bigint; epoch?: bigint } = {}, root = 3): string =>
    one({ descriptor: d, refresh: refreshing(d, header, { sequence: 3n, ...fields }, root) });
  assert.equal(pair({}), "accepted");
  assert.equal(pair({}, { sequence: 2n }), "answer-entry");
  assert.equal(pair({}, { epoch: 2n }), "answer-entry");
  assert.equal(pair({}, {}, 4), "answer-entry");
  assert.equal(pair({ expiresAtMs: NOW + TTL + 1n }), "answer-entry");
  assert.equal(pair({ audience: agentOf(1) }), "answer-entry");
  assert.equal(pair({ issuedAtMs: NOW + 5_001n }), "answer-entry");
  assert.equal(pair({ issuedAtMs: NOW - 9_000n, expiresAtMs: NOW - 5_000n }), "answer-entry");
  const [of, other] = [offering(3), offering(4)];
  assert.equal(one({ descriptor: of, refresh: refreshing(other, {}, {}, 3) }), "answer-entry");

  const again = { descriptor: offering(3, undefined, {}, { sequence: 9n }) };
  const two = tied([{ descriptor: of }, again]);
  assert.equal(check(Q, say({ ranked: two.map((shown) => match(shown)) }), two), "answer-entry");
});

test("a match names a capability that matches at the result's time", () => {
  const one = (changed: Parameters<typeof match>[1], q = Q, header = {}, of = filters): string =>
    check(q, result(q, { filters: of, ranked: [match(A, changed)], matched: 1n }, header), [A]);
  assert.equal(one({ capabilityVersion: "1.0.0+b" }), "answer-match");
  assert.equal(one({ capabilityId: "org.example/other" }), "answer-match");
  for (const score of ["relevancePpm", "lexicalPpm", "semanticPpm", "skillPpm"])
    assert.equal(one({ [score]: 1 }), "answer-match");
  const young = query({ constraints: [is("age-ms", Operator.AT_MOST, 4n)] });
  const attribute = [{ attribute: "age-ms" }];
  assert.equal(one({}, young, { issuedAtMs: NOW + 4n }, attribute), "accepted");
  assert.equal(one({}, young, { issuedAtMs: NOW + 5n }, attribute), "answer-match");
  const drawn = say({ sampled: [match(A, { front: 0, skillPpm: 1 })] });
  assert.equal(check(Q, drawn, [A]), "answer-match");
});

test("none dominates another of its own or a lower front, and a front is in order", () => {
  const q = query({ constraints: [ANYTHING], objectives: [{ name: "price/eur/call" }, { name: "relevance" }], phrasings: ["x"] });
  const [cheap, dear] = [3, 4].map((root) => ({
    descriptor: offering(root, [capability({ price: price(BigInt(root)) })]),
  })) as [Shown, Shown];
  const rank = (...ranked: [Shown, number, number][]): string => {
    const matches = ranked.map(([shown, front, relevancePpm]) => match(shown, { front, relevancePpm }));
    return check(q, say({ ranked: matches }, {}, q), ranked.map(([shown]) => shown));
  };
  assert.equal(rank([cheap, 1, 5], [dear, 2, 5]), "accepted");
  assert.equal(rank([cheap, 1, 5], [dear, 1, 5]), "answer-order");
  assert.equal(rank([cheap, 1, 5], [dear, 1, 6]), "accepted");
  assert.equal(rank([dear, 1, 6], [cheap, 1, 5]), "answer-order");
  assert.equal(rank([dear, 1, 5], [cheap, 2, 5]), "answer-order");
  assert.equal(rank([cheap, 4, 5], [dear, 9, 6]), "accepted", "as far as the answer goes");
  assert.equal(check(Q, say({ ranked: [match(B), match(A)] }), [B, A]), "answer-order");
  const alone = query({ phrasings: ["x"] });
  const scored = (front: number) => {
    const matches = [match(A, { relevancePpm: 6 }), match(B, { relevancePpm: 5, front })];
    return check(alone, say({ filters: [], ranked: matches }, {}, alone), [A, B]);
  };
  assert.deepEqual([scored(2), scored(1)], ["accepted", "answer-order"]);
});

test("a sample is in the order of the draw", () => {
  const q = query({ phrasings: ["x"] }, { sample: 9 });
  const all = [3, 4, 5, 6].map((root) => ({ shown: { descriptor: offering(root) }, relevancePpm: root * 130_000 }));
  const drawn = all
    .map((one) => ({ ...one, ...draw(q.objectId, one.shown.descriptor.objectId, one.relevancePpm) }))
    .toSorted(compareDraws);
  const sample = (of: typeof drawn): string => {
    const sampled = of.map(({ shown, relevancePpm }) => match(shown, { front: 0, relevancePpm }));
    return check(q, say({ filters: [], sampled }, {}, q), of.map(({ shown }) => shown));
  };
  assert.equal(sample(drawn), "accepted");
  assert.equal(sample(drawn.toReversed()), "answer-sample");
});
