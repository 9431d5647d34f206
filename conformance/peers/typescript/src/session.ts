// What a peer knows within one case: from one `begin` to the next (conformance/README.md).

import { checkRegistration } from "./admission.js";
import { checkAnswer } from "./answers.js";
import { Book } from "./book.js";
import { type CaseFindings, checkCanaryCase } from "./canary_case.js";
import { DISCOVERY_QUERY } from "./discovery_kinds.js";
import { checkEquivocation } from "./equivocation.js";
import type { Begin } from "./gen/casp/conformance/v1/driver_pb.js";
import type { Party } from "./headers.js";
import { checkDisclosure, checkFork } from "./histories.js";
import { type Judgement, judge } from "./judge.js";
import { type Kind, kindOf } from "./kind.js";
import { APPLIED, isSequenced, KINDS, OBSERVED } from "./kinds.js";
import { Memory } from "./memory.js";
import { checkOmission, type Rebuttal } from "./omissions.js";
import { checkOutcomeRecord, type RecordFindings } from "./outcome_record.js";
import { checkPackage, type PackageFindings } from "./package.js";
import { discover, type Findings } from "./registry.js";
import type { Code } from "./rules.js";
import type { Verifier } from "./signed.js";
import { repeatedNow, type State, stateOf } from "./states.js";
import { type Entry, Store } from "./store.js";
import { type Statement, verify } from "./verify.js";

/** Agents that the store holds, and engagements of either sort that the book holds, when `begin` does not say. */
const CAPACITY_BY_DEFAULT = 4_096;
/** Engagements of one requester that the book holds, when `begin` does not say. */
const CAPACITY_PER_REQUESTER_BY_DEFAULT = 1_024;

/** How an engagement stands. */
export interface Standing {
  readonly state: State;
  /** Object ids of what the session's own agent repeats now. */
  readonly repeatedNow: readonly Uint8Array[];
}

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
    this.#book = new Book({
      ofOthers: begin?.bookCapacity || CAPACITY_BY_DEFAULT,
      perRequester: begin?.bookCapacityPerRequester || CAPACITY_PER_REQUESTER_BY_DEFAULT,
      own: begin?.bookCapacityOwn || CAPACITY_BY_DEFAULT,
    });
  }

  verify(payloadType: string, bundle: Uint8Array, now: bigint): Statement<unknown> {
    return this.#verify(kindOf(KINDS, payloadType), bundle, { audience: this.#agent }, now);
  }

  observe(payloadType: string, bundle: Uint8Array, now: bigint): Statement<unknown> {
    const statement = this.#verify(kindOf(OBSERVED, payloadType), bundle, { audience: this.#agent }, now);
    const { issuer } = statement.header;
    this.#memory.demandRoom(issuer, now, "store-full");
    if (statement.message.$typeName === "casp.v1.Retire") {
      this.#memory.retire(issuer, now);
      this.#store.voidAll(issuer);
    } else {
      this.#memory.see(issuer, statement.highestEpoch, now);
      this.#store.voidBelow(issuer, statement.highestEpoch);
    }
    return statement;
  }

  /** `own` is what the verifier's own agent says now (section 15.2); all else has been received. */
  apply(payloadType: string, bundle: Uint8Array, own: boolean, now: bigint): Statement<unknown> {
    const party = own ? { issuer: this.#agent } : { audience: this.#agent };
    const statement = this.#verify(kindOf(APPLIED, payloadType), bundle, party, now);
    const { message } = statement;
    const keep = isSequenced(message)
      ? this.#store.check({ ...statement, message }, bundle, now)
      : this.#book.check({ ...statement, message }, own, now);
    this.#remember(statement, isSequenced(message) ? "store-full" : "book-full", now);
    keep();
    return statement;
  }

  /**
   * The epoch that an accepted statement shows (section 8.2), or `unlessRoom` where there is no room for it: by SST-8,
   * or by CTR-14 for a statement of an engagement. One that shows none makes no agent remembered.
   */
  #remember({ header, highestEpoch }: Statement<unknown>, unlessRoom: Code, now: bigint): void {
    const { issuer } = header;
    if (highestEpoch === 0n && !this.#memory.knows(issuer, now)) return;
    this.#memory.demandRoom(issuer, now, unlessRoom);
    this.#memory.see(issuer, highestEpoch, now);
    this.#store.voidBelow(issuer, highestEpoch);
  }

  lookup(agent: Uint8Array, now: bigint): Entry | undefined {
    return this.#store.lookup(agent, now);
  }

  /** How the engagement stands that holds a statement; nothing where none does. */
  lookupEngagement(statement: Uint8Array, now: bigint): Standing | undefined {
    const engagement = this.#book.find(statement, now);
    if (!engagement) return undefined;
    return { state: stateOf(engagement, now), repeatedNow: repeatedNow(engagement, this.#agent, now) };
  }

  checkEquivocation(proof: Uint8Array): void {
    checkEquivocation(proof, this.#networkId);
  }

  checkCanaryCase(canaryCase: Uint8Array): CaseFindings {
    return checkCanaryCase(canaryCase, this.#networkId);
  }

  checkOutcomeRecord(record: Uint8Array): RecordFindings {
    return checkOutcomeRecord(record, this.#networkId);
  }

  judge(bundle: Uint8Array): Judgement {
    return judge(bundle, this.#networkId);
  }

  checkPackage(encoded: Uint8Array): PackageFindings {
    return checkPackage(encoded, this.#networkId);
  }

  checkDisclosure(disclosure: Uint8Array): void {
    checkDisclosure(disclosure, this.#networkId);
  }

  checkFork(proof: Uint8Array): void {
    checkFork(proof, this.#networkId);
  }

  /** Changes nothing: a query is not kept, nor the epoch of whoever asks. */
  discover(bundle: Uint8Array, now: bigint): Findings {
    const query = this.#verify(DISCOVERY_QUERY, bundle, { audience: this.#agent }, now);
    return discover(query, this.#store.living(now), now);
  }

  checkAnswer(query: Uint8Array, answer: Uint8Array, now: bigint): void {
    checkAnswer(query, answer, this.#verifier({ audience: this.#agent }, now));
  }

  checkRegistration(
    registration: Uint8Array,
    payloadType: string,
    secret: Uint8Array,
    now: bigint,
  ): Statement<unknown> {
    const registry = { agent: this.#agent, secret, nowMs: now };
    return checkRegistration(registration, payloadType, registry, this.#verifier({ audience: this.#agent }, now));
  }

  checkOmission(proof: Uint8Array, rebuttal: Rebuttal): void {
    checkOmission(proof, rebuttal, this.#networkId);
  }

  #verify<M>(kind: Kind<M>, bundle: Uint8Array, party: Party, now: bigint): Statement<M> {
    return verify(bundle, kind, this.#verifier(party, now));
  }

  #verifier(party: Party, now: bigint): Verifier {
    return { networkId: this.#networkId, party, now, memory: this.#memory };
  }
}
