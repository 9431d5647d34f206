import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { deriveCanary } from "../src/canaries.js";
import { decode } from "../src/encoding.js";
import { Stage } from "../src/gen/casp/conformance/v1/driver_pb.js";
import { CanaryOutcome, CanarySchema } from "../src/gen/casp/v1/canary_pb.js";
import { AttestationEvidenceSchema, SignerClass } from "../src/gen/casp/v1/evidence_pb.js";
import { Outcome, TaskStatus } from "../src/gen/casp/v1/task_pb.js";
import { ascending, equivocationOf, findings, forkOf, judgement, type Members, unresolved } from "./disputes.js";
import {
  acceptance,
  ack,
  begun,
  blindOf,
  type CanaryInit,
  cancel,
  checkpoint,
  commit,
  committed,
  content,
  DEADLINE,
  event,
  failed,
  HOUR,
  IRREVERSIBLE,
  offer,
  OUTPUT,
  PROVIDER,
  plainCanary,
  prepared,
  quote,
  REQUESTER,
  receipt,
  report,
  reporting,
  request,
  result,
  verdict,
} from "./engagements.js";
import { agentOf, descriptor, type HeaderInit, type Made, NOW } from "./fixtures.js";
import { commitment, full, SESSION, traceOf } from "./traces.js";

const SKEW = 30_000n;
const early: HeaderInit = { issuedAtMs: NOW - SKEW - 1n };
const atLast: HeaderInit = { issuedAtMs: DEADLINE + 1n, expiresAtMs: DEADLINE + HOUR };

const e = begun();
const { offer: o, quote: q, acceptance: a, request: r } = e;
const done = result(a, r);
const k = ack(a, done);
const contract = { offer: o, quote: q, acceptance: a };
const whole = { ...e, result: done, ack: k };

test("where all was kept there is nothing to find and nothing open", () => {
  assert.deepEqual(judgement(whole), { findings: [], unresolved: [] });
  const { events: trace } = full().package;
  const f = full();
  const members = { offer: f.offer, quote: f.quote, acceptance: f.acceptance, request: f.request, result: f.result };
  const { ack: acked, receipts, checkpoints } = f.package;
  assert.ok(acked);
  assert.deepEqual(judgement(members, { ack: acked, receipts, checkpoints, trace }), { findings: [], unresolved: [] });
  const c = committed();
  const acted = result(c.acceptance, c.request, { commit: c.commit.objectId });
  assert.deepEqual(judgement({ ...c, result: acted, ack: ack(c.acceptance, acted) }), { findings: [], unresolved: [] });
});

test("quote, acceptance and request are held to the statements that they name", () => {
  const dear = quote(o, { price: { currency: "EUR", amountMicros: 6n } }, { ...early });
  assert.deepEqual(findings({ offer: o, quote: dear, acceptance: acceptance(dear) }), [
    "provider quote CTR-6",
    "provider quote CTR-17",
  ]);
  const late = quote(o, {}, { issuedAtMs: NOW + HOUR, expiresAtMs: NOW + 2n * HOUR });
  assert.deepEqual(findings({ offer: o, quote: late, acceptance: acceptance(late, early) }), [
    "provider quote REC-2",
    "requester acceptance CTR-17",
  ]);
  assert.deepEqual(findings({ ...contract, acceptance: acceptance(q, atLast) }), [
    "requester acceptance REC-2",
    "requester acceptance REC-3",
  ]);
  assert.deepEqual(findings({ ...contract, request: request(a, early, content(OUTPUT)) }), [
    "requester request CTR-8",
    "requester request CTR-17",
  ]);
  assert.deepEqual(findings({ ...contract, request: request(a, atLast) }), [
    "requester request REC-2",
    "requester request REC-3",
  ]);
});

test("a request lapses with the quote as with the acceptance", () => {
  const short = quote(o, {}, { expiresAtMs: NOW + HOUR / 2n });
  const to = acceptance(short);
  const at = (issuedAtMs: bigint): string[] =>
    findings({ offer: o, quote: short, acceptance: to, request: request(to, { issuedAtMs }) });
  assert.deepEqual(at(NOW + HOUR / 2n - 1n), []);
  assert.deepEqual(at(NOW + HOUR / 2n), ["requester request REC-2"]);
});

test("prepared statement, commit and cancel are held to what is shown of what they name", () => {
  const plan = content(OUTPUT);
  assert.deepEqual(findings({ ...contract, prepared: prepared(a, r, plan, early) }), [
    "provider prepared CTR-17",
    "provider prepared CTR-19",
  ]);
  const c = committed();
  const of = { offer: c.offer, quote: c.quote, acceptance: c.acceptance };
  assert.deepEqual(findings({ ...of, prepared: prepared(c.acceptance, c.request, plan, atLast) }), [
    "provider prepared REC-3",
  ]);
  const later = request(c.acceptance, { issuedAtMs: NOW + 1n });
  const p = prepared(c.acceptance, later, plan, { issuedAtMs: NOW - SKEW });
  assert.deepEqual(findings({ ...of, prepared: p }), [], "the request is not shown");
  assert.deepEqual(findings({ ...of, request: later, prepared: p }), ["provider prepared CTR-17"]);

  const late = commit(c.acceptance, c.prepared, atLast);
  assert.deepEqual(findings({ ...of, commit: late }), ["requester commit REC-3"]);
  assert.deepEqual(findings({ ...of, prepared: c.prepared, commit: late }), [
    "requester commit REC-2",
    "requester commit REC-3",
  ]);
  assert.deepEqual(findings({ ...of, commit: commit(c.acceptance, c.prepared, early) }), ["requester commit CTR-17"]);
  assert.deepEqual(findings({ ...of, cancel: cancel(c.acceptance, early) }), ["requester cancel CTR-17"]);
});

test("a result is held to the quote, and to what is shown of what it names", () => {
  const agreed = begun({ ...IRREVERSIBLE, evidence: ["tool-receipt", "trace"] });
  const output = { ...content(OUTPUT), mediaType: "text/csv" };
  const at = { ...early, issuedAtMs: NOW - SKEW - 1n };
  assert.deepEqual(findings({ ...agreed, result: result(agreed.acceptance, agreed.request, { output }, at) }), [
    "provider result CTR-13",
    "provider result CTR-16",
    "provider result CTR-17",
    "provider result CTR-18",
  ]);
  assert.deepEqual(findings({ ...e, result: result(a, r, {}, { issuedAtMs: DEADLINE + 1n }) }), [
    "provider result REC-3",
  ]);
  const c = committed();
  const of = { offer: c.offer, quote: c.quote, acceptance: c.acceptance };
  const late = commit(c.acceptance, c.prepared, { issuedAtMs: NOW + SKEW + 1n });
  const acted = result(c.acceptance, c.request, { commit: late.objectId });
  assert.deepEqual(findings({ ...of, commit: late, result: acted }), ["provider result CTR-17"]);
  assert.deepEqual(findings({ ...of, result: acted }), [], "the commit is not shown");
  const undone = failed(c.acceptance, c.request);
  assert.deepEqual(findings({ ...of, commit: late, result: undone }), [], "it names no commit");
});

test("acks, events and reports are held to their times", () => {
  assert.deepEqual(findings({ ...whole, ack: ack(a, done, REQUESTER, early) }), ["requester ack CTR-17"]);
  const events = [event(a, 1n, early), event(a, 2n), event(a, 7n, { issuedAtMs: DEADLINE + 1n })];
  assert.deepEqual(findings({ ...contract, events }), ["provider events CTR-17", "provider events 2 REC-3"]);
  const later = result(a, r, {}, { issuedAtMs: NOW + SKEW + 1n });
  const reports = [report(a, later), report(a, later, PROVIDER, REQUESTER, { issuedAtMs: NOW })];
  assert.deepEqual(findings({ ...contract, result: later, reports }), [
    "requester reports CTR-17",
    "provider reports 1 CTR-17",
  ]);
  assert.deepEqual(findings({ ...contract, reports }), []);
});

test("a report of no result is the requester's, after the deadline and before its ack", () => {
  const none = (root: number, issuedAtMs: bigint): Made =>
    report(a, undefined, root, root === REQUESTER ? PROVIDER : REQUESTER, { issuedAtMs });
  const reports = [none(REQUESTER, DEADLINE), none(PROVIDER, DEADLINE + 1n)];
  assert.deepEqual(findings({ ...whole, reports }), [
    "requester reports CTR-15",
    "requester reports CTR-20",
    "provider reports 1 CTR-15", // CTR-20 is the requester's alone: the ack is its own word
  ]);
  const after = ack(a, done, REQUESTER, { issuedAtMs: DEADLINE + 2n });
  assert.deepEqual(findings({ ...whole, ack: after, reports: [none(REQUESTER, DEADLINE + 1n)] }), []);
});

interface Judged {
  readonly canary?: CanaryInit;
  readonly blind?: Uint8Array;
  readonly outcome?: CanaryOutcome;
  readonly terms?: Parameters<typeof begun>[0];
  readonly input?: ReturnType<typeof content>;
  readonly fails?: boolean;
  readonly issuedAtMs?: bigint;
  readonly reports?: (of: Made, on: Made, verdict: Made) => Made[];
}

const WRONG = { ...plainCanary, oracle: { form: { case: "oneOf" as const, value: { values: ["four"] } } } };

function judged(changed: Judged = {}): Members {
  const { canary = plainCanary, blind = blindOf(canary), terms, input, issuedAtMs = NOW } = changed;
  const b = begun(terms, { blind }, input);
  const answer = changed.fails
    ? failed(b.acceptance, b.request)
    : result(b.acceptance, b.request, { output: content(OUTPUT, terms?.outputMediaType) });
  const v = verdict(b.acceptance, answer, canary, changed.outcome, REQUESTER, { issuedAtMs });
  const reports = changed.reports?.(b.acceptance, answer, v) ?? [];
  return { ...b, result: answer, ack: ack(b.acceptance, answer), verdict: v, reports };
}

test("a verdict is held to all that a canary is", () => {
  assert.deepEqual(findings(judged()), []);
  assert.deepEqual(findings(judged({ outcome: CanaryOutcome.FAILED })), ["requester verdict CAN-8"]);
  const canary = { ...plainCanary, provider: agentOf(5), inputDigest: new Uint8Array(32).fill(1) };
  const generator = { family: "text-transform", seed: new Uint8Array(32) };
  const all = { canary: { ...canary, generator }, blind: new Uint8Array(32).fill(1), terms: IRREVERSIBLE };
  const rules = (of: Members): string[] => findings(of).filter((one) => one.startsWith("requester verdict"));
  assert.deepEqual(
    rules(judged({ ...all, outcome: CanaryOutcome.FAILED, issuedAtMs: NOW - 1n })),
    [2, 3, 4, 5, 6, 7, 8].map((n) => `requester verdict CAN-${n}`),
  );
  assert.deepEqual(findings(judged({ fails: true, outcome: CanaryOutcome.FAILED })), ["requester verdict CAN-9"]);
  const { result: _, ack: __, ...rest } = judged({ ...all, outcome: CanaryOutcome.FAILED, issuedAtMs: NOW - 1n });
  assert.deepEqual(
    rules(rest),
    [2, 3, 4, 5, 7].map((n) => `requester verdict CAN-${n}`),
    "without the result",
  );
});

const reportOf =
  (outcome: Outcome, root = REQUESTER) =>
  (of: Made, on: Made, v: Made): Made[] => [
    reporting(of, { outcome, result: on.objectId, verdict: v.objectId }, root),
  ];

test("a report that names a verdict says what it says, where it is shown", () => {
  assert.deepEqual(findings(judged({ reports: reportOf(Outcome.GOOD) })), []);
  const bad = judged({ reports: reportOf(Outcome.BAD) });
  assert.deepEqual(findings(bad), ["requester reports REC-4"]);
  assert.deepEqual(findings({ ...bad, verdict: undefined }), []);
  const providers = judged({ reports: reportOf(Outcome.GOOD, PROVIDER) });
  assert.deepEqual(findings(providers), ["provider reports REC-4"]);
});

test("a second statement is its issuer's finding", () => {
  const seconds = ascending(request(a), failed(a, r), ack(a, r));
  const parties = new Map([
    ["application/vnd.casp.task-request.v1+protobuf", "requester"],
    ["application/vnd.casp.task-result.v1+protobuf", "provider"],
    ["application/vnd.casp.delivery-ack.v1+protobuf", "requester"],
  ]);
  const expected = seconds.map(({ payloadType }, at) =>
    [parties.get(payloadType), "seconds", ...(at > 0 ? [at] : []), "CTR-5"].join(" "),
  );
  assert.deepEqual(findings({ ...whole, seconds }), expected);
});

test("receipts are held against the provider that issued them, and against nobody else", () => {
  const endorsed = { signerClass: SignerClass.ENDORSED_THIRD_PARTY };
  const before = { startedAtMs: NOW - 2n * SKEW - 1n, endedAtMs: NOW };
  const plain = receipt(a, 1);
  const counted = result(a, r, { receipts: [plain.objectId] });
  const receipts = [
    plain,
    receipt(a, 2, { ...endorsed, ...before }),
    receipt(a, 3, endorsed, 5),
    receipt(begun().acceptance, 4, endorsed),
    receipt(a, 5, {}, PROVIDER, { issuedAtMs: DEADLINE + SKEW + 1n }),
    o,
  ];
  assert.deepEqual(findings({ ...e, result: counted, receipts }), [
    "provider receipts 1 RCP-2",
    "provider receipts 1 RCP-6",
    "provider receipts 1 PKG-2",
    "provider receipts 4 RCP-6",
    "provider receipts 4 PKG-2",
  ]);
  assert.deepEqual(findings({ ...e, receipts }), [
    "provider receipts 1 RCP-2",
    "provider receipts 1 PKG-2",
    "provider receipts 4 PKG-2",
  ]);
});

test("checkpoints lie within the contract, and proofs are findings", () => {
  const fields = { contract: a.objectId, session: SESSION, size: 1n, root: new Uint8Array(32).fill(1) };
  const issued = (issuedAtMs: bigint, root = PROVIDER): Made => checkpoint(fields, root, { issuedAtMs });
  const beyond = DEADLINE + SKEW + 1n;
  const checkpoints = [issued(NOW - 2n * SKEW), issued(NOW - 2n * SKEW - 1n), issued(beyond), issued(beyond, 5)];
  const other = checkpoint({ ...fields, root: new Uint8Array(32).fill(2) });
  const forks = [forkOf(checkpoint(fields), other)];
  const said = (summary: string): Made => descriptor(1n, 1n, { root: PROVIDER, summary });
  const equivocations = [equivocationOf(said("a"), said("b"))];
  assert.deepEqual(findings({ ...contract, checkpoints }, { forks, equivocations }), [
    "provider checkpoints 1 PKG-2",
    "provider checkpoints 2 PKG-2",
    "provider forks FRK-3",
    "provider equivocations SST-4",
  ]);
});

test("both parties can have findings, in the order of the fields", () => {
  const bad = acceptance(q, early);
  const seconds = [acceptance(q)];
  const events = [event(bad, 1n, { issuedAtMs: NOW - 2n * SKEW - 2n })];
  assert.deepEqual(findings({ ...contract, acceptance: bad, events, seconds }), [
    "requester acceptance CTR-17",
    "provider events CTR-17",
    "requester seconds CTR-5",
  ]);
});

test("what is not there stays open", () => {
  assert.deepEqual(unresolved(contract), ["not-requested"]);
  assert.deepEqual(unresolved({ ...e }), ["not-delivered"]);
  assert.deepEqual(unresolved({ ...e, result: done }), ["not-acknowledged"]);
  assert.deepEqual(unresolved({ ...contract, result: done }), ["not-requested", "not-acknowledged"]);
  assert.deepEqual(unresolved({ ...contract, ack: k }), ["not-requested"]);
  assert.deepEqual(unresolved(whole), []);
});

test("a delivery is disputed unless an ack speaks against it", () => {
  const none = (issuedAtMs = DEADLINE + 1n, root = REQUESTER): Made[] => [
    report(a, undefined, root, root === REQUESTER ? PROVIDER : REQUESTER, { issuedAtMs }),
  ];
  assert.deepEqual(unresolved({ ...e, result: done, reports: none() }), ["not-acknowledged", "delivery-disputed"]);
  assert.deepEqual(unresolved({ ...whole, reports: none() }), []);
  const after = ack(a, done, REQUESTER, { issuedAtMs: DEADLINE + 2n });
  assert.deepEqual(unresolved({ ...whole, ack: after, reports: none() }), ["delivery-disputed"]);
  assert.deepEqual(unresolved({ ...whole, ack: after, reports: none(DEADLINE) }), ["delivery-disputed"], "CTR-15 only");
  assert.deepEqual(unresolved({ ...whole, ack: after, reports: none(DEADLINE + 1n, PROVIDER) }), []);
  assert.deepEqual(unresolved({ ...e, reports: none() }), ["not-delivered"]);
});

test("contents that are not shown stay open, and so does what happened in the world", () => {
  const hidden = ({ mediaType, sizeBytes, digest } = content(OUTPUT)) => ({ mediaType, sizeBytes, digest });
  const answered = result(a, r, { output: hidden() });
  assert.deepEqual(unresolved({ ...e, result: answered, ack: ack(a, answered) }), ["content-not-shown"]);
  const digests = [new Uint8Array(32)];
  const chunks = { ...hidden(), body: { case: "chunks" as const, value: { chunkBytes: 1_024n, digests } } };
  const chunked = result(a, r, { output: chunks });
  assert.deepEqual(unresolved({ ...e, result: chunked, ack: ack(a, chunked) }), ["content-not-shown"]);
  const c = committed();
  const planned = prepared(c.acceptance, c.request, hidden() as ReturnType<typeof content>);
  assert.deepEqual(unresolved({ ...c, prepared: planned, commit: undefined }), ["not-delivered", "content-not-shown"]);
  const asked = request(a, {}, hidden(content(new Uint8Array())) as ReturnType<typeof content>);
  assert.deepEqual(unresolved({ ...contract, request: asked }), ["not-delivered", "content-not-shown"]);

  const unsure = failed(a, r, TaskStatus.INDETERMINATE);
  assert.deepEqual(unresolved({ ...e, result: unsure, ack: ack(a, unsure) }), ["effect-unknown"]);
});

test("evidence that does not hold stays open, unless there is a finding for it", () => {
  const f = full();
  const { receipts, checkpoints, events: trace } = f.package;
  const shown = { offer: f.offer, quote: f.quote, acceptance: f.acceptance, request: f.request, result: f.result };
  const members = { ...shown, ack: ack(f.acceptance, f.result) };
  const whole = { receipts, checkpoints, trace };
  assert.deepEqual(unresolved(members, whole), []);
  for (const rest of [
    { receipts: receipts.slice(1) },
    { receipts: [] },
    { trace: trace.slice(1) },
    { trace: [] },
    { trace: traceOf(7) },
    { checkpoints: checkpoints.toReversed() },
  ]) {
    assert.deepEqual(unresolved(members, { ...whole, ...rest }), ["evidence-not-shown"]);
  }
  const binding = new Uint8Array(32);
  const foreign = create(AttestationEvidenceSchema, { kind: "tdx", key: agentOf(5), binding, report: binding });
  assert.deepEqual(unresolved(members, { ...whole, attestations: [foreign] }), ["evidence-not-shown"]);
  const { request: _, ...unrequested } = members;
  assert.deepEqual(unresolved(unrequested, { ...whole, receipts: [] }), ["not-requested"]);

  // A receipt that the result does not name is the provider's finding, and nothing is open.
  const extra = receipt(f.acceptance, 3, { previous: [f.receipts[0]?.objectId ?? assert.fail()] });
  const all = { ...members, receipts: [...f.receipts, extra] };
  assert.deepEqual(findings(all, { checkpoints, trace }), ["provider receipts 2 RCP-6"]);
  assert.deepEqual(unresolved(all, { checkpoints, trace }), []);

  const c = committed();
  const acted = result(c.acceptance, c.request, { commit: c.commit.objectId });
  const without = { ...c, result: acted, ack: ack(c.acceptance, acted), commit: undefined };
  assert.deepEqual(judgement(without), { findings: [], unresolved: ["evidence-not-shown"] });
});

test("a wrong answer is wrong for all where anyone can make the canary anew, and else for whom asks", () => {
  const failedOnce = judged({ canary: WRONG, outcome: CanaryOutcome.FAILED });
  assert.deepEqual(unresolved(failedOnce), ["oracle-unproven"]);
  assert.deepEqual(unresolved(judged()), []);
  assert.deepEqual(unresolved(judged({ outcome: CanaryOutcome.FAILED })), [], "the verdict is a finding");

  const family = "text-transform";
  const made = deriveCanary(new Uint8Array(32), agentOf(PROVIDER), 0n, family);
  const canary = decode(CanarySchema, made.canary, Stage.ENCODING);
  const { inputMediaType, outputMediaType } = made;
  const of = (evidence: string[]): Members =>
    judged({
      canary,
      outcome: CanaryOutcome.FAILED,
      terms: { outputMediaType, evidence },
      input: content(made.input, inputMediaType),
    });
  assert.deepEqual(unresolved(of([`canary/${family}`])), ["answer-wrong"]);
  assert.deepEqual(unresolved(of([])), ["oracle-unproven"]);
  const { result: _, ack: __, ...rest } = failedOnce;
  assert.deepEqual(unresolved(rest), ["not-delivered"]);
});

test("bad without a verdict is an opinion, whosever it is", () => {
  const bad = (root: number): Made[] => [reporting(a, { outcome: Outcome.BAD, result: done.objectId }, root)];
  assert.deepEqual(unresolved({ ...whole, reports: bad(REQUESTER) }), ["opinion"]);
  assert.deepEqual(unresolved({ ...whole, reports: bad(PROVIDER) }), ["opinion"]);
  assert.deepEqual(unresolved({ ...whole, reports: [report(a, done)] }), []);
  const shown = { canary: WRONG, outcome: CanaryOutcome.FAILED, reports: reportOf(Outcome.BAD) };
  assert.deepEqual(unresolved(judged(shown)), ["oracle-unproven"]);
});

test("many reasons come in their order", () => {
  const c = committed();
  const unsure = failed(c.acceptance, c.request, TaskStatus.INDETERMINATE, c.commit);
  const none = report(c.acceptance, undefined, REQUESTER, PROVIDER, { issuedAtMs: DEADLINE + 1n });
  const bad = reporting(c.acceptance, { outcome: Outcome.BAD, result: unsure.objectId }, PROVIDER);
  const { commit: _, ...rest } = c;
  assert.deepEqual(unresolved({ ...rest, result: unsure, reports: [none, bad] }), [
    "not-acknowledged",
    "delivery-disputed",
    "effect-unknown",
    "evidence-not-shown",
    "opinion",
  ]);
});

test("the greatest bundle is judged in good time", () => {
  const f = full(256, 65_536);
  const { receipts, events: trace } = f.package;
  const checkpoints = Array.from({ length: 64 }, (_, at) =>
    checkpoint({ contract: f.acceptance.objectId, ...commitment(trace.slice(0, at + 1)) }),
  );
  const events = Array.from({ length: 64 }, (_, at) => event(f.acceptance, BigInt(at + 1)));
  const members = { offer: f.offer, quote: f.quote, acceptance: f.acceptance, request: f.request, result: f.result };
  const start = process.hrtime.bigint();
  assert.deepEqual(unresolved({ ...members, checkpoints, events }, { receipts, trace }), ["not-acknowledged"]);
  assert.ok(process.hrtime.bigint() - start < 15_000_000_000n, String(process.hrtime.bigint() - start));
});

test("offers are not second statements, and nothing is found of what others signed", () => {
  const stranger = receipt(a, 1, { signerClass: SignerClass.ENDORSED_THIRD_PARTY }, 5);
  assert.deepEqual(findings({ ...contract, receipts: [stranger, offer()] }), []);
});
