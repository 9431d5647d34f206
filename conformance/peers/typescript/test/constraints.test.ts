import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { readConstraint } from "../src/constraints.js";
import { Callers, Level, Power, Provenance, RiskClass, SideEffect } from "../src/gen/casp/v1/descriptor_pb.js";
import { ConstraintSchema, Operator } from "../src/gen/casp/v1/discovery_pb.js";
import { didKeyOf } from "../src/keys.js";
import { candidatesOf, type Listing } from "../src/listings.js";
import { precedenceOf } from "../src/semver.js";
import { type CapabilityInit, type ConstraintInit, capability, is, listing, observed } from "./discoveries.js";
import { agentOf, codeOf, NOW, TTL } from "./fixtures.js";

const { EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST, IN, CONTAINS, PREFIX, EXISTS } = Operator;
const ALL = [EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST, IN, CONTAINS, PREFIX, EXISTS];

const read = (constraint: ConstraintInit) => readConstraint(create(ConstraintSchema, constraint));
const code = (constraint: ConstraintInit): string => codeOf(() => read(constraint));

function holds(constraint: ConstraintInit, of: Listing, atMs = NOW): boolean {
  const [first] = candidatesOf(of);
  assert.ok(first);
  return read(constraint)(first, atMs);
}
const having = (changed: CapabilityInit): Listing => listing([capability(changed)]);
const MAX = 2n ** 53n - 1n;

test("only attributes of the table are known", () => {
  const good = ["agent", "qos/latency-p95", "price/eur/call", "price/eur/1k-tokens", "price/xyz/a.b:c_d", "life-ms"];
  const bad = ["Agent", "id", "qos/", "qos", "qos/latency-p95/", "qos/com.example.x", "price/EUR/call", "price/eur/"]
    .concat(["price//call", "price/eu/call", "price/eur/a/b", "price/eur//a", "price/eur/.a", "price/eu1/call", "trust"])
    .concat([`price/eur/${"a".repeat(33)}`, "relevance", "price/eur/call\n", "listed-callers", "constructor", ""]);
  for (const attribute of good) assert.equal(code(is(attribute, EXISTS, true)), "accepted", attribute);
  for (const attribute of bad) assert.equal(code(is(attribute, EXISTS, true)), "attribute-unknown", attribute);
  assert.equal(code(is(`price/eur/${"a".repeat(32)}`, EXISTS, true)), "accepted");
});

test("each type has its operators, and no others", () => {
  const ordering = [EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST, IN, EXISTS];
  const rows: [string, string | bigint | boolean, Operator[]][] = [
    ["capability", "org.example/echo", [EQUAL, NOT_EQUAL, IN, PREFIX, EXISTS]],
    ["agent", didKeyOf(agentOf(3)), [EQUAL, NOT_EQUAL, IN, EXISTS]],
    ["power", "mains", [EQUAL, NOT_EQUAL, IN, EXISTS]],
    ["training-use", true, [EQUAL, NOT_EQUAL, EXISTS]],
    ["tag", "a", [CONTAINS, IN, PREFIX, EXISTS]],
    ["risk", "private", ordering],
    ["version", "1.0.0", ordering],
    ["qos/availability", 1n, ordering],
  ];
  for (const [attribute, value, operators] of rows) {
    for (const operator of ALL) {
      const due = operators.includes(operator) ? "accepted" : "operator-mismatch";
      assert.equal(code(is(attribute, operator, operator === EXISTS ? true : value)), due, attribute);
    }
  }
});

test("values fit attribute and operator", () => {
  const bad: ConstraintInit[] = [
    is("tag", EXISTS, "a"),
    is("tag", EXISTS, true, true),
    is("risk", EQUAL, "public", "private"),
    is("risk", EQUAL, "Public"),
    is("risk", EQUAL, ""),
    is("risk", IN, "public", 1n),
    is("training-use", EQUAL, 1n),
    is("age-ms", AT_MOST, "1"),
    is("version", EQUAL, "1.0"),
    is("capability", EQUAL, "echo"),
    is("capability", EQUAL, ""),
    is("agent", EQUAL, `${didKeyOf(agentOf(3))}#x`),
    is("jurisdiction", CONTAINS, "de"),
    is("skill", CONTAINS, "a-b"),
    is("input-media-type", EQUAL, "Text/plain"),
    is("power", EQUAL, "battery_low"),
    is("tag", PREFIX, true),
    { attribute: "tag", operator: CONTAINS, values: [{}] },
    { attribute: "tag", operator: EXISTS, values: [{}] },
  ];
  for (const constraint of bad) assert.equal(code(constraint), "value-mismatch", JSON.stringify(constraint.attribute));
  assert.equal(code(is("risk", IN, "public", "public")), "accepted");
  for (const text of ["", "É 𝒳"]) assert.equal(code(is("capability", PREFIX, text)), "accepted");
});

test("provenance and samples are asked for of quality of service alone", () => {
  const of = (constraint: ConstraintInit, demanded: ConstraintInit): string => code({ ...constraint, ...demanded } as ConstraintInit);
  const qos = is("qos/availability", AT_LEAST, 1n);
  const [SELF, OBSERVED] = [{ provenance: Provenance.SELF_DECLARED }, { provenance: Provenance.OBSERVED }];
  assert.equal(of(qos, SELF), "accepted");
  assert.equal(of(qos, OBSERVED), "accepted");
  assert.equal(of(qos, { ...OBSERVED, minSamples: 1 }), "accepted");
  assert.equal(of(qos, { ...SELF, minSamples: 1 }), "demand-mismatch");
  assert.equal(of(qos, { minSamples: 1 }), "demand-mismatch");
  assert.equal(of(is("qos/availability", EXISTS, true), SELF), "demand-mismatch");
  assert.equal(of(is("age-ms", AT_LEAST, 1n), OBSERVED), "demand-mismatch");
  assert.equal(of(is("age-ms", AT_LEAST, 1n), { minSamples: 1 }), "demand-mismatch");
});

test("numbers, flags, names and ordered names", () => {
  const of = having({
    sideEffect: SideEffect.REVERSIBLE,
    risk: RiskClass.PRIVATE,
    price: { currency: "EUR", amountMicros: 0n, per: "call" },
    dataPolicy: { callers: Callers.KNOWN, retentionMs: MAX, trainingUse: false },
  });
  const rows: [ConstraintInit, boolean][] = [
    [is("price/eur/call", EQUAL, 0n), true],
    [is("price/eur/call", LESS, 0n), false],
    [is("price/eur/call", AT_MOST, 0n), true],
    [is("price/usd/call", EXISTS, false), true],
    [is("price/eur/second", NOT_EQUAL, 1n), false],
    [is("retention-ms", GREATER, MAX - 1n), true],
    [is("retention-ms", AT_LEAST, MAX), true],
    [is("retention-ms", IN, 1n, MAX), true],
    [is("retention-ms", NOT_EQUAL, MAX), false],
    [is("side-effect", LESS, "irreversible"), true],
    [is("side-effect", GREATER, "none"), true],
    [is("side-effect", AT_MOST, "none"), false],
    [is("risk", IN, "public", "private"), true],
    [is("risk", NOT_EQUAL, "public"), true],
    [is("callers", EQUAL, "known"), true],
    [is("callers", IN, "anyone", "listed"), false],
    [is("training-use", EQUAL, false), true],
    [is("training-use", NOT_EQUAL, true), true],
    [is("training-use", EXISTS, true), true],
    [is("agent", EQUAL, didKeyOf(agentOf(3))), true],
    [is("agent", NOT_EQUAL, didKeyOf(agentOf(3))), false],
    [is("agent", IN, didKeyOf(agentOf(1)), didKeyOf(agentOf(3))), true],
  ];
  for (const [constraint, due] of rows) assert.equal(holds(constraint, of), due, JSON.stringify(constraint.attribute));
});

test("texts and sets", () => {
  const of = having({
    tags: ["alpha", "beta"],
    skills: ["a_b/c"],
    evidence: ["trace"],
    input: { mediaType: "text/plain" },
    dataPolicy: { callers: Callers.ANYONE, jurisdictions: ["DE", "FR"] },
  });
  const rows: [ConstraintInit, boolean][] = [
    [is("capability", PREFIX, "org.example/"), true],
    [is("capability", PREFIX, ""), true],
    [is("capability", PREFIX, "rg.example"), false],
    [is("capability", IN, "org.example/x", "org.example/echo"), true],
    [is("input-media-type", EQUAL, "text/plain"), true],
    [is("output-media-type", NOT_EQUAL, "text/plain"), false],
    [is("output-media-type", PREFIX, ""), false],
    [is("tag", CONTAINS, "beta"), true],
    [is("tag", CONTAINS, "bet"), false],
    [is("tag", PREFIX, "bet"), true],
    [is("tag", IN, "alpha", "beta", "gamma"), true],
    [is("tag", IN, "alpha"), false],
    [is("jurisdiction", IN, "DE", "FR"), true],
    [is("skill", PREFIX, "a_b/"), true],
    [is("evidence", EXISTS, true), true],
    [is("evidence", EXISTS, false), false],
  ];
  for (const [constraint, due] of rows) assert.equal(holds(constraint, of), due, JSON.stringify(constraint));
});

test("what is not stated satisfies that it does not exist, and nothing else", () => {
  const bare = listing();
  const absent: [string, ConstraintInit][] = [
    ["tag", is("tag", IN, "a")],
    ["skill", is("skill", PREFIX, "")],
    ["input-media-type", is("input-media-type", NOT_EQUAL, "a/b")],
    ["price/eur/call", is("price/eur/call", AT_LEAST, 0n)],
    ["retention-ms", is("retention-ms", AT_LEAST, 0n)],
    ["jurisdiction", is("jurisdiction", IN, "DE")],
    ["callers", is("callers", NOT_EQUAL, "listed")],
    ["training-use", is("training-use", EQUAL, false)],
    ["evidence", is("evidence", IN, "trace")],
    ["qos/throughput", is("qos/throughput", NOT_EQUAL, 1n)],
    ["load", is("load", AT_MOST, "full")],
    ["queue", is("queue", NOT_EQUAL, "full")],
    ["power", is("power", NOT_EQUAL, "battery")],
    ["locality", is("locality", PREFIX, "")],
  ];
  for (const [attribute, any] of absent) {
    assert.equal(holds(any, bare), false, attribute);
    assert.equal(holds(is(attribute, EXISTS, false), bare), true, attribute);
    assert.equal(holds(is(attribute, EXISTS, true), bare), false, attribute);
    const stated = listing([capability({ dataPolicy: { callers: Callers.ANYONE } })], {}, { resourceState: {} });
    if (attribute !== "callers" && attribute !== "training-use")
      assert.equal(holds(is(attribute, EXISTS, false), stated), true, attribute);
  }
});

test("the state of resources", () => {
  const resourceState = { load: Level.MEDIUM, queue: Level.FULL, power: Power.BATTERY_LOW, locality: "eu-west" };
  const of = listing([capability()], {}, { resourceState });
  assert.ok(holds(is("load", LESS, "high"), of) && holds(is("queue", AT_LEAST, "full"), of));
  assert.ok(holds(is("power", EQUAL, "battery-low"), of) && holds(is("locality", PREFIX, "eu-"), of));
});

test("age and life are never negative", () => {
  const of = listing();
  assert.ok(holds(is("age-ms", EQUAL, 5n), of, NOW + 5n) && holds(is("age-ms", EQUAL, 0n), of, NOW - 5n));
  assert.ok(holds(is("life-ms", EQUAL, 1n), of, NOW + TTL - 1n) && holds(is("life-ms", EQUAL, 0n), of, NOW + TTL + 1n));
});

test("of a metric's statements that one counts which is asked for, and of those the highest", () => {
  const unit = "ms";
  const name = "latency-p95";
  const of = having({
    qos: [
      { name, value: 1n, unit, provenance: Provenance.SELF_DECLARED },
      observed(name, 2n, 500, unit),
      { ...observed(name, 3n, 5, unit), provenance: Provenance.WITNESSED },
    ],
  });
  const counted = (provenance: Provenance | undefined, minSamples = 0): bigint | undefined =>
    [1n, 2n, 3n].find((value) =>
      holds({ ...is(`qos/${name}`, EQUAL, value), ...(provenance && { provenance }), minSamples }, of),
    );
  assert.equal(counted(undefined), 3n);
  assert.equal(counted(Provenance.SELF_DECLARED), 3n);
  assert.equal(counted(Provenance.OBSERVED, 5), 3n);
  assert.equal(counted(Provenance.OBSERVED, 6), 2n);
  assert.equal(counted(Provenance.OBSERVED, 501), undefined);
  assert.equal(counted(Provenance.WITNESSED, 6), undefined);
  assert.equal(holds(is(`qos/${name}`, EXISTS, true), of), true);
  assert.equal(holds(is("qos/latency-p50", EXISTS, false), of), true);
});

test("versions by precedence", () => {
  const ascending = ["0.0.0", "0.9.0", "0.10.0", "1.0.0--", "1.0.0-0", "1.0.0-alpha", "1.0.0-alpha.1"]
    .concat(["1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0"])
    .concat(["9007199254740992.0.0", "9007199254740993.0.0", `${"9".repeat(40)}.0.0`, `1${"0".repeat(40)}.0.0`]);
  // Numbers go before what has a letter or a hyphen.
  [ascending[3], ascending[4]] = ["1.0.0-0", "1.0.0--"];
  for (const [i, a] of ascending.entries())
    for (const [j, b] of ascending.entries()) {
      assert.equal(precedenceOf(a) < precedenceOf(b), i < j, `${a} ${b}`);
      assert.equal(precedenceOf(`${a}+x-1`) === precedenceOf(`${b}+a.b`), i === j);
    }
  const of = having({ version: "1.2.3-rc.1+build-7" });
  assert.ok(holds(is("version", EQUAL, "1.2.3-rc.1"), of) && holds(is("version", IN, "1.0.0", "1.2.3-rc.1+x"), of));
  assert.ok(!holds(is("version", NOT_EQUAL, "1.2.3-rc.1+x"), of) && holds(is("version", LESS, "1.2.3"), of));
});
