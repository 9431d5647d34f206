// SPEC.md section 18.8: a proof that a registry left out what it had promised to serve, and what rebuts it.

import { answers, openPair, standsAt } from "./answers.js";
import { openArchived } from "./archive.js";
import { equal } from "./bytes.js";
import { DISCOVERY_QUERY, DISCOVERY_RESULT, REGISTRATION_RECEIPT } from "./discovery_kinds.js";
import { decode } from "./encoding.js";
import { openBundle } from "./envelope.js";
import { checkEquivocation } from "./equivocation.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import type { DescriptorRefresh } from "./gen/casp/v1/descriptor_pb.js";
import { OmissionProofSchema, type RegistrationReceipt } from "./gen/casp/v1/discovery_pb.js";
import { hasMatch, readIntent, type Wish } from "./intents.js";
import { kindOf } from "./kind.js";
import { OBSERVED, type Observed, SEQUENCED, type Sequenced } from "./kinds.js";
import { listingOf, makePair, type Pair, type Shown } from "./listings.js";
import { demand, Refusal } from "./rules.js";
import { needed } from "./tasks.js";

/** SIZ-1. Bytes. */
const OMISSION_PROOF_AT_MOST = 524_288;
/** How much later than the result a rebuttal may be. Milliseconds. */
const LATER_BY_MS = 5_000n;

/** What a registry says against a proof. */
export interface Rebuttal {
  /** An encoded bundle, or an encoded equivocation proof; empty for nothing. */
  readonly bytes: Uint8Array;
  /** Empty for an equivocation proof, and for nothing. */
  readonly payloadType: string;
}

/** SIZE, ENCODING and OMS-1 to OMS-8. */
export function checkOmission(bytes: Uint8Array, rebuttal: Rebuttal, networkId: string): void {
  demand(bytes.length <= OMISSION_PROOF_AT_MOST, "input-size");
  const proof = decode(OmissionProofSchema, bytes, Stage.ENCODING);
  const query = openArchived(needed(proof.query), [DISCOVERY_QUERY], networkId, "omission-member");
  const result = openArchived(needed(proof.result), [DISCOVERY_RESULT], networkId, "omission-member");
  const receipt = openArchived(needed(proof.receipt), [REGISTRATION_RECEIPT], networkId, "omission-member");
  const pair = openPair(needed(proof.entry), networkId, "omission-member");
  const atMs = result.header.issuedAtMs;

  demand(answers(result, query) && equal(receipt.header.issuer, query.header.audience), "omission-unrelated");
  demand(isFor(receipt.message, pair), "omission-unrelated");
  const wish = readIntent(needed(query.message.intent));
  demand(wish.filterOnly && result.message.complete, "omission-incomplete");
  demand(receipt.header.issuedAtMs <= atMs && receipt.header.expiresAtMs > atMs, "omission-unpromised");
  demand(standsAt(pair, atMs, 0n), "omission-lapsed");
  demand(hasMatch(listingOf(pair), wish, atMs), "omission-unmatched");
  const { ranked, sampled } = result.message;
  const isListed = [...ranked, ...sampled].some(({ descriptor }) => equal(descriptor, pair.descriptor.objectId));
  demand(!isListed, "omission-listed");
  demand(!isRebutted({ pair, wish, atMs, networkId }, rebuttal), "omission-rebutted");
}

function isFor({ agent, descriptor, refresh }: RegistrationReceipt, pair: Pair): boolean {
  return (
    equal(agent, pair.descriptor.header.issuer) &&
    equal(descriptor, pair.descriptor.objectId) &&
    equal(refresh, pair.refresh?.objectId ?? new Uint8Array())
  );
}

/** What is to be rebutted. */
interface Claim {
  /** The entry that was left out. */
  readonly pair: Pair;
  readonly wish: Wish;
  /** The time of the result. */
  readonly atMs: bigint;
  readonly networkId: string;
}

/** OMS-8. What is not valid changes nothing. */
function isRebutted(claim: Claim, { bytes, payloadType }: Rebuttal): boolean {
  if (bytes.length === 0) return false;
  try {
    if (payloadType === "") return hasEquivocated(claim, bytes);
    const kind = kindOf<Sequenced | Observed>([...SEQUENCED, ...OBSERVED], payloadType);
    const statement = openArchived(openBundle(bytes), [kind], claim.networkId);
    return isInTime(claim, statement) && rebuts(claim, statement);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function hasEquivocated(claim: Claim, proof: Uint8Array): boolean {
  const members = checkEquivocation(proof, claim.networkId);
  const { epoch } = claim.pair.descriptor.message;
  return members.every((member) => isInTime(claim, member) && member.message.epoch === epoch);
}

/** Whether a statement is the agent's, and not of later than can matter. */
const isInTime = ({ pair, atMs }: Claim, { header }: Shown<unknown>): boolean =>
  equal(header.issuer, pair.descriptor.header.issuer) && header.issuedAtMs <= atMs + LATER_BY_MS;

function rebuts(claim: Claim, statement: Shown<Sequenced | Observed>): boolean {
  const { message } = statement;
  switch (message.$typeName) {
    case "casp.v1.Retire":
      return true;
    case "casp.v1.Delegation":
      return message.epoch > claim.pair.descriptor.message.epoch;
    case "casp.v1.DescriptorRefresh":
      return contradicts(claim, { ...statement, message }) || replaces(claim, { ...statement, message });
    default:
      return contradicts(claim, { ...statement, message }) || isHigher(claim, { ...statement, message });
  }
}

/** Whether it has the (epoch, sequence) of a statement of the entry, and is another. */
function contradicts({ pair }: Claim, { message, objectId }: Shown<Sequenced>): boolean {
  return [pair.descriptor, pair.refresh].some(
    (held) =>
      held !== undefined &&
      held.message.epoch === message.epoch &&
      held.message.sequence === message.sequence &&
      !equal(held.objectId, objectId),
  );
}

function isHigher({ pair }: Claim, { message }: Shown<Sequenced>): boolean {
  const latest = (pair.refresh ?? pair.descriptor).message;
  return message.epoch > latest.epoch || (message.epoch === latest.epoch && message.sequence > latest.sequence);
}

/** Whether it is a later refresh of the entry, with which there was nothing to list. */
function replaces(claim: Claim, refresh: Shown<DescriptorRefresh>): boolean {
  const { descriptor } = claim.pair;
  if (!isHigher(claim, refresh) || !makePair(refresh, descriptor)) return false;
  // An entry with an audience has no candidates, so that nothing of it matches.
  const listing = listingOf({ descriptor, refresh });
  return listing.endOfLife <= claim.atMs || !hasMatch(listing, claim.wish, claim.atMs);
}
