import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { test } from "node:test";
import { ED25519_TORSION_SUBGROUP, ed25519 } from "@noble/curves/ed25519.js";
import { concat, equal, littleEndian, sha512, utf8 } from "../src/bytes.js";
import { admit, agentOfDidKey, agentOfPeerId, checkSignature, didKeyOf, multikey, peerIdOf } from "../src/keys.js";
import { agentOf, codeOf, seedOf } from "./fixtures.js";

const { Point } = ed25519;
const L = Point.Fn.ORDER;
const torsion = ED25519_TORSION_SUBGROUP.map((hex) => Point.fromHex(hex));
const order = (point: InstanceType<typeof Point>): number =>
  [1n, 2n, 4n, 8n].findIndex((n) => (n === 1n ? point : point.multiplyUnsafe(n)).is0());
const check = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): string =>
  codeOf(() => checkSignature(admit(key), message, signature));

const scalarBytes = (scalar: bigint): Uint8Array => Buffer.from(scalar.toString(16).padStart(64, "0"), "hex").reverse();

test("keys of small order and keys with a part of small order are not admitted", () => {
  assert.deepEqual(new Set(torsion.map(order)), new Set([0, 1, 2, 3]));
  for (const small of torsion) {
    const mixed = Point.BASE.add(small);
    assert.equal(
      codeOf(() => admit(small.toBytes())),
      small.is0() ? "key-identity" : "key-torsion",
    );
    assert.equal(
      codeOf(() => admit(mixed.toBytes())),
      small.is0() ? "accepted" : "key-torsion",
    );
  }
});

test("a key that is no canonical point is not admitted", () => {
  const p = 2n ** 255n - 19n;
  const signBit = 2n ** 255n;
  // y = p + 1, y = 1 and y = p − 1 with a sign where x = 0, and a y without x.
  for (const number of [p + 1n, 1n + signBit, p - 1n + signBit, 2n]) {
    assert.equal(
      codeOf(() => admit(scalarBytes(number))),
      "key-encoding",
      number.toString(16),
    );
  }
  assert.equal(
    codeOf(() => admit(new Uint8Array(31))),
    "key-encoding",
  );
});

test("signatures are judged as OpenSSL judges them", () => {
  const der = concat(Buffer.from("302e020100300506032b657004220420", "hex"), seedOf(3));
  const secret = createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(secret);
  const key = agentOf(3).subarray(2);
  for (let length = 0; length < 40; length++) {
    const message = Buffer.alloc(length, length);
    const signature = sign(null, message, secret);
    assert.equal(check(key, message, signature), "accepted");
    const flipped = Uint8Array.from(signature);
    flipped[length] = (flipped[length] ?? 0) ^ 1;
    assert.equal(check(key, message, flipped) === "accepted", verify(null, message, publicKey, flipped));
  }
});

test("a signature that holds with the cofactor alone is refused", () => {
  const message = utf8("message");
  const seed = seedOf(4);
  const key = agentOf(4).subarray(2);
  const small = torsion.find((point) => order(point) === 3);
  assert.ok(small);
  // R with a part of order 8, and the S that goes with it.
  const secret = littleEndian(clamped(sha512(seed))) % L;
  const r = Point.BASE.multiply(5n).add(small).toBytes();
  const k = littleEndian(sha512(r, key, message)) % L;
  const signature = concat(r, scalarBytes((5n + k * secret) % L));
  assert.equal(ed25519.verify(signature, message, key, { zip215: false }), true, "the library's own equation");
  assert.equal(check(key, message, signature), "signature-mismatch");
});

test("S is below L, and R is not the identity", () => {
  const message = utf8("message");
  const key = agentOf(1).subarray(2);
  const signature = ed25519.sign(message, seedOf(1));
  const larger = concat(signature.subarray(0, 32), scalarBytes(littleEndian(signature.subarray(32)) + L));
  assert.equal(check(key, message, larger), "signature-scalar");
  assert.equal(check(key, message, signature.subarray(1)), "signature-scalar");
  assert.equal(check(key, message, concat(Point.ZERO.toBytes(), new Uint8Array(32))), "signature-identity");
});

test("texts of keys go there and back, and no other text is read", () => {
  const agent = agentOf(1);
  const did = "did:key:z6MksJZbVY7cF5KemApQmgTfuiH9eztUfwU6UeQxoZs5nkSz";
  const peerId = "12D3KooWNffieRSt6S6g4ZV8iiFAqQozKkfGHkJDkDs4MH3xmUPY";
  assert.equal(didKeyOf(agent), did);
  assert.equal(peerIdOf(agent), peerId);
  assert.ok(equal(agentOfDidKey(did), agent));
  assert.ok(equal(agentOfPeerId(peerId), agent));
  for (const text of ["", did.slice(1), `${did}#`, did.replace("S", "0"), `${did.slice(0, -1)}é`, did.toUpperCase()]) {
    assert.equal(
      codeOf(() => agentOfDidKey(text)),
      "did-key",
      text,
    );
  }
  for (const text of ["", peerId.slice(1), did, peerId.replace("K", "l"), `z${peerId.slice(1)}`, "1".repeat(52)]) {
    assert.equal(
      codeOf(() => agentOfPeerId(text)),
      "peer-id",
      text,
    );
  }
  assert.equal(
    codeOf(() => peerIdOf(multikey(new Uint8Array(33)))),
    "did-key",
  );
});

function clamped(hash: Uint8Array): Uint8Array {
  const scalar = Uint8Array.from(hash.subarray(0, 32));
  scalar[0] = (scalar[0] ?? 0) & 0xf8;
  scalar[31] = ((scalar[31] ?? 0) & 0x7f) | 0x40;
  return scalar;
}
