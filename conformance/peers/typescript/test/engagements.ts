// An engagement to test with: key 1 asks, key 2 does the work.

import { create, type DescMessage, fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { sha256, utf8 } from "../src/bytes.js";
import { encode } from "../src/encoding.js";
import { CanaryOutcome, CanarySchema, CanaryVerdictSchema } from "../src/gen/casp/v1/canary_pb.js";
import { SideEffect } from "../src/gen/casp/v1/descriptor_pb.js";
import { type Bundle, BundleSchema } from "../src/gen/casp/v1/envelope_pb.js";
import { SignerClass, ToolReceiptSchema, TraceCheckpointSchema } from "../src/gen/casp/v1/evidence_pb.js";
import {
  AcceptanceSchema,
  CancelSchema,
  CommitSchema,
  DeliveryAckSchema,
  OfferSchema,
  Outcome,
  OutcomeReportSchema,
  PreparedSchema,
  QuoteSchema,
  TaskEventSchema,
  TaskRequestSchema,
  TaskResultSchema,
  TaskState,
  TaskStatus,
  type TermsSchema,
} from "../src/gen/casp/v1/task_pb.js";
import type { Kind } from "../src/kind.js";
import * as kinds from "../src/task_kinds.js";
import { contentDigest } from "../src/tasks.js";
import { agentOf, type By, type HeaderInit, headerOf, type Made, NOW, seal } from "./fixtures.js";

export const REQUESTER = 1;
export const PROVIDER = 2;
export const HOUR = 3_600_000n;
export const DEADLINE = NOW + 2n * HOUR;
export const INPUT = utf8("how many?");
export const OUTPUT = utf8("three");

type Init<D extends DescMessage> = Omit<MessageInitShape<D>, "header" | "$typeName" | "$unknown">;
type Terms = Init<typeof TermsSchema>;

let nonces = 0;

function make<D extends DescMessage>(kind: Kind, schema: D, fields: Init<D>, by: By): Made {
  const message = create(schema, { ...fields, header: headerOf(by) } as unknown as MessageInitShape<D>);
  return seal(kind.payloadType, encode(schema, message), by);
}

/** A statement that lapses an hour from `NOW`, with a nonce of its own. */
const oneShot = (root: number, audience: number, header: HeaderInit = {}): By => {
  nonces += 1;
  const nonce = sha256(utf8(String(nonces))).subarray(0, 16);
  return { root, header: { audience: agentOf(audience), nonce, expiresAtMs: NOW + HOUR, ...header } };
};

const lasting = (root: number, audience: number, header: HeaderInit = {}): By => ({
  root,
  header: { audience: agentOf(audience), ...header },
});

export const terms = (changed: Terms = {}): Terms => ({
  capabilityId: "org.example/count",
  capabilityVersion: "1.0.0",
  behaviorDigest: new Uint8Array(32).fill(7),
  sideEffect: SideEffect.NONE,
  price: { currency: "EUR", amountMicros: 5n },
  deadlineMs: DEADLINE,
  outputMediaType: "text/plain",
  ...changed,
});

type ContentInit = ReturnType<typeof content>;

export const content = (bytes: Uint8Array, mediaType = "text/plain") => ({
  mediaType,
  sizeBytes: BigInt(bytes.length),
  digest: contentDigest(bytes),
  body: { case: "inline" as const, value: bytes },
});

export const offer = (
  changed: Terms = {},
  header: HeaderInit = {},
  { root = REQUESTER, ...under }: By = {},
  { mediaType, sizeBytes }: ContentInit = content(INPUT),
): Made => {
  const task = { descriptor: new Uint8Array(32).fill(1), terms: terms(changed) };
  const by = { ...oneShot(root, PROVIDER, header), ...under };
  return make(kinds.OFFER, OfferSchema, { ...task, inputMediaType: mediaType, inputBytes: sizeBytes }, by);
};

export const quote = (of: Made, changed: Terms = {}, header: HeaderInit = {}): Made =>
  make(kinds.QUOTE, QuoteSchema, { offer: of.objectId, terms: terms(changed) }, oneShot(PROVIDER, REQUESTER, header));

export const acceptance = (of: Made, header: HeaderInit = {}, fields: Init<typeof AcceptanceSchema> = {}): Made => {
  const all = { quote: of.objectId, blind: new Uint8Array(32).fill(9), inputDigest: contentDigest(INPUT), ...fields };
  return make(kinds.ACCEPTANCE, AcceptanceSchema, all, oneShot(REQUESTER, PROVIDER, header));
};

export const request = (of: Made, header: HeaderInit = {}, input = content(INPUT)): Made => {
  const by = oneShot(REQUESTER, PROVIDER, header);
  return make(kinds.TASK_REQUEST, TaskRequestSchema, { contract: of.objectId, input }, by);
};

export const event = (
  of: Made,
  seq: bigint,
  header: HeaderInit = {},
  progressPpm = 0,
  state = TaskState.RUNNING,
): Made => {
  const fields = { contract: of.objectId, seq, state, progressPpm };
  return make(kinds.TASK_EVENT, TaskEventSchema, fields, lasting(PROVIDER, REQUESTER, header));
};

export const prepared = (of: Made, to: Made, plan: ContentInit = content(OUTPUT), header: HeaderInit = {}): Made => {
  const fields = { contract: of.objectId, request: to.objectId, plan };
  return make(kinds.PREPARED, PreparedSchema, fields, oneShot(PROVIDER, REQUESTER, header));
};

export const commit = (of: Made, to: Made, header: HeaderInit = {}): Made => {
  const fields = { contract: of.objectId, prepared: to.objectId };
  return make(kinds.COMMIT, CommitSchema, fields, oneShot(REQUESTER, PROVIDER, header));
};

export const cancel = (of: Made, header: HeaderInit = {}): Made =>
  make(kinds.CANCEL, CancelSchema, { contract: of.objectId }, oneShot(REQUESTER, PROVIDER, header));

export const result = (
  of: Made,
  to: Made,
  fields: Init<typeof TaskResultSchema> = {},
  header: HeaderInit = {},
): Made => {
  const done = { status: TaskStatus.COMPLETED, output: content(OUTPUT) };
  const all = { contract: of.objectId, request: to.objectId, ...done, ...fields };
  return make(kinds.TASK_RESULT, TaskResultSchema, all, lasting(PROVIDER, REQUESTER, header));
};

/** A result without output. */
export const failed = (of: Made, to: Made, status = TaskStatus.FAILED, named?: Made): Made => {
  const acted = named && { commit: named.objectId };
  const fields = { contract: of.objectId, request: to.objectId, status, ...acted };
  return make(kinds.TASK_RESULT, TaskResultSchema, fields, lasting(PROVIDER, REQUESTER));
};

export const ack = (of: Made, to: Made, root = REQUESTER, header: HeaderInit = {}): Made => {
  const fields = { contract: of.objectId, result: to.objectId };
  return make(kinds.DELIVERY_ACK, DeliveryAckSchema, fields, lasting(root, PROVIDER, header));
};

export const report = (
  of: Made,
  to: Made | undefined,
  root = REQUESTER,
  subject = PROVIDER,
  header: HeaderInit = {},
): Made => {
  const outcome = to ? Outcome.GOOD : Outcome.NO_RESULT;
  const named = to ? { result: to.objectId } : {};
  const fields = { contract: of.objectId, subject: agentOf(subject), outcome, ...named };
  return make(kinds.OUTCOME_REPORT, OutcomeReportSchema, fields, { root, header });
};

/** A report of whatever outcome. */
export const reporting = (
  of: Made,
  fields: Init<typeof OutcomeReportSchema>,
  root = REQUESTER,
  header: HeaderInit = {},
): Made => {
  const subject = agentOf(root === REQUESTER ? PROVIDER : REQUESTER);
  return make(kinds.OUTCOME_REPORT, OutcomeReportSchema, { contract: of.objectId, subject, ...fields }, { root, header });
};

const SALT = new Uint8Array(32).fill(8);

export type CanaryInit = MessageInitShape<typeof CanarySchema>;

export const plainCanary = {
  provider: agentOf(PROVIDER),
  inputDigest: contentDigest(INPUT),
  oracle: { form: { case: "oneOf" as const, value: { values: ["three"] } } },
};

export const blindOf = (canary: CanaryInit): Uint8Array =>
  sha256(utf8("casp/v1/canary"), SALT, encode(CanarySchema, create(CanarySchema, canary)));

export const verdict = (
  of: Made,
  on: Made,
  canary: CanaryInit = plainCanary,
  outcome = CanaryOutcome.PASSED,
  root = REQUESTER,
  header: HeaderInit = {},
): Made => {
  const fields = { contract: of.objectId, result: on.objectId, opening: { salt: SALT, canary }, outcome };
  return make(kinds.CANARY_VERDICT, CanaryVerdictSchema, fields, { root, header });
};

export const receipt = (
  of: Made,
  seq: number,
  fields: Init<typeof ToolReceiptSchema> = {},
  root = PROVIDER,
  header: HeaderInit = {},
): Made => {
  const digests = { inputDigest: new Uint8Array(32).fill(1), outputDigest: new Uint8Array(32).fill(2) };
  const call = { tool: "org.example/fetch", startedAtMs: NOW, endedAtMs: NOW, signerClass: SignerClass.HOST_PROXY };
  return make(
    kinds.TOOL_RECEIPT,
    ToolReceiptSchema,
    { contract: of.objectId, seq, ...digests, ...call, ...fields },
    { root, header },
  );
};

export const checkpoint = (
  fields: Init<typeof TraceCheckpointSchema>,
  root = PROVIDER,
  header: HeaderInit = {},
  under?: By["under"],
): Made => make(kinds.TRACE_CHECKPOINT, TraceCheckpointSchema, fields, { root, header, ...(under && { under }) });

export const bundleOf = ({ bundle }: Made): Bundle => fromBinary(BundleSchema, bundle);

/** Offer, quote, acceptance and task request. */
export interface Begun {
  readonly offer: Made;
  readonly quote: Made;
  readonly acceptance: Made;
  readonly request: Made;
}

export function begun(
  changed: Terms = {},
  fields: Init<typeof AcceptanceSchema> = {},
  input: ContentInit = content(INPUT),
): Begun {
  const o = offer(changed, {}, {}, input);
  const q = quote(o, changed);
  const a = acceptance(q, {}, { inputDigest: input.digest, ...fields });
  return { offer: o, quote: q, acceptance: a, request: request(a, {}, input) };
}

/** Terms of what cannot be undone. */
export const IRREVERSIBLE: Terms = { sideEffect: SideEffect.IRREVERSIBLE };

/** An engagement whose effect was prepared and committed to. */
export interface Committed extends Begun {
  readonly prepared: Made;
  readonly commit: Made;
}

export function committed(changed: Terms = {}, fields: Init<typeof AcceptanceSchema> = {}): Committed {
  const e = begun({ ...IRREVERSIBLE, ...changed }, fields);
  const p = prepared(e.acceptance, e.request);
  return { ...e, prepared: p, commit: commit(e.acceptance, p) };
}
