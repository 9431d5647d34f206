// SPEC.md section 17.3: one event shown without the others, and two histories of one trace.

import { openArchived } from "./archive.js";
import { compare, equal } from "./bytes.js";
import { decode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import {
  EventDisclosureSchema,
  type ForkProof,
  ForkProofSchema,
  type IncludedLeaf,
  type TraceCheckpoint,
} from "./gen/casp/v1/evidence_pb.js";
import { demand, Refusal } from "./rules.js";
import { TRACE_CHECKPOINT } from "./task_kinds.js";
import { needed } from "./tasks.js";
import { checkSalt, eventHash } from "./traces.js";
import { checkInclusion } from "./tree.js";

/** SIZ-1. Bytes. */
const DISCLOSURE_AT_MOST = 65_536;
const FORK_PROOF_AT_MOST = 131_072;

/** SIZE, ENCODING, REC-1, TRC-2 and PRF-1. */
export function checkDisclosure(bytes: Uint8Array, networkId: string): void {
  demand(bytes.length <= DISCLOSURE_AT_MOST, "input-size");
  const disclosure = decode(EventDisclosureSchema, bytes, Stage.ENCODING);
  const checkpoint = openArchived(needed(disclosure.checkpoint), TRACE_CHECKPOINT, networkId, "as issued");
  const event = needed(disclosure.event);
  const { size, root } = checkpoint.message;
  checkSalt(event);
  checkInclusion(eventHash(event), event.seq - 1n, size, root, disclosure.path);
}

/** SIZE, ENCODING, REC-1 and FRK-1 to FRK-3. */
export function checkFork(bytes: Uint8Array, networkId: string): void {
  demand(bytes.length <= FORK_PROOF_AT_MOST, "input-size");
  const proof = decode(ForkProofSchema, bytes, Stage.ENCODING);
  const first = openArchived(needed(proof.first), TRACE_CHECKPOINT, networkId, "as issued");
  const second = openArchived(needed(proof.second), TRACE_CHECKPOINT, networkId, "as issued");

  const [a, b] = [first.message, second.message];
  demand(equal(first.header.issuer, second.header.issuer), "fork-unrelated");
  demand(equal(a.contract, b.contract) && equal(a.session, b.session), "fork-unrelated");
  demand(compare(first.objectId, second.objectId) < 0, "fork-order");
  checkContradiction(a, b, proof);
}

/** FRK-3. */
function checkContradiction(a: TraceCheckpoint, b: TraceCheckpoint, proof: ForkProof): void {
  const { firstLeaf, secondLeaf, index } = proof;
  if (a.size === b.size) {
    demand(!equal(a.root, b.root), "fork-consistent");
    demand(!firstLeaf && !secondLeaf && index === 0n, "fork-consistent");
    return;
  }
  demand(firstLeaf !== undefined && secondLeaf !== undefined, "fork-consistent");
  demand(!equal(firstLeaf.leafHash, secondLeaf.leafHash), "fork-consistent");
  demand(isIncluded(firstLeaf, index, a) && isIncluded(secondLeaf, index, b), "fork-consistent");
}

function isIncluded({ leafHash, path }: IncludedLeaf, index: bigint, { size, root }: TraceCheckpoint): boolean {
  try {
    checkInclusion(leafHash, index, size, root, path);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
