// SPEC.md section 17.4: whose key an attestation vouches for, and what it binds.

import { equal, hex, sha256, utf8 } from "./bytes.js";
import type { Said } from "./contract.js";
import { type AttestationEvidence, SignerClass } from "./gen/casp/v1/evidence_pb.js";
import type { Acceptance, TaskResult } from "./gen/casp/v1/task_pb.js";
import type { Glance } from "./receipts.js";
import { demand } from "./rules.js";
import type { Signed } from "./signed.js";

const ATTESTATION_TAG = utf8("casp/v1/attestation");
const NO_TRACE = new Uint8Array(32);

/** ATT-1 and ATT-2. The report itself is for verifiers of its kind. */
export function checkAttestation(
  { key, binding }: AttestationEvidence,
  acceptance: Said<Acceptance>,
  result: Signed<TaskResult>,
  receipts: readonly Glance[],
): void {
  const name = hex(key);
  const signsReceipt = receipts.some(
    ({ signer, signerClass }) => signer === name && signerClass === SignerClass.ATTESTED,
  );
  demand(equal(key, result.signer) || signsReceipt, "attestation-key");
  const root = result.message.trace?.root ?? NO_TRACE;
  demand(equal(binding, sha256(ATTESTATION_TAG, key, acceptance.objectId, root)), "attestation-binding");
}
