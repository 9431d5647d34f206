// SPEC.md sections 10.3 and 15.3: archival verification. What a statement shows at a given time, to
// whomever it speaks, with nothing remembered.

import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import type { Kind } from "./kind.js";
import { type Code, Refusal } from "./rules.js";
import type { Verifier } from "./signed.js";
import { type Statement, verifyDecoded } from "./verify.js";

/** TYPE to FRESHNESS, at a time or at the statement's own. A failure is refused with `code`. */
export function openArchived<M>(
  bundle: Bundle,
  kind: Kind<M>,
  networkId: string,
  now: Verifier["now"],
  code: Code = "record-member",
): Statement<M> {
  try {
    return verifyDecoded(bundle, kind, { networkId, audience: "any", now });
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(code) : error;
  }
}
