// Outcome records to test with.

import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { encode } from "../src/encoding.js";
import { OutcomeRecordSchema } from "../src/gen/casp/v1/dispute_pb.js";
import { bundleOf } from "./engagements.js";
import type { Made } from "./fixtures.js";

/** Statements by their fields. */
export type Members = Record<string, Made | undefined>;

export const recordOf = (members: Members): Uint8Array => {
  const bundles = Object.entries(members).flatMap(([field, made]) => (made ? [[field, bundleOf(made)]] : []));
  const init = Object.fromEntries(bundles) as MessageInitShape<typeof OutcomeRecordSchema>;
  return encode(OutcomeRecordSchema, create(OutcomeRecordSchema, init));
};
