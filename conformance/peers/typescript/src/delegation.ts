// SPEC.md section 8.2: the signer's right to speak for the issuer.

import { equal } from "./bytes.js";
import { objectId } from "./envelope.js";
import type { Envelope } from "./gen/casp/v1/envelope_pb.js";
import type { Delegation } from "./gen/casp/v1/identity_pb.js";
import type { Kind } from "./kind.js";
import { DELEGATION, RETIRE } from "./kinds.js";
import { demand, Refusal } from "./rules.js";
import { checkEnvelope, checkFreshness, type Signed, type Verifier } from "./signed.js";

/** DEL-1 to DEL-11. Gives the higher of the epochs of the subject and of its delegation, or 0. */
export function checkDelegation(subject: Signed<unknown>, proofs: Envelope[], verifier: Verifier, now: bigint): bigint {
  const proof = findProof(subject, proofs);
  const delegation = proof && openProof(proof, verifier.networkId);
  if (delegation) checkMandate(subject, delegation);
  else demand(equal(subject.signer, subject.header.issuer), "signer-not-issuer");

  // What depends on time and memory comes last: a statement that is false as well is REJECTed.
  if (delegation) checkAlive(delegation, now);
  checkMemory(subject, delegation, verifier, now);
  return highest(subject.epoch, delegation?.epoch);
}

/** DEL-2 and DEL-3. */
function findProof(subject: Signed<unknown>, proofs: Envelope[]): Envelope | undefined {
  const named = subject.header.delegation;
  for (const proof of proofs) demand(named.length > 0 && equal(objectId(proof), named), "proof-unused");
  demand(named.length === 0 || proofs.length > 0, "proof-missing");
  demand(proofs.length <= 1, "proof-unused"); // all of them have the one object id
  return proofs[0];
}

/** DEL-4. A delegation speaks to anyone, also where its subject is the verifier's own statement. */
function openProof(proof: Envelope, networkId: string): Signed<Delegation> {
  try {
    const delegation = checkEnvelope(proof, DELEGATION, { networkId, party: "any" });
    demand(equal(delegation.signer, delegation.header.issuer), "signer-not-issuer");
    return delegation;
  } catch (error) {
    throw error instanceof Refusal ? new Refusal("proof-invalid") : error;
  }
}

/** DEL-5 to DEL-8. */
function checkMandate(subject: Signed<unknown>, delegation: Signed<Delegation>): void {
  const { message, header } = delegation;
  demand(equal(header.issuer, subject.header.issuer) && equal(message.delegate, subject.signer), "proof-foreign");
  demand(covers(message, subject.kind), "scope");

  const issued = subject.header.issuedAtMs;
  demand(issued >= header.issuedAtMs && issued <= header.expiresAtMs, "outside-delegation");
  demand(subject.endOfLife === undefined || subject.endOfLife <= header.expiresAtMs, "outside-delegation");
  demand(subject.epoch === undefined || subject.epoch === message.epoch, "epoch-mismatch");
}

function covers(delegation: Delegation, { signedBy }: Kind): boolean {
  return signedBy !== "root" && delegation.scopes.includes(signedBy.scope);
}

/** DEL-9. */
function checkAlive(delegation: Signed<Delegation>, now: bigint): void {
  try {
    checkFreshness(delegation, now);
  } catch (error) {
    throw error instanceof Refusal ? new Refusal("delegation-not-alive") : error;
  }
}

/** DEL-10 and DEL-11. */
function checkMemory(
  subject: Signed<unknown>,
  delegation: Signed<Delegation> | undefined,
  { memory }: Verifier,
  now: bigint,
): void {
  if (!memory) return;
  const { issuer } = subject.header;
  const seen = memory.highestEpoch(issuer, now);
  for (const epoch of [subject.epoch, delegation?.epoch])
    demand(epoch === undefined || epoch >= seen, "epoch-superseded");
  demand(subject.kind.payloadType === RETIRE.payloadType || !memory.hasRetired(issuer, now), "issuer-retired");
}

const highest = (a = 0n, b = 0n): bigint => (a > b ? a : b);
