import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { create, fromJson, fromJsonString, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { hex } from "../src/bytes.js";
import { binaryCodec, type Codec, FramingError, jsonCodec } from "../src/codecs.js";
import { encode } from "../src/encoding.js";
import {
  type Request,
  RequestSchema,
  type Response,
  ResponseSchema,
  Verdict,
} from "../src/gen/casp/conformance/v1/driver_pb.js";
import { ObjectiveSchema, RegistrationSchema } from "../src/gen/casp/v1/discovery_pb.js";
import { EvidencePackageSchema } from "../src/gen/casp/v1/evidence_pb.js";
import { Peer } from "../src/peer.js";
import { answer, bundleOf, match, offering, omission, query, receipt, result } from "./discoveries.js";
import { disputeOf } from "./disputes.js";
import {
  committed,
  event,
  failed,
  offer,
  PROVIDER,
  REQUESTER,
  receipt as toolReceipt,
  report,
  result as taskResult,
} from "./engagements.js";
import { agentOf, delegation, descriptor, NETWORK, NOW } from "./fixtures.js";
import { recordOf } from "./records.js";
import { full } from "./traces.js";

const silent = (): Peer => new Peer((line) => assert.fail(line));
const request = (operation: MessageInitShape<typeof RequestSchema>["operation"] & {}): Request =>
  create(RequestSchema, { token: "t", nowMs: NOW, operation });
const outcomeOf = (response: Response): unknown => response.outcome.value;

test("what hello declares is served, and nothing else is", () => {
  const peer = silent();
  const { outcome } = peer.answer(request({ case: "hello", value: {} }));
  assert.equal(outcome.case, "hello");
  const declared = new Set(outcome.value.capabilities);
  assert.ok(declared.has("codes") && declared.has("verify") && declared.has("check_equivocation"));
  for (const { name, localName } of RequestSchema.oneofs[0]?.fields ?? []) {
    if (name === "hello" || name === "begin") continue;
    const answered = peer.answer(fromJson(RequestSchema, { token: "t", [localName]: {} }));
    assert.equal(answered.outcome.case, declared.has(name) ? "answer" : "unsupported", name);
  }
});

test("a request without a known operation is answered as unsupported", () => {
  assert.equal(silent().answer(create(RequestSchema, { token: "t" })).outcome.case, "unsupported");
  assert.equal(silent().answer(undefined).outcome.case, "unsupported");
});

test("state lasts from begin to begin", () => {
  const peer = silent();
  const { payloadType, bundle } = descriptor(1n, 1n);
  const begin = request({ case: "begin", value: { networkId: NETWORK } });
  const apply = request({ case: "apply", value: { payloadType, bundle } });
  const verdicts = [begin, apply, apply, begin, apply].map((one) => {
    const { outcome } = peer.answer(one);
    return outcome.case === "answer" ? Verdict[outcome.value.verdict] : outcome.case;
  });
  assert.deepEqual(verdicts, ["ACCEPT", "ACCEPT", "IGNORE", "ACCEPT", "ACCEPT"]);
});

test("whatever bytes come, a verdict is the answer", () => {
  const peer = silent();
  peer.answer(request({ case: "begin", value: { networkId: NETWORK, verifier: agentOf(1) } }));
  const under = { key: 2, delegation: delegation(2, 1n) };
  const { payloadType, bundle } = descriptor(1n, 1n, { under });
  const engaged = offer();
  const packed = encode(EvidencePackageSchema, full(1, 2).package);
  const q = query();
  const shown = { descriptor: offering(3) };
  const answered = answer(result(q, { ranked: [match(shown)], matched: 1n, filters: [{ attribute: "capability" }] }), [shown]);
  const omitted = omission(q, result(q, { complete: true }), receipt(shown.descriptor), shown);
  const registered = encode(RegistrationSchema, create(RegistrationSchema, { publication: bundleOf(shown.descriptor) }));
  const secret = new Uint8Array(32);
  const task = committed();
  const done = taskResult(task.acceptance, task.request, { commit: task.commit.objectId });
  const reported = report(task.acceptance, done);
  const events = [event(task.acceptance, 1n)];
  const all = { ...task, result: done, reports: [reported], events, receipts: [toolReceipt(task.acceptance, 1)] };
  const disputed = disputeOf({ ...all, seconds: [failed(task.acceptance, task.request)] });
  const recorded = recordOf({ ...task, result: done, report: reported });
  const oracle = Buffer.from("1a060a0131120130", "hex"); // the decimal 1, tolerance 0
  const objective = encode(ObjectiveSchema, create(ObjectiveSchema, { name: "age-ms", grain: 9n }));
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  const spoil = (good: Uint8Array): Uint8Array => {
    const bytes = Uint8Array.from(good);
    for (let edits = 1 + random(3); edits > 0; edits--) bytes[random(bytes.length)] = random(256);
    return random(4) === 0 ? bytes.subarray(random(bytes.length)) : bytes;
  };
  for (let round = 0; round < 1_000; round++) {
    const [cut, pack] = [spoil(bundle), spoil(packed)];
    const answers = [
      peer.answer(request({ case: "verify", value: { payloadType, bundle: cut } })),
      peer.answer(
        request({
          case: "apply",
          value: { payloadType: engaged.payloadType, bundle: spoil(engaged.bundle), own: true },
        }),
      ),
      peer.answer(request({ case: "checkEquivocation", value: { proof: cut } })),
      peer.answer(request({ case: "dsseJson", value: { envelope: cut } })),
      peer.answer(request({ case: "checkPackage", value: { package: pack } })),
      peer.answer(request({ case: "checkCanaryCase", value: { canaryCase: pack } })),
      peer.answer(request({ case: "checkFork", value: { proof: pack } })),
      peer.answer(request({ case: "checkDisclosure", value: { disclosure: pack } })),
      peer.answer(request({ case: "checkOutcomeRecord", value: { record: spoil(recorded) } })),
      peer.answer(request({ case: "judge", value: { bundle: spoil(disputed) } })),
      peer.answer(request({ case: "lookupEngagement", value: { statement: cut.subarray(0, random(40)) } })),
      peer.answer(request({ case: "judgeAnswer", value: { oracle: spoil(oracle), answer: cut } })),
      peer.answer(request({ case: "discover", value: { bundle: spoil(q.bundle) } })),
      peer.answer(request({ case: "rank", value: { objectives: [spoil(objective)] } })),
      peer.answer(request({ case: "checkAnswer", value: { query: q.bundle, answer: spoil(answered) } })),
      peer.answer(request({ case: "checkAnswer", value: { query: spoil(q.bundle), answer: answered } })),
      peer.answer(
        request({ case: "checkRegistration", value: { registration: spoil(registered), payloadType, secret } }),
      ),
      peer.answer(request({ case: "checkOmission", value: { proof: spoil(omitted), rebuttal: cut } })),
      peer.answer(
        request({
          case: "checkOmission",
          value: { proof: omitted, rebuttal: spoil(shown.descriptor.bundle), rebuttalPayloadType: payloadType },
        }),
      ),
    ];
    for (const { outcome } of answers) {
      assert.ok(outcome.case === "answer" && outcome.value.verdict !== Verdict.UNSPECIFIED);
    }
  }
});

test("a package that is refused comes with its faults, each member once", () => {
  const peer = silent();
  peer.answer(request({ case: "begin", value: { networkId: NETWORK } }));
  const { offer: _, ...rest } = full(1, 2).package;
  const packed = encode(EvidencePackageSchema, create(EvidencePackageSchema, rest));
  const { outcome } = peer.answer(request({ case: "checkPackage", value: { package: packed } }));
  assert.ok(outcome.case === "answer" && outcome.value.output?.value.case === "package");
  const { faults, bilateral } = outcome.value.output.value.value;
  assert.deepEqual([outcome.value.code, faults.map(({ member }) => member)], ["package-members", ["offer"]]);
  assert.equal(bilateral, false);
});

test("how an engagement stands is told by name, and of a stranger nothing", () => {
  const peer = silent();
  peer.answer(request({ case: "begin", value: { networkId: NETWORK, verifier: agentOf(REQUESTER) } }));
  const { payloadType, bundle, objectId } = offer();
  peer.answer(request({ case: "apply", value: { payloadType, bundle, own: true } }));
  const told = (statement: Uint8Array): unknown[] => {
    const { outcome } = peer.answer(request({ case: "lookupEngagement", value: { statement } }));
    assert.ok(outcome.case === "answer" && outcome.value.output?.value.case === "engagement");
    const { state, repeatedNow } = outcome.value.output.value.value;
    return [Verdict[outcome.value.verdict], state, repeatedNow.map((name) => hex(name) === hex(objectId))];
  };
  assert.deepEqual(told(objectId), ["ACCEPT", "offered", [true]]);
  assert.deepEqual(told(new Uint8Array(32)), ["ACCEPT", "", []]);
});

test("a judgement names party, member, position and rule", () => {
  const peer = silent();
  peer.answer(request({ case: "begin", value: { networkId: NETWORK } }));
  const task = committed();
  const { offer, quote, acceptance, request: asked } = task;
  const done = taskResult(acceptance, asked);
  const bundle = disputeOf({ offer, quote, acceptance, request: asked, result: done });
  const { outcome } = peer.answer(request({ case: "judge", value: { bundle } }));
  assert.ok(outcome.case === "answer" && outcome.value.output?.value.case === "judgement");
  const { findings, unresolved } = outcome.value.output.value.value;
  assert.deepEqual(
    findings.map(({ party, member, index, rule }) => [hex(party), member, index, rule]),
    [[hex(agentOf(PROVIDER)), "result", 0, "CTR-18"]],
  );
  assert.deepEqual(unresolved, ["not-acknowledged"]);
});

const ONE = request({ case: "didKeyDecode", value: { did: "did:key:zé" } });
const framed = (codec: Codec, body: Uint8Array): Uint8Array =>
  codec === BINARY ? Buffer.concat([Buffer.from([0, 0, 0, body.length]), body]) : body;
const BINARY = binaryCodec();
const STREAMS: [string, () => Codec, Uint8Array][] = [
  ["binary", binaryCodec, framed(BINARY, toBinary(RequestSchema, ONE))],
  ["json", jsonCodec, Buffer.from(`{"token":"t","nowMs":"${NOW}","didKeyDecode":{"did":"did:key:zé"}}\n`)],
];

for (const [name, codec, message] of STREAMS) {
  test(`${name}: messages are found wherever the stream is cut`, () => {
    const stream = Buffer.concat([message, message, message]);
    for (let size = 1; size <= stream.length; size++) {
      const under = codec();
      const found: Request[] = [];
      for (let at = 0; at < stream.length; at += size) {
        for (const frame of under.split(stream.subarray(at, at + size))) found.push(under.decode(frame));
      }
      assert.deepEqual(found, [ONE, ONE, ONE]);
      assert.ok(under.atBoundary());
    }
  });
}

test("json: an operation of a later driver keeps its token", () => {
  const codec = jsonCodec();
  const [frame] = codec.split(Buffer.from('{"token":"t","paint":{"colour":"red"}}\n'));
  assert.ok(frame);
  const response = silent().answer(codec.decode(frame));
  assert.deepEqual([response.token, response.outcome.case], ["t", "unsupported"]);
});

test("a message longer than the driver allows ends the stream", () => {
  assert.throws(() => [...binaryCodec().split(Buffer.from([1, 0, 0, 1]))], FramingError);
  assert.throws(() => [...jsonCodec().split(Buffer.alloc(32 * 1024 * 1024 + 1, 0x20))], FramingError);
});

test("the process answers, and ends with status 0 when its input ends", async () => {
  const main = fileURLToPath(new URL("../src/main.js", import.meta.url));
  const child = spawn(process.execPath, [main], { env: { ...process.env, CASP_CODEC: "json" } });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stdin.end('{"token":"a","pae":{"payloadType":"é"}}\nno request\n');
  const status = await new Promise((resolve) => child.on("close", resolve));
  const [first, second, rest] = output.split("\n");
  const answer = outcomeOf(fromJsonString(ResponseSchema, first ?? ""));
  assert.ok(typeof answer === "object" && answer !== null && "verdict" in answer);
  assert.equal(answer.verdict, Verdict.ACCEPT);
  assert.equal(fromJsonString(ResponseSchema, second ?? "").outcome.case, "unsupported");
  assert.deepEqual([rest, status], ["", 0]);
});
