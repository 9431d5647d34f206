// What a peer knows within one case: from one `begin` to the next (conformance/README.md).

import { checkEquivocation } from "./equivocation.js";
import type { Begin } from "./gen/casp/conformance/v1/driver_pb.js";
import { KINDS, type Kind, kindOf, OBSERVED, SEQUENCED } from "./kinds.js";
import { Memory } from "./memory.js";
import type { Verifier } from "./signed.js";
import type { Entry } from "./store.js";
import { Store } from "./store.js";
import { type Statement, verify } from "./verify.js";

/** Agents that the store holds when `begin` does not say. */
const CAPACITY_BY_DEFAULT = 4_096;

export class Session {
  readonly #networkId: string;
  readonly #agent: Uint8Array;
  readonly #memory: Memory;
  readonly #store: Store;

  constructor(begin?: Begin) {
    const capacity = begin?.storeCapacity || CAPACITY_BY_DEFAULT;
    this.#networkId = begin?.networkId ?? "";
    this.#agent = Uint8Array.from(begin?.verifier ?? []);
    this.#memory = new Memory(capacity);
    this.#store = new Store(capacity);
  }

  verify(payloadType: string, bundle: Uint8Array, now: bigint): Statement<unknown> {
    return this.#verify(kindOf(KINDS, payloadType), bundle, now);
  }

  observe(payloadType: string, bundle: Uint8Array, now: bigint): Statement<unknown> {
    const statement = this.#verify(kindOf(OBSERVED, payloadType), bundle, now);
    const { issuer } = statement.header;
    this.#memory.demandRoom(issuer, now);
    if (statement.message.$typeName === "casp.v1.Retire") {
      this.#memory.retire(issuer, now);
      this.#store.voidAll(issuer);
    } else {
      this.#memory.see(issuer, statement.highestEpoch, now);
      this.#store.voidBelow(issuer, statement.highestEpoch);
    }
    return statement;
  }

  apply(payloadType: string, bundle: Uint8Array, now: bigint): Statement<unknown> {
    const statement = this.#verify(kindOf(SEQUENCED, payloadType), bundle, now);
    const { issuer } = statement.header;
    this.#store.check(statement, bundle, now);
    this.#memory.demandRoom(issuer, now);
    this.#memory.see(issuer, statement.highestEpoch, now);
    this.#store.keep(statement, bundle, now);
    return statement;
  }

  lookup(agent: Uint8Array, now: bigint): Entry | undefined {
    return this.#store.lookup(agent, now);
  }

  checkEquivocation(proof: Uint8Array): void {
    checkEquivocation(proof, this.#networkId);
  }

  #verify<M>(kind: Kind<M>, bundle: Uint8Array, now: bigint): Statement<M> {
    const verifier: Verifier = { networkId: this.#networkId, audience: this.#agent, now, memory: this.#memory };
    return verify(bundle, kind, verifier);
  }
}
