// What one envelope shows of itself: the stages TYPE to SEMANTIC of SPEC.md section 11, and
// FRESHNESS. A subject passes them, and so does the delegation that it stands on.

import { objectId, pae } from "./envelope.js";
import type { Envelope } from "./gen/casp/v1/envelope_pb.js";
import { type Circle, checkHeader } from "./headers.js";
import { admit, agentOfDidKey, checkSignature, keyInside } from "./keys.js";
import type { Kind, Reading } from "./kind.js";
import type { Memory } from "./memory.js";
import { demand } from "./rules.js";

/** Who verifies, and when. */
export interface Verifier extends Circle {
  /** Milliseconds since the Unix epoch; "as issued" in archival verification. */
  readonly now: bigint | "as issued";
  /** What DEL-10 and DEL-11 look at; absent in archival verification. */
  readonly memory?: Memory;
}

/** An envelope that has passed TYPE to SEMANTIC. */
export interface Signed<M> extends Reading<M> {
  readonly kind: Kind<M>;
  /** 32 bytes. */
  readonly objectId: Uint8Array;
  /** Multikey bytes. */
  readonly signer: Uint8Array;
}

/** TYPE to SEMANTIC. */
export function checkEnvelope<M>(envelope: Envelope, kind: Kind<M>, circle: Circle): Signed<M> {
  const { payload, payloadType } = envelope;
  const [signature] = envelope.signatures;
  if (!signature) throw new Error("an envelope was decoded without a signature");

  demand(payloadType === kind.payloadType, "payload-type");
  demand(payload.length <= kind.payloadAtMost, "payload-size");

  const signer = agentOfDidKey(signature.keyid);
  const key = admit(keyInside(signer));
  checkSignature(key, pae(payloadType, payload), signature.sig);

  const reading = kind.read(payload);
  checkHeader(reading.header, kind.headerRow, circle);
  kind.check(reading, signer);
  return { ...reading, kind, signer, objectId: objectId(envelope) };
}

/** FRS-1 and FRS-2. */
export function checkFreshness(signed: Signed<unknown>, now: bigint): void {
  const { skewMs } = signed.kind;
  demand(signed.header.issuedAtMs <= now + skewMs, "not-yet-valid");
  demand(signed.endOfLife === undefined || now < signed.endOfLife + skewMs, "expired");
}
