// SPEC.md section 10.3: proofs of equivocation.

import { openArchived } from "./archive.js";
import { compare, equal } from "./bytes.js";
import { decode } from "./encoding.js";
import { EQUIVOCATION_PROOF_AT_MOST } from "./envelope.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import { EquivocationProofSchema } from "./gen/casp/v1/descriptor_pb.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import { SEQUENCED, type Sequenced } from "./kinds.js";
import { demand } from "./rules.js";
import type { Statement } from "./verify.js";

/** SIZE, ENCODING and EQV-1 to EQV-4. */
export function checkEquivocation(bytes: Uint8Array, networkId: string): void {
  demand(bytes.length <= EQUIVOCATION_PROOF_AT_MOST, "input-size");
  const proof = decode(EquivocationProofSchema, bytes, Stage.ENCODING);
  const first = openMember(proof.first, networkId);
  const second = openMember(proof.second, networkId);

  demand(equal(first.header.issuer, second.header.issuer), "members-differ-in-issuer");
  const [a, b] = [first.message, second.message];
  demand(a.epoch === b.epoch && a.sequence === b.sequence, "members-differ-in-sequence");
  demand(compare(first.objectId, second.objectId) < 0, "member-order");
}

/** EQV-1. At most one of the three kinds can pass, since each asks for its own payload type. */
function openMember(member: Bundle | undefined, networkId: string): Statement<Sequenced> {
  if (!member?.subject) throw new Error("a proof was decoded without its members");
  const { payloadType } = member.subject;
  const kind = SEQUENCED.find((candidate) => candidate.payloadType === payloadType);
  demand(kind !== undefined, "member-invalid");
  return openArchived(member, kind, networkId, "as issued", "member-invalid");
}
