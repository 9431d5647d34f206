// SPEC.md section 16.1: a canary verdict, judged by a third party from the statements alone.

import { openArchived } from "./archive.js";
import { equal } from "./bytes.js";
import { blindOpenedBy, regenerate } from "./canaries.js";
import { demandNamed, partiesOf, type Said } from "./contract.js";
import { decode, encode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import {
  type Canary,
  CanaryCaseSchema,
  CanaryOutcome,
  type CanaryVerdict,
  type Oracle,
  OracleSchema,
} from "./gen/casp/v1/canary_pb.js";
import { SideEffect } from "./gen/casp/v1/descriptor_pb.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import { type TaskResult, TaskStatus } from "./gen/casp/v1/task_pb.js";
import type { Kind } from "./kind.js";
import { passes } from "./oracle.js";
import { type Contract, checkAcceptance, checkQuote, checkRequest, checkResult } from "./record.js";
import { demand } from "./rules.js";
import { ACCEPTANCE, CANARY_VERDICT, OFFER, QUOTE, TASK_REQUEST, TASK_RESULT } from "./task_kinds.js";
import { needed } from "./tasks.js";

/** SIZ-1. Bytes. */
const CANARY_CASE_AT_MOST = 1_703_936;

export interface CaseFindings {
  readonly passed: boolean;
  /** Whether anyone can make the canary anew, and the provider agreed to such tasks. */
  readonly rederivable: boolean;
}

/** SIZE, ENCODING, REC-1 to REC-3 with what holds on record, and CAN-2 to CAN-9. */
export function checkCanaryCase(bytes: Uint8Array, networkId: string): CaseFindings {
  demand(bytes.length <= CANARY_CASE_AT_MOST, "input-size");
  const members = decode(CanaryCaseSchema, bytes, Stage.ENCODING);
  const open = <M>(bundle: Bundle | undefined, kind: Kind<M>) => openArchived(needed(bundle), [kind], networkId);
  const contract = {
    offer: open(members.offer, OFFER),
    quote: open(members.quote, QUOTE),
    acceptance: open(members.acceptance, ACCEPTANCE),
  };
  const request = open(members.request, TASK_REQUEST);
  const result = open(members.result, TASK_RESULT);
  const verdict = open(members.verdict, CANARY_VERDICT);

  checkQuote(contract.quote, contract.offer);
  checkAcceptance(contract.acceptance, contract.offer, contract.quote);
  checkRequest(request, contract);
  checkResult(result, request, contract);
  checkVerdict(verdict, result, contract);
  return checkCanary(verdict, result, contract);
}

/** CTR-4 and CTR-9. */
function checkVerdict(verdict: Said<CanaryVerdict>, result: Said<TaskResult>, { offer, acceptance }: Contract): void {
  demand(equal(verdict.header.issuer, partiesOf(offer).requester), "party");
  demandNamed(verdict.message.contract, acceptance);
  demandNamed(verdict.message.result, result);
}

/** CAN-2 to CAN-9. */
function checkCanary(verdict: Said<CanaryVerdict>, result: Said<TaskResult>, contract: Contract): CaseFindings {
  const { offer, quote, acceptance } = contract;
  const opening = needed(verdict.message.opening);
  const canary = needed(opening.canary);
  const oracle = needed(canary.oracle);

  demand(equal(blindOpenedBy(opening), acceptance.message.blind), "blind-mismatch");
  demand(equal(canary.provider, partiesOf(offer).provider), "canary-foreign");
  demand(equal(canary.inputDigest, acceptance.message.inputDigest), "canary-input");
  demand(needed(quote.message.terms).sideEffect !== SideEffect.IRREVERSIBLE, "canary-irreversible");
  demand(verdict.header.issuedAtMs >= result.header.issuedAtMs, "early-reveal");
  demand(result.message.status === TaskStatus.COMPLETED, "no-answer");
  const isKnown = checkGenerator(canary, oracle, contract);
  const { evidence } = needed(quote.message.terms);
  const rederivable = isKnown && evidence.includes(`canary/${canary.generator?.family}`);

  const passed = judge(oracle, result.message);
  demand((verdict.message.outcome === CanaryOutcome.PASSED) === passed, "verdict-wrong");
  return { passed, rederivable };
}

/** CAN-7. Whether the verifier knows the generator's family. */
function checkGenerator(canary: Canary, oracle: Oracle, { offer, quote }: Contract): boolean {
  const made = regenerate(canary);
  if (!made) return false;
  demand(equal(made.inputDigest, canary.inputDigest), "generator-mismatch");
  demand(equal(made.oracle, encode(OracleSchema, oracle)), "generator-mismatch");
  demand(made.inputMediaType === offer.message.inputMediaType, "generator-mismatch");
  demand(made.outputMediaType === needed(quote.message.terms).outputMediaType, "generator-mismatch");
  return true;
}

/** What an oracle says of a result (section 16.2). */
function judge(oracle: Oracle, { output }: TaskResult): boolean {
  if (!output) return false;
  // An inline output has the digest that it states (TSK-3).
  if (oracle.form.case === "exactDigest") return equal(output.digest, oracle.form.value);
  return output.body.case === "inline" && passes(oracle, output.body.value);
}
