// SPEC.md section 10.3: proofs of equivocation.

import { compare, equal } from "./bytes.js";
import { decode } from "./encoding.js";
import { EQUIVOCATION_PROOF_AT_MOST } from "./envelope.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import { EquivocationProofSchema } from "./gen/casp/v1/descriptor_pb.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import { kindOf, SEQUENCED, type Sequenced } from "./kinds.js";
import { demand, Refusal } from "./rules.js";
import type { Verifier } from "./signed.js";
import { type Statement, verifyDecoded } from "./verify.js";

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

/** Archival verification: at the statement's own time, to whomever it speaks, with nothing remembered. */
function openMember(member: Bundle | undefined, networkId: string): Statement<Sequenced> {
  const archivist: Verifier = { networkId, audience: "any", now: "as issued" };
  try {
    if (!member?.subject) throw new Error("a proof was decoded without its members");
    // At most one of the three kinds can pass, since each asks for its own payload type.
    return verifyDecoded(member, kindOf(SEQUENCED, member.subject.payloadType), archivist);
  } catch (error) {
    throw error instanceof Refusal ? new Refusal("member-invalid") : error;
  }
}
