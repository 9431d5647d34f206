// SPEC.md section 5: keys as text, admission, signatures.

import { ed25519 } from "@noble/curves/ed25519.js";
import { base58 } from "@scure/base";
import { concat, equal, hex, littleEndian, sha512 } from "./bytes.js";
import { type Code, demand, Refusal } from "./rules.js";

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;

const L = Point.Fn.ORDER;
const IDENTITY = Point.ZERO.toBytes();

const MULTIKEY_PREFIX = Uint8Array.of(0xed, 0x01);
const MULTIKEY_LENGTH = 34;
const PEER_ID_PREFIX = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20);
const DID_KEY_PREFIX = "did:key:z";
// Base58 is decoded in quadratic time, so the length is looked at first.
const DID_KEY_LENGTH = 56;
const PEER_ID_LENGTH = 52;

export const multikey = (publicKey: Uint8Array): Uint8Array => concat(MULTIKEY_PREFIX, publicKey);

/** KEY-1, from multikey bytes. */
export function didKeyOf(agent: Uint8Array): string {
  return DID_KEY_PREFIX + base58.encode(concat(MULTIKEY_PREFIX, keyInside(agent)));
}

/** KEY-1, from text to multikey bytes. */
export function agentOfDidKey(did: string): Uint8Array {
  demand(did.length === DID_KEY_LENGTH && did.startsWith(DID_KEY_PREFIX), "did-key");
  const agent = fromBase58(did.slice(DID_KEY_PREFIX.length), "did-key");
  demand(didKeyOf(agent) === did, "did-key");
  return agent;
}

/** A libp2p PeerId. Multikey bytes that are none fail KEY-1. */
export function peerIdOf(agent: Uint8Array): string {
  return base58.encode(concat(PEER_ID_PREFIX, keyInside(agent)));
}

/** KEY-5, from text to multikey bytes. */
export function agentOfPeerId(peerId: string): Uint8Array {
  demand(peerId.length === PEER_ID_LENGTH, "peer-id");
  const bytes = fromBase58(peerId, "peer-id");
  const prefix = bytes.subarray(0, PEER_ID_PREFIX.length);
  const key = bytes.subarray(PEER_ID_PREFIX.length);
  demand(equal(prefix, PEER_ID_PREFIX) && key.length === 32, "peer-id");
  const agent = multikey(key);
  demand(peerIdOf(agent) === peerId, "peer-id");
  return agent;
}

/** The 32 bytes of a key inside its multikey bytes. */
export function keyInside(agent: Uint8Array): Uint8Array {
  demand(agent.length === MULTIKEY_LENGTH && equal(agent.subarray(0, 2), MULTIKEY_PREFIX), "did-key");
  return agent.subarray(2);
}

function fromBase58(text: string, code: Code): Uint8Array {
  try {
    return base58.decode(text);
  } catch {
    throw new Refusal(code);
  }
}

/** An admitted public key. */
export interface AdmittedKey {
  readonly bytes: Uint8Array;
  readonly point: Point;
}

// A pure function's answers; no case can tell whether another came before it.
const admitted = new Map<string, AdmittedKey>();
const ADMITTED_AT_MOST = 4096;

/** Admission of a public key: KEY-2 to KEY-4. */
export function admit(publicKey: Uint8Array): AdmittedKey {
  demand(publicKey.length === 32, "key-encoding");
  const name = hex(publicKey);
  const before = admitted.get(name);
  if (before) return before;

  const point = decodePoint(publicKey);
  demand(!point.is0(), "key-identity");
  // Multiplies by L and compares both coordinates with the identity's.
  demand(point.isTorsionFree(), "key-torsion");

  const key = { bytes: Uint8Array.from(publicKey), point };
  if (admitted.size >= ADMITTED_AT_MOST) admitted.clear();
  admitted.set(name, key);
  return key;
}

function decodePoint(publicKey: Uint8Array): Point {
  let point: Point;
  try {
    point = Point.fromBytes(publicKey);
  } catch {
    throw new Refusal("key-encoding");
  }
  demand(equal(point.toBytes(), publicKey), "key-encoding");
  return point;
}

/**
 * SIG-1 to SIG-3. The equation is written out because the library's own `verify` decides by the
 * cofactored one, whatever its options, and so accepts more.
 */
export function checkSignature(key: AdmittedKey, message: Uint8Array, signature: Uint8Array): void {
  demand(signature.length === 64, "signature-scalar");
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  demand(s < L, "signature-scalar");
  demand(!equal(r, IDENTITY), "signature-identity");

  const k = littleEndian(sha512(r, key.bytes, message)) % L;
  // Everything here is public, so it need not run in constant time.
  const expected = Point.BASE.multiplyUnsafe(s).subtract(key.point.multiplyUnsafe(k));
  demand(equal(expected.toBytes(), r), "signature-mismatch");
}

/** An Ed25519 key pair's signature and multikey bytes, from the 32 bytes of its seed. */
export function signWith(seed: Uint8Array, message: Uint8Array): { agent: Uint8Array; signature: Uint8Array } {
  return { agent: multikey(ed25519.getPublicKey(seed)), signature: ed25519.sign(message, seed) };
}
