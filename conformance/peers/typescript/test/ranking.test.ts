import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { asBuffer, compare, hex, sha256, utf8 } from "../src/bytes.js";
import { encode } from "../src/encoding.js";
import { RequestSchema, Verdict } from "../src/gen/casp/conformance/v1/driver_pb.js";
import { Provenance } from "../src/gen/casp/v1/descriptor_pb.js";
import { ObjectiveSchema } from "../src/gen/casp/v1/discovery_pb.js";
import { candidatesOf } from "../src/listings.js";
import { costOf, costsOf, readObjectives } from "../src/objectives.js";
import { type Costs, compareCosts, dominates, rank, tieDigest } from "../src/ranking.js";
import { compareDraws, draw } from "../src/sampling.js";
import { Peer } from "../src/peer.js";
import { type CapabilityInit, capability, listing, observed, price } from "./discoveries.js";
import { codeOf, NOW } from "./fixtures.js";

const U = 2 ** 53 - 1;
const idOf = (n: number): Uint8Array => sha256(utf8(`id ${n}`));
const SEED = idOf(-1);

const aimsOf = (isQuery: boolean, ...objectives: [string, bigint?][]) =>
  readObjectives(
    objectives.map(([name, grain = 0n]) => create(ObjectiveSchema, { name, grain })),
    isQuery,
  );

function costs(of: CapabilityInit, ...objectives: [string, bigint?][]): Costs {
  const [candidate] = candidatesOf(listing([capability(of)]));
  assert.ok(candidate);
  return costsOf({ ...candidate, atMs: NOW + 7n, relevancePpm: 9 }, aimsOf(true, ...objectives));
}

test("objectives are those of the table, each once, and in a query not trust", () => {
  const code = (isQuery: boolean, ...names: string[]): string =>
    codeOf(() => aimsOf(isQuery, ...names.map((name): [string] => [name])));
  assert.equal(code(true, "qos/throughput", "price/eur/call", "price/usd/call", "age-ms", "relevance"), "accepted");
  for (const name of ["trust", "life-ms", "qos/", "qos/com.example.x", "price/EUR/call", "load", "version"])
    assert.equal(code(true, name), "objective-unknown", name);
  assert.equal(code(false, "trust"), "accepted");
  assert.equal(code(false, "trust", "trust"), "objective-repeated");
});

test("counted figures", () => {
  const less = (value: bigint, samples: number): Costs =>
    costs({ qos: [observed("latency-p50", value, samples, "ms")] }, ["qos/latency-p50"]);
  assert.deepEqual(less(100n, 1), [2_100]);
  assert.deepEqual(less(100n, 3), [766]);
  assert.deepEqual(less(100n, 100), [120]);
  assert.deepEqual(less(100n, 4_000_000_000), [120]);
  assert.deepEqual(less(2n ** 53n - 1n, 1), [U]);

  const more = (value: bigint, samples: number, provenance = Provenance.OBSERVED): Costs =>
    costs({ qos: [{ ...observed("throughput", value, samples, "per-min"), provenance }] }, ["qos/throughput"]);
  assert.deepEqual(more(100n, 1), [U - 4]);
  assert.deepEqual(more(100n, 4_000_000_000), [U - 83]);
  assert.deepEqual(more(100n, 4_000_000_000, Provenance.WITNESSED), [U - 98]);
  assert.deepEqual(more(2n ** 53n - 1n, 1_000, Provenance.WITNESSED), [U - Number(((2n ** 53n - 1n) * 1_000n) / 1_020n)]);
  assert.deepEqual(more(0n, 1), [U]);

  const declared = { name: "throughput", value: 9n, unit: "per-min", provenance: Provenance.SELF_DECLARED };
  assert.deepEqual(costs({ qos: [declared] }, ["qos/throughput"]), [U + 1]);
  assert.deepEqual(costs({ qos: [declared, observed("throughput", 100n, 1, "per-min")] }, ["qos/throughput"]), [U - 4]);
});

test("costs have a grain, and none is dearer than any", () => {
  assert.deepEqual(costs({ price: price(1_999n) }, ["price/eur/call", 1_000n], ["age-ms", 4n]), [1, 1]);
  assert.deepEqual(costs({}, ["price/eur/call", 2n ** 53n - 1n], ["relevance"]), [U + 1, U - 9]);
  assert.deepEqual([costOf(2n ** 53n - 1n, { better: "more", grain: 1n }), costOf(0n, { better: "less", grain: 9n })], [0, 0]);
  assert.equal(costOf(0n, { better: "more", grain: 2n ** 53n - 1n }), 1);
});

test("fronts, and the order among them, are those of the definition", () => {
  let state = 3;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  for (let round = 0; round < 60; round++) {
    const objectives = round % 5;
    const all = Array.from({ length: 40 }, (_, n) => ({
      id: idOf(n),
      costs: Array.from({ length: objectives }, () => random(round % 7 === 0 ? 3 : 12)),
    }));
    const fronts = new Map<string, number>();
    for (let front = 1, rest = all; rest.length > 0; front++) {
      const taken = rest.filter((one) => !rest.some((other) => dominates(other.costs, one.costs)));
      for (const { id } of taken) fronts.set(hex(id), front);
      rest = rest.filter((one) => !taken.includes(one));
    }
    const due = all
      .map((one) => ({ ...one, front: fronts.get(hex(one.id)) ?? 0 }))
      .toSorted(
        (a, b) =>
          a.front - b.front ||
          compareCosts(a.costs, b.costs) ||
          compare(tieDigest(SEED, a.id), tieDigest(SEED, b.id)),
      );
    assert.deepEqual(rank(all, SEED), due);
  }
});

test("ties fall by a digest of seed and object id", () => {
  assert.deepEqual(tieDigest(SEED, idOf(1)), sha256(utf8("casp/v1/tie"), SEED, idOf(1)));
  const ids = Array.from({ length: 20 }, (_, n) => idOf(n));
  const order = (seed: Uint8Array): string[] =>
    rank(
      ids.map((id) => ({ id, costs: [] })),
      seed,
    ).map(({ id }) => hex(id));
  assert.notDeepEqual(order(SEED), order(idOf(7)));
  assert.deepEqual(order(SEED), order(SEED));
});

test("a great many candidates of one rank take no quadratic time", () => {
  const all = Array.from({ length: 50_000 }, (_, n) => ({ id: idOf(n), costs: [n % 3, 5] }));
  const ranked = rank(all, SEED);
  assert.deepEqual([ranked.length, ranked.at(-1)?.front], [50_000, 3]);
});

test("a draw's key is the least of as many as the weight", () => {
  const key = (j: number): bigint =>
    asBuffer(sha256(utf8("casp/v1/sample"), SEED, idOf(1), Uint8Array.of(j)).subarray(0, 8)).readBigUInt64BE();
  assert.equal(draw(SEED, idOf(1), 0).key, key(0));
  assert.equal(draw(SEED, idOf(1), 124_999).key, key(0));
  const least = (count: number): bigint => Array.from({ length: count }, (_, j) => key(j)).reduce((a, b) => (b < a ? b : a));
  assert.equal(draw(SEED, idOf(1), 125_000).key, least(2));
  assert.equal(draw(SEED, idOf(1), 1_000_000).key, least(9));
  assert.ok(compareDraws({ id: idOf(1), key: 2n ** 63n }, { id: idOf(1), key: 1n }) > 0);
  assert.equal(compareDraws({ id: idOf(1), key: 1n }, { id: idOf(2), key: 1n }), compare(idOf(1), idOf(2)));
});

test("the driver ranks candidates by their figures", () => {
  const peer = new Peer((line) => assert.fail(line));
  const ask = (names: string[], figures: (bigint | undefined)[][]) => {
    const objectives = names.map((name) => encode(ObjectiveSchema, create(ObjectiveSchema, { name })));
    const candidates = figures.map((of, n) => ({
      id: idOf(n),
      figures: of.map((value) => (value === undefined ? {} : { value })),
    }));
    const operation = { case: "rank" as const, value: { objectives, candidates, tieSeed: SEED } };
    const { outcome } = peer.answer(create(RequestSchema, { token: "t", operation }));
    assert.equal(outcome.case, "answer");
    return outcome.value;
  };
  const { verdict, output } = ask(["trust", "age-ms"], [[1n, 1n], [2n, 0n], [undefined, 0n], [0n, undefined], [3n, 5n]]);
  assert.equal(verdict, Verdict.ACCEPT);
  assert.ok(output?.value.case === "ranked");
  const places = output.value.value.candidates.map(({ id, front }) => [[0, 1, 2, 3, 4].find((n) => !compare(idOf(n), id)), front]);
  assert.deepEqual(places, [[4, 1], [1, 1], [0, 2], [2, 2], [3, 3]]);
  assert.equal(ask(["nonsense"], []).code, "objective-unknown");
  assert.equal(ask(["trust", "trust"], []).code, "objective-repeated");
  assert.equal(ask([], []).verdict, Verdict.ACCEPT);
});
