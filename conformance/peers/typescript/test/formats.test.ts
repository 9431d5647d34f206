import assert from "node:assert/strict";
import { test } from "node:test";
import { GRAMMARS } from "../src/formats.js";
import { Format } from "../src/gen/casp/options/v1/options_pb.js";
import { agentOf } from "./fixtures.js";

const name127 = `a${"b".repeat(126)}`;

const CASES: [Format, (string | Uint8Array)[], (string | Uint8Array)[]][] = [
  [Format.IDENTIFIER, ["a", "a.b_c-d:e/f", "0--0"], ["", ".a", "a.", "A", "a b", "a\n", "ä"]],
  [Format.CAPABILITY_ID, ["a.b", "io.github.x-y/z_1/2.0"], ["a", "a/b", "a..b", "a_b.c", "-a.b", "a.b/", "a.b/_"]],
  [
    Format.SEMVER,
    ["0.0.0", "1.2.3-0a.-.1+001", "1.0.0--"],
    ["1.2", "01.0.0", "1.0.0-01", "1.0.0-", "1.0.0+", "1.0.0+a+b"],
  ],
  [
    Format.MEDIA_TYPE,
    ["a/b", "application/ld+json", `${name127}/${name127}`],
    ["a", "a/", "A/b", "a/b/c", `${name127}c/a`],
  ],
  [Format.CURRENCY, ["EUR"], ["eur", "EU", "EURO"]],
  [Format.COUNTRY, ["DE"], ["de", "D", "DEU"]],
  [Format.MULTIADDR, ["/ip4/127.0.0.1", "/a/b/c"], ["/a", "a/b", "/a//b", "/a/b/", "/a/ b", "/a/\u007f"]],
  [Format.PLAIN_TEXT, ["", "a b", "\ufeffä𝒳"], ["a\nb", "\u0085", "\u061c", "\u200f", "\u202e", "\u2069"]],
  [Format.SKILL, ["a", "a_b/c"], ["a/", "_a", "a-b", "A"]],
  [Format.AGENT_ID, [agentOf(1)], [agentOf(1).subarray(1), agentOf(1).subarray(0, 33), new Uint8Array(34)]],
];

for (const [format, good, bad] of CASES) {
  test(`${Format[format]} admits what its grammar derives, and nothing else`, () => {
    const grammar = GRAMMARS.get(format);
    for (const value of good) assert.equal(grammar?.admits(value), true, String(value));
    for (const value of bad) assert.equal(grammar?.admits(value), false, String(value));
  });
}
