// SPEC.md section 20.1: an outcome report with everything that it rests on.

import { openArchived } from "./archive.js";
import { canaryRules, isRederivable } from "./canary_rules.js";
import { decode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import { type OutcomeRecord, OutcomeRecordSchema } from "./gen/casp/v1/dispute_pb.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import type { OutcomeReport, TaskResult } from "./gen/casp/v1/task_pb.js";
import type { Kind } from "./kind.js";
import {
  checkAcceptance,
  checkCommit,
  checkCommitted,
  checkPrepared,
  checkQuote,
  checkReport,
  checkRequest,
  checkResult,
  checkVerdict,
} from "./record.js";
import { demand } from "./rules.js";
import {
  ACCEPTANCE,
  CANARY_VERDICT,
  COMMIT,
  OFFER,
  OUTCOME_REPORT,
  PREPARED,
  QUOTE,
  TASK_REQUEST,
  TASK_RESULT,
} from "./task_kinds.js";
import { needed } from "./tasks.js";

/** SIZ-1. Bytes. */
const OUTCOME_RECORD_AT_MOST = 2_424_832;

/** What a report is worth to a third party. */
export interface RecordFindings {
  /** Multikey bytes. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Object id. */
  readonly contract: Uint8Array;
  readonly rederivable: boolean;
}

/** SIZE, ENCODING, REC-1, OUT-1, what holds on record, and with a verdict CAN-2 to CAN-9. */
export function checkOutcomeRecord(bytes: Uint8Array, networkId: string): RecordFindings {
  demand(bytes.length <= OUTCOME_RECORD_AT_MOST, "input-size");
  const members = decode(OutcomeRecordSchema, bytes, Stage.ENCODING);
  const open = <M>(bundle: Bundle, kind: Kind<M>) => openArchived(bundle, [kind], networkId);
  const openIfThere = <M>(bundle: Bundle | undefined, kind: Kind<M>) => (bundle ? open(bundle, kind) : undefined);
  const contract = {
    offer: open(needed(members.offer), OFFER),
    quote: open(needed(members.quote), QUOTE),
    acceptance: open(needed(members.acceptance), ACCEPTANCE),
  };
  const request = open(needed(members.request), TASK_REQUEST);
  const prepared = openIfThere(members.prepared, PREPARED);
  const commit = openIfThere(members.commit, COMMIT);
  const result = openIfThere(members.result, TASK_RESULT);
  const report = open(needed(members.report), OUTCOME_REPORT);
  const verdict = openIfThere(members.verdict, CANARY_VERDICT);
  checkMembers(members, report.message, result?.message);

  checkQuote(contract.quote, contract.offer);
  checkAcceptance(contract.acceptance, contract.offer, contract.quote);
  checkRequest(request, contract);
  if (prepared) checkPrepared(prepared, request, contract);
  if (commit && prepared) checkCommit(commit, prepared, contract);
  if (result) checkResult(result, request, contract);
  if (result && commit) checkCommitted(result, commit);
  if (result && verdict) checkVerdict(verdict, result, contract);
  checkReport(report, result, verdict, contract);
  if (verdict) for (const [, check] of canaryRules({ ...contract, result, verdict })) check();

  const rederivable = verdict !== undefined && isRederivable(verdict, contract.quote);
  const { issuer } = report.header;
  return { issuer, subject: report.message.subject, contract: contract.acceptance.objectId, rederivable };
}

/** OUT-1. */
function checkMembers(record: OutcomeRecord, report: OutcomeReport, result: TaskResult | undefined): void {
  const namesCommit = result !== undefined && result.commit.length > 0;
  demand((record.result !== undefined) === report.result.length > 0, "outcome-members");
  demand((record.verdict !== undefined) === report.verdict.length > 0, "outcome-members");
  demand((record.commit !== undefined) === namesCommit, "outcome-members");
  demand((record.prepared !== undefined) === (record.commit !== undefined), "outcome-members");
}
