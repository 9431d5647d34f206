import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { utf8 } from "../src/bytes.js";
import { encode } from "../src/encoding.js";
import { OracleSchema } from "../src/gen/casp/v1/canary_pb.js";
import { readJson, sameValue } from "../src/ijson.js";
import { judgeAnswer } from "../src/oracle.js";
import { contentDigest } from "../src/tasks.js";
import { codeOf } from "./fixtures.js";

type Form = NonNullable<MessageInitShape<typeof OracleSchema>["form"]>;
const bytes = (answer: string | Uint8Array): Uint8Array => (typeof answer === "string" ? utf8(answer) : answer);
const judge = (form: Form, answer: string | Uint8Array): boolean =>
  judgeAnswer(encode(OracleSchema, create(OracleSchema, { form })), bytes(answer));
const isJson = (text: string | Uint8Array): boolean => readJson(bytes(text)) !== undefined;

test("what is I-JSON is read", () => {
  const good = [' {"a":[1,-0.5e+3,true,null,"é\\u00e9\\ud83d\\ude00"]}\n', '""', "0", "-0", '"\ufeff"', '"\u007f"'];
  good.push("1e000000000000000000999999999", '"\\/"', "[".repeat(64) + "]".repeat(64), "1e-0", '{"__proto__":1,"":2}');
  for (const text of good) assert.ok(isJson(text), text);
});

test("what is not I-JSON is not read", () => {
  const bad = ["", " ", "01", "+1", "1.", ".5", "1e", "- 1", "nul", "truex", "[1,]", "[1 2]", '{"a"}', "{a:1}", "'a'"];
  bad.push('{"a":1,"\\u0061":2}', '"\\ud83d"', '"\\ude00\\ud83d"', '"\\ufdd0"', '"\ufdd0"', '"\\ud83f\\udffe"');
  bad.push('"\u{1ffff}"', '"\t"', '"\\x"', '"\\u12g4"', '"', '"\\', "1e1000000000", "[".repeat(65) + "]".repeat(65));
  bad.push("\ufeff1", "1\u00a0", "\f1", '{"a":1,}', "[", "{", '{"a":', "[]]", "NaN", '"\\u+123"');
  for (const text of bad) assert.ok(!isJson(text), JSON.stringify(text));
  assert.ok(!isJson(Uint8Array.of(0x22, 0xff, 0x22)));
  assert.ok(!isJson(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)));
});

test("values are the same by what they say, not by how they are written", () => {
  const alike = [
    ["1", "1.0", "10e-1", "1E0", "0.1e1", "100e-2"],
    ["0", "-0", "0e5", "-0.000e-999999999"],
    ['{"a":1,"b":[2]}', ' { "b" : [ 20e-1 ] , "\\u0061" : 1 } '],
    ['"é"', '"\\u00e9"'],
    ["123456789012345678901234567890", "12345678901234567890123456789e1"],
  ];
  const values = alike.map((group) => group.map((text) => readJson(utf8(text)) ?? assert.fail(text)));
  for (const [at, group] of values.entries()) {
    for (const [other, against] of values.entries()) {
      for (const a of group) for (const b of against) assert.equal(sameValue(a, b), at === other);
    }
  }
  for (const [a, b] of [
    ["0.1", "0.10000000000000001"],
    ["1", "-1"],
    ["1", '"1"'],
    ["[1,2]", "[2,1]"],
    ["[]", "{}"],
    ['{"a":null}', '{"b":null}'],
    ['"é"', '"e\u0301"'],
    ["1e999999999", "1e999999998"],
    ["null", "false"],
    ['"1e0"', "1"],
  ] as const) {
    const [left, right] = [readJson(utf8(a)), readJson(utf8(b))];
    assert.ok(left !== undefined && right !== undefined);
    assert.ok(!sameValue(left, right) && !sameValue(right, left), `${a} ${b}`);
  }
});

test("half a megabyte of any shape is read in good time", () => {
  const size = 524_288;
  const shapes = ["[".repeat(size), '"'.padEnd(size, "\\n"), "9".repeat(size), `[${"0,".repeat(size / 2 - 2)}0]`];
  shapes.push(`{${Array.from({ length: 40_000 }, (_, at) => `"${at}":0`).join(",")}}`, `"${"\\u0041".repeat(80_000)}"`);
  const start = process.hrtime.bigint();
  for (const shape of shapes) isJson(shape);
  assert.ok(process.hrtime.bigint() - start < 2_000_000_000n);
  assert.ok(!isJson(`"${"a".repeat(size - 1)}"`), "one byte too many");
  assert.ok(isJson(`"${"a".repeat(size - 2)}"`));
});

test("decimals are compared exactly, within the tolerance", () => {
  const near = (expected: string, tolerance: string, answer: string): boolean =>
    judge({ case: "decimal", value: { expected, tolerance } }, answer);
  assert.ok(near("1.5", "0", " \t\n\r1.50\n"));
  assert.ok(near("0", "0", "-0"));
  assert.ok(near("999999999999999999.999999999999999999", "0", "999999999999999999.999999999999999999"));
  assert.ok(near("-1", "2.000000000000000001", "1.000000000000000001"));
  assert.ok(!near("-1", "2", "1.000000000000000001"));
  for (const answer of ["+1", "01", "1.", ".1", "1e0", "1,0", "", "1 1", "1\u00a0", `1.${"0".repeat(19)}`]) {
    assert.ok(!near("1", "1", answer), answer);
  }
});

test("texts are compared byte by byte, without white space at their ends", () => {
  const oneOf: Form = { case: "oneOf", value: { values: ["Ja", "ja"] } };
  assert.ok(judge(oneOf, "\n ja\t"));
  for (const answer of ["JA", "ja.", "", "j a", "\u00a0ja", "\fja"]) assert.ok(!judge(oneOf, answer));
  assert.ok(judge({ case: "prefix", value: "ab" }, "  abc"));
  assert.ok(!judge({ case: "prefix", value: "ab" }, "a"));
  assert.ok(judge({ case: "contains", value: "aab" }, "aaab"));
  assert.ok(judge({ case: "contains", value: "abcabd" }, "abcabcabd"));
  assert.ok(!judge({ case: "contains", value: " a" }, " a"), "the text has no white space at its ends");
  assert.ok(!judge({ case: "contains", value: "a" }, Uint8Array.of(0x61, 0xff)), "an answer that is no text");
});

test("a search takes no longer for being hostile", () => {
  const start = process.hrtime.bigint();
  assert.ok(!judge({ case: "contains", value: `b${"a".repeat(4_095)}` }, "a".repeat(524_288)));
  assert.ok(!judge({ case: "contains", value: `${"a".repeat(4_095)}b` }, "a".repeat(524_288)));
  assert.ok(process.hrtime.bigint() - start < 1_000_000_000n);
});

test("an answer past half a megabyte fails all but its digest", () => {
  const answer = Buffer.alloc(524_289, "a");
  assert.ok(judge({ case: "exactDigest", value: contentDigest(answer) }, answer));
  assert.ok(!judge({ case: "prefix", value: "a" }, answer));
  assert.ok(judge({ case: "prefix", value: "a" }, answer.subarray(1)));
});

test("an oracle without form, or with one that is not valid, is refused", () => {
  const code = (form: Form): string => codeOf(() => judge(form, "1"));
  assert.equal(
    codeOf(() => judgeAnswer(new Uint8Array(), new Uint8Array())),
    "oracle-form",
  );
  assert.equal(code({ case: "json", value: "{" }), "oracle-form");
  assert.equal(code({ case: "decimal", value: { expected: "1", tolerance: "-0" } }), "oracle-form");
  assert.equal(code({ case: "decimal", value: { expected: "1e3", tolerance: "0" } }), "oracle-form");
  assert.equal(code({ case: "decimal", value: { expected: "-1", tolerance: "0.1" } }), "accepted");
});
