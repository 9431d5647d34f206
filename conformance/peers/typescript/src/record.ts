// SPEC.md section 15.3: a contract on record. Of each statement the rules between it and those
// before it, in the order of the table in section 17.5.

import {
  demandBefore,
  demandByDeadline,
  demandEvidence,
  demandFit,
  demandFromProvider,
  demandFromRequester,
  demandInput,
  demandNamed,
  demandNotBefore,
  demandOutputMediaType,
  partiesOf,
  type Said,
} from "./contract.js";
import type { Acceptance, DeliveryAck, Offer, Quote, TaskRequest, TaskResult } from "./gen/casp/v1/task_pb.js";

export function checkQuote(quote: Said<Quote>, offer: Said<Offer>): void {
  demandFromProvider(quote, partiesOf(offer));
  demandFit(quote, offer);
  demandNamed(quote.message.offer, offer);
  demandNotBefore(quote, offer);
  demandBefore(quote, offer, "record-lapsed");
}

export function checkAcceptance(acceptance: Said<Acceptance>, offer: Said<Offer>, quote: Said<Quote>): void {
  demandFromRequester(acceptance, partiesOf(offer));
  demandNamed(acceptance.message.quote, quote);
  demandNotBefore(acceptance, quote);
  demandBefore(acceptance, quote, "record-lapsed");
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
  demandBefore(request, acceptance, "record-lapsed");
  demandByDeadline(request, quote, "record-late");
}

export function checkResult(
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
  demandByDeadline(result, quote, "record-late");
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
