// SPEC.md section 15.2: the book of engagements.

import { hex } from "./bytes.js";
import type { Said } from "./contract.js";
import { antecedentOf, begin, checkFurther, type Engagement, endOf } from "./engagement.js";
import { demand } from "./rules.js";
import type { Engaged } from "./task_kinds.js";

/** An engagement, and what the indices of the book have of it. */
interface Page {
  readonly engagement: Engagement;
  /** Whether an own offer began it. */
  readonly own: boolean;
  readonly names: Set<string>;
  readonly nonces: Set<string>;
}

/** How many engagements a book may hold. */
export interface Capacity {
  /** That others' offers began. */
  readonly ofOthers: number;
  /** That the offers of one other requester began. */
  readonly perRequester: number;
  /** That own offers began. */
  readonly own: number;
}

export class Book {
  readonly #pages = new Set<Page>();
  /** How many of the pages own offers began. */
  #owned = 0;
  /** How many pages each other requester has. Agents in hex. */
  readonly #countOf = new Map<string, number>();
  /** Where the statement with this object id is held, in hex. */
  readonly #byName = new Map<string, Page>();
  /** Where a statement with this issuer and nonce is held, in hex. */
  readonly #byNonce = new Map<string, Page>();
  /** No page is to be forgotten before this. Milliseconds since the Unix epoch. */
  #firstEnd = 0n;

  constructor(readonly capacity: Capacity) {}

  /** CTR-1 to CTR-20. Changes nothing but what time has ended; gives what keeps the statement. */
  check(said: Said<Engaged>, own: boolean, now: bigint): () => void {
    const { message } = said;
    this.#checkReplay(said, now);
    if (message.$typeName === "casp.v1.Offer") {
      const requester = own ? undefined : hex(said.header.issuer);
      this.#demandRoom(requester, now);
      return () => this.#open(begin({ ...said, message }), own, said);
    }
    const page = this.#living(this.#byName.get(hex(antecedentOf(message))), now);
    demand(page !== undefined, "antecedent-unknown");
    const { event } = page.engagement;
    const keep = checkFurther(page.engagement, { ...said, message }, now);
    return () => {
      keep();
      this.#index(page, said);
      // Of task events the book keeps the latest.
      if (event && event !== page.engagement.event) this.#forgetName(page, hex(event.objectId));
    };
  }

  /** CTR-1 and CTR-2. */
  #checkReplay(said: Said<Engaged>, now: bigint): void {
    demand(!this.#living(this.#byName.get(hex(said.objectId)), now), "statement-known");
    const { nonce } = said.header;
    demand(nonce.length === 0 || !this.#living(this.#byNonce.get(nonceOf(said)), now), "nonce-reused");
  }

  /** The engagement that holds the statement with this object id. */
  find(statement: Uint8Array, now: bigint): Engagement | undefined {
    return this.#living(this.#byName.get(hex(statement)), now)?.engagement;
  }

  /** CTR-14, of another's offer or, without `requester`, of an own one. */
  #demandRoom(requester: string | undefined, now: bigint): void {
    if (this.#hasRoom(requester)) return;
    if (now >= this.#firstEnd) this.#sweep(now);
    demand(this.#hasRoom(requester), "book-full");
  }

  #hasRoom(requester: string | undefined): boolean {
    const { ofOthers, perRequester, own } = this.capacity;
    if (requester === undefined) return this.#owned < own;
    return this.#pages.size - this.#owned < ofOthers && (this.#countOf.get(requester) ?? 0) < perRequester;
  }

  #open(engagement: Engagement, own: boolean, offer: Said<Engaged>): void {
    const page = { engagement, own, names: new Set<string>(), nonces: new Set<string>() };
    this.#pages.add(page);
    this.#count(page, 1);
    this.#index(page, offer);
    const end = endOf(engagement);
    if (end < this.#firstEnd) this.#firstEnd = end;
  }

  #index(page: Page, said: Said<Engaged>): void {
    const name = hex(said.objectId);
    page.names.add(name);
    this.#byName.set(name, page);
    if (said.header.nonce.length > 0) {
      const nonce = nonceOf(said);
      page.nonces.add(nonce);
      this.#byNonce.set(nonce, page);
    }
  }

  #count({ engagement, own }: Page, change: 1 | -1): void {
    if (own) {
      this.#owned += change;
      return;
    }
    const requester = hex(engagement.offer.header.issuer);
    const count = (this.#countOf.get(requester) ?? 0) + change;
    if (count > 0) this.#countOf.set(requester, count);
    else this.#countOf.delete(requester);
  }

  #sweep(now: bigint): void {
    let first: bigint | undefined;
    for (const page of this.#pages) {
      if (!this.#living(page, now)) continue;
      const end = endOf(page.engagement);
      if (first === undefined || end < first) first = end;
    }
    this.#firstEnd = first ?? 0n;
  }

  /** A page, unless its time is over: then it is forgotten. */
  #living(page: Page | undefined, now: bigint): Page | undefined {
    if (!page || now < endOf(page.engagement)) return page;
    this.#pages.delete(page);
    this.#count(page, -1);
    for (const name of page.names) this.#byName.delete(name);
    for (const nonce of page.nonces) this.#byNonce.delete(nonce);
    return undefined;
  }

  #forgetName(page: Page, name: string): void {
    page.names.delete(name);
    this.#byName.delete(name);
  }
}

const nonceOf = ({ header }: Said<unknown>): string => `${hex(header.issuer)} ${hex(header.nonce)}`;
