import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { create, fromBinary } from "@bufbuild/protobuf";
import { hex, sha256, utf8 } from "../src/bytes.js";
import { deriveCanary } from "../src/canaries.js";
import { type CaseFindings, checkCanaryCase } from "../src/canary_case.js";
import { encode } from "../src/encoding.js";
import {
  CanaryCaseSchema,
  CanaryOutcome,
  CanarySchema,
  OracleSchema,
} from "../src/gen/casp/v1/canary_pb.js";
import { SideEffect } from "../src/gen/casp/v1/descriptor_pb.js";
import { passes } from "../src/oracle.js";
import { contentDigest } from "../src/tasks.js";
import {
  acceptance,
  begun,
  blindOf,
  bundleOf,
  type CanaryInit,
  content,
  failed,
  OUTPUT,
  PROVIDER,
  plainCanary,
  REQUESTER,
  result,
  verdict,
} from "./engagements.js";
import { agentOf, codeOf, NETWORK, NOW } from "./fixtures.js";

const FAMILIES = ["arithmetic-json", "text-transform", "table-lookup", "raster-digest"];
const BANK = sha256(utf8("bank"));

interface Changed {
  readonly canary?: CanaryInit;
  readonly blind?: Uint8Array;
  readonly terms?: Parameters<typeof begun>[0];
  readonly outcome?: CanaryOutcome;
  readonly by?: number;
  readonly issuedAtMs?: bigint;
  readonly fails?: boolean;
  readonly answeredAtMs?: bigint;
  readonly input?: ReturnType<typeof content>;
  readonly commit?: Uint8Array;
}

function judge(changed: Changed = {}): CaseFindings {
  const canary = changed.canary ?? plainCanary;
  const e = begun(changed.terms, { blind: changed.blind ?? blindOf(canary) }, changed.input);
  const output = content(OUTPUT, changed.terms?.outputMediaType);
  const { outcome = CanaryOutcome.PASSED, by = REQUESTER, issuedAtMs = NOW, answeredAtMs = NOW } = changed;
  const done = changed.fails
    ? failed(e.acceptance, e.request)
    : result(e.acceptance, e.request, { output, ...(changed.commit && { commit: changed.commit }) }, { issuedAtMs: answeredAtMs });
  const members = {
    offer: bundleOf(e.offer),
    quote: bundleOf(e.quote),
    acceptance: bundleOf(e.acceptance),
    request: bundleOf(e.request),
    result: bundleOf(done),
    verdict: bundleOf(verdict(e.acceptance, done, canary, outcome, by, { issuedAtMs })),
  };
  return checkCanaryCase(encode(CanaryCaseSchema, create(CanaryCaseSchema, members)), NETWORK);
}

const code = (changed: Changed): string => codeOf(() => judge(changed));

test("a case shows that the oracle was fixed before, and what the answer was worth", () => {
  assert.deepEqual(judge(), { passed: true, rederivable: false });
  const oracle = { form: { case: "oneOf" as const, value: { values: ["four"] } } };
  const canary = { ...plainCanary, oracle };
  assert.deepEqual(judge({ canary, outcome: CanaryOutcome.FAILED }), { passed: false, rederivable: false });
  assert.equal(code({ canary }), "verdict-wrong");
  assert.equal(code({ outcome: CanaryOutcome.FAILED }), "verdict-wrong");
});

test("an answer is issued no earlier than its task, by clocks that may differ", () => {
  assert.equal(code({ answeredAtMs: NOW - 30_000n }), "accepted");
  assert.equal(code({ answeredAtMs: NOW - 30_001n }), "before-antecedent");
});

test("an answer names no commit", () => {
  const commit = new Uint8Array(32).fill(1);
  assert.equal(code({ commit }), "names-another");
  assert.equal(code({ commit, terms: { sideEffect: SideEffect.IRREVERSIBLE } }), "names-another");
});

test("a case has at most 1,703,936 bytes", () => {
  const sized = (bytes: number): string => codeOf(() => checkCanaryCase(new Uint8Array(bytes), NETWORK));
  assert.equal(sized(1_703_936), "not-canonical");
  assert.equal(sized(1_703_937), "input-size");
});

test("each way to slander a provider is refused", () => {
  assert.equal(code({ blind: new Uint8Array(32).fill(1) }), "blind-mismatch");
  assert.equal(code({ canary: { ...plainCanary, provider: agentOf(5) } }), "canary-foreign");
  assert.equal(code({ canary: { ...plainCanary, inputDigest: new Uint8Array(32).fill(1) } }), "canary-input");
  assert.equal(code({ terms: { sideEffect: SideEffect.IRREVERSIBLE } }), "canary-irreversible");
  assert.equal(code({ issuedAtMs: NOW - 1n }), "early-reveal");
  assert.equal(code({ fails: true, outcome: CanaryOutcome.FAILED }), "no-answer");
  assert.equal(code({ by: 5 }), "party");
  assert.equal(code({ canary: { ...plainCanary, oracle: {} } }), "record-member");
});

test("a generator that the verifier knows gives input and oracle, and one that it does not know shows nothing", () => {
  const made = (family: string): CanaryInit => ({
    ...plainCanary,
    generator: { family, seed: new Uint8Array(32).fill(1) },
  });
  assert.equal(code({ canary: made("text-transform") }), "generator-mismatch");
  assert.deepEqual(judge({ canary: made("org.example.other") }), { passed: true, rederivable: false });
});

test("a canary of a known family has the media types of the family", () => {
  for (const family of FAMILIES) {
    const made = deriveCanary(BANK, agentOf(PROVIDER), 0n, family);
    const { input, inputMediaType, outputMediaType } = made;
    const agreed = {
      canary: fromBinary(CanarySchema, made.canary),
      input: content(input, inputMediaType),
      terms: { outputMediaType, evidence: [`canary/${family}`] },
      outcome: CanaryOutcome.FAILED,
    };
    assert.deepEqual(judge(agreed), { passed: false, rederivable: true });
    assert.deepEqual(judge({ ...agreed, terms: { outputMediaType } }), { passed: false, rederivable: false });
    assert.equal(code({ ...agreed, input: content(input, "image/png") }), "generator-mismatch");
    assert.equal(code({ ...agreed, terms: { outputMediaType: "image/png" } }), "generator-mismatch");
  }
});

test("a digest is judged without the bytes", () => {
  const canary = { ...plainCanary, oracle: { form: { case: "exactDigest" as const, value: contentDigest(OUTPUT) } } };
  assert.equal(judge({ canary }).passed, true);
});

test("a canary is its provider's and its index's own, and its blind opens with its salt", () => {
  const seen = new Set<string>();
  for (const family of FAMILIES) {
    for (const provider of [agentOf(2), agentOf(3)]) {
      for (const index of [0n, 2n ** 64n - 1n]) {
        const { blind, salt, canary, input } = deriveCanary(BANK, provider, index, family);
        seen.add(hex(blind));
        assert.equal(hex(blind), hex(sha256(utf8("casp/v1/canary"), salt, canary)));
        assert.equal(hex(fromBinary(CanarySchema, canary).inputDigest), hex(contentDigest(input)));
      }
    }
  }
  assert.equal(seen.size, 16);
});

/** Solves a task from its input alone, as a provider would. */
const SOLVERS: Record<string, (input: string) => string> = {
  "arithmetic-json": (input) => {
    const { lines } = JSON.parse(input) as { lines: { price: number; quantity: number }[] };
    const total = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
    const largest = Math.max(...lines.map((line) => line.price));
    return JSON.stringify({ total, largest, count: lines.length });
  },
  "text-transform": (input) => {
    const [operation = "", text = ""] = input.split("\n");
    const rotate = (letter: string): string => {
      const alphabet = "abcdefghijklmnopqrstuvwxyz";
      return alphabet.charAt((alphabet.indexOf(letter) + 13) % 26);
    };
    if (operation === "reverse-words") return text.split(" ").toReversed().join(" ");
    if (operation === "upper-ascii") return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
    if (operation === "rot13") return text.replace(/[a-z]/g, rotate);
    return text
      .split(" ")
      .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .join(" ");
  },
  "table-lookup": (input) => {
    const [question = "", , ...rows] = input.trimEnd().split("\n");
    const region = question.split(" ").at(-1);
    const cents = rows
      .map((row) => row.split(","))
      .filter(([name]) => name === region)
      .map(([, amount = ""]) => Number(amount.replace(".", "")));
    const sum = String(cents.reduce((a, b) => a + b, 0)).padStart(3, "0");
    return `${sum.slice(0, -2)}.${sum.slice(-2)}`;
  },
};

test("who does the task passes, and who does not fails", () => {
  for (const [family, solve] of Object.entries(SOLVERS)) {
    for (let index = 0n; index < 40n; index += 1n) {
      const { input, canary } = deriveCanary(BANK, agentOf(2), index, family);
      const { oracle = create(OracleSchema) } = fromBinary(CanarySchema, canary);
      const answer = solve(Buffer.from(input).toString());
      assert.ok(passes(oracle, utf8(answer)), `${family} ${index}: ${answer}`);
      assert.ok(!passes(oracle, utf8(`${answer}1`)));
    }
  }
});

test("an acceptance for a canary looks like any other", () => {
  const q = begun().quote;
  const [real, canary] = [acceptance(q), acceptance(q, {}, { blind: blindOf(plainCanary) })];
  assert.equal(real.bundle.length, canary.bundle.length);
});
