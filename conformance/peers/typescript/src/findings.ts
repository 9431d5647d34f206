// SPEC.md section 20.3: who broke which rule, shown by a signature of whoever broke it.

import { openArchived } from "./archive.js";
import { equal } from "./bytes.js";
import { canaryRules, type NamedRule } from "./canary_rules.js";
import {
  demandAsJudged,
  demandBefore,
  demandByDeadline,
  demandCommitted,
  demandEvidence,
  demandFit,
  demandInput,
  demandNoResult,
  demandNotBefore,
  demandOutputMediaType,
  demandPreparable,
  demandUnacknowledged,
  type Issued,
  partiesOf,
  type Said,
} from "./contract.js";
import type { Shown } from "./dispute.js";
import type { DisputeBundle } from "./gen/casp/v1/dispute_pb.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import { SignerClass, type ToolReceipt, type TraceCheckpoint } from "./gen/casp/v1/evidence_pb.js";
import type { OutcomeReport } from "./gen/casp/v1/task_pb.js";
import type { Kind } from "./kind.js";
import { demandCounted, demandSigner } from "./receipts.js";
import { Refusal } from "./rules.js";
import { TOOL_RECEIPT, TRACE_CHECKPOINT } from "./task_kinds.js";
import type { Statement } from "./verify.js";
import { demandCheckpointWithin, demandReceiptWithin } from "./window.js";

/** A field of `DisputeBundle`. */
export type Field = Exclude<keyof DisputeBundle, `$${string}`>;

export interface Finding {
  /** Multikey bytes. */
  readonly party: Uint8Array;
  readonly member: Field;
  /** From 0. */
  readonly index: number;
  /** Id of the rule. */
  readonly rule: string;
}

/** By field number, then position, then the order of the rules in their row. */
export function findingsOf(shown: Shown, networkId: string): Finding[] {
  const { members, events, reports, seconds } = shown;
  const { requester, provider } = partiesOf(shown.offer);
  return [
    ...broken(provider, "quote", 0, quoteRules(shown)),
    ...broken(requester, "acceptance", 0, acceptanceRules(shown)),
    ...broken(requester, "request", 0, requestRules(shown)),
    ...broken(provider, "prepared", 0, preparedRules(shown)),
    ...broken(requester, "commit", 0, commitRules(shown)),
    ...broken(requester, "cancel", 0, cancelRules(shown)),
    ...broken(provider, "result", 0, resultRules(shown)),
    ...broken(requester, "ack", 0, ackRules(shown)),
    ...broken(requester, "verdict", 0, verdictRules(shown)),
    ...events.flatMap((event, at) => broken(provider, "events", at, eventRules(event, shown))),
    ...reports.flatMap((report, at) => broken(report.header.issuer, "reports", at, reportRules(report, shown))),
    ...seconds.map(({ header }, at) => shownBy(header.issuer, "seconds", at, "CTR-5")),
    ...members.receipts.flatMap((one, at) => {
      const receipt = openOwn(one, TOOL_RECEIPT, shown, networkId);
      return receipt ? broken(provider, "receipts", at, receiptRules(receipt, shown)) : [];
    }),
    ...members.checkpoints.flatMap((one, at) => {
      const checkpoint = openOwn(one, TRACE_CHECKPOINT, shown, networkId);
      return checkpoint ? broken(provider, "checkpoints", at, checkpointRules(checkpoint, shown)) : [];
    }),
    ...members.forks.map((_, at) => shownBy(provider, "forks", at, "FRK-3")),
    ...members.equivocations.map((_, at) => shownBy(provider, "equivocations", at, "SST-4")),
  ];
}

/** A finding by being there: DSP-3 and DSP-4 have checked it. */
const shownBy = (party: Uint8Array, member: Field, index: number, rule: string): Finding => ({
  party,
  member,
  index,
  rule,
});

/** The findings of a member: those of its rules that do not hold, each checked by itself. */
function broken(party: Uint8Array, member: Field, index: number, rules: readonly NamedRule[]): Finding[] {
  return rules.filter(([, check]) => !holds(check)).map(([rule]) => ({ party, member, index, rule }));
}

function holds(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** What the provider signed of the contract; nothing for what is not that, or not valid. */
function openOwn<M extends ToolReceipt | TraceCheckpoint>(
  bundle: Bundle,
  kind: Kind<M>,
  { offer, acceptance }: Shown,
  networkId: string,
): Statement<M> | undefined {
  try {
    const statement = openArchived(bundle, [kind], networkId);
    const isProviders = equal(statement.header.issuer, partiesOf(offer).provider);
    return isProviders && equal(statement.message.contract, acceptance.objectId) ? statement : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** CTR-17, of those that are there of the statements that one names. */
function notBefore(said: Said<unknown>, ...named: readonly (Issued | undefined)[]): NamedRule {
  return ["CTR-17", () => demandNotBefore(said, ...named.filter((one) => one !== undefined))];
}

/** REC-3. */
const byDeadline = (said: Said<unknown>, { quote }: Shown): NamedRule => [
  "REC-3",
  () => demandByDeadline(said, quote, "record-late"),
];

const quoteRules = ({ offer, quote }: Shown): NamedRule[] => [
  ["CTR-6", () => demandFit(quote, offer)],
  notBefore(quote, offer),
  ["REC-2", () => demandBefore(quote, "record-lapsed", offer)],
];

function acceptanceRules(shown: Shown): NamedRule[] {
  const { quote, acceptance } = shown;
  return [
    notBefore(acceptance, quote),
    ["REC-2", () => demandBefore(acceptance, "record-lapsed", quote)],
    byDeadline(acceptance, shown),
  ];
}

function requestRules(shown: Shown): NamedRule[] {
  const { offer, quote, acceptance, request } = shown;
  if (!request) return [];
  return [
    ["CTR-8", () => demandInput(request, acceptance, offer)],
    notBefore(request, acceptance),
    ["REC-2", () => demandBefore(request, "record-lapsed", quote, acceptance)],
    byDeadline(request, shown),
  ];
}

function preparedRules(shown: Shown): NamedRule[] {
  const { quote, acceptance, request, prepared } = shown;
  if (!prepared) return [];
  return [
    notBefore(prepared, acceptance, request),
    ["CTR-19", () => demandPreparable(quote)],
    byDeadline(prepared, shown),
  ];
}

function commitRules(shown: Shown): NamedRule[] {
  const { acceptance, prepared, commit } = shown;
  if (!commit) return [];
  const rules = [notBefore(commit, acceptance, prepared)];
  if (prepared) rules.push(["REC-2", () => demandBefore(commit, "record-lapsed", prepared)]);
  return [...rules, byDeadline(commit, shown)];
}

const cancelRules = ({ acceptance, cancel }: Shown): NamedRule[] => (cancel ? [notBefore(cancel, acceptance)] : []);

function resultRules(shown: Shown): NamedRule[] {
  const { quote, acceptance, request, commit, result } = shown;
  if (!result) return [];
  const named = result.message.commit.length > 0 ? commit : undefined;
  return [
    ["CTR-13", () => demandEvidence(result, quote)],
    ["CTR-16", () => demandOutputMediaType(result, quote)],
    notBefore(result, acceptance, request, named),
    ["CTR-18", () => demandCommitted(result, quote)],
    byDeadline(result, shown),
  ];
}

const ackRules = ({ acceptance, result, ack }: Shown): NamedRule[] => (ack ? [notBefore(ack, acceptance, result)] : []);

const verdictRules = ({ verdict, ...shown }: Shown): readonly NamedRule[] =>
  verdict ? canaryRules({ ...shown, verdict }) : [];

const eventRules = (event: Shown["events"][number], shown: Shown): NamedRule[] => [
  notBefore(event, shown.acceptance),
  byDeadline(event, shown),
];

function reportRules(report: Said<OutcomeReport>, shown: Shown): NamedRule[] {
  const { offer, quote, acceptance, result, ack, verdict } = shown;
  const parties = partiesOf(offer);
  const named = report.message.result.length > 0 ? result : undefined;
  const rules: NamedRule[] = [
    ["CTR-15", () => demandNoResult(report, parties, quote)],
    notBefore(report, acceptance, named),
  ];
  if (ack && equal(report.header.issuer, parties.requester)) rules.push(["CTR-20", () => demandUnacknowledged(report, ack)]);
  if (verdict && report.message.verdict.length > 0) {
    rules.push(["REC-4", () => demandAsJudged(report, verdict, parties)]);
  }
  return rules;
}

function receiptRules(receipt: Statement<ToolReceipt>, { quote, acceptance, result, members }: Shown): NamedRule[] {
  const rules: NamedRule[] = [];
  if (receipt.message.signerClass === SignerClass.ENDORSED_THIRD_PARTY) {
    rules.push(["RCP-2", () => demandSigner(receipt, { quote, attestations: members.attestations })]);
  }
  if (result) rules.push(["RCP-6", () => demandCounted(receipt, result)]);
  rules.push(["PKG-2", () => demandReceiptWithin(receipt, acceptance, quote)]);
  return rules;
}

const checkpointRules = (checkpoint: Said<TraceCheckpoint>, { quote, acceptance }: Shown): NamedRule[] => [
  ["PKG-2", () => demandCheckpointWithin(checkpoint, acceptance, quote)],
];
