// SPEC.md section 15.3: a contract on record. Of each statement the rules between it and those
// before it, in the order of the table in section 17.5.

import {
  demandAsJudged,
  demandBefore,
  demandByDeadline,
  demandCommitted,
  demandEvidence,
  demandFit,
  demandFromJudge,
  demandFromProvider,
  demandFromRequester,
  demandInput,
  demandNamed,
  demandNoResult,
  demandNotBefore,
  demandOfParties,
  demandOutputMediaType,
  demandPreparable,
  partiesOf,
  type Said,
} from "./contract.js";
import type { CanaryVerdict } from "./gen/casp/v1/canary_pb.js";
import type {
  Acceptance,
  Commit,
  DeliveryAck,
  Offer,
  OutcomeReport,
  Prepared,
  Quote,
  TaskRequest,
  TaskResult,
} from "./gen/casp/v1/task_pb.js";
import { demand } from "./rules.js";

export function checkQuote(quote: Said<Quote>, offer: Said<Offer>): void {
  demandFromProvider(quote, partiesOf(offer));
  demandFit(quote, offer);
  demandNamed(quote.message.offer, offer);
  demandNotBefore(quote, offer);
  demandBefore(quote, "record-lapsed", offer);
}

export function checkAcceptance(acceptance: Said<Acceptance>, offer: Said<Offer>, quote: Said<Quote>): void {
  demandFromRequester(acceptance, partiesOf(offer));
  demandNamed(acceptance.message.quote, quote);
  demandNotBefore(acceptance, quote);
  demandBefore(acceptance, "record-lapsed", quote);
  demandByDeadline(acceptance, quote, "record-late");
}

/** Offer, quote and acceptance. */
export interface Contract {
  readonly offer: Said<Offer>;
  readonly quote: Said<Quote>;
  readonly acceptance: Said<Acceptance>;
}

export function checkRequest(request: Said<TaskRequest>, { offer, quote, acceptance }: Contract): void {
  demandFromRequester(request, partiesOf(offer));
  demandInput(request, acceptance, offer);
  demandNamed(request.message.contract, acceptance);
  demandNotBefore(request, acceptance);
  demandBefore(request, "record-lapsed", quote, acceptance);
  demandByDeadline(request, quote, "record-late");
}

export function checkPrepared(
  prepared: Said<Prepared>,
  request: Said<TaskRequest>,
  { offer, quote, acceptance }: Contract,
): void {
  demandFromProvider(prepared, partiesOf(offer));
  demandNamed(prepared.message.contract, acceptance);
  demandNamed(prepared.message.request, request);
  demandNotBefore(prepared, acceptance, request);
  demandPreparable(quote);
  demandByDeadline(prepared, quote, "record-late");
}

export function checkCommit(
  commit: Said<Commit>,
  prepared: Said<Prepared>,
  { offer, quote, acceptance }: Contract,
): void {
  demandFromRequester(commit, partiesOf(offer));
  demandNamed(commit.message.contract, acceptance);
  demandNamed(commit.message.prepared, prepared);
  demandNotBefore(commit, acceptance, prepared);
  demandBefore(commit, "record-lapsed", prepared);
  demandByDeadline(commit, quote, "record-late");
}

/** But for the commit that it names. */
export function checkResult(result: Said<TaskResult>, request: Said<TaskRequest>, contract: Contract): void {
  checkDelivery(result, request, contract);
  demandCommitted(result, contract.quote);
  demandByDeadline(result, contract.quote, "record-late");
}

/** A result that names a commit, and that commit. */
export function checkCommitted(result: Said<TaskResult>, commit: Said<Commit>): void {
  demandNamed(result.message.commit, commit);
  demandNotBefore(result, commit);
}

/** A result in a canary case: there CAN-5 stands for CTR-18. */
export function checkAnswer(result: Said<TaskResult>, request: Said<TaskRequest>, contract: Contract): void {
  demand(result.message.commit.length === 0, "names-another");
  checkDelivery(result, request, contract);
  demandByDeadline(result, contract.quote, "record-late");
}

function checkDelivery(
  result: Said<TaskResult>,
  request: Said<TaskRequest>,
  { offer, quote, acceptance }: Contract,
): void {
  demandFromProvider(result, partiesOf(offer));
  demandNamed(result.message.contract, acceptance);
  demandNamed(result.message.request, request);
  demandEvidence(result, quote);
  demandOutputMediaType(result, quote);
  demandNotBefore(result, acceptance, request);
}

/** CTR-4 and CTR-9. */
export function checkVerdict(
  verdict: Said<CanaryVerdict>,
  result: Said<TaskResult>,
  { offer, acceptance }: Contract,
): void {
  demandFromJudge(verdict, partiesOf(offer));
  demandNamed(verdict.message.contract, acceptance);
  demandNamed(verdict.message.result, result);
}

export function checkAck(
  ack: Said<DeliveryAck>,
  offer: Said<Offer>,
  acceptance: Said<Acceptance>,
  result: Said<TaskResult>,
): void {
  demandFromRequester(ack, partiesOf(offer));
  demandNamed(ack.message.contract, acceptance);
  demandNamed(ack.message.result, result);
  demandNotBefore(ack, acceptance, result);
}

/** A report, and the result and the verdict that it names. */
export function checkReport(
  report: Said<OutcomeReport>,
  result: Said<TaskResult> | undefined,
  verdict: Said<CanaryVerdict> | undefined,
  { offer, quote, acceptance }: Contract,
): void {
  const parties = partiesOf(offer);
  demandOfParties(report, parties);
  demandNamed(report.message.contract, acceptance);
  if (result) demandNamed(report.message.result, result);
  if (verdict) demandNamed(report.message.verdict, verdict);
  demandNoResult(report, parties, quote);
  demandNotBefore(report, acceptance, ...(result ? [result] : []));
  if (verdict) demandAsJudged(report, verdict, parties);
}
