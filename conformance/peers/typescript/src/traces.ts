// SPEC.md section 17.2: the events of a trace, and the checkpoints of it.

import { equal, hex } from "./bytes.js";
import type { Said } from "./contract.js";
import { encode } from "./encoding.js";
import { type TraceCheckpoint, type TraceEvent, TraceEventSchema } from "./gen/casp/v1/evidence_pb.js";
import { demand } from "./rules.js";
import { leafHash, rootsAt } from "./tree.js";

export const eventHash = (event: TraceEvent): Uint8Array => leafHash(encode(TraceEventSchema, event));

const NO_SALT = new Uint8Array(16);

/** TRC-2. */
export function checkSalt({ salt }: TraceEvent): void {
  demand(!equal(salt, NO_SALT), "event-salt");
}

/** TRC-1 to TRC-5, of the event at a position counted from 0. `receipts` are object ids in hex. */
export function checkEvent(
  event: TraceEvent,
  position: number,
  events: readonly TraceEvent[],
  receipts: ReadonlyMap<string, unknown>,
): void {
  demand(event.seq === BigInt(position + 1), "event-seq");
  checkSalt(event);
  const before = events[position - 1];
  demand(!before || event.atMs >= before.atMs, "event-time");
  demand(event.terminal === (position === events.length - 1), "event-terminal");
  demand(event.receipt.length === 0 || receipts.has(hex(event.receipt)), "event-receipt");
}

/** The tree over the whole trace of a package. */
export class Trace {
  readonly #roots: ReadonlyMap<number, Uint8Array>;
  readonly size: bigint;

  /** `sizes` are those at which a root will be asked for. */
  constructor(events: readonly TraceEvent[], sizes: readonly bigint[]) {
    const within = sizes.filter((size) => size <= BigInt(events.length)).map(Number);
    this.#roots = rootsAt(events.map(eventHash), [...within, events.length]);
    this.size = BigInt(events.length);
  }

  /** Whether this is the root over the first `size` events, one of the sizes that were given. */
  hasRoot(size: bigint, root: Uint8Array): boolean {
    const own = size <= this.size ? this.#roots.get(Number(size)) : undefined;
    return own !== undefined && equal(own, root);
  }
}

/** Whose checkpoints belong to a trace. */
export interface TraceIdentity {
  readonly issuer: Uint8Array;
  /** Object id; empty for a trace without contract. */
  readonly contract: Uint8Array;
  readonly session: Uint8Array;
}

/** CHK-1 to CHK-3. `above` is the greatest size of a checkpoint before it that has no fault; 0 without one. */
export function checkCheckpoint(
  { message, header }: Said<TraceCheckpoint>,
  trace: Trace,
  identity: TraceIdentity | undefined,
  above: bigint,
): void {
  demand(identity !== undefined, "checkpoint-foreign");
  demand(equal(header.issuer, identity.issuer), "checkpoint-foreign");
  demand(equal(message.contract, identity.contract), "checkpoint-foreign");
  demand(equal(message.session, identity.session), "checkpoint-foreign");
  demand(message.size > above && message.size <= trace.size, "checkpoint-size");
  demand(trace.hasRoot(message.size, message.root), "checkpoint-root");
}
