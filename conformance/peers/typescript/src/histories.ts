// SPEC.md section 17.3: one event shown without the others, and two histories of one issuer.

import { openArchived } from "./archive.js";
import { compare, equal } from "./bytes.js";
import { decode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import {
  EventDisclosureSchema,
  type ForkProof,
  ForkProofSchema,
  type IncludedLeaf,
  type TraceCheckpoint,
} from "./gen/casp/v1/evidence_pb.js";
import type { TaskResult, TraceCommitment } from "./gen/casp/v1/task_pb.js";
import type { Kind } from "./kind.js";
import { demand, Refusal } from "./rules.js";
import { TASK_RESULT, TRACE_CHECKPOINT } from "./task_kinds.js";
import { needed } from "./tasks.js";
import { checkSalt, eventHash } from "./traces.js";
import { checkInclusion } from "./tree.js";

/** SIZ-1. Bytes. */
const DISCLOSURE_AT_MOST = 65_536;
const FORK_PROOF_AT_MOST = 1_376_256;

/** SIZE, ENCODING, REC-1, TRC-2 and PRF-1. */
export function checkDisclosure(bytes: Uint8Array, networkId: string): void {
  demand(bytes.length <= DISCLOSURE_AT_MOST, "input-size");
  const disclosure = decode(EventDisclosureSchema, bytes, Stage.ENCODING);
  const checkpoint = openArchived(needed(disclosure.checkpoint), [TRACE_CHECKPOINT], networkId);
  const event = needed(disclosure.event);
  const { size, root } = checkpoint.message;
  checkSalt(event);
  checkInclusion(eventHash(event), event.seq - 1n, size, root, disclosure.path);
}

/** SIZE, ENCODING, REC-1 and FRK-1 to FRK-3. */
export function checkFork(bytes: Uint8Array, networkId: string): void {
  demand(bytes.length <= FORK_PROOF_AT_MOST, "input-size");
  openFork(decode(ForkProofSchema, bytes, Stage.ENCODING), networkId);
}

/** REC-1 and FRK-1 to FRK-3, of a proof whose encoding was checked. Gives what its members have in common. */
export function openFork(proof: ForkProof, networkId: string): Pick<Member, "issuer" | "contract"> {
  const first = openMember(needed(proof.first), networkId);
  const second = openMember(needed(proof.second), networkId);

  demand(equal(first.issuer, second.issuer), "fork-unrelated");
  demand(equal(first.contract, second.contract), "fork-unrelated");
  demand(first.contract.length > 0 || isOneSession(first.tree, second.tree), "fork-unrelated");
  demand(compare(first.objectId, second.objectId) < 0, "fork-order");
  demand(contradict(first, second, proof), "fork-consistent");
  return first;
}

/** What a checkpoint or a result says of its issuer's history. */
interface Member {
  readonly issuer: Uint8Array;
  readonly objectId: Uint8Array;
  /** Object id; empty for a checkpoint without contract. */
  readonly contract: Uint8Array;
  /** Whether it is a result: nothing is to come after it. */
  readonly isResult: boolean;
  /** None for a result without trace. */
  readonly tree: Tree | undefined;
}

type Tree = Pick<TraceCommitment, "session" | "size" | "root">;

const MEMBERS: readonly Kind<TraceCheckpoint | TaskResult>[] = [TRACE_CHECKPOINT, TASK_RESULT];

/** REC-1. */
function openMember(bundle: Bundle, networkId: string): Member {
  const { message, header, objectId } = openArchived(bundle, MEMBERS, networkId);
  const { issuer } = header;
  const { contract } = message;
  return message.$typeName === "casp.v1.TaskResult"
    ? { issuer, objectId, contract, isResult: true, tree: message.trace }
    : { issuer, objectId, contract, isResult: false, tree: message };
}

/** FRK-3. With a leaf or an index, (e) has to hold; with neither, one of (a) to (d). */
function contradict(first: Member, second: Member, proof: ForkProof): boolean {
  const { index, firstLeaf, secondLeaf } = proof;
  if (index === 0n && !firstLeaf && !secondLeaf) return contradictWithoutLeaves(first, second);
  if (!first.tree || !second.tree || !firstLeaf || !secondLeaf) return false;
  return (
    first.tree.size !== second.tree.size &&
    !equal(firstLeaf.leafHash, secondLeaf.leafHash) &&
    isIncluded(firstLeaf, index, first.tree) &&
    isIncluded(secondLeaf, index, second.tree)
  );
}

/** FRK-3 (a) to (d). */
function contradictWithoutLeaves(first: Member, second: Member): boolean {
  if (first.isResult && second.isResult) return true;
  if (!first.tree || !second.tree) return false;
  if (!isOneSession(first.tree, second.tree)) return true;
  if (first.tree.size === second.tree.size) return !equal(first.tree.root, second.tree.root);
  const shorter = first.tree.size < second.tree.size ? first : second;
  return shorter.isResult;
}

const isOneSession = (a: Tree | undefined, b: Tree | undefined): boolean =>
  a !== undefined && b !== undefined && equal(a.session, b.session);

function isIncluded({ leafHash, path }: IncludedLeaf, index: bigint, { size, root }: Tree): boolean {
  try {
    checkInclusion(leafHash, index, size, root, path);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
