// SPEC.md section 18.7: registrations, and the work that admits a newcomer.

import { timingSafeEqual } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { equal, hmacSha256, sha256, utf8 } from "./bytes.js";
import { decode, encode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import {
  type AdmissionChallenge,
  AdmissionChallengeSchema,
  type AdmissionProof,
  RegistrationSchema,
} from "./gen/casp/v1/discovery_pb.js";
import { kindOf } from "./kind.js";
import { SEQUENCED, type Sequenced } from "./kinds.js";
import { demand } from "./rules.js";
import type { Verifier } from "./signed.js";
import { needed } from "./tasks.js";
import { type Statement, verifyDecoded } from "./verify.js";

/** SIZ-1. Bytes. */
const REGISTRATION_AT_MOST = 147_456;

const CHALLENGE_TAG = utf8("casp/v1/challenge");
const ADMISSION_TAG = utf8("casp/v1/admission");

/** A registry, as its challenges know it. */
export interface Registry {
  /** Multikey bytes. */
  readonly agent: Uint8Array;
  /** Its key for challenges. */
  readonly secret: Uint8Array;
  /** Its own clock. */
  readonly nowMs: bigint;
}

/** SIZE, ENCODING, the publication's own stages up to FRESHNESS, and ADM-1 to ADM-4. Gives the publication. */
export function checkRegistration(
  bytes: Uint8Array,
  payloadType: string,
  registry: Registry,
  verifier: Verifier,
): Statement<Sequenced> {
  demand(bytes.length <= REGISTRATION_AT_MOST, "input-size");
  const { publication, admission } = decode(RegistrationSchema, bytes, Stage.ENCODING);
  const statement = verifyDecoded(needed(publication), kindOf(SEQUENCED, payloadType), verifier);
  if (admission) checkAdmission(admission, statement.header.issuer, registry);
  return statement;
}

/** ADM-1 to ADM-4. */
function checkAdmission(proof: AdmissionProof, agent: Uint8Array, registry: Registry): void {
  const challenge = needed(proof.challenge);
  demand(equal(challenge.registry, registry.agent) && equal(challenge.agent, agent), "challenge-foreign");
  demand(timingSafeEqual(challenge.mac, macOf(challenge, registry.secret)), "challenge-forged");
  const { issuedAtMs, expiresAtMs } = challenge;
  demand(issuedAtMs <= registry.nowMs && registry.nowMs < expiresAtMs, "challenge-expired");
  demand(zeroBitsAt(workOf(challenge, proof.solution)) >= challenge.difficultyBits, "work-missing");
}

/** The `mac` of a challenge; the one that it has is not looked at. 32 bytes. */
export function macOf(challenge: AdmissionChallenge, secret: Uint8Array): Uint8Array {
  const bare = create(AdmissionChallengeSchema, { ...challenge, mac: new Uint8Array() });
  return hmacSha256(secret, CHALLENGE_TAG, encode(AdmissionChallengeSchema, bare));
}

export const workOf = (challenge: AdmissionChallenge, solution: Uint8Array): Uint8Array =>
  sha256(ADMISSION_TAG, encode(AdmissionChallengeSchema, challenge), solution);

/** How many bits are zero before the first that is not, from the most significant bit of the first byte on. */
export function zeroBitsAt(digest: Uint8Array): number {
  const at = digest.findIndex((byte) => byte !== 0);
  if (at < 0) return digest.length * 8;
  return at * 8 + Math.clz32(digest[at] ?? 0) - 24;
}
