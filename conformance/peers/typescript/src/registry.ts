// SPEC.md section 18.5: how a registry answers a query without phrasings and skills from its store.

import { create } from "@bufbuild/protobuf";
import { encode } from "./encoding.js";
import { DiscoveryMatchSchema, type DiscoveryQuery } from "./gen/casp/v1/discovery_pb.js";
import { readIntent, type Wish } from "./intents.js";
import { type Candidate, candidatesOf, type Listing } from "./listings.js";
import { costsOf } from "./objectives.js";
import { type Contender, compareCosts, rank } from "./ranking.js";
import { compareDraws, draw } from "./sampling.js";
import { needed } from "./tasks.js";
import type { Statement } from "./verify.js";

export interface Findings {
  /** Encoded matches, in order of rank. */
  readonly ranked: Uint8Array[];
  /** Encoded matches, in the order of the draw. */
  readonly sampled: Uint8Array[];
  /** For each constraint, how many candidates failed it and none before it. */
  readonly excluded: bigint[];
  readonly examined: bigint;
  readonly matched: bigint;
  readonly complete: boolean;
}

/** The capability that stands for its agent. */
interface Standing extends Contender {
  readonly candidate: Candidate;
}

export function discover(
  { message, objectId }: Statement<DiscoveryQuery>,
  entries: Iterable<Listing>,
  atMs: bigint,
): Findings {
  const tally = new Tally(readIntent(needed(message.intent)), atMs);
  const standing: Standing[] = [];
  for (const entry of entries) {
    const one = tally.examine(entry);
    if (one) standing.push(one);
  }
  const ranked = rank(standing, objectId).slice(0, message.limit);
  const sampled = standing
    .map((one) => ({ ...one, ...draw(objectId, one.id, 0) }))
    .toSorted(compareDraws)
    .slice(0, message.sample);
  return {
    ranked: ranked.map(({ candidate, front }) => encodeMatch(candidate, front)),
    sampled: sampled.map(({ candidate }) => encodeMatch(candidate, 0)),
    excluded: tally.excluded,
    examined: tally.examined,
    matched: BigInt(standing.length),
    complete: ranked.length === standing.length,
  };
}

/** Holds candidates against the constraints, and counts what becomes of them. */
class Tally {
  readonly excluded: bigint[];
  examined = 0n;

  constructor(
    readonly wish: Wish,
    readonly atMs: bigint,
  ) {
    this.excluded = wish.filters.map(() => 0n);
  }

  /** Of an entry's matching capabilities the one of least costs, of equals the first. */
  examine(entry: Listing): Standing | undefined {
    let standing: Standing | undefined;
    for (const candidate of candidatesOf(entry)) {
      if (!this.#admits(candidate)) continue;
      const costs = costsOf({ ...candidate, atMs: this.atMs, relevancePpm: 0 }, this.wish.aims);
      if (!standing || compareCosts(costs, standing.costs) < 0) standing = { id: entry.descriptor, costs, candidate };
    }
    return standing;
  }

  #admits(candidate: Candidate): boolean {
    this.examined += 1n;
    const failed = this.wish.filters.findIndex((filter) => !filter(candidate, this.atMs));
    if (failed >= 0) this.excluded[failed] = (this.excluded[failed] ?? 0n) + 1n;
    return failed < 0;
  }
}

function encodeMatch({ capability, listing }: Candidate, front: number): Uint8Array {
  const { descriptor, refresh = new Uint8Array() } = listing;
  const { id: capabilityId, version: capabilityVersion } = capability;
  const init = { descriptor, refresh, capabilityId, capabilityVersion, front };
  return encode(DiscoveryMatchSchema, create(DiscoveryMatchSchema, init));
}
