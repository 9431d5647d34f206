// SPEC.md section 8.2: what a verifier remembers of agents' epochs and retirements.

import { hex } from "./bytes.js";
import { type Code, demand } from "./rules.js";

/** 7 days and 10 s: by then every delegation that had begun under a lower epoch has expired. */
const KEPT_MS = 7n * 86_400_000n + 10_000n;
/** How many agents are remembered beyond those that the store may hold. */
const STRANGERS_AT_MOST = 65_536;

interface Remembered {
  /** The highest epoch seen; 0 when none was. */
  epoch: bigint;
  retired: boolean;
  /** When it is forgotten; never, for the retirement of an agent that had said something else. */
  until: bigint | "never";
}

export class Memory {
  readonly #agents = new Map<string, Remembered>();
  readonly #atMost: number;

  constructor(storeCapacity: number) {
    this.#atMost = storeCapacity + STRANGERS_AT_MOST;
  }

  highestEpoch(issuer: Uint8Array, now: bigint): bigint {
    return this.#recall(hex(issuer), now)?.epoch ?? 0n;
  }

  /** Whether anything is remembered of the agent. */
  knows(issuer: Uint8Array, now: bigint): boolean {
    return this.#recall(hex(issuer), now) !== undefined;
  }

  hasRetired(issuer: Uint8Array, now: bigint): boolean {
    return this.#recall(hex(issuer), now)?.retired ?? false;
  }

  /** Nothing is forgotten before its time to make room: a statement for which there is none is refused with `code`. */
  demandRoom(issuer: Uint8Array, now: bigint, code: Code): void {
    if (this.#recall(hex(issuer), now) || this.#agents.size < this.#atMost) return;
    for (const agent of this.#agents.keys()) this.#recall(agent, now);
    demand(this.#agents.size < this.#atMost, code);
  }

  /** An accepted statement was made under this epoch. */
  see(issuer: Uint8Array, epoch: bigint, now: bigint): void {
    const agent = hex(issuer);
    const before = this.#recall(agent, now);
    const highest = before && before.epoch > epoch ? before.epoch : epoch;
    const retired = before?.retired ?? false;
    this.#agents.set(agent, { epoch: highest, retired, until: retired ? "never" : now + KEPT_MS });
  }

  /** The agent has retired. Of a stranger that is not kept for good: anyone can retire keys by the million. */
  retire(issuer: Uint8Array, now: bigint): void {
    const agent = hex(issuer);
    const epoch = this.#recall(agent, now)?.epoch ?? 0n;
    this.#agents.set(agent, { epoch, retired: true, until: epoch > 0n ? "never" : now + KEPT_MS });
  }

  #recall(agent: string, now: bigint): Remembered | undefined {
    const remembered = this.#agents.get(agent);
    if (!remembered || remembered.until === "never" || now < remembered.until) return remembered;
    this.#agents.delete(agent);
    return undefined;
  }
}
