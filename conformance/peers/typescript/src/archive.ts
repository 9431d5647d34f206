// SPEC.md section 10.3: archival verification. What a statement shows at the time that it gives
// itself, to whomever it speaks, with nothing remembered.

import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import { type Kind, kindOf } from "./kind.js";
import { type Code, Refusal } from "./rules.js";
import { needed } from "./tasks.js";
import { type Statement, verifyDecoded } from "./verify.js";

/**
 * TYPE to FRESHNESS, as one of the kinds: at most one can pass, since each asks for its own payload type. A
 * failure is refused with `code`.
 */
export function openArchived<M>(
  bundle: Bundle,
  kinds: readonly Kind<M>[],
  networkId: string,
  code: Code = "record-member",
): Statement<M> {
  try {
    const kind = kindOf(kinds, needed(bundle.subject).payloadType);
    return verifyDecoded(bundle, kind, { networkId, party: "any", now: "as issued" });
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(code) : error;
  }
}
