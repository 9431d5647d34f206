import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { sha256, utf8 } from "../src/bytes.js";
import { AttestationEvidenceSchema, SignerClass } from "../src/gen/casp/v1/evidence_pb.js";
import { eventHash } from "../src/traces.js";
import { rootsAt } from "../src/tree.js";
import {
  acceptance,
  ack,
  type Begun,
  begun,
  bundleOf,
  checkpoint,
  commit,
  committed,
  content,
  DEADLINE,
  failed,
  HOUR,
  OUTPUT,
  PROVIDER,
  prepared,
  quote,
  REQUESTER,
  receipt,
  request,
  result,
} from "./engagements.js";
import { agentOf, delegation, type Made, NOW, seal } from "./fixtures.js";
import { check, commitment, found, full, SESSION, traceOf } from "./traces.js";

const SKEW = 30_000n;

const f = full();
const whole = f.package;

test("a whole package holds, and an ack makes it bilateral", () => {
  assert.deepEqual(check(whole), { faults: [], code: undefined, bilateral: true });
  const { ack: _, ...rest } = whole;
  assert.deepEqual(check(rest), { faults: [], code: undefined, bilateral: false });
});

test("each part of a contract that is missing is at fault, and the rest is judged as far as it can be", () => {
  const { quote: _, ...withoutQuote } = whole;
  assert.equal(found(withoutQuote), "package-members, quote");
  const { offer, ack: __, request, ...rest } = whole;
  assert.ok(offer && request);
  assert.equal(found(rest), "package-members, offer, request");
  assert.equal(found({ offer }), "package-members, quote, acceptance, request, result");
});

test("what is foreign to its contract is at fault alone, and what reads it is not judged", () => {
  const cheap = quote(f.offer, { price: { currency: "EUR", amountMicros: 6n } });
  assert.equal(found({ ...whole, quote: bundleOf(cheap) }), "terms, quote");
  const other = full();
  assert.equal(found({ ...whole, ack: other.package.ack ?? assert.fail() }), "names-another, ack");
  const late = quote(f.offer, {}, { issuedAtMs: NOW + HOUR, expiresAtMs: NOW + 2n * HOUR });
  assert.equal(found({ ...whole, quote: bundleOf(late) }), "record-lapsed, quote");
});

interface Times {
  readonly quote?: bigint;
  readonly acceptance?: bigint;
  readonly request?: bigint;
  readonly result?: bigint;
  readonly ack?: bigint;
}

/** What is found in a contract whose statements are issued so many milliseconds after `NOW`. */
function issued(after: Times): string {
  const at = (ms = 0n) => ({ issuedAtMs: NOW + ms });
  const q = quote(f.offer, {}, at(after.quote));
  const a = acceptance(q, at(after.acceptance));
  const r = request(a, at(after.request));
  const done = result(a, r, {}, at(after.result));
  const members = { quote: q, acceptance: a, request: r, result: done, ack: ack(a, done, REQUESTER, at(after.ack)) };
  const bundles = Object.entries(members).map(([field, made]) => [field, bundleOf(made)]);
  return found({ offer: bundleOf(f.offer), ...Object.fromEntries(bundles) });
}

test("each statement is issued no earlier than those that it names, by clocks that may differ", () => {
  assert.equal(issued({ quote: -SKEW, acceptance: -2n * SKEW, request: -3n * SKEW, result: -3n * SKEW }), "accepted");
  assert.equal(issued({ quote: -SKEW - 1n }), "before-antecedent, quote");
  assert.equal(issued({ acceptance: -SKEW - 1n }), "before-antecedent, acceptance");
  assert.equal(issued({ request: -SKEW - 1n }), "before-antecedent, request");
  assert.equal(issued({ acceptance: 1n, request: 0n, result: -SKEW }), "before-antecedent, result");
  assert.equal(issued({ acceptance: 0n, request: 1n, result: -SKEW }), "before-antecedent, result");
  assert.equal(issued({ acceptance: 1n, result: 0n, ack: -SKEW }), "before-antecedent, ack");
  assert.equal(issued({ acceptance: 0n, result: 1n, ack: -SKEW }), "before-antecedent, ack");
});

const committedTo = committed();

type Members = Record<"prepared" | "commit" | "result", Made | undefined>;

/** What is found in a package of a contract that cannot be undone. */
function effected(changed: Partial<Members> = {}, of: Begun = committedTo): string {
  const { offer, quote, acceptance, request } = of;
  const done = result(committedTo.acceptance, committedTo.request, { commit: committedTo.commit.objectId });
  const { prepared, commit } = committedTo;
  const all = { offer, quote, acceptance, request, prepared, commit, result: done, ...changed };
  const bundles = Object.entries(all).flatMap(([field, made]) => (made ? [[field, bundleOf(made)]] : []));
  return found(Object.fromEntries(bundles));
}

test("a package whose result names a commit holds it, and what was prepared", () => {
  assert.equal(effected(), "accepted");
  assert.equal(effected({ commit: undefined }), "package-commit, commit");
  assert.equal(effected({ commit: undefined, prepared: undefined }), "package-commit, commit");
  assert.equal(effected({ prepared: undefined }), "package-commit, prepared");
  const none = failed(committedTo.acceptance, committedTo.request);
  assert.equal(effected({ result: none }), "accepted", "a commit that came to nothing");
  assert.equal(effected({ result: none, prepared: undefined }), "package-commit, prepared");
  assert.equal(effected({ result: none, commit: undefined }), "accepted");
  assert.equal(effected({ result: none, commit: undefined, prepared: undefined }), "accepted");
});

test("what is at fault in prepared statement or commit is at fault alone", () => {
  const { acceptance: a, request: r, prepared: p, commit: c } = committedTo;
  const plan = content(OUTPUT);
  const acted = (to: Made): Made => result(a, r, { commit: to.objectId });
  const foreign = prepared(a, a);
  assert.equal(effected({ prepared: foreign }), "names-another, prepared");
  assert.equal(effected({ prepared: prepared(r, r) }), "names-another, prepared");
  assert.equal(effected({ prepared: prepared(a, r) }), "names-another, commit");
  const early = { issuedAtMs: NOW - SKEW - 1n };
  const before = prepared(a, r, plan, early);
  const toBefore = commit(a, before);
  assert.equal(
    effected({ prepared: before, commit: toBefore, result: acted(toBefore) }),
    "before-antecedent, prepared",
  );
  const lateTimes = { issuedAtMs: DEADLINE + 1n, expiresAtMs: DEADLINE + HOUR };
  const late = prepared(a, r, plan, lateTimes);
  assert.equal(effected({ prepared: late, commit: commit(a, late), result: failed(a, r) }), "record-late, prepared");
  assert.equal(effected({ commit: commit(a, p, early), result: failed(a, r) }), "before-antecedent, commit");
  const lapsed = commit(a, p, { issuedAtMs: NOW + HOUR, expiresAtMs: NOW + 2n * HOUR });
  assert.equal(effected({ commit: lapsed, result: failed(a, r) }), "record-lapsed, commit");
  const long = prepared(a, r, plan, { expiresAtMs: DEADLINE + HOUR });
  assert.equal(effected({ prepared: long, commit: commit(a, long, lateTimes), result: failed(a, r) }), "record-late, commit");
  const spoilt = { ...c, bundle: seal(c.payloadType, new Uint8Array(9), { root: REQUESTER }).bundle };
  assert.equal(effected({ commit: spoilt }), "record-member, commit");
  assert.equal(effected({ commit: spoilt, prepared: undefined }), "record-member, commit");
});

test("a result that may have acted names the commit that is there", () => {
  const { acceptance: a, request: r, prepared: p, commit: c } = committedTo;
  assert.equal(effected({ result: result(a, r) }), "commit-missing, result");
  assert.equal(effected({ result: result(a, r, { commit: p.objectId }) }), "names-another, result");
  const late = commit(a, p, { issuedAtMs: NOW + 9n });
  const at = (ms: bigint): Made => result(a, r, { commit: late.objectId }, { issuedAtMs: ms });
  assert.equal(effected({ commit: late, result: at(NOW + 9n - SKEW) }), "accepted");
  assert.equal(effected({ commit: late, result: at(NOW + 8n - SKEW) }), "before-antecedent, result");
  // With a commit at fault nothing is said of the result's.
  const foreign = commit(a, r);
  assert.equal(effected({ commit: foreign, result: result(a, r, { commit: c.objectId }) }), "names-another, commit");
});

test("nothing is prepared in a contract that can be undone", () => {
  const plain = begun();
  const p = prepared(plain.acceptance, plain.request);
  const c = commit(plain.acceptance, p);
  const r = result(plain.acceptance, plain.request);
  assert.equal(effected({ prepared: p, commit: undefined, result: r }, plain), "prepared-needless, prepared");
  assert.equal(effected({ prepared: p, commit: c, result: r }, plain), "prepared-needless, prepared");
});

test("a request comes before quote and acceptance lapse", () => {
  for (const [quoteEnd, acceptanceEnd] of [
    [NOW + 9n, NOW + HOUR],
    [NOW + HOUR, NOW + 9_000n],
  ] as const) {
    const q = quote(f.offer, {}, { expiresAtMs: quoteEnd + 9_000n });
    const a = acceptance(q, { expiresAtMs: acceptanceEnd });
    const end = quoteEnd + 9_000n < acceptanceEnd ? quoteEnd + 9_000n : acceptanceEnd;
    for (const [issuedAtMs, expected] of [
      [end - 1n, "accepted"],
      [end, "record-lapsed, request"],
    ] as const) {
      const r = request(a, { issuedAtMs });
      const members = { offer: f.offer, quote: q, acceptance: a, request: r, result: result(a, r, {}, { issuedAtMs }) };
      const bundles = Object.entries(members).map(([field, made]) => [field, bundleOf(made)]);
      assert.equal(found(Object.fromEntries(bundles)), expected);
    }
  }
});

test("a result is issued by the deadline, and an ack may come late", () => {
  assert.equal(issued({ result: DEADLINE - NOW, ack: DEADLINE - NOW + HOUR }), "accepted");
  assert.equal(issued({ result: DEADLINE - NOW + 1n, ack: DEADLINE - NOW + HOUR }), "record-late, result");
});

test("what was done lies within the contract, by clocks that may differ", () => {
  const end = DEADLINE + SKEW;
  const pointed = (issuedAtMs: bigint): string => {
    const fields = { contract: f.acceptance.objectId, ...commitment(whole.events.slice(0, 3)) };
    return found({ ...whole, checkpoints: [bundleOf(checkpoint(fields, PROVIDER, { issuedAtMs }))] });
  };
  assert.deepEqual([pointed(NOW - 2n * SKEW), pointed(end)], ["accepted", "accepted"]);
  assert.equal(pointed(NOW - 2n * SKEW - 1n), "outside-window, checkpoints");
  assert.equal(pointed(end + 1n), "outside-window, checkpoints");

  const called = (startedAtMs: bigint, issuedAtMs: bigint): string => {
    const { offer, quote, acceptance, request } = whole;
    const one = receipt(f.acceptance, 1, { startedAtMs }, PROVIDER, { issuedAtMs });
    const r = result(f.acceptance, f.request, { receipts: [one.objectId] });
    return found({ offer, quote, acceptance, request, result: bundleOf(r), receipts: [bundleOf(one)] });
  };
  assert.deepEqual([called(NOW - 2n * SKEW, NOW), called(NOW, end)], ["accepted", "accepted"]);
  assert.equal(called(NOW - 2n * SKEW - 1n, NOW), "outside-window, receipts");
  assert.equal(called(NOW, end + 1n), "outside-window, receipts");
});

test("an output has the media type that was agreed, and an acceptance comes by the deadline", () => {
  const output = { ...content(OUTPUT), mediaType: "text/csv" };
  const other = bundleOf(result(f.acceptance, f.request, { output }));
  assert.equal(found({ ...whole, result: other }), "output-media-type, result");
  const soon = begun({ deadlineMs: NOW + 1n });
  const late = bundleOf(acceptance(soon.quote, { issuedAtMs: NOW + 2n }));
  const members = { ...whole, offer: bundleOf(soon.offer), quote: bundleOf(soon.quote), acceptance: late };
  assert.equal(found(members), "record-late, acceptance");
});

test("a statement is judged at its own time, and each is although others are missing", () => {
  const under = (expiresAtMs: bigint) => {
    const header = { issuedAtMs: NOW - HOUR, expiresAtMs };
    return { key: 3, delegation: delegation(3, 1n, { root: PROVIDER, header }, ["receipt"]) };
  };
  const signed = (expiresAtMs: bigint) => {
    const fields = { contract: f.acceptance.objectId, ...commitment(whole.events.slice(0, 3)) };
    return bundleOf(checkpoint(fields, PROVIDER, {}, under(expiresAtMs)));
  };
  assert.equal(found({ ...whole, checkpoints: [signed(NOW)] }), "accepted");
  assert.equal(found({ ...whole, checkpoints: [signed(NOW - 1n)] }), "record-member, checkpoints");
  const { acceptance: _, ...rest } = whole;
  const members = { ...rest, checkpoints: [signed(NOW - 1n)] };
  assert.equal(found(members), "package-members, acceptance, checkpoints");
});

test("receipts stand in their places, and name those before them", () => {
  const [first, second] = whole.receipts;
  assert.ok(first && second);
  assert.equal(found({ ...whole, receipts: [second, first] }), "receipt-sequence, receipts, receipts 1");
  assert.equal(found({ ...whole, receipts: [first] }), "receipt-missing, result");
  assert.equal(found({ ...whole, receipts: [first, second, second] }), "receipt-sequence, receipts 2");
  const extra = receipt(f.acceptance, 3, { previous: [f.receipts[0]?.objectId ?? assert.fail()] });
  assert.equal(found({ ...whole, receipts: [first, second, bundleOf(extra)] }), "receipt-extra, receipts 2");
  const loose = receipt(f.acceptance, 3);
  assert.equal(found({ ...whole, receipts: [first, second, bundleOf(loose)] }), "receipt-previous, receipts 2");
});

test("who signs a receipt is what its class says", () => {
  const [first, second] = whole.receipts;
  assert.ok(first && second);
  const previous = [f.receipts[1]?.objectId ?? assert.fail()];
  for (const signerClass of [SignerClass.HOST_PROXY, SignerClass.ENDORSED_THIRD_PARTY, SignerClass.ATTESTED]) {
    const third = receipt(f.acceptance, 3, { previous, signerClass }, 5);
    assert.equal(found({ ...whole, receipts: [first, second, bundleOf(third)] }), "receipt-signer, receipts 2");
  }
});

test("an attestation binds a key of the package to contract and trace", () => {
  const root = commitment(whole.events).root;
  const attestation = (key: Uint8Array, over = root) => {
    const binding = sha256(utf8("casp/v1/attestation"), key, f.acceptance.objectId, over);
    return create(AttestationEvidenceSchema, { kind: "tdx", key, binding, report: utf8("report") });
  };
  const good = attestation(agentOf(PROVIDER));
  assert.equal(found({ ...whole, attestations: [good] }), "accepted");
  const bad = [attestation(agentOf(5)), attestation(agentOf(PROVIDER), new Uint8Array(32))];
  assert.equal(found({ ...whole, attestations: [good, ...bad] }), "attestation-key, attestations 1, attestations 2");
  // What fails at CHAIN is named first, though it is found later.
  const events = whole.events.with(0, { ...(whole.events[0] ?? assert.fail()), seq: 9n });
  assert.equal(found({ ...whole, events, attestations: [bad[1] ?? good] }), "event-seq, events, attestations");
});

test("an event's faults are its own, and without faults the trace is the one that was committed to", () => {
  const event = (at: number, changed: object) =>
    whole.events.with(at, { ...(whole.events[at] ?? assert.fail()), ...changed });
  assert.equal(found({ ...whole, events: event(2, { seq: 4n }) }), "event-seq, events 2");
  assert.equal(found({ ...whole, events: event(2, { salt: new Uint8Array(16) }) }), "event-salt, events 2");
  assert.equal(found({ ...whole, events: event(2, { atMs: NOW }) }), "event-time, events 2");
  assert.equal(found({ ...whole, events: event(2, { terminal: true }) }), "event-terminal, events 2");
  assert.equal(found({ ...whole, events: event(5, { terminal: false }) }), "event-terminal, events 5");
  assert.equal(found({ ...whole, events: event(2, { receipt: new Uint8Array(32) }) }), "event-receipt, events 2");
  assert.equal(found({ ...whole, events: event(2, { data: utf8("x") }) }), "trace-root, events");
  assert.equal(found({ ...whole, events: [] }), "trace-size, events");
  assert.equal(found({ ...whole, events: traceOf(7) }), "trace-size, events");
});

test("a trace that the result does not commit to has no place", () => {
  const plain = result(f.acceptance, f.request);
  const { ack: _, ...rest } = { ...whole, receipts: [], result: bundleOf(plain) };
  assert.equal(found({ ...rest, events: [], checkpoints: [] }), "accepted");
  assert.equal(found({ ...rest, checkpoints: [] }), "trace-size, events");
  assert.equal(found({ ...rest, events: [] }), "checkpoint-foreign, checkpoints, checkpoints 1");
  assert.equal(found({ ...rest, ack: bundleOf(ack(f.acceptance, plain)), events: [], checkpoints: [] }), "accepted");
});

test("checkpoints grow, and each is of this trace", () => {
  const at = (size: number, changed: object = {}, root = PROVIDER) =>
    bundleOf(
      checkpoint({ contract: f.acceptance.objectId, ...commitment(whole.events.slice(0, size)), ...changed }, root),
    );
  const given = (...checkpoints: ReturnType<typeof at>[]): string => found({ ...whole, checkpoints });
  assert.equal(given(at(1), at(2), at(6)), "accepted");
  assert.equal(given(at(2), at(2)), "checkpoint-size, checkpoints 1");
  assert.equal(given(at(3, { size: 5n }), at(2)), "checkpoint-root, checkpoints", "one at fault is no measure");
  assert.equal(given(at(6, { size: 7n })), "checkpoint-size, checkpoints");
  assert.equal(given(at(3, {}, REQUESTER)), "checkpoint-foreign, checkpoints");
  assert.equal(given(at(3, { session: new Uint8Array(16).fill(9) })), "checkpoint-foreign, checkpoints");
  assert.equal(given(at(3, { contract: new Uint8Array(32).fill(9) })), "checkpoint-foreign, checkpoints");
});

test("without contract there are a trace and its checkpoints, and nothing else", () => {
  const events = traceOf(4);
  const last = bundleOf(checkpoint(commitment(events)));
  assert.equal(found({ events, checkpoints: [last] }), "accepted");
  assert.equal(found({}), "package-members, events, checkpoints");
  assert.equal(found({ events }), "package-members, checkpoints");
  assert.equal(found({ checkpoints: [last] }), "package-members, events");
  const { receipts, ack: other } = whole;
  assert.ok(other);
  assert.equal(
    found({ events, checkpoints: [last], receipts, ack: other }),
    "package-members, ack, receipts, receipts 1",
  );
  const { prepared, commit } = committedTo;
  assert.equal(
    found({ events, checkpoints: [last], prepared: bundleOf(prepared), commit: bundleOf(commit) }),
    "package-members, prepared, commit",
  );
  assert.equal(found({ events: traceOf(5), checkpoints: [last] }), "trace-size, events");
  const stranger = bundleOf(checkpoint(commitment(events.slice(0, 2)), 5));
  assert.equal(found({ events, checkpoints: [stranger, last] }), "checkpoint-foreign, checkpoints");
});

test("the greatest package is checked in good time", () => {
  const great = full(256, 65_536);
  const sizes = Array.from({ length: 64 }, (_, at) => 65_536 - 63 + at);
  const roots = rootsAt(great.package.events.map(eventHash), sizes);
  const checkpoints = sizes.map((size) => {
    const root = roots.get(size) ?? assert.fail();
    return bundleOf(checkpoint({ contract: great.acceptance.objectId, session: SESSION, size: BigInt(size), root }));
  });
  const start = process.hrtime.bigint();
  assert.equal(found({ ...great.package, checkpoints }), "accepted");
  assert.ok(process.hrtime.bigint() - start < 10_000_000_000n, String(process.hrtime.bigint() - start));
});
