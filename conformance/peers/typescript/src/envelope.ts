// SPEC.md section 6: what is signed, object ids, DSSE's JSON form, sizes.

import { create } from "@bufbuild/protobuf";
import { base64, concat, sha256, utf8 } from "./bytes.js";
import { decode, encode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import { type Bundle, BundleSchema, type Envelope, EnvelopeSchema } from "./gen/casp/v1/envelope_pb.js";
import { didKeyOf, signWith } from "./keys.js";
import { demand } from "./rules.js";

/** Greatest sizes of an input (SIZ-1). Bytes. */
export const BUNDLE_AT_MOST = 1_114_112;
export const ENVELOPE_AT_MOST = 1_048_576;
export const EQUIVOCATION_PROOF_AT_MOST = 524_288;

const OBJECT_ID_TAG = utf8("casp/v1/object-id");

/** DSSE's pre-authentication encoding. */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8(payloadType);
  return concat(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload);
}

export function objectId(envelope: Envelope): Uint8Array {
  return sha256(OBJECT_ID_TAG, pae(envelope.payloadType, envelope.payload));
}

/** SIZE and ENCODING of a bundle. */
export function openBundle(bytes: Uint8Array): Bundle {
  demand(bytes.length <= BUNDLE_AT_MOST, "input-size");
  return decode(BundleSchema, bytes, Stage.ENCODING);
}

/** SIZE and ENCODING of an envelope outside a bundle. */
export function openEnvelope(bytes: Uint8Array): Envelope {
  demand(bytes.length <= ENVELOPE_AT_MOST, "input-size");
  return decode(EnvelopeSchema, bytes, Stage.ENCODING);
}

/** DSSE's JSON form. `JSON.stringify` serialises strings as RFC 8785 demands: that RFC took its rules. */
export function dsseJson(envelope: Envelope): string {
  return JSON.stringify({
    payload: base64(envelope.payload),
    payloadType: envelope.payloadType,
    signatures: envelope.signatures.map(({ keyid, sig }) => ({ keyid, sig: base64(sig) })),
  });
}

/** Signs a payload as it is, and gives the envelope's canonical encoding. `seed` has 32 bytes. */
export function sealEnvelope(seed: Uint8Array, payloadType: string, payload: Uint8Array): Uint8Array {
  const { agent, signature } = signWith(seed, pae(payloadType, payload));
  const signatures = [{ sig: signature, keyid: didKeyOf(agent) }];
  return encode(EnvelopeSchema, create(EnvelopeSchema, { payload, payloadType, signatures }));
}
