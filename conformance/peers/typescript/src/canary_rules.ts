// SPEC.md section 16.1: what holds between a canary verdict and its contract, each rule by itself.

import { equal } from "./bytes.js";
import { blindOpenedBy, regenerate } from "./canaries.js";
import { partiesOf, type Said } from "./contract.js";
import { encode } from "./encoding.js";
import {
  type Canary,
  type CanaryOpening,
  CanaryOutcome,
  type CanaryVerdict,
  type Oracle,
  OracleSchema,
} from "./gen/casp/v1/canary_pb.js";
import { SideEffect } from "./gen/casp/v1/descriptor_pb.js";
import { type TaskResult, TaskStatus } from "./gen/casp/v1/task_pb.js";
import { knowsFamily } from "./generators.js";
import { passes } from "./oracle.js";
import type { Contract } from "./record.js";
import { demand } from "./rules.js";
import { needed } from "./tasks.js";

/** A verdict with its contract and, if it is there, its result. */
export interface Case extends Contract {
  readonly result: Said<TaskResult> | undefined;
  readonly verdict: Said<CanaryVerdict>;
}

/** A rule by its id, and its check. */
export type NamedRule = readonly [id: string, check: () => void];

/** CAN-2 to CAN-9, those of which everything is there that they look at. CAN-8 is where CAN-9 holds. */
export function canaryRules({ offer, quote, acceptance, result, verdict }: Case): NamedRule[] {
  const { opening, canary, oracle } = openedBy(verdict);
  const terms = needed(quote.message.terms);
  const rules: NamedRule[] = [
    ["CAN-2", () => demand(equal(blindOpenedBy(opening), acceptance.message.blind), "blind-mismatch")],
    ["CAN-3", () => demand(equal(canary.provider, partiesOf(offer).provider), "canary-foreign")],
    ["CAN-4", () => demand(equal(canary.inputDigest, acceptance.message.inputDigest), "canary-input")],
    ["CAN-5", () => demand(terms.sideEffect !== SideEffect.IRREVERSIBLE, "canary-irreversible")],
  ];
  if (result) {
    rules.push(["CAN-6", () => demand(verdict.header.issuedAtMs >= result.header.issuedAtMs, "early-reveal")]);
  }
  rules.push(["CAN-7", () => demandGenerated(canary, oracle, offer.message.inputMediaType, terms.outputMediaType)]);
  if (!result) return rules;
  if (result.message.status === TaskStatus.COMPLETED) {
    const passed = verdict.message.outcome === CanaryOutcome.PASSED;
    rules.push(["CAN-8", () => demand(judge(oracle, result.message) === passed, "verdict-wrong")]);
  }
  rules.push(["CAN-9", () => demand(result.message.status === TaskStatus.COMPLETED, "no-answer")]);
  return rules;
}

/** Whether anyone can make the canary anew, and the provider agreed to such tasks. */
export function isRederivable(verdict: Said<CanaryVerdict>, quote: Contract["quote"]): boolean {
  const { generator } = openedBy(verdict).canary;
  if (!generator || !knowsFamily(generator.family)) return false;
  return needed(quote.message.terms).evidence.includes(`canary/${generator.family}`);
}

interface Opened {
  readonly opening: CanaryOpening;
  readonly canary: Canary;
  readonly oracle: Oracle;
}

function openedBy({ message }: Said<CanaryVerdict>): Opened {
  const opening = needed(message.opening);
  const canary = needed(opening.canary);
  return { opening, canary, oracle: needed(canary.oracle) };
}

/** CAN-7. */
function demandGenerated(canary: Canary, oracle: Oracle, inputMediaType: string, outputMediaType: string): void {
  const made = regenerate(canary);
  if (!made) return;
  demand(equal(made.inputDigest, canary.inputDigest), "generator-mismatch");
  demand(equal(made.oracle, encode(OracleSchema, oracle)), "generator-mismatch");
  demand(made.inputMediaType === inputMediaType, "generator-mismatch");
  demand(made.outputMediaType === outputMediaType, "generator-mismatch");
}

/** What an oracle says of a result (section 16.2). */
function judge(oracle: Oracle, { output }: TaskResult): boolean {
  if (!output) return false;
  // An inline output has the digest that it states (TSK-3).
  if (oracle.form.case === "exactDigest") return equal(output.digest, oracle.form.value);
  return output.body.case === "inline" && passes(oracle, output.body.value);
}
