// SPEC.md section 15.1: what a statement of an engagement may say, taken by itself.

import { equal, sha256, utf8 } from "./bytes.js";
import type { Header } from "./gen/casp/v1/common_pb.js";
import {
  type Content,
  Outcome,
  type OutcomeReport,
  type TaskResult,
  TaskStatus,
  type Terms,
} from "./gen/casp/v1/task_pb.js";
import { demand } from "./rules.js";

/** How far ahead a deadline may lie. Milliseconds. */
const DEADLINE_AHEAD_MS = 604_800_000n;

const CONTENT_TAG = utf8("casp/v1/content");

export const contentDigest = (bytes: Uint8Array): Uint8Array => sha256(CONTENT_TAG, bytes);

/** TSK-1. */
export function checkDeadline(terms: Terms | undefined, { issuedAtMs }: Header): void {
  const ahead = needed(terms).deadlineMs - issuedAtMs;
  demand(ahead > 0n && ahead <= DEADLINE_AHEAD_MS, "deadline");
}

/** TSK-2. */
export function checkParty({ issuer, audience }: Header): void {
  demand(!equal(audience, issuer), "party-is-self");
}

/** TSK-3 and TSK-4. */
export function checkContent(content: Content | undefined): void {
  const { body, sizeBytes, digest } = needed(content);
  if (body.case === "inline") {
    demand(BigInt(body.value.length) === sizeBytes && equal(contentDigest(body.value), digest), "content");
  } else if (body.case === "chunks") {
    const { chunkBytes, digests } = body.value; // chunk_bytes is at least 1,024
    demand(BigInt(digests.length) === (sizeBytes + chunkBytes - 1n) / chunkBytes, "chunks");
  }
}

/** TSK-3 to TSK-5. */
export function checkOutput(result: TaskResult): void {
  demand((result.output !== undefined) === delivers(result), "result-output");
  if (result.output) checkContent(result.output);
}

/** TSK-2 and TSK-6. */
export function checkOutcome(report: OutcomeReport, header: Header): void {
  checkParty(header);
  demand(!equal(report.subject, header.issuer), "party-is-self");
  const namesResult = report.result.length > 0;
  demand(namesResult === (report.outcome !== Outcome.NO_RESULT), "outcome-result");
  demand(namesResult || report.verdict.length === 0, "outcome-result");
}

/** Whether there is something to show for the task. */
export const delivers = ({ status }: TaskResult): boolean =>
  status === TaskStatus.COMPLETED || status === TaskStatus.PARTIAL;

/** A field that the schema requires, of a message that was decoded. */
export function needed<T>(field: T | undefined): T {
  if (field === undefined) throw new Error("a message was decoded without a field that it needs");
  return field;
}
