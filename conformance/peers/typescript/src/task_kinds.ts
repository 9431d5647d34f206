// SPEC.md section 7.2: the kinds of chapters 15 to 17 and 19, as rows of the table.

import { CanaryVerdictSchema } from "./gen/casp/v1/canary_pb.js";
import type { Header } from "./gen/casp/v1/common_pb.js";
import { ToolReceiptSchema, TraceCheckpointSchema } from "./gen/casp/v1/evidence_pb.js";
import {
  type Acceptance,
  AcceptanceSchema,
  type Cancel,
  CancelSchema,
  type Commit,
  CommitSchema,
  type DeliveryAck,
  DeliveryAckSchema,
  type Offer,
  OfferSchema,
  type OutcomeReport,
  OutcomeReportSchema,
  type Prepared,
  PreparedSchema,
  type Quote,
  QuoteSchema,
  type TaskEvent,
  TaskEventSchema,
  type TaskRequest,
  TaskRequestSchema,
  type TaskResult,
  TaskResultSchema,
} from "./gen/casp/v1/task_pb.js";
import { type Kind, kind } from "./kind.js";
import { checkOracle } from "./oracle.js";
import { checkReceiptTimes } from "./receipts.js";
import { checkContent, checkDeadline, checkOutcome, checkOutput, checkParty } from "./tasks.js";

/** A statement that is made once and lapses. */
const ONE_SHOT = {
  signedBy: { scope: "task" },
  delegation: "optional",
  audience: "required",
  nonce: "required",
  expiresAtMs: "required",
  lifetime: { least: 1_000n, greatest: 86_400_000n },
  endOfLife: (_: unknown, header: Header): bigint => header.expiresAtMs,
} as const;

/** A statement that holds for good. */
const LASTING = {
  delegation: "optional",
  nonce: "forbidden",
  expiresAtMs: "forbidden",
  endOfLife: (): undefined => undefined,
} as const;

/** What one party tells the other for good. */
const TO_PARTY = { ...LASTING, signedBy: { scope: "task" }, audience: "required" } as const;

export const OFFER = kind({
  ...ONE_SHOT,
  name: "offer",
  schema: OfferSchema,
  payloadAtMost: 16_384,
  check: ({ terms }, header) => {
    checkParty(header);
    checkDeadline(terms, header);
  },
});

export const QUOTE = kind({
  ...ONE_SHOT,
  name: "quote",
  schema: QuoteSchema,
  payloadAtMost: 16_384,
  check: ({ terms }, header) => {
    checkParty(header);
    checkDeadline(terms, header);
  },
});

export const ACCEPTANCE = kind({
  ...ONE_SHOT,
  name: "acceptance",
  schema: AcceptanceSchema,
  payloadAtMost: 4_096,
  check: (_, header) => checkParty(header),
});

export const TASK_REQUEST = kind({
  ...ONE_SHOT,
  name: "task-request",
  schema: TaskRequestSchema,
  payloadAtMost: 589_824,
  check: ({ input }, header) => {
    checkParty(header);
    checkContent(input);
  },
});

export const TASK_EVENT = kind({
  ...TO_PARTY,
  name: "task-event",
  schema: TaskEventSchema,
  payloadAtMost: 4_096,
  check: (_, header) => checkParty(header),
});

export const PREPARED = kind({
  ...ONE_SHOT,
  name: "prepared",
  schema: PreparedSchema,
  payloadAtMost: 589_824,
  check: ({ plan }, header) => {
    checkParty(header);
    checkContent(plan);
  },
});

export const COMMIT = kind({
  ...ONE_SHOT,
  name: "commit",
  schema: CommitSchema,
  payloadAtMost: 4_096,
  check: (_, header) => checkParty(header),
});

export const CANCEL = kind({
  ...ONE_SHOT,
  name: "cancel",
  schema: CancelSchema,
  payloadAtMost: 4_096,
  check: (_, header) => checkParty(header),
});

export const TASK_RESULT = kind({
  ...TO_PARTY,
  name: "task-result",
  schema: TaskResultSchema,
  payloadAtMost: 589_824,
  check: (result, header) => {
    checkParty(header);
    checkOutput(result);
  },
});

export const DELIVERY_ACK = kind({
  ...TO_PARTY,
  name: "delivery-ack",
  schema: DeliveryAckSchema,
  payloadAtMost: 4_096,
  check: (_, header) => checkParty(header),
});

export const OUTCOME_REPORT = kind({
  ...LASTING,
  signedBy: { scope: "task" },
  audience: "optional",
  name: "outcome-report",
  schema: OutcomeReportSchema,
  payloadAtMost: 4_096,
  check: checkOutcome,
});

export const CANARY_VERDICT = kind({
  ...LASTING,
  signedBy: { scope: "task" },
  audience: "optional",
  name: "canary-verdict",
  schema: CanaryVerdictSchema,
  payloadAtMost: 131_072,
  check: ({ opening }) => checkOracle(opening?.canary?.oracle),
});

export const TOOL_RECEIPT = kind({
  ...LASTING,
  signedBy: { scope: "receipt" },
  audience: "optional",
  name: "tool-receipt",
  schema: ToolReceiptSchema,
  payloadAtMost: 8_192,
  check: checkReceiptTimes,
});

export const TRACE_CHECKPOINT = kind({
  ...LASTING,
  signedBy: { scope: "receipt" },
  audience: "optional",
  name: "trace-checkpoint",
  schema: TraceCheckpointSchema,
  payloadAtMost: 4_096,
});

/** A statement of an engagement (section 15.1). */
export type Engaged =
  | Offer
  | Quote
  | Acceptance
  | TaskRequest
  | TaskEvent
  | Prepared
  | Commit
  | Cancel
  | TaskResult
  | DeliveryAck
  | OutcomeReport;

/** A statement of a kind of which section 15.1 admits one in its place. */
export type Single = Exclude<Engaged, Offer>;

export const SINGLE: readonly Kind<Single>[] = [
  QUOTE,
  ACCEPTANCE,
  TASK_REQUEST,
  TASK_EVENT,
  PREPARED,
  COMMIT,
  CANCEL,
  TASK_RESULT,
  DELIVERY_ACK,
  OUTCOME_REPORT,
];

/** What the book takes. */
export const ENGAGED: readonly Kind<Engaged>[] = [OFFER, ...SINGLE];
