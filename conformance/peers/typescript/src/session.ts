// What a peer knows within one case: from one `begin` to the next (conformance/README.md).

import { Book } from "./book.js";
import { type CaseFindings, checkCanaryCase } from "./canary_case.js";
import { checkEquivocation } from "./equivocation.js";
import type { Begin } from "./gen/casp/conformance/v1/driver_pb.js";
import { checkDisclosure, checkFork } from "./histories.js";
import { type Kind, kindOf } from "./kind.js";
import { APPLIED, isSequenced, KINDS, OBSERVED } from "./kinds.js";
import { Memory } from "./memory.js";
import { checkPackage, type PackageFindings } from "./package.js";
import type { Verifier } from "./signed.js";
import { type Entry, Store } from "./store.js";
import { type Statement, verify } from "./verify.js";

/** Agents that the store holds, and engagements that the book holds, when `begin` does not say. */
const CAPACITY_BY_DEFAULT = 4_096;

export class Session {
  readonly #networkId: string;
  readonly #agent: Uint8Array;
  readonly #memory: Memory;
  readonly #store: Store;
  readonly #book: Book;

  constructor(begin?: Begin) {
    const capacity = begin?.storeCapacity || CAPACITY_BY_DEFAULT;
    this.#networkId = begin?.networkId ?? "";
    this.#agent = Uint8Array.from(begin?.verifier ?? []);
    this.#memory = new Memory(capacity);
    this.#store = new Store(capacity);
    this.#book = new Book(begin?.bookCapacity || CAPACITY_BY_DEFAULT);
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
    const statement = this.#verify(kindOf(APPLIED, payloadType), bundle, now);
    const { message } = statement;
    const keep = isSequenced(message)
      ? this.#store.check({ ...statement, message }, bundle, now)
      : this.#book.check({ ...statement, message }, now);
    this.#remember(statement, now);
    keep();
    return statement;
  }

  /** The epoch that an accepted statement shows (section 8.2). One that shows none makes no agent remembered. */
  #remember({ header, highestEpoch }: Statement<unknown>, now: bigint): void {
    const { issuer } = header;
    if (highestEpoch === 0n && !this.#memory.knows(issuer, now)) return;
    this.#memory.demandRoom(issuer, now);
    this.#memory.see(issuer, highestEpoch, now);
    this.#store.voidBelow(issuer, highestEpoch);
  }

  lookup(agent: Uint8Array, now: bigint): Entry | undefined {
    return this.#store.lookup(agent, now);
  }

  checkEquivocation(proof: Uint8Array): void {
    checkEquivocation(proof, this.#networkId);
  }

  checkCanaryCase(canaryCase: Uint8Array): CaseFindings {
    return checkCanaryCase(canaryCase, this.#networkId);
  }

  checkPackage(encoded: Uint8Array, asOf: bigint): PackageFindings {
    return checkPackage(encoded, asOf, this.#networkId);
  }

  checkDisclosure(disclosure: Uint8Array): void {
    checkDisclosure(disclosure, this.#networkId);
  }

  checkFork(proof: Uint8Array): void {
    checkFork(proof, this.#networkId);
  }

  #verify<M>(kind: Kind<M>, bundle: Uint8Array, now: bigint): Statement<M> {
    const verifier: Verifier = { networkId: this.#networkId, audience: this.#agent, now, memory: this.#memory };
    return verify(bundle, kind, verifier);
  }
}
