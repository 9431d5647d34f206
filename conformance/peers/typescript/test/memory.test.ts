import assert from "node:assert/strict";
import { test } from "node:test";
import { bigEndian64 } from "../src/bytes.js";
import { Memory } from "../src/memory.js";
import { codeOf, NOW } from "./fixtures.js";

const KEPT = 604_810_000n;

test("nobody is forgotten early to make room, and who finds none is refused as what was said asks", () => {
  const memory = new Memory(1);
  for (let n = 0n; n <= 65_536n; n += 1n) memory.see(bigEndian64(n), 1n, NOW);
  const stranger = new Uint8Array(34);
  const room = (agent: Uint8Array, code: "store-full" | "book-full", now = NOW): string =>
    codeOf(() => memory.demandRoom(agent, now, code));
  assert.equal(room(bigEndian64(0n), "store-full"), "accepted");
  assert.equal(room(stranger, "store-full"), "store-full");
  assert.equal(room(stranger, "book-full", NOW + KEPT - 1n), "book-full");
  assert.equal(room(stranger, "book-full", NOW + KEPT), "accepted");
});
