// SPEC.md chapter 20: who broke which rule, and what nobody can tell, from what one party shows.

import { openDispute } from "./dispute.js";
import { type Finding, findingsOf } from "./findings.js";
import { unresolvedOf } from "./unresolved.js";

export interface Judgement {
  readonly findings: readonly Finding[];
  /** Reasons. */
  readonly unresolved: readonly string[];
}

/** A function of the bytes and the network alone. */
export function judge(bytes: Uint8Array, networkId: string): Judgement {
  const shown = openDispute(bytes, networkId);
  const findings = findingsOf(shown, networkId);
  return { findings, unresolved: unresolvedOf(shown, findings, networkId) };
}
