// SPEC.md section 11: verification, from SIZE to FRESHNESS, in the order of the stages.

import { checkDelegation } from "./delegation.js";
import { openBundle } from "./envelope.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import type { Kind } from "./kind.js";
import { checkEnvelope, checkFreshness, type Signed, type Verifier } from "./signed.js";

/** A statement that has passed all stages up to FRESHNESS. */
export interface Statement<M> extends Signed<M> {
  /** The higher of the epoch it states and that of its delegation; 0 when there is neither. */
  readonly highestEpoch: bigint;
}

/** Verifies the encoding of a bundle as a statement of one kind. */
export function verify<M>(bundle: Uint8Array, kind: Kind<M>, verifier: Verifier): Statement<M> {
  return verifyDecoded(openBundle(bundle), kind, verifier);
}

/** TYPE to FRESHNESS, of a bundle whose encoding was checked. */
export function verifyDecoded<M>(bundle: Bundle, kind: Kind<M>, verifier: Verifier): Statement<M> {
  if (!bundle.subject) throw new Error("a bundle was decoded without a subject");
  const subject = checkEnvelope(bundle.subject, kind, verifier);
  const now = verifier.now === "as issued" ? subject.header.issuedAtMs : verifier.now;
  const highestEpoch = checkDelegation(subject, bundle.proofs, verifier, now);
  checkFreshness(subject, now);
  return { ...subject, highestEpoch };
}
