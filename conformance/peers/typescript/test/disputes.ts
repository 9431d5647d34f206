// Dispute bundles to test with.

import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { compare, equal } from "../src/bytes.js";
import { encode } from "../src/encoding.js";
import { EquivocationProofSchema } from "../src/gen/casp/v1/descriptor_pb.js";
import { DisputeBundleSchema } from "../src/gen/casp/v1/dispute_pb.js";
import { ForkProofSchema, type TraceEvent } from "../src/gen/casp/v1/evidence_pb.js";
import { type Judgement, judge } from "../src/judge.js";
import { bundleOf, PROVIDER, REQUESTER } from "./engagements.js";
import { agentOf, codeOf, type Made, NETWORK } from "./fixtures.js";

/** Statements by their fields, and what is none. */
export type Members = Readonly<Record<string, Made | readonly Made[] | undefined>>;
export type Rest = MessageInitShape<typeof DisputeBundleSchema> & { readonly trace?: TraceEvent[] };

export function disputeOf(members: Members, rest: Rest = {}): Uint8Array {
  const bundles = Object.entries(members).flatMap(([field, made]) => {
    if (!made) return [];
    return [[field, "bundle" in made ? bundleOf(made) : made.map(bundleOf)]];
  });
  const init = { ...Object.fromEntries(bundles), ...rest } as MessageInitShape<typeof DisputeBundleSchema>;
  return encode(DisputeBundleSchema, create(DisputeBundleSchema, init));
}

export const judgement = (members: Members, rest?: Rest): Judgement => judge(disputeOf(members, rest), NETWORK);

/** The code that a bundle is refused with, or "accepted". */
export const code = (members: Members, rest?: Rest): string => codeOf(() => judgement(members, rest));

const roleOf = (party: Uint8Array): string =>
  [REQUESTER, PROVIDER].map((n) => (equal(party, agentOf(n)) ? ["", "requester", "provider"][n] : "")).join("");

/** The findings as `party member rule`, or `party member index rule`. */
export const findings = (members: Members, rest?: Rest): string[] =>
  judgement(members, rest).findings.map(({ party, member, index, rule }) =>
    [roleOf(party), member, ...(index > 0 ? [index] : []), rule].join(" "),
  );

export const unresolved = (members: Members, rest?: Rest): readonly string[] => judgement(members, rest).unresolved;

export const ascending = (...made: readonly Made[]): Made[] =>
  made.toSorted((a, b) => compare(a.objectId, b.objectId));

export const forkOf = (...made: readonly [Made, Made]) => {
  const [first, second] = ascending(...made).map(bundleOf);
  return create(ForkProofSchema, { ...(first && { first }), ...(second && { second }) });
};

export const equivocationOf = (...made: readonly [Made, Made]) => {
  const [first, second] = ascending(...made).map(bundleOf);
  return create(EquivocationProofSchema, { ...(first && { first }), ...(second && { second }) });
};
