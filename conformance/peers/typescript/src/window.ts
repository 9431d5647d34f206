// SPEC.md section 17.5, PKG-2: what was done under a contract was done in its time.

import { CLOCKS_DIFFER_MS, type Said } from "./contract.js";
import type { ToolReceipt, TraceCheckpoint } from "./gen/casp/v1/evidence_pb.js";
import type { Acceptance, Quote } from "./gen/casp/v1/task_pb.js";
import { demand } from "./rules.js";
import { needed } from "./tasks.js";

export function demandReceiptWithin(
  { message, header }: Said<ToolReceipt>,
  acceptance: Said<Acceptance>,
  quote: Said<Quote>,
): void {
  demandWithin(message.startedAtMs, header.issuedAtMs, acceptance, quote);
}

export function demandCheckpointWithin(
  { header }: Said<TraceCheckpoint>,
  acceptance: Said<Acceptance>,
  quote: Said<Quote>,
): void {
  demandWithin(header.issuedAtMs, header.issuedAtMs, acceptance, quote);
}

function demandWithin(fromMs: bigint, toMs: bigint, { header }: Said<Acceptance>, { message }: Said<Quote>): void {
  // An acceptance may be dated ahead of its provider, and a witness's clock be behind it.
  demand(fromMs >= header.issuedAtMs - 2n * CLOCKS_DIFFER_MS, "outside-window");
  demand(toMs <= needed(message.terms).deadlineMs + CLOCKS_DIFFER_MS, "outside-window");
}
