// SPEC.md section 20.2: everything that is shown of one engagement, and what it takes to be judged.

import { openArchived } from "./archive.js";
import { compare, equal } from "./bytes.js";
import {
  demandFromJudge,
  demandFromProvider,
  demandFromRequester,
  demandNamed,
  demandOfParties,
  type Named,
  type Parties,
  partiesOf,
  type Said,
} from "./contract.js";
import { decode } from "./encoding.js";
import { openEquivocation } from "./equivocation.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import type { CanaryVerdict } from "./gen/casp/v1/canary_pb.js";
import { type DisputeBundle, DisputeBundleSchema } from "./gen/casp/v1/dispute_pb.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import type {
  Cancel,
  Commit,
  DeliveryAck,
  OutcomeReport,
  Prepared,
  TaskEvent,
  TaskRequest,
  TaskResult,
} from "./gen/casp/v1/task_pb.js";
import { openFork } from "./histories.js";
import type { Kind } from "./kind.js";
import type { Contract } from "./record.js";
import { type Code, demand, Refusal } from "./rules.js";
import {
  ACCEPTANCE,
  CANARY_VERDICT,
  CANCEL,
  COMMIT,
  DELIVERY_ACK,
  OFFER,
  OUTCOME_REPORT,
  PREPARED,
  QUOTE,
  SINGLE,
  type Single,
  TASK_EVENT,
  TASK_REQUEST,
  TASK_RESULT,
} from "./task_kinds.js";
import { needed } from "./tasks.js";

/** SIZ-1. Bytes. */
const DISPUTE_BUNDLE_AT_MOST = 10_485_760;

/** What a bundle shows: statements that are valid, of one contract and in their parties' roles. */
export interface Shown extends Contract {
  readonly request: Said<TaskRequest> | undefined;
  readonly prepared: Said<Prepared> | undefined;
  readonly commit: Said<Commit> | undefined;
  readonly cancel: Said<Cancel> | undefined;
  readonly result: Said<TaskResult> | undefined;
  readonly ack: Said<DeliveryAck> | undefined;
  readonly verdict: Said<CanaryVerdict> | undefined;
  readonly events: readonly Said<TaskEvent>[];
  readonly reports: readonly Said<OutcomeReport>[];
  readonly seconds: readonly Said<Single>[];
  /** As it was decoded: receipts, trace, checkpoints and attestations are not asked here. */
  readonly members: DisputeBundle;
}

/** SIZE, ENCODING and DSP-1 to DSP-4. */
export function openDispute(bytes: Uint8Array, networkId: string): Shown {
  demand(bytes.length <= DISPUTE_BUNDLE_AT_MOST, "input-size");
  const members = decode(DisputeBundleSchema, bytes, Stage.ENCODING);
  const contract = instead("dispute-contract", () => openContract(members, networkId));
  const shown = instead("dispute-member", () => openMembers(members, contract, networkId));
  const seconds = instead("dispute-second", () => openSeconds(members, shown, networkId));
  instead("dispute-proof", () => checkProofs(members, contract, networkId));
  return { ...shown, seconds };
}

/** What `act` refuses is refused with `code` instead. */
function instead<T>(code: Code, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(code) : error;
  }
}

/** DSP-1. */
function openContract(members: DisputeBundle, networkId: string): Contract {
  const open = <M>(bundle: Bundle | undefined, kind: Kind<M>) => openArchived(needed(bundle), [kind], networkId);
  const offer = open(members.offer, OFFER);
  const quote = open(members.quote, QUOTE);
  const acceptance = open(members.acceptance, ACCEPTANCE);
  demandFromProvider(quote, partiesOf(offer));
  demandNamed(quote.message.offer, offer);
  demandFromRequester(acceptance, partiesOf(offer));
  demandNamed(acceptance.message.quote, quote);
  return { offer, quote, acceptance };
}

/** DSP-2. */
function openMembers(members: DisputeBundle, contract: Contract, networkId: string): Omit<Shown, "seconds"> {
  const open = <M>(bundle: Bundle, kind: Kind<M>) => openArchived(bundle, [kind], networkId);
  const openIfThere = <M>(bundle: Bundle | undefined, kind: Kind<M>) => (bundle ? open(bundle, kind) : undefined);
  const shown = {
    ...contract,
    members,
    request: openIfThere(members.request, TASK_REQUEST),
    prepared: openIfThere(members.prepared, PREPARED),
    commit: openIfThere(members.commit, COMMIT),
    cancel: openIfThere(members.cancel, CANCEL),
    result: openIfThere(members.result, TASK_RESULT),
    ack: openIfThere(members.ack, DELIVERY_ACK),
    verdict: openIfThere(members.verdict, CANARY_VERDICT),
    events: members.events.map((one) => open(one, TASK_EVENT)),
    reports: members.reports.map((one) => open(one, OUTCOME_REPORT)),
  };
  checkRoles(shown);
  checkNames(shown);
  checkOrder(shown);
  return shown;
}

/** Of DSP-2: CTR-4, and this contract. */
function checkRoles(shown: Omit<Shown, "seconds">): void {
  const { request, prepared, commit, cancel, result, ack, verdict, events, reports, acceptance } = shown;
  const parties = partiesOf(shown.offer);
  for (const said of [request, prepared, commit, cancel, result, ack, ...events, ...reports]) {
    if (!said) continue;
    demandRole(said, parties);
    demandNamed(said.message.contract, acceptance);
  }
  if (!verdict) return;
  demandFromJudge(verdict, parties);
  demandNamed(verdict.message.contract, acceptance);
}

/** CTR-4. */
function demandRole(said: Said<Single>, parties: Parties): void {
  const { message } = said;
  switch (message.$typeName) {
    case "casp.v1.Quote":
    case "casp.v1.TaskEvent":
    case "casp.v1.Prepared":
    case "casp.v1.TaskResult":
      return demandFromProvider(said, parties);
    case "casp.v1.Acceptance":
    case "casp.v1.TaskRequest":
    case "casp.v1.Commit":
    case "casp.v1.Cancel":
    case "casp.v1.DeliveryAck":
      return demandFromRequester(said, parties);
    case "casp.v1.OutcomeReport":
      return demandOfParties({ ...said, message }, parties);
  }
}

/** Of DSP-2: what names a statement names the one that is shown, where it is. */
function checkNames({ request, prepared, commit, result, ack, verdict, reports }: Omit<Shown, "seconds">): void {
  demandNamedIfThere(prepared?.message.request, request);
  demandNamedIfThere(commit?.message.prepared, prepared);
  demandNamedIfThere(result?.message.request, request);
  demandNamedIfThere(result?.message.commit, commit);
  demandNamedIfThere(ack?.message.result, result);
  demandNamedIfThere(verdict?.message.result, result);
  for (const { message } of reports) {
    demandNamedIfThere(message.result, result);
    demandNamedIfThere(message.verdict, verdict);
  }
}

/** `name` is empty, or nothing, where no statement is named. */
function demandNamedIfThere(name: Uint8Array | undefined, shown: Named | undefined): void {
  if (name && name.length > 0 && shown) demandNamed(name, shown);
}

/** Of DSP-2. */
function checkOrder({ events, reports, offer }: Omit<Shown, "seconds">): void {
  let above = 0n; // `seq` is at least 1
  for (const { message } of events) {
    demand(message.seq > above, "dispute-member");
    above = message.seq;
  }
  // Of two reports, which is the most, the first is the requester's and the second the provider's.
  const [first, second] = reports;
  if (!first || !second) return;
  const { requester, provider } = partiesOf(offer);
  demand(equal(first.header.issuer, requester) && equal(second.header.issuer, provider), "dispute-member");
}

/** DSP-3. */
function openSeconds(members: DisputeBundle, shown: Omit<Shown, "seconds">, networkId: string): Said<Single>[] {
  const seconds = members.seconds.map((one) => openArchived(one, SINGLE, networkId));
  let before: Uint8Array | undefined;
  for (const second of seconds) {
    demandRole(second, partiesOf(shown.offer));
    const first = firstOf(second, shown);
    demand(first !== undefined && !equal(first.objectId, second.objectId), "dispute-second");
    demand(before === undefined || compare(before, second.objectId) < 0, "dispute-second");
    before = second.objectId;
  }
  return seconds;
}

/** The statement that is shown in the place that this one takes. */
function firstOf({ message, header }: Said<Single>, shown: Omit<Shown, "seconds">): Named | undefined {
  const { offer, quote, acceptance, events, reports } = shown;
  if (message.$typeName === "casp.v1.Quote") return equal(message.offer, offer.objectId) ? quote : undefined;
  if (message.$typeName === "casp.v1.Acceptance") return equal(message.quote, quote.objectId) ? acceptance : undefined;
  if (!equal(message.contract, acceptance.objectId)) return undefined;
  switch (message.$typeName) {
    case "casp.v1.TaskRequest":
      return shown.request;
    case "casp.v1.TaskEvent":
      return events.find((event) => event.message.seq === message.seq);
    case "casp.v1.Prepared":
      return shown.prepared;
    case "casp.v1.Commit":
      return shown.commit;
    case "casp.v1.Cancel":
      return shown.cancel;
    case "casp.v1.TaskResult":
      return shown.result;
    case "casp.v1.DeliveryAck":
      return shown.ack;
    case "casp.v1.OutcomeReport":
      return reports.find((report) => equal(report.header.issuer, header.issuer));
  }
}

/** DSP-4. */
function checkProofs(
  { forks, equivocations }: DisputeBundle,
  { offer, acceptance }: Contract,
  networkId: string,
): void {
  const { provider } = partiesOf(offer);
  for (const fork of forks) {
    const { issuer, contract } = openFork(fork, networkId);
    demand(equal(issuer, provider) && equal(contract, acceptance.objectId), "dispute-proof");
  }
  for (const equivocation of equivocations) {
    for (const { header } of openEquivocation(equivocation, networkId)) {
      demand(equal(header.issuer, provider), "dispute-proof");
    }
  }
}
