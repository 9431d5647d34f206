// SPEC.md section 10.3: proofs of equivocation.

import { openArchived } from "./archive.js";
import { compare, equal } from "./bytes.js";
import { decode } from "./encoding.js";
import { EQUIVOCATION_PROOF_AT_MOST } from "./envelope.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import { type EquivocationProof, EquivocationProofSchema } from "./gen/casp/v1/descriptor_pb.js";
import { SEQUENCED, type Sequenced } from "./kinds.js";
import { demand } from "./rules.js";
import { needed } from "./tasks.js";
import type { Statement } from "./verify.js";

/** SIZE, ENCODING and EQV-1 to EQV-4. Gives the members. */
export function checkEquivocation(bytes: Uint8Array, networkId: string): Statement<Sequenced>[] {
  demand(bytes.length <= EQUIVOCATION_PROOF_AT_MOST, "input-size");
  return openEquivocation(decode(EquivocationProofSchema, bytes, Stage.ENCODING), networkId);
}

/** EQV-1 to EQV-4, of a proof whose encoding was checked. Gives the members. */
export function openEquivocation(proof: EquivocationProof, networkId: string): Statement<Sequenced>[] {
  const first = openArchived(needed(proof.first), SEQUENCED, networkId, "member-invalid");
  const second = openArchived(needed(proof.second), SEQUENCED, networkId, "member-invalid");

  demand(equal(first.header.issuer, second.header.issuer), "members-differ-in-issuer");
  const [a, b] = [first.message, second.message];
  demand(a.epoch === b.epoch && a.sequence === b.sequence, "members-differ-in-sequence");
  demand(compare(first.objectId, second.objectId) < 0, "member-order");
  return [first, second];
}
