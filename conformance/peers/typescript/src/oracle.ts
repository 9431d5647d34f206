// SPEC.md section 16.2: oracles, and what they say of an answer.

import { isUtf8 } from "node:buffer";
import { asBuffer, equal, utf8 } from "./bytes.js";
import { readDecimal } from "./decimal.js";
import { decode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import { type DecimalOracle, type Oracle, OracleSchema } from "./gen/casp/v1/canary_pb.js";
import { readJson, sameValue } from "./ijson.js";
import { demand } from "./rules.js";
import { contentDigest } from "./tasks.js";

/** What an answer may have for any form but `exact_digest`. Bytes. */
const ANSWER_AT_MOST = 524_288;

/** CAN-1. */
export function checkOracle(oracle: Oracle | undefined): void {
  const form = oracle?.form;
  demand(form?.case !== undefined, "oracle-form");
  if (form.case === "json") demand(readJson(utf8(form.value)) !== undefined, "oracle-form");
  if (form.case === "decimal") {
    const { expected, tolerance } = form.value;
    demand(readDecimal(expected) !== undefined, "oracle-form");
    demand(readDecimal(tolerance) !== undefined && !tolerance.startsWith("-"), "oracle-form");
  }
}

/** ENCODING and CAN-1 of an oracle that is judged by itself; then whether the answer passes. */
export function judgeAnswer(encoded: Uint8Array, answer: Uint8Array): boolean {
  const oracle = decode(OracleSchema, encoded, Stage.ENCODING);
  checkOracle(oracle);
  return passes(oracle, answer);
}

/** Whether an answer passes a valid oracle. */
export function passes({ form }: Oracle, answer: Uint8Array): boolean {
  if (form.case === "exactDigest") return equal(contentDigest(answer), form.value);
  if (answer.length > ANSWER_AT_MOST) return false;
  if (form.case === "json") return isSameJson(form.value, answer);

  const text = textOf(answer);
  if (text === undefined) return false;
  switch (form.case) {
    case "decimal":
      return isNear(form.value, text);
    case "oneOf":
      return form.value.values.some((value) => equal(utf8(value), text));
    case "contains":
      return includes(text, utf8(form.value));
    case "prefix":
      return equal(text.subarray(0, utf8(form.value).length), utf8(form.value));
    case undefined:
      throw new Error("an oracle without form was not refused");
  }
}

function isSameJson(expected: string, answer: Uint8Array): boolean {
  const [due, given] = [readJson(utf8(expected)), readJson(answer)];
  return due !== undefined && given !== undefined && sameValue(due, given);
}

function isNear({ expected, tolerance }: DecimalOracle, text: Uint8Array): boolean {
  const [due, far] = [readDecimal(expected), readDecimal(tolerance)];
  const given = readDecimal(asBuffer(text).toString("latin1"));
  if (due === undefined || far === undefined || given === undefined) return false;
  return (given > due ? given - due : due - given) <= far;
}

const WHITE: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** The answer without white space at its ends; nothing where that is not UTF-8. */
function textOf(answer: Uint8Array): Uint8Array | undefined {
  let [start, end] = [0, answer.length];
  while (start < end && WHITE.has(answer[start])) start += 1;
  while (end > start && WHITE.has(answer[end - 1])) end -= 1;
  const text = answer.subarray(start, end);
  return isUtf8(text) ? text : undefined;
}

/** Knuth, Morris and Pratt's search: linear, whatever the two are. `part` is not empty. */
function includes(text: Uint8Array, part: Uint8Array): boolean {
  const falls = fallsOf(part);
  let matched = 0;
  for (const byte of text) {
    while (matched > 0 && byte !== part[matched]) matched = falls[matched - 1] ?? 0;
    if (byte === part[matched]) matched += 1;
    if (matched === part.length) return true;
  }
  return false;
}

/** For each beginning of `part`, the length of the longest shorter one that it ends with. */
function fallsOf(part: Uint8Array): Uint32Array {
  const falls = new Uint32Array(part.length);
  let length = 0;
  for (let at = 1; at < part.length; at += 1) {
    while (length > 0 && part[at] !== part[length]) length = falls[length - 1] ?? 0;
    if (part[at] === part[length]) length += 1;
    falls[at] = length;
  }
  return falls;
}
