// SPEC.md section 18.1: what an intent may say, and what it asks for.

import { type Filter, readConstraint } from "./constraints.js";
import type { DiscoveryQuery, Intent } from "./gen/casp/v1/discovery_pb.js";
import { type Candidate, candidatesOf, type Listing } from "./listings.js";
import { type Aim, aimsOrRelevance, readObjectives } from "./objectives.js";
import { demand } from "./rules.js";
import { needed } from "./tasks.js";

/** An intent that was read. */
export interface Wish {
  /** One for each constraint, in their order. */
  readonly filters: readonly Filter[];
  /** At least one. */
  readonly aims: readonly Aim[];
  /** Whether it has neither phrasings nor skills. */
  readonly filterOnly: boolean;
}

/** INT-1 to INT-7, of a query. */
export function readIntent({ phrasings, skills, constraints, objectives }: Intent): Wish {
  const filters = constraints.map(readConstraint);
  const aims = readObjectives(objectives, true);
  const filterOnly = phrasings.length === 0 && skills.length === 0;
  demand(!filterOnly || filters.length > 0, "intent-empty");
  return { filters, aims: aimsOrRelevance(aims), filterOnly };
}

/** INT-1 to INT-8. */
export function checkQuery({ intent, limit, sample }: DiscoveryQuery): void {
  readIntent(needed(intent));
  demand(limit > 0 || sample > 0, "nothing-asked");
}

export const matches = (candidate: Candidate, { filters }: Wish, atMs: bigint): boolean =>
  filters.every((filter) => filter(candidate, atMs));

/** Whether an entry has a capability that matches. */
export const hasMatch = (listing: Listing, wish: Wish, atMs: bigint): boolean =>
  candidatesOf(listing).some((candidate) => matches(candidate, wish, atMs));
