// SPEC.md section 15.2: what holds between the statements of one engagement, for a party's book as
// for a record.

import { equal } from "./bytes.js";
import type { Header } from "./gen/casp/v1/common_pb.js";
import { CanaryOutcome, type CanaryVerdict } from "./gen/casp/v1/canary_pb.js";
import { SideEffect } from "./gen/casp/v1/descriptor_pb.js";
import {
  type Acceptance,
  type Offer,
  Outcome,
  type OutcomeReport,
  type Quote,
  type TaskRequest,
  type TaskResult,
  TaskStatus,
  type Terms,
} from "./gen/casp/v1/task_pb.js";
import { type Code, demand } from "./rules.js";
import type { Signed } from "./signed.js";
import { delivers, needed } from "./tasks.js";

/** By how much the clocks of those who sign may differ (CTR-17, PKG-2). Milliseconds. */
export const CLOCKS_DIFFER_MS = 30_000n;

/** A statement that was verified, as far as others look at it. */
export type Said<M> = Pick<Signed<M>, "message" | "header" | "objectId">;

/** A statement that was verified, as far as those look at it that name it. */
export interface Named {
  readonly objectId: Uint8Array;
  readonly header: Pick<Header, "issuedAtMs">;
}

/** A statement of which the time alone is looked at. */
export type Issued = Pick<Named, "header">;

/** A statement that lapses, as far as those look at it that follow it. */
export interface Lapsing {
  readonly header: Pick<Header, "expiresAtMs">;
}

export interface Parties {
  /** Multikey bytes. */
  readonly requester: Uint8Array;
  readonly provider: Uint8Array;
}

export const partiesOf = ({ header }: Said<Offer>): Parties => ({
  requester: header.issuer,
  provider: header.audience,
});

/** CTR-4, of what the requester says to the provider. */
export function demandFromRequester({ header }: Said<unknown>, { requester, provider }: Parties): void {
  demand(equal(header.issuer, requester) && equal(header.audience, provider), "party");
}

/** CTR-4, of what the provider says to the requester. */
export function demandFromProvider({ header }: Said<unknown>, { requester, provider }: Parties): void {
  demand(equal(header.issuer, provider) && equal(header.audience, requester), "party");
}

/** CTR-4, of an outcome report. Its subject is not its issuer (TSK-2). */
export function demandOfParties({ header, message }: Said<OutcomeReport>, { requester, provider }: Parties): void {
  const isParty = (agent: Uint8Array): boolean => equal(agent, requester) || equal(agent, provider);
  demand(isParty(header.issuer) && isParty(message.subject), "party");
}

/** CTR-4, of a canary verdict. */
export function demandFromJudge({ header }: Said<CanaryVerdict>, { requester }: Parties): void {
  demand(equal(header.issuer, requester), "party");
}

/** CTR-6. */
export function demandFit(quote: Said<Quote>, offer: Said<Offer>): void {
  const [bound, granted] = [needed(quote.message.terms), needed(offer.message.terms)];
  demand(haveSameCore(bound, granted) && haveSameSigners(bound, granted), "terms");
  const [price, most] = [needed(bound.price), needed(granted.price)];
  demand(price.currency === most.currency && price.amountMicros <= most.amountMicros, "terms");
  demand(bound.deadlineMs <= granted.deadlineMs, "terms");
  const evidence = new Set(bound.evidence);
  for (const kind of granted.evidence) demand(evidence.has(kind), "terms");
}

const haveSameCore = (a: Terms, b: Terms): boolean =>
  a.capabilityId === b.capabilityId &&
  a.capabilityVersion === b.capabilityVersion &&
  equal(a.behaviorDigest, b.behaviorDigest) &&
  a.sideEffect === b.sideEffect &&
  a.outputMediaType === b.outputMediaType;

const haveSameSigners = ({ receiptSigners: a }: Terms, { receiptSigners: b }: Terms): boolean =>
  a.length === b.length && a.every((signer, at) => equal(signer, b[at] ?? new Uint8Array()));

/** CTR-8. */
export function demandInput(request: Said<TaskRequest>, acceptance: Said<Acceptance>, offer: Said<Offer>): void {
  const { digest, mediaType, sizeBytes } = needed(request.message.input);
  demand(equal(digest, acceptance.message.inputDigest), "input-mismatch");
  demand(mediaType === offer.message.inputMediaType && sizeBytes === offer.message.inputBytes, "input-mismatch");
}

/** CTR-9, of a statement that names the one with the object id `name`. */
export function demandNamed(name: Uint8Array, { objectId }: Named): void {
  demand(equal(name, objectId), "names-another");
}

/** CTR-13. */
export function demandEvidence({ message }: Said<TaskResult>, quote: Said<Quote>): void {
  if (!delivers(message)) return;
  const { evidence } = needed(quote.message.terms);
  demand(message.trace !== undefined || !evidence.includes("trace"), "evidence-missing");
  demand(message.receipts.length > 0 || !evidence.includes("tool-receipt"), "evidence-missing");
}

/** CTR-15. */
export function demandNoResult(
  { header, message }: Said<OutcomeReport>,
  { requester }: Parties,
  quote: Said<Quote>,
): void {
  if (message.outcome !== Outcome.NO_RESULT) return;
  demand(equal(header.issuer, requester), "no-result");
  demand(header.issuedAtMs > needed(quote.message.terms).deadlineMs, "no-result");
}

/** CTR-16. */
export function demandOutputMediaType({ message }: Said<TaskResult>, quote: Said<Quote>): void {
  const { outputMediaType } = needed(quote.message.terms);
  demand(!message.output || message.output.mediaType === outputMediaType, "output-media-type");
}

/** CTR-17, of a statement that names these. */
export function demandNotBefore({ header }: Said<unknown>, ...antecedents: readonly Issued[]): void {
  for (const antecedent of antecedents) {
    demand(header.issuedAtMs >= antecedent.header.issuedAtMs - CLOCKS_DIFFER_MS, "before-antecedent");
  }
}

/** Of CTR-7 and REC-2: said before those that it follows lapsed. */
export function demandBefore({ header }: Said<unknown>, code: Code, ...followed: readonly Lapsing[]): void {
  for (const one of followed) demand(header.issuedAtMs < one.header.expiresAtMs, code);
}

/** Of CTR-10 and REC-3: said by the deadline that the provider bound itself to. */
export function demandByDeadline({ header }: Said<unknown>, quote: Said<Quote>, code: Code): void {
  demand(header.issuedAtMs <= needed(quote.message.terms).deadlineMs, code);
}

const cannotBeUndone = (quote: Said<Quote>): boolean =>
  needed(quote.message.terms).sideEffect === SideEffect.IRREVERSIBLE;

/** CTR-18. */
export function demandCommitted({ message }: Said<TaskResult>, quote: Said<Quote>): void {
  const mayHaveActed = delivers(message) || message.status === TaskStatus.INDETERMINATE;
  demand(!mayHaveActed || !cannotBeUndone(quote) || message.commit.length > 0, "commit-missing");
}

/** CTR-19. */
export function demandPreparable(quote: Said<Quote>): void {
  demand(cannotBeUndone(quote), "prepared-needless");
}

/** CTR-20. */
export function demandUnacknowledged({ header, message }: Said<OutcomeReport>, ack: Issued): void {
  if (message.outcome !== Outcome.NO_RESULT) return;
  demand(header.issuedAtMs < ack.header.issuedAtMs, "no-result-acknowledged");
}

/** REC-4, of a report and the verdict that it names. */
export function demandAsJudged(
  { header, message }: Said<OutcomeReport>,
  verdict: Said<CanaryVerdict>,
  { requester }: Parties,
): void {
  demand(equal(header.issuer, requester), "report-verdict");
  const says = verdict.message.outcome === CanaryOutcome.PASSED ? Outcome.GOOD : Outcome.BAD;
  demand(message.outcome === says, "report-verdict");
}
