// SPEC.md section 19.2: how an engagement stands, and what a party repeats of itself.

import { equal } from "./bytes.js";
import { partiesOf } from "./contract.js";
import { type Engagement, type Noted, SKEW_MS } from "./engagement.js";
import { TaskState, TaskStatus } from "./gen/casp/v1/task_pb.js";
import { needed } from "./tasks.js";

export type State =
  | "indeterminate"
  | "closed"
  | "delivered"
  | "unanswered"
  | "cancelled"
  | "committed"
  | "prepared"
  | "running"
  | "pending"
  | "lapsed"
  | "accepted"
  | "quoted"
  | "offered";

/** The first state of the table whose condition holds. */
export function stateOf(held: Engagement, now: bigint): State {
  const { result, request } = held;
  if (result?.status === TaskStatus.INDETERMINATE) return "indeterminate";
  if (result) return held.ack ? "closed" : "delivered";
  if (request && now >= deadlineOf(held) + SKEW_MS) return "unanswered";
  if (held.cancel) return "cancelled";
  if (held.commit) return "committed";
  if (held.prepared) return "prepared";
  if (request) return held.event && held.event.state !== TaskState.QUEUED ? "running" : "pending";
  if (hasLapsed(held, now)) return "lapsed";
  if (held.acceptance) return "accepted";
  return held.quote ? "quoted" : "offered";
}

/** Nothing can follow, of an engagement without task request. */
function hasLapsed(held: Engagement, now: bigint): boolean {
  const ends = [held.quote, held.acceptance].flatMap((said) => (said ? [said.header.expiresAtMs] : []));
  if (held.quote) ends.push(deadlineOf(held));
  return ends.some((end) => now >= end + SKEW_MS);
}

/** Object ids of what `agent`, a party, repeats now. */
export function repeatedNow(held: Engagement, agent: Uint8Array, now: bigint): Uint8Array[] {
  const { requester, provider } = partiesOf(held.offer);
  if (equal(agent, requester)) return repeatedByRequester(held, now);
  if (equal(agent, provider)) return repeatedByProvider(held, now);
  return [];
}

function repeatedByRequester(held: Engagement, now: bigint): Uint8Array[] {
  const { offer, quote, acceptance, request, prepared, commit, cancel } = held;
  switch (stateOf(held, now)) {
    case "offered":
      return namesWhile(now, [offer], [offer]);
    case "accepted":
      return byDeadline(held, now) ? namesWhile(now, [acceptance], [quote, acceptance]) : [];
    case "pending":
      return byDeadline(held, now) ? namesWhile(now, [acceptance, request], [quote, acceptance, request]) : [];
    case "committed":
      return byDeadline(held, now) ? namesWhile(now, [commit], [prepared, commit]) : [];
    case "cancelled":
      return namesWhile(now, [cancel], [cancel]);
    default:
      return [];
  }
}

function repeatedByProvider(held: Engagement, now: bigint): Uint8Array[] {
  const { prepared, result, ack } = held;
  switch (stateOf(held, now)) {
    case "prepared":
      return byDeadline(held, now) ? namesWhile(now, [prepared], [prepared]) : [];
    case "delivered":
    case "indeterminate":
      return !ack && now < deadlineOf(held) + SKEW_MS ? namesWhile(now, [result], []) : [];
    default:
      return [];
  }
}

/** The object ids of `repeated` while each of `living` lives. */
function namesWhile(now: bigint, repeated: readonly (Noted | undefined)[], living: readonly (Noted | undefined)[]) {
  if (living.some((said) => now >= needed(said).header.expiresAtMs)) return [];
  return repeated.map((said) => needed(said).objectId);
}

const byDeadline = (held: Engagement, now: bigint): boolean => now <= deadlineOf(held);

/** Of an engagement that has a quote. Milliseconds since the Unix epoch. */
const deadlineOf = ({ quote }: Engagement): bigint => needed(needed(quote).message.terms).deadlineMs;
