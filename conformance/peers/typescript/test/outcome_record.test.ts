import assert from "node:assert/strict";
import { test } from "node:test";
import { hex } from "../src/bytes.js";
import { deriveCanary } from "../src/canaries.js";
import { decode } from "../src/encoding.js";
import { Stage } from "../src/gen/casp/conformance/v1/driver_pb.js";
import { CanaryOutcome, CanarySchema } from "../src/gen/casp/v1/canary_pb.js";
import { Outcome } from "../src/gen/casp/v1/task_pb.js";
import { checkOutcomeRecord } from "../src/outcome_record.js";
import {
  acceptance,
  begun,
  blindOf,
  type CanaryInit,
  commit,
  committed,
  content,
  DEADLINE,
  failed,
  IRREVERSIBLE,
  OUTPUT,
  PROVIDER,
  plainCanary,
  prepared,
  quote,
  REQUESTER,
  report,
  reporting,
  request,
  result,
  verdict,
} from "./engagements.js";
import { agentOf, codeOf, type Made, NETWORK, NOW } from "./fixtures.js";
import { type Members, recordOf } from "./records.js";

const check = (members: Members) => checkOutcomeRecord(recordOf(members), NETWORK);
const code = (members: Members): string => codeOf(() => check(members));

const e = begun();
const r = result(e.acceptance, e.request);
const whole = { ...e, result: r, report: report(e.acceptance, r) };

test("a report counts beside its contract, whoever of the two it is of", () => {
  const of = (members: Members): [string, string, string, boolean] => {
    const { issuer, subject, contract, rederivable } = check(members);
    return [hex(issuer), hex(subject), hex(contract), rederivable];
  };
  const contract = hex(e.acceptance.objectId);
  const [requester, provider] = [hex(agentOf(REQUESTER)), hex(agentOf(PROVIDER))];
  assert.deepEqual(of(whole), [requester, provider, contract, false]);
  const providers = report(e.acceptance, r, PROVIDER, REQUESTER);
  assert.deepEqual(of({ ...whole, report: providers }), [provider, requester, contract, false]);
});

test("of no result there are the request and nothing more, and it comes after the deadline", () => {
  const none = (issuedAtMs: bigint, root = REQUESTER): Made =>
    report(e.acceptance, undefined, root, root === REQUESTER ? PROVIDER : REQUESTER, { issuedAtMs });
  assert.equal(code({ ...e, report: none(DEADLINE + 1n) }), "accepted");
  assert.equal(code({ ...e, report: none(DEADLINE) }), "no-result");
  assert.equal(code({ ...e, report: none(DEADLINE + 1n, PROVIDER) }), "no-result");
  assert.equal(code({ ...e, result: r, report: none(DEADLINE + 1n) }), "outcome-members");
});

test("a record holds exactly what its report rests on", () => {
  const v = verdict(e.acceptance, r);
  const c = committed();
  const done = result(c.acceptance, c.request, { commit: c.commit.objectId });
  const acted = { ...c, result: done, report: report(c.acceptance, done) };
  const named = reporting(e.acceptance, { outcome: Outcome.GOOD, result: r.objectId, verdict: v.objectId });
  assert.equal(code({ ...whole, result: undefined }), "outcome-members");
  assert.equal(code({ ...whole, verdict: v }), "outcome-members");
  assert.equal(code({ ...whole, report: named }), "outcome-members");
  assert.equal(code({ ...whole, prepared: c.prepared }), "outcome-members");
  assert.equal(code({ ...whole, prepared: c.prepared, commit: c.commit }), "outcome-members");
  assert.equal(code(acted), "accepted");
  assert.equal(code({ ...acted, commit: undefined }), "outcome-members");
  assert.equal(code({ ...acted, prepared: undefined }), "outcome-members");
  const came = failed(c.acceptance, c.request);
  assert.equal(code({ ...acted, result: came, report: report(c.acceptance, came) }), "outcome-members");
});

test("what holds on record holds in it", () => {
  const other = begun();
  const c = committed();
  const done = result(c.acceptance, c.request, { commit: c.commit.objectId });
  const acted = { ...c, result: done, report: report(c.acceptance, done) };
  const cases: [Members, string][] = [
    [{ ...whole, report: report(e.acceptance, r, 3) }, "party"],
    [{ ...whole, report: report(other.acceptance, r) }, "names-another"],
    [{ ...whole, report: report(e.acceptance, e.request) }, "names-another"],
    [{ ...whole, report: report(e.acceptance, r, REQUESTER, PROVIDER, { issuedAtMs: NOW - 30_001n }) }, "before-antecedent"],
    [{ ...whole, quote: quote(e.offer, { price: { currency: "EUR", amountMicros: 6n } }) }, "terms"],
    [{ ...whole, acceptance: acceptance(other.quote) }, "names-another"],
    [{ ...whole, request: request(e.acceptance, {}, content(OUTPUT)) }, "input-mismatch"],
    [{ ...whole, result: e.request }, "record-member"],
    [{ ...acted, prepared: prepared(c.acceptance, c.request) }, "names-another"],
    [{ ...acted, commit: commit(c.acceptance, c.prepared) }, "names-another"],
  ];
  for (const [members, expected] of cases) assert.equal(code(members), expected);
  const done2 = result(other.acceptance, other.request);
  const ofOther = { ...other, offer: e.offer, quote: e.quote, result: done2, report: report(other.acceptance, done2) };
  assert.equal(code(ofOther), "names-another", "an acceptance of another quote");
  const p = prepared(c.acceptance, c.acceptance);
  const to = commit(c.acceptance, p);
  const misled = result(c.acceptance, c.request, { commit: to.objectId });
  const prepares = { ...c, prepared: p, commit: to, result: misled, report: report(c.acceptance, misled) };
  assert.equal(code(prepares), "names-another", "what was prepared names no request");
  const plain = begun(IRREVERSIBLE);
  const without = result(plain.acceptance, plain.request);
  assert.equal(code({ ...plain, result: without, report: report(plain.acceptance, without) }), "commit-missing");
});

interface Judged {
  readonly canary?: CanaryInit;
  readonly says?: CanaryOutcome;
  readonly outcome?: Outcome;
  readonly root?: number;
  readonly terms?: Parameters<typeof begun>[0];
  readonly input?: ReturnType<typeof content>;
}

function judged({ canary = plainCanary, says, outcome = Outcome.GOOD, root, terms, input }: Judged = {}): Members {
  const b = begun(terms, { blind: blindOf(canary) }, input);
  const done = result(b.acceptance, b.request, { output: content(OUTPUT, terms?.outputMediaType) });
  const v = verdict(b.acceptance, done, canary, says);
  const fields = { outcome, result: done.objectId, verdict: v.objectId };
  return { ...b, result: done, report: reporting(b.acceptance, fields, root), verdict: v };
}

test("a report says what the verdict says that it names", () => {
  assert.equal(code(judged()), "accepted");
  const wrong = { ...plainCanary, oracle: { form: { case: "oneOf" as const, value: { values: ["four"] } } } };
  assert.equal(code(judged({ canary: wrong, says: CanaryOutcome.FAILED, outcome: Outcome.BAD })), "accepted");
  assert.equal(code(judged({ canary: wrong, says: CanaryOutcome.FAILED })), "report-verdict");
  assert.equal(code(judged({ outcome: Outcome.BAD })), "report-verdict");
  assert.equal(code(judged({ root: PROVIDER })), "report-verdict");
});

test("a verdict is the one that was named, and is held to its rules", () => {
  const good = judged();
  const { acceptance: a, result: done } = good;
  assert.ok(a && done);
  const canary = { ...plainCanary, provider: agentOf(5) };
  assert.equal(code({ ...good, verdict: verdict(a, done, canary) }), "names-another");
  assert.equal(code(judged({ canary })), "canary-foreign");
  assert.equal(code(judged({ says: CanaryOutcome.FAILED, outcome: Outcome.BAD })), "verdict-wrong");
  const foreign = verdict(a, done, plainCanary, CanaryOutcome.PASSED, PROVIDER);
  const fields = { outcome: Outcome.GOOD, result: done.objectId, verdict: foreign.objectId };
  assert.equal(code({ ...good, verdict: foreign, report: reporting(a, fields) }), "party");
  assert.equal(code(judged({ terms: IRREVERSIBLE })), "commit-missing", "a record is no canary case");
});

test("a record is rederivable when its canary is", () => {
  const family = "text-transform";
  const made = deriveCanary(new Uint8Array(32), agentOf(PROVIDER), 0n, family);
  const canary = decode(CanarySchema, made.canary, Stage.ENCODING);
  const { inputMediaType, outputMediaType } = made;
  const of = (evidence: string[]): Members =>
    judged({
      canary,
      says: CanaryOutcome.FAILED,
      outcome: Outcome.BAD,
      terms: { outputMediaType, evidence },
      input: content(made.input, inputMediaType),
    });
  assert.equal(check(of([`canary/${family}`])).rederivable, true);
  assert.equal(check(of([])).rederivable, false);
});

test("a record has at most 2,424,832 bytes", () => {
  const sized = (bytes: number): string => codeOf(() => checkOutcomeRecord(new Uint8Array(bytes), NETWORK));
  assert.equal(sized(2_424_832), "not-canonical");
  assert.equal(sized(2_424_833), "input-size");
});
