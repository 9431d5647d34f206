// The withdrawal of SPEC.md, Annex B.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { hex } from "../src/bytes.js";
import { dsseJson, ENVELOPE_AT_MOST, objectId, openEnvelope, pae, sealEnvelope } from "../src/envelope.js";
import { DESCRIPTOR_WITHDRAWAL } from "../src/kinds.js";
import { codeOf, seedOf } from "./fixtures.js";

const PAYLOAD = Buffer.from(
  "0a410a0d6e65742d656d6265722e3433381222ed01beed8bf093fd8e9ccefcaf726054ddf63efcbd9c5ea6d57c05b7749f0c0ef577" +
    "30d6c4bfe5a03438d6a19be7a03410882d18bac4852a",
  "hex",
);
const OBJECT_ID = "7f7e99b5a7e68943b6310256727db4e0b9216d0a567a9cb09585616a0c7082ee";
const JSON_FORM =
  '{"payload":"CkEKDW5ldC1lbWJlci40MzgSIu0Bvu2L8JP9jpzO/K9yYFTd9j78vZxeptV8Bbd0nwwO9Xcw1sS/5aA0ONahm+egNBCILRi6xIUq",' +
  '"payloadType":"application/vnd.casp.descriptor-withdrawal.v1+protobuf","signatures":[{"keyid":' +
  '"did:key:z6MksJZbVY7cF5KemApQmgTfuiH9eztUfwU6UeQxoZs5nkSz","sig":' +
  '"4YWIjA3rMrHKtgqLAlXFZEpDU2yOiw1mHHltuWOeANmNKPWxmvjK84KXKj9/8EDM8yFfs6oDrARgdA4Vj3d3Cw=="}]}';

test("the worked example is signed, named and rendered as SPEC.md shows it", () => {
  const sealed = sealEnvelope(seedOf(1), DESCRIPTOR_WITHDRAWAL.payloadType, PAYLOAD);
  const envelope = openEnvelope(sealed);
  assert.equal(hex(objectId(envelope)), OBJECT_ID);
  assert.equal(dsseJson(envelope), JSON_FORM);
});

test("the length of a payload type is counted in bytes", () => {
  assert.equal(Buffer.from(pae("é", Uint8Array.of(0x61))).toString(), "DSSEv1 2 é 1 a");
});

test("an envelope past its greatest size is refused before it is read", () => {
  assert.equal(
    codeOf(() => openEnvelope(new Uint8Array(ENVELOPE_AT_MOST))),
    "not-canonical",
  );
  assert.equal(
    codeOf(() => openEnvelope(new Uint8Array(ENVELOPE_AT_MOST + 1))),
    "input-size",
  );
});
