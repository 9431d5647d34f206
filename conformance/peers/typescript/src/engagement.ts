// SPEC.md section 15.2: one engagement in a party's book, and what a further statement of it must be.

import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { equal, hex } from "./bytes.js";
import {
  demandBefore,
  demandByDeadline,
  demandCommitted,
  demandEvidence,
  demandFit,
  demandFromProvider,
  demandFromRequester,
  demandInput,
  demandNamed,
  demandNoResult,
  demandNotBefore,
  demandOfParties,
  demandOutputMediaType,
  demandPreparable,
  demandUnacknowledged,
  type Lapsing,
  type Named,
  partiesOf,
  type Said,
} from "./contract.js";
import { detach } from "./encoding.js";
import type { Header } from "./gen/casp/v1/common_pb.js";
import {
  type Acceptance,
  AcceptanceSchema,
  type Cancel,
  type Commit,
  type DeliveryAck,
  type Offer,
  OfferSchema,
  type OutcomeReport,
  type Prepared,
  type Quote,
  QuoteSchema,
  type TaskEvent,
  type TaskRequest,
  type TaskResult,
  type TaskState,
  type TaskStatus,
} from "./gen/casp/v1/task_pb.js";
import { demand } from "./rules.js";
import type { Single } from "./task_kinds.js";
import { needed } from "./tasks.js";

/** How long after its end a statement, or a deadline, may still be followed. Milliseconds. */
export const SKEW_MS = 30_000n;
/** How long an engagement with an acceptance is kept beyond its time: 24 h and 30 s. Milliseconds. */
const KEPT_MS = 86_430_000n;

/** What is kept of a statement that others name and that lapses. */
export type Noted = Named & Lapsing;

/** What is known of one engagement. */
export interface Engagement {
  readonly offer: Said<Offer>;
  quote?: Said<Quote>;
  acceptance?: Said<Acceptance>;
  request?: Noted;
  /** The latest task event. */
  event?: { readonly seq: bigint; readonly objectId: Uint8Array; readonly state: TaskState };
  prepared?: Noted;
  commit?: Noted;
  cancel?: Noted;
  result?: Noted & { readonly status: TaskStatus };
  ack?: Noted;
  /** Who has reported. Issuers in hex. */
  readonly reported: Set<string>;
}

/** An engagement that has a contract. */
type Contracted = Engagement & { readonly quote: Said<Quote>; readonly acceptance: Said<Acceptance> };

/** What keeping a statement does to its engagement. */
type Keep = () => void;

/**
 * From when on an engagement is forgotten: a further statement never brings that forward. Milliseconds since the Unix
 * epoch.
 */
export function endOf({ offer, quote, acceptance }: Engagement): bigint {
  const lapses = [offer, quote, acceptance].map((said) => said?.header.expiresAtMs ?? 0n);
  if (!quote || !acceptance) return latest(lapses) + SKEW_MS;
  return latest([...lapses, needed(quote.message.terms).deadlineMs]) + KEPT_MS;
}

const latest = (times: readonly bigint[]): bigint => times.reduce((a, b) => (a > b ? a : b));

/** The object id of the statement that one follows, by which its engagement is found. */
export function antecedentOf(message: Single): Uint8Array {
  if (message.$typeName === "casp.v1.Quote") return message.offer;
  if (message.$typeName === "casp.v1.Acceptance") return message.quote;
  return message.contract;
}

export const begin = (offer: Said<Offer>): Engagement => ({ offer: kept(OfferSchema, offer), reported: new Set() });

/** A statement without the bytes that it came in: they may be many more. */
function kept<D extends DescMessage>(schema: D, { message, objectId }: Said<MessageShape<D>>): Said<MessageShape<D>> {
  const own = detach(schema, message);
  return { message: own, header: needed((own as { header?: Header }).header), objectId };
}

/** What those look at that name a statement, without the rest of it. */
const noted = ({ objectId, header: { issuedAtMs, expiresAtMs } }: Said<unknown>): Noted => ({
  objectId,
  header: { issuedAtMs, expiresAtMs },
});

/**
 * CTR-3 to CTR-13 and CTR-15 to CTR-20, of a statement whose antecedent was found in this engagement: CTR-3 first, then
 * what REJECTs before what IGNOREs. Changes nothing; gives what keeps the statement.
 */
export function checkFurther(held: Engagement, said: Said<Single>, now: bigint): Keep {
  const { message } = said;
  if (message.$typeName === "casp.v1.Quote") return checkQuote(held, { ...said, message }, now);
  const { quote } = held;
  demand(quote !== undefined, "antecedent-unknown");
  if (message.$typeName === "casp.v1.Acceptance") return checkAcceptance(held, { ...said, message }, quote, now);
  demand(held.acceptance !== undefined, "antecedent-unknown");
  demand(equal(message.contract, held.acceptance.objectId), "antecedent-unknown");
  const contracted = held as Contracted;
  switch (message.$typeName) {
    case "casp.v1.TaskRequest":
      return checkRequest(contracted, { ...said, message }, now);
    case "casp.v1.TaskEvent":
      return checkEvent(contracted, { ...said, message }, now);
    case "casp.v1.Prepared":
      return checkPrepared(contracted, { ...said, message }, now);
    case "casp.v1.Commit":
      return checkCommit(contracted, { ...said, message }, now);
    case "casp.v1.Cancel":
      return checkCancel(contracted, { ...said, message });
    case "casp.v1.TaskResult":
      return checkResult(contracted, { ...said, message }, now);
    case "casp.v1.DeliveryAck":
      return checkAck(contracted, { ...said, message });
    case "casp.v1.OutcomeReport":
      return checkReport(contracted, { ...said, message });
  }
}

function checkQuote(held: Engagement, quote: Said<Quote>, now: bigint): Keep {
  demand(equal(quote.message.offer, held.offer.objectId), "antecedent-unknown");
  demandFromProvider(quote, partiesOf(held.offer));
  demand(!held.quote, "second-statement");
  demandFit(quote, held.offer);
  demandNotBefore(quote, held.offer);
  demandLiving(quote, now, held.offer);
  return () => {
    held.quote = kept(QuoteSchema, quote);
  };
}

function checkAcceptance(held: Engagement, acceptance: Said<Acceptance>, quote: Said<Quote>, now: bigint): Keep {
  demand(equal(acceptance.message.quote, quote.objectId), "antecedent-unknown");
  demandFromRequester(acceptance, partiesOf(held.offer));
  demand(!held.acceptance, "second-statement");
  demandNotBefore(acceptance, quote);
  demandLiving(acceptance, now, quote);
  demandInTime(acceptance, quote, now);
  return () => {
    held.acceptance = kept(AcceptanceSchema, acceptance);
  };
}

function checkRequest(held: Contracted, request: Said<TaskRequest>, now: bigint): Keep {
  demandFromRequester(request, partiesOf(held.offer));
  demand(!held.request, "second-statement");
  demandInput(request, held.acceptance, held.offer);
  demandNotBefore(request, held.acceptance);
  demandLiving(request, now, held.quote, held.acceptance);
  demandInTime(request, held.quote, now);
  demand(!held.cancel, "engagement-closed");
  return () => {
    held.request = noted(request);
  };
}

function checkEvent(held: Contracted, event: Said<TaskEvent>, now: bigint): Keep {
  const { seq, state } = event.message;
  demandFromProvider(event, partiesOf(held.offer));
  demand(seq !== held.event?.seq, "second-statement"); // the latest itself fails CTR-1
  demandNotBefore(event, held.acceptance);
  demandInTime(event, held.quote, now);
  demand(!held.event || seq > held.event.seq, "event-stale");
  demand(!held.result, "engagement-closed");
  return () => {
    held.event = { seq, objectId: event.objectId, state };
  };
}

function checkPrepared(held: Contracted, prepared: Said<Prepared>, now: bigint): Keep {
  demand(held.request !== undefined, "antecedent-unknown");
  demandFromProvider(prepared, partiesOf(held.offer));
  demand(!held.prepared, "second-statement");
  demandNamed(prepared.message.request, held.request);
  demandNotBefore(prepared, held.acceptance, held.request);
  demandPreparable(held.quote);
  demandInTime(prepared, held.quote, now);
  demand(!held.result, "engagement-closed");
  return () => {
    held.prepared = noted(prepared);
  };
}

function checkCommit(held: Contracted, commit: Said<Commit>, now: bigint): Keep {
  demand(held.prepared !== undefined, "antecedent-unknown");
  demandFromRequester(commit, partiesOf(held.offer));
  demand(!held.commit, "second-statement");
  demandNamed(commit.message.prepared, held.prepared);
  demandNotBefore(commit, held.acceptance, held.prepared);
  demandLiving(commit, now, held.prepared);
  demandInTime(commit, held.quote, now);
  demand(!held.result && !held.cancel, "engagement-closed");
  return () => {
    held.commit = noted(commit);
  };
}

function checkCancel(held: Contracted, cancel: Said<Cancel>): Keep {
  demandFromRequester(cancel, partiesOf(held.offer));
  demand(!held.cancel, "second-statement");
  demandNotBefore(cancel, held.acceptance);
  demand(!held.result, "engagement-closed");
  return () => {
    held.cancel = noted(cancel);
  };
}

function checkResult(held: Contracted, result: Said<TaskResult>, now: bigint): Keep {
  demand(held.request !== undefined, "antecedent-unknown");
  demandFromProvider(result, partiesOf(held.offer));
  demand(!held.result, "second-statement");
  const { commit } = result.message;
  demandNamed(result.message.request, held.request);
  demand(commit.length === 0 || (held.commit !== undefined && equal(commit, held.commit.objectId)), "names-another");
  demandEvidence(result, held.quote);
  demandOutputMediaType(result, held.quote);
  demandNotBefore(result, held.acceptance, held.request, ...(held.commit && commit.length > 0 ? [held.commit] : []));
  demandCommitted(result, held.quote);
  demandInTime(result, held.quote, now);
  return () => {
    held.result = { ...noted(result), status: result.message.status };
  };
}

function checkAck(held: Contracted, ack: Said<DeliveryAck>): Keep {
  demand(held.result !== undefined, "antecedent-unknown");
  demandFromRequester(ack, partiesOf(held.offer));
  demand(!held.ack, "second-statement");
  demandNamed(ack.message.result, held.result);
  demandNotBefore(ack, held.acceptance, held.result);
  return () => {
    held.ack = noted(ack);
  };
}

function checkReport(held: Contracted, report: Said<OutcomeReport>): Keep {
  const { result } = report.message;
  const issuer = hex(report.header.issuer);
  const parties = partiesOf(held.offer);
  demand((result.length > 0 ? held.result : held.request) !== undefined, "antecedent-unknown");
  demandOfParties(report, parties);
  demand(!held.reported.has(issuer), "second-statement");
  // A report that there is no result, and the result, may cross.
  if (held.result && result.length > 0) {
    demandNamed(result, held.result);
    demandNotBefore(report, held.result);
  }
  demandNotBefore(report, held.acceptance);
  demandNoResult(report, parties, held.quote);
  if (held.ack) demandUnacknowledged(report, held.ack);
  return () => {
    held.reported.add(issuer);
  };
}

/** CTR-7. */
function demandLiving(said: Said<unknown>, now: bigint, ...followed: readonly Lapsing[]): void {
  demandBefore(said, "antecedent-lapsed", ...followed);
  for (const { header } of followed) demand(now < header.expiresAtMs + SKEW_MS, "antecedent-lapsed");
}

/** CTR-10. */
function demandInTime(said: Said<unknown>, quote: Said<Quote>, now: bigint): void {
  demandByDeadline(said, quote, "deadline-passed");
  demand(now < needed(quote.message.terms).deadlineMs + SKEW_MS, "deadline-passed");
}
