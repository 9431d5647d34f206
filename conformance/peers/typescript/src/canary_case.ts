// SPEC.md section 16.1: a canary verdict, judged by a third party from the statements alone.

import { openArchived } from "./archive.js";
import { canaryRules, isRederivable } from "./canary_rules.js";
import { decode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import { CanaryCaseSchema, CanaryOutcome } from "./gen/casp/v1/canary_pb.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import type { Kind } from "./kind.js";
import { checkAcceptance, checkAnswer, checkQuote, checkRequest, checkVerdict } from "./record.js";
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
  checkAnswer(result, request, contract);
  checkVerdict(verdict, result, contract);
  for (const [, check] of canaryRules({ ...contract, result, verdict })) check();
  const passed = verdict.message.outcome === CanaryOutcome.PASSED; // CAN-8
  return { passed, rederivable: isRederivable(verdict, contract.quote) };
}
