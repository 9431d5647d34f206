import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { create, type DescMessage, toBinary } from "@bufbuild/protobuf";
import { decode } from "../src/encoding.js";
import { Stage } from "../src/gen/casp/conformance/v1/driver_pb.js";
import { type Extension, ExtensionSchema } from "../src/gen/casp/v1/common_pb.js";
import { Callers, DataPolicySchema, ResourceStateSchema, SchemaSchema } from "../src/gen/casp/v1/descriptor_pb.js";
import { BundleSchema } from "../src/gen/casp/v1/envelope_pb.js";
import { EvidencePackageSchema } from "../src/gen/casp/v1/evidence_pb.js";
import { codeOf } from "./fixtures.js";

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(" ", ""), "hex");
const hexByte = (number: number): string => number.toString(16).padStart(2, "0");
const extension = (hex: string): string => codeOf(() => decode(ExtensionSchema, bytes(hex), Stage.ENCODING));

test("the one encoding of a message is accepted", () => {
  const message: Extension = decode(ExtensionSchema, bytes("0a0161 1001 1a01ff"), Stage.ENCODING);
  assert.deepEqual([message.id, message.critical, message.value], ["a", true, bytes("ff")]);
});

test("whatever else decodes to the same message is refused", () => {
  const others = {
    "fields out of order": "1001 0a0161",
    "a singular field twice": "0a0161 0a0161",
    "a default on the wire": "0a0161 1000",
    "a boolean other than 0 and 1": "0a0161 1002",
    "a long tag": "8a0001 61",
    "a long length": "0a8100 61",
    "an unknown field": "0a0161 2001",
    "an unknown wire type": "0a0161 150000 0000",
    "a group": "0a0161 2b2c",
    "bytes that end too early": "0a0261",
    "text that is no UTF-8": "0a01ff",
  };
  for (const [what, hex] of Object.entries(others)) assert.equal(extension(hex), "not-canonical", what);
});

test("a byte order mark is text as any other", () => {
  const text = "\ufeff{}";
  const schema = create(SchemaSchema, { mediaType: "a/b", form: { case: "inline", value: text } });
  assert.equal(decode(SchemaSchema, toBinary(SchemaSchema, schema), Stage.ENCODING).form.value, text);
});

test("an enum that is present and zero is refused, and so is one without a name", () => {
  for (const hex of ["0800", "0805"]) {
    assert.equal(
      codeOf(() => decode(ResourceStateSchema, bytes(hex), Stage.ENCODING)),
      "value-domain",
    );
  }
});

test("a number with explicit presence may be zero", () => {
  const policy = create(DataPolicySchema, { retentionMs: 0n, callers: Callers.ANYONE });
  assert.equal(decode(DataPolicySchema, toBinary(DataPolicySchema, policy), Stage.ENCODING).retentionMs, 0n);
});

test("a member of a oneof that is set and empty is too short, not absent", () => {
  const schema = create(SchemaSchema, { mediaType: "a/b", form: { case: "inline", value: "" } });
  assert.equal(
    codeOf(() => decode(SchemaSchema, toBinary(SchemaSchema, schema), Stage.ENCODING)),
    "too-short",
  );
});

test("empty messages by the million are refused before one is made", () => {
  const floods: [DescMessage, string, string][] = [
    [BundleSchema, "1200", "item-count"],
    [EvidencePackageSchema, "4200", "item-count"],
    [EvidencePackageSchema, "0a00", "not-canonical"],
  ];
  for (const [schema, item, code] of floods) {
    const before = process.memoryUsage().heapUsed;
    const flood = Buffer.alloc(8_000_000, bytes(item));
    assert.equal(
      codeOf(() => decode(schema, flood, Stage.ENCODING)),
      code,
    );
    assert.ok(process.memoryUsage().heapUsed - before < 100_000_000);
  }
});

test("items are counted in messages within messages, and each message counts its own", () => {
  const proof = "1200";
  const bundle = (proofs: number): string => `${hexByte(2 * proofs)}${proof.repeat(proofs)}`;
  assert.equal(
    codeOf(() => decode(EvidencePackageSchema, bytes(`3a${bundle(5)}`), Stage.ENCODING)),
    "item-count",
  );
  assert.equal(
    codeOf(() => decode(EvidencePackageSchema, bytes(`3a${bundle(4)}`.repeat(3)), Stage.ENCODING)),
    "field-missing",
  );
});
