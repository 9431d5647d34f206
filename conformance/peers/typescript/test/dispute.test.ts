import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { AttestationEvidenceSchema } from "../src/gen/casp/v1/evidence_pb.js";
import { Outcome, TaskStatus } from "../src/gen/casp/v1/task_pb.js";
import { judge } from "../src/judge.js";
import { ascending, code, disputeOf, equivocationOf, forkOf, unresolved } from "./disputes.js";
import {
  acceptance,
  ack,
  begun,
  cancel,
  checkpoint,
  commit,
  committed,
  event,
  failed,
  offer,
  PROVIDER,
  prepared,
  quote,
  REQUESTER,
  report,
  reporting,
  request,
  result,
  verdict,
} from "./engagements.js";
import { agentOf, codeOf, descriptor, type Made, NETWORK, seal } from "./fixtures.js";
import { traceOf } from "./traces.js";

const e = committed();
const { offer: o, quote: q, acceptance: a, request: r, prepared: p, commit: c } = e;
const contract = { offer: o, quote: q, acceptance: a };
const done = result(a, r, { commit: c.objectId });
const other = committed();
const spoilt = (made: Made): Made => ({ ...made, bundle: seal(made.payloadType, new Uint8Array(9), { root: 1 }).bundle });

test("a bundle has at most 10 MiB, and is encoded as all is", () => {
  const sized = (bytes: number): string => codeOf(() => judge(new Uint8Array(bytes), NETWORK));
  assert.equal(sized(10_485_760), "not-canonical");
  assert.equal(sized(10_485_761), "input-size");
  assert.equal(sized(0), "field-missing");
});

test("the contract is valid, of one requester and one provider", () => {
  assert.equal(code(contract), "accepted");
  const stranger = { audience: agentOf(5) };
  const toStranger = quote(o, {}, stranger);
  for (const members of [
    { ...contract, offer: offer() },
    { ...contract, quote: toStranger, acceptance: acceptance(toStranger) },
    { ...contract, acceptance: acceptance(q, stranger) },
    { ...contract, offer: q },
    { ...contract, quote: spoilt(q) },
    { ...contract, quote: other.quote },
    { ...contract, acceptance: other.acceptance },
    { ...contract, offer: offer({}, {}, { root: 3 }) },
  ]) {
    assert.equal(code(members), "dispute-contract");
  }
  assert.equal(codeOf(() => judge(disputeOf(contract), "another-network")), "dispute-contract");
});

test("each statement is valid, of this contract and in its party's role", () => {
  const x = cancel(a);
  const k = ack(a, done);
  const v = verdict(a, done);
  const whole = { ...e, cancel: x, result: done, ack: k, verdict: v, events: [event(a, 1n)], reports: [report(a, done)] };
  assert.equal(code(whole), "accepted");
  for (const [field, made] of Object.entries({
    request: [request(other.acceptance), spoilt(r), p],
    prepared: [prepared(other.acceptance, r)],
    commit: [commit(other.acceptance, p)],
    cancel: [cancel(other.acceptance)],
    result: [result(other.acceptance, r)],
    ack: [ack(other.acceptance, done)],
    verdict: [verdict(other.acceptance, done), verdict(a, done, undefined, undefined, PROVIDER)],
    events: [[event(other.acceptance, 1n)], [k]],
    reports: [[report(other.acceptance, done)], [report(a, done, 3)], [report(a, done, REQUESTER, 3)]],
  })) {
    for (const one of made) assert.equal(code({ ...whole, [field]: one }), "dispute-member", field);
  }
});

test("what is named is what is shown, where it is shown", () => {
  const named = result(a, request(a), { commit: c.objectId });
  assert.equal(code({ ...contract, result: named }), "accepted");
  assert.equal(code({ ...contract, request: r, result: named }), "dispute-member");
  assert.equal(code({ ...contract, prepared: prepared(a, a) }), "accepted");
  assert.equal(code({ ...contract, request: r, prepared: prepared(a, a) }), "dispute-member");
  assert.equal(code({ ...contract, commit: commit(a, a) }), "accepted");
  assert.equal(code({ ...contract, prepared: p, commit: commit(a, a) }), "dispute-member");
  assert.equal(code({ ...contract, commit: commit(a, p), result: done }), "dispute-member");
  assert.equal(code({ ...contract, commit: c, result: failed(a, r) }), "accepted", "it names none");
  for (const says of [
    { ack: ack(a, r) },
    { verdict: verdict(a, r) },
    { reports: [report(a, r)] },
  ]) {
    assert.equal(code({ ...contract, ...says }), "accepted");
    assert.equal(code({ ...contract, result: done, ...says }), "dispute-member");
  }
  const v = verdict(a, done);
  const names = (one: Made): Made[] => [
    reporting(a, { outcome: Outcome.GOOD, result: done.objectId, verdict: one.objectId }),
  ];
  assert.equal(code({ ...contract, verdict: v, reports: names(v) }), "accepted");
  assert.equal(code({ ...contract, reports: names(r) }), "accepted");
  assert.equal(code({ ...contract, verdict: v, reports: names(r) }), "dispute-member");
});

test("events ascend, and reports are the requester's and then the provider's", () => {
  const [one, two] = [event(a, 1n), event(a, 2n)];
  assert.equal(code({ ...contract, events: [one, two] }), "accepted");
  assert.equal(code({ ...contract, events: [two, one] }), "dispute-member");
  assert.equal(code({ ...contract, events: [one, event(a, 1n, {}, 5)] }), "dispute-member");
  const requesters = report(a, done);
  const providers = report(a, done, PROVIDER, REQUESTER);
  const bad = reporting(a, { outcome: Outcome.BAD, result: done.objectId });
  for (const [reports, expected] of [
    [[requesters], "accepted"],
    [[providers], "accepted"],
    [[requesters, providers], "accepted"],
    [[providers, requesters], "dispute-member"],
    [[requesters, bad], "dispute-member"],
    [[requesters, requesters], "dispute-member"],
  ] as const) {
    assert.equal(code({ ...contract, reports }), expected);
  }
});

test("a second statement takes the place of one that is shown", () => {
  const shown = { ...e, cancel: cancel(a), result: done, ack: ack(a, done), events: [event(a, 2n)], reports: [report(a, done)] };
  const bad = { outcome: Outcome.BAD, result: done.objectId };
  const second = {
    quote: quote(o),
    acceptance: acceptance(q),
    request: request(a),
    prepared: prepared(a, r),
    commit: commit(a, p),
    cancel: cancel(a),
    result: failed(a, r),
    ack: ack(a, r),
    events: event(a, 2n, {}, 5),
    reports: reporting(a, bad),
  };
  for (const [field, made] of Object.entries(second)) {
    assert.equal(code({ ...shown, seconds: [made] }), "accepted", field);
    if (field in contract) continue;
    assert.equal(code({ ...contract, seconds: [made] }), "dispute-second", `no ${field} is shown`);
  }
  for (const made of [
    done, // itself
    offer(), // there may be many
    verdict(a, done), // no statement of an engagement
    quote(other.offer),
    acceptance(other.quote),
    request(other.acceptance),
    event(a, 3n),
    reporting(a, bad, PROVIDER),
    report(a, done, 3),
    ack(a, r, 5),
    cancel(a, { audience: agentOf(5) }),
    spoilt(second.result),
  ]) {
    assert.equal(code({ ...shown, seconds: [made] }), "dispute-second");
  }
  const two = ascending(second.result, failed(a, r, TaskStatus.CANCELLED));
  assert.equal(code({ ...shown, seconds: two }), "accepted");
  assert.equal(code({ ...shown, seconds: two.toReversed() }), "dispute-second");
  assert.equal(code({ ...shown, seconds: [second.result, second.result] }), "dispute-second");
});

test("proofs hold, and are of the provider and, where it is one of a contract, of this one", () => {
  const plain = begun();
  const at = (of: Made | undefined, root: number, by = PROVIDER): Made => {
    const fields = { session: new Uint8Array(16).fill(1), size: 2n, root: new Uint8Array(32).fill(root) };
    return checkpoint({ ...fields, ...(of && { contract: of.objectId }) }, by);
  };
  const forked = (of: Made | undefined, by = PROVIDER): string =>
    code(contract, { forks: [forkOf(at(of, 1, by), at(of, 2, by))] });
  assert.equal(forked(a), "accepted");
  assert.equal(forked(a, 5), "dispute-proof");
  assert.equal(forked(plain.acceptance), "dispute-proof");
  assert.equal(forked(undefined), "dispute-proof");
  const one = at(a, 1);
  assert.equal(code(contract, { forks: [forkOf(one, one)] }), "dispute-proof");

  const said = (root: number, sequence: bigint, summary: string): Made => descriptor(1n, sequence, { root, summary });
  const equivocated = (root: number, sequence = 1n): string =>
    code(contract, { equivocations: [equivocationOf(said(root, 1n, "a"), said(root, sequence, "b"))] });
  assert.equal(equivocated(PROVIDER), "accepted");
  assert.equal(equivocated(REQUESTER), "dispute-proof");
  assert.equal(equivocated(PROVIDER, 2n), "dispute-proof");
});

test("what comes first is named first", () => {
  const spoiltProof = { forks: [forkOf(done, done)] };
  const seconds = [offer()];
  assert.equal(code({ ...contract, quote: other.quote, request: p, seconds }, spoiltProof), "dispute-contract");
  assert.equal(code({ ...contract, request: p, seconds }, spoiltProof), "dispute-member");
  assert.equal(code({ ...contract, request: r, seconds }, spoiltProof), "dispute-second");
  assert.equal(code({ ...contract, request: r }, spoiltProof), "dispute-proof");
});

test("receipts, trace, checkpoints and attestations are not asked whether they are valid", () => {
  const members = { ...contract, receipts: [spoilt(done), o], checkpoints: [spoilt(done)] };
  const binding = new Uint8Array(32);
  const attestation = { kind: "tdx", key: agentOf(5), binding, report: Uint8Array.of(1) };
  const attestations = [create(AttestationEvidenceSchema, attestation)];
  assert.equal(code(members, { attestations, trace: traceOf(2).toReversed() }), "accepted");
  assert.deepEqual(unresolved(members), ["not-requested"]);
});
