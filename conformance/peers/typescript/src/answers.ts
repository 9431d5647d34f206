// SPEC.md section 18.6: a requester checks a registry's answer to its query.

import { equals } from "@bufbuild/protobuf";

import { openArchived } from "./archive.js";
import { compare, equal, hex } from "./bytes.js";
import { decode } from "./encoding.js";
import { objectId, openBundle } from "./envelope.js";
import { DISCOVERY_QUERY, DISCOVERY_RESULT } from "./discovery_kinds.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import {
  DiscoveryAnswerSchema,
  type DiscoveryEntry,
  type DiscoveryMatch,
  DiscoveryMatchSchema,
  type DiscoveryQuery,
  type DiscoveryResult,
} from "./gen/casp/v1/discovery_pb.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import { matches, readIntent, type Wish } from "./intents.js";
import { DESCRIPTOR, DESCRIPTOR_REFRESH } from "./kinds.js";
import { type Candidate, candidatesOf, type Listing, listingOf, livesAt, makePair, type Pair } from "./listings.js";
import { costsOf } from "./objectives.js";
import { type Costs, compareCosts, dominates, tieDigest } from "./ranking.js";
import { type Code, demand, Refusal } from "./rules.js";
import { compareDraws, type Drawn, draw } from "./sampling.js";
import type { Verifier } from "./signed.js";
import { needed } from "./tasks.js";
import { type Statement, verifyDecoded } from "./verify.js";

/** SIZ-1. Bytes. */
const ANSWER_AT_MOST = 8_388_608;
/** The allowance of an entry on either side. Milliseconds. */
const SKEW_MS = 5_000n;
/** The allowance of a query, a one-shot kind. Milliseconds. */
const SKEW_OF_QUERY_MS = 30_000n;

/** SIZE, ENCODING and ANS-1 to ANS-8. `query` is what was asked, `verifier` who asked it. */
export function checkAnswer(query: Uint8Array, answer: Uint8Array, verifier: Verifier): void {
  demand(answer.length <= ANSWER_AT_MOST, "input-size");
  const { result: bundle, entries } = decode(DiscoveryAnswerSchema, answer, Stage.ENCODING);
  const result = openResult(needed(bundle), verifier);
  const asked = openQuery(query, verifier.networkId);
  demand(answers(result, asked), "answer-query");
  demand(equal(result.header.audience, asked.header.issuer), "answer-query");
  checkShape(result.message, asked.message);
  checkEntries(result.message, entries);
  const listings = openEntries(entries, verifier.networkId, result.header.issuedAtMs);

  const context: Context = {
    query: asked.objectId,
    wish: readIntent(needed(asked.message.intent)),
    atMs: result.header.issuedAtMs,
    listings,
  };
  const ranked = result.message.ranked.map((match) => place(match, context));
  const sampled = result.message.sampled.map((match) => place(match, context));
  checkOrder(ranked, context);
  checkSample(sampled, context);
}

/** ANS-1. */
function openResult(bundle: Bundle, verifier: Verifier): Statement<DiscoveryResult> {
  try {
    return verifyDecoded(bundle, DISCOVERY_RESULT, verifier);
  } catch (error) {
    throw error instanceof Refusal ? new Refusal("answer-result") : error;
  }
}

/** Whatever is wrong with the query is ANS-2. */
function openQuery(bytes: Uint8Array, networkId: string): Statement<DiscoveryQuery> {
  try {
    return openArchived(openBundle(bytes), [DISCOVERY_QUERY], networkId, "answer-query");
  } catch (error) {
    throw error instanceof Refusal ? new Refusal("answer-query") : error;
  }
}

/** ANS-2 and OMS-2: whether a result is one to this query, from whom it was for, and of its time. */
export function answers(result: Statement<DiscoveryResult>, { objectId, header }: Statement<DiscoveryQuery>): boolean {
  const atMs = result.header.issuedAtMs;
  return (
    equal(result.message.query, objectId) &&
    equal(result.header.issuer, header.audience) &&
    atMs >= header.issuedAtMs - SKEW_OF_QUERY_MS &&
    atMs < header.expiresAtMs + SKEW_OF_QUERY_MS
  );
}

/** ANS-3. */
function checkShape({ filters, ranked, sampled }: DiscoveryResult, { intent, limit, sample }: DiscoveryQuery): void {
  const { constraints } = needed(intent);
  demand(filters.length === constraints.length, "answer-shape");
  for (const [at, { attribute }] of filters.entries()) demand(attribute === constraints[at]?.attribute, "answer-shape");
  demand(ranked.length <= limit && sampled.length <= sample, "answer-shape");
}

/** ANS-4. */
function checkEntries({ ranked, sampled }: DiscoveryResult, entries: readonly DiscoveryEntry[]): void {
  const named = new Map<string, DiscoveryMatch>();
  for (const match of [...ranked, ...sampled]) {
    const before = named.get(hex(match.descriptor));
    demand(!before || differInFrontAlone(before, match), "answer-entries");
    if (!before) named.set(hex(match.descriptor), match);
  }
  demand(named.size === entries.length, "answer-entries");
  for (const [at, { descriptor, refresh }] of [...named.values()].entries()) {
    const entry = entries[at];
    demand(equal(idOf(entry?.descriptor), descriptor) && equal(idOf(entry?.refresh), refresh), "answer-entries");
  }
}

const differInFrontAlone = (a: DiscoveryMatch, b: DiscoveryMatch): boolean =>
  equals(DiscoveryMatchSchema, { ...a, front: 0 }, { ...b, front: 0 });

/** The object id of a statement; empty for none. */
const idOf = (bundle: Bundle | undefined): Uint8Array =>
  bundle ? objectId(needed(bundle.subject)) : new Uint8Array();

/** ANS-5. The entries by their descriptors' object ids in hex. */
function openEntries(entries: readonly DiscoveryEntry[], networkId: string, atMs: bigint): Map<string, Listing> {
  const listings = new Map<string, Listing>();
  const issuers = new Set<string>();
  for (const entry of entries) {
    const pair = openPair(entry, networkId, "answer-entry");
    const listing = listingOf(pair);
    demand(standsAt(pair, atMs, SKEW_MS), "answer-entry");
    listings.set(hex(listing.descriptor), listing);
    issuers.add(hex(listing.issuer));
  }
  demand(issuers.size === entries.length, "answer-entry");
  return listings;
}

/** Archival verification of an entry; a failure is refused with `code`. */
export function openPair({ descriptor, refresh }: DiscoveryEntry, networkId: string, code: Code): Pair {
  return {
    descriptor: openArchived(needed(descriptor), [DESCRIPTOR], networkId, code),
    refresh: refresh && openArchived(refresh, [DESCRIPTOR_REFRESH], networkId, code),
  };
}

/** ANS-5, and OMS-5 without its allowances: whether what was opened is an entry that lives at a time. */
export function standsAt(pair: Pair, atMs: bigint, allowanceMs: bigint): boolean {
  const { descriptor, refresh } = pair;
  return (
    !listingOf(pair).addressed && (!refresh || makePair(refresh, descriptor)) && livesAt(pair, atMs, allowanceMs)
  );
}

interface Context {
  /** Object id. */
  readonly query: Uint8Array;
  readonly wish: Wish;
  readonly atMs: bigint;
  readonly listings: ReadonlyMap<string, Listing>;
}

/** A match, with the capability that it names. */
interface Placed {
  readonly match: DiscoveryMatch;
  readonly candidate: Candidate;
}

/** ANS-6. */
function place(match: DiscoveryMatch, { listings, wish, atMs }: Context): Placed {
  const listing = needed(listings.get(hex(match.descriptor)));
  const candidate = candidatesOf(listing).find(
    ({ capability }) => capability.id === match.capabilityId && capability.version === match.capabilityVersion,
  );
  demand(candidate !== undefined && matches(candidate, wish, atMs), "answer-match");
  const { relevancePpm, lexicalPpm, semanticPpm, skillPpm } = match;
  const scores = [relevancePpm, lexicalPpm, semanticPpm, skillPpm];
  demand(!wish.filterOnly || scores.every((score) => score === 0), "answer-match");
  return { match, candidate };
}

/** ANS-7. */
function checkOrder(ranked: readonly Placed[], { query, wish, atMs }: Context): void {
  const all = ranked.map(({ match, candidate }) => ({
    front: match.front,
    costs: costsOf({ ...candidate, atMs, relevancePpm: match.relevancePpm }, wish.aims),
    tie: tieDigest(query, match.descriptor),
  }));
  for (const a of all)
    for (const b of all) demand(a.front < b.front || !dominates(a.costs, b.costs), "answer-order");
  let previous: { front: number; costs: Costs; tie: Uint8Array } | undefined;
  for (const one of all) {
    const isOfOneFront = previous?.front === one.front;
    if (previous && isOfOneFront) {
      const order = compareCosts(previous.costs, one.costs) || compare(previous.tie, one.tie);
      demand(order < 0, "answer-order");
    }
    previous = one;
  }
}

/** ANS-8. */
function checkSample(sampled: readonly Placed[], { query }: Context): void {
  let previous: Drawn | undefined;
  for (const { match } of sampled) {
    const drawn = draw(query, match.descriptor, match.relevancePpm);
    demand(!previous || compareDraws(previous, drawn) < 0, "answer-sample");
    previous = drawn;
  }
}
