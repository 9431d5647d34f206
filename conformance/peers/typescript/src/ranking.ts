// SPEC.md section 18.3: Pareto fronts, and the order among candidates.

import { compare, sha256, utf8 } from "./bytes.js";

const TIE_TAG = utf8("casp/v1/tie");

/** One for each objective, in their order; less is better. */
export type Costs = readonly number[];

/** What is to be ranked. */
export interface Contender {
  /** Object id of its descriptor; no two have one. */
  readonly id: Uint8Array;
  readonly costs: Costs;
}

export const tieDigest = (tieSeed: Uint8Array, id: Uint8Array): Uint8Array => sha256(TIE_TAG, tieSeed, id);

/** Lexicographically, in the order of the objectives. */
export function compareCosts(a: Costs, b: Costs): number {
  for (let at = 0; at < a.length; at += 1) {
    const order = (a[at] ?? 0) - (b[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** Whether no cost is greater and one is less. */
export function dominates(a: Costs, b: Costs): boolean {
  let less = false;
  for (let at = 0; at < a.length; at += 1) {
    const order = (a[at] ?? 0) - (b[at] ?? 0);
    if (order > 0) return false;
    less ||= order < 0;
  }
  return less;
}

/** In order of rank, each with its front. */
export function rank<C extends Contender>(contenders: readonly C[], tieSeed: Uint8Array): (C & { front: number })[] {
  const byCosts = contenders
    .map((contender) => ({ contender, tie: tieDigest(tieSeed, contender.id) }))
    .toSorted((a, b) => compareCosts(a.contender.costs, b.contender.costs) || compare(a.tie, b.tie));
  const fronts = new Fronts();
  const ranked = byCosts.map(({ contender }) => ({ ...contender, front: fronts.place(contender.costs) }));
  return ranked.toSorted((a, b) => a.front - b.front); // which leaves those of one front in their order
}

/**
 * Fronts, filled in the order of costs. What dominates goes before what it dominates, and has something that dominates
 * it in each front before its own: so the first front that does not dominate a further one is found by halving.
 */
class Fronts {
  /** The distinct costs of each front. */
  readonly #fronts: Costs[][] = [];
  #last: { readonly costs: Costs; readonly front: number } | undefined;

  /** The front of the next, from 1. */
  place(costs: Costs): number {
    if (this.#last && compareCosts(this.#last.costs, costs) === 0) return this.#last.front;
    let [low, high] = [0, this.#fronts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#fronts[middle]?.some((member) => dominates(member, costs))) low = middle + 1;
      else high = middle;
    }
    const front = this.#fronts[low];
    if (front) front.push(costs);
    else this.#fronts.push([costs]);
    this.#last = { costs, front: low + 1 };
    return low + 1;
  }
}
