// SPEC.md section 18: what discovery looks at in an entry.

import { equal } from "./bytes.js";
import type { Capability, CapabilityDescriptor, DescriptorRefresh, ResourceState } from "./gen/casp/v1/descriptor_pb.js";
import type { Statement } from "./verify.js";

export interface Listing {
  /** Multikey bytes. */
  readonly issuer: Uint8Array;
  /** Object id. */
  readonly descriptor: Uint8Array;
  /** Object id. */
  readonly refresh: Uint8Array | undefined;
  /** Whether a statement of the pair has an audience: then the entry has no candidates. */
  readonly addressed: boolean;
  /** Of the latest statement of the pair. Milliseconds since the Unix epoch. */
  readonly issuedAtMs: bigint;
  /** Milliseconds since the Unix epoch, without skew. */
  readonly endOfLife: bigint;
  readonly capabilities: readonly Capability[];
  readonly resourceState: ResourceState | undefined;
}

/** A capability of an entry. */
export interface Candidate {
  readonly capability: Capability;
  readonly listing: Listing;
}

export function candidatesOf(listing: Listing): Candidate[] {
  return listing.addressed ? [] : listing.capabilities.map((capability) => ({ capability, listing }));
}

/** A verified statement. */
export type Shown<M> = Omit<Statement<M>, "kind">;

/** The two statements of an entry. */
export interface Pair {
  readonly descriptor: Shown<CapabilityDescriptor>;
  readonly refresh: Shown<DescriptorRefresh> | undefined;
}

export function listingOf({ descriptor, refresh }: Pair): Listing {
  const latest = refresh ?? descriptor;
  return {
    issuer: descriptor.header.issuer,
    descriptor: descriptor.objectId,
    refresh: refresh?.objectId,
    addressed: isAddressed(descriptor) || (refresh !== undefined && isAddressed(refresh)),
    issuedAtMs: latest.header.issuedAtMs,
    endOfLife: endOfLifeOf(latest),
    capabilities: descriptor.message.capabilities,
    resourceState: descriptor.message.resourceState,
  };
}

export const isAddressed = ({ header }: Pick<Shown<unknown>, "header">): boolean => header.audience.length > 0;

/** ANS-5: what a refresh has to do with the descriptor that it is shown with. */
export function makePair(
  { message, header }: Shown<DescriptorRefresh>,
  descriptor: Shown<CapabilityDescriptor>,
): boolean {
  return (
    equal(header.issuer, descriptor.header.issuer) &&
    equal(message.descriptor, descriptor.objectId) &&
    message.epoch === descriptor.message.epoch &&
    message.sequence > descriptor.message.sequence &&
    header.expiresAtMs <= header.issuedAtMs + descriptor.message.ttlMs
  );
}

/** ANS-5 and OMS-5: neither statement is of later than `atMs`, and the end of life is later, give or take an allowance. */
export function livesAt({ descriptor, refresh }: Pair, atMs: bigint, allowanceMs: bigint): boolean {
  const latest = refresh ?? descriptor;
  return (
    descriptor.header.issuedAtMs <= atMs + allowanceMs &&
    latest.header.issuedAtMs <= atMs + allowanceMs &&
    endOfLifeOf(latest) > atMs - allowanceMs
  );
}

function endOfLifeOf({ endOfLife }: Pick<Shown<unknown>, "endOfLife">): bigint {
  if (endOfLife === undefined) throw new Error("descriptors and refreshes have an end of life");
  return endOfLife;
}
