import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Stage, Verdict } from "../src/gen/casp/conformance/v1/driver_pb.js";
import { RULES } from "../src/rules.js";
import { REASONS } from "../src/unresolved.js";

const SPEC = readFileSync(new URL("../../../../../SPEC.md", import.meta.url), "utf8");

/** Rows of SPEC.md that end `| code | stage | verdict |`. */
const rows = new Map(
  [...SPEC.matchAll(/^\| [A-Z]{3}-[0-9]+ \|.*\| `([a-z0-9-]+)` \| ([A-Z_]+)(?:\\\*)? \| (REJECT|IGNORE) \|$/gm)].map(
    ([, code, stage, verdict]) => [code, { stage, verdict }],
  ),
);

test("each rule has the stage and the verdict that its row in SPEC.md gives", () => {
  for (const [code, { stage, verdict }] of Object.entries(RULES)) {
    assert.deepEqual({ stage: Stage[stage], verdict: Verdict[verdict] }, rows.get(code), code);
  }
});

/** The first column of a table in a section, where it is a name alone. */
function namesIn(heading: string): string[] {
  const [, section = ""] = SPEC.split(`\n### ${heading}`);
  const [before = ""] = section.split(/\n##/);
  return [...before.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name = ""]) => name);
}

test("what stays open has the names and the order of the table in SPEC.md", () => {
  assert.deepEqual(
    REASONS.map(([reason]) => reason),
    namesIn("20.4 "),
  );
});

/** What step 3 of the recipe for stock libraries reports as ENC-1 (section 4.4). */
const REPORTED_AS_ENC_1 = [
  "malformed",
  "varint-not-minimal",
  "field-order",
  "default-present",
  "unknown-field",
  "invalid-utf8",
];

test("each rule of SPEC.md is one that this peer has", () => {
  const missing = [...rows.keys()].filter((code) => code !== undefined && !(code in RULES));
  assert.deepEqual(missing, REPORTED_AS_ENC_1);
});
