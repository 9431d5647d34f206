import assert from "node:assert/strict";
import { test } from "node:test";
import { hex, sha256 } from "../src/bytes.js";
import { checkConsistency, checkInclusion, EMPTY_ROOT, leafHash, rootOf, rootsAt } from "../src/tree.js";
import { codeOf } from "./fixtures.js";

const LEAVES = 40;
const hashes = Array.from({ length: LEAVES }, (_, at) => leafHash(Uint8Array.of(at)));

// RFC 9162 section 2.1, by its own recursive definitions.
const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));
const node = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(Uint8Array.of(1), left, right);

function root(of: Uint8Array[]): Uint8Array {
  if (of.length === 0) return EMPTY_ROOT;
  if (of.length === 1) return of[0] ?? EMPTY_ROOT;
  return node(root(of.slice(0, split(of.length))), root(of.slice(split(of.length))));
}

function inclusion(index: number, of: Uint8Array[]): Uint8Array[] {
  if (of.length === 1) return [];
  const k = split(of.length);
  const [left, right] = [of.slice(0, k), of.slice(k)];
  return index < k ? [...inclusion(index, left), root(right)] : [...inclusion(index - k, right), root(left)];
}

function consistency(first: number, of: Uint8Array[], whole = true): Uint8Array[] {
  if (first === of.length) return whole ? [] : [root(of)];
  const k = split(of.length);
  const [left, right] = [of.slice(0, k), of.slice(k)];
  if (first <= k) return [...consistency(first, left, whole), root(right)];
  return [...consistency(first - k, right, false), root(left)];
}

test("roots are those of the recursive definition, at every size in one pass", () => {
  const roots = rootsAt(hashes, [...Array(LEAVES + 1).keys()]);
  for (let size = 0; size <= LEAVES; size += 1) {
    assert.equal(hex(rootOf(hashes.slice(0, size))), hex(root(hashes.slice(0, size))));
    assert.equal(hex(roots.get(size) ?? new Uint8Array()), hex(root(hashes.slice(0, size))));
  }
  assert.equal(roots.get(LEAVES + 1), undefined);
});

test("a leaf is included at its place, and nowhere else", () => {
  for (let size = 1; size <= LEAVES; size += 1) {
    const tree = hashes.slice(0, size);
    for (let index = 0; index < size; index += 1) {
      const path = inclusion(index, tree);
      const leaf = hashes[index] ?? EMPTY_ROOT;
      const check = (at: bigint, steps = path): string =>
        codeOf(() => checkInclusion(leaf, at, BigInt(size), root(tree), steps));
      assert.equal(check(BigInt(index)), "accepted");
      assert.equal(check(BigInt(index) + 1n), "inclusion");
      assert.equal(check(BigInt(index), [...path, EMPTY_ROOT]), "inclusion");
      if (path.length > 0) assert.equal(check(BigInt(index), path.slice(0, -1)), "inclusion");
    }
  }
});

test("a tree is consistent with what it grew from", () => {
  for (let second = 1; second <= LEAVES; second += 1) {
    const tree = hashes.slice(0, second);
    for (let first = 1; first <= second; first += 1) {
      const path = consistency(first, tree);
      const check = (size: number, steps = path): string => {
        const head = { size: BigInt(size), root: root(hashes.slice(0, first)) };
        return codeOf(() => checkConsistency(head, { size: BigInt(second), root: root(tree) }, steps));
      };
      assert.equal(check(first), "accepted");
      assert.equal(check(first, [...path, EMPTY_ROOT]), "consistency");
      if (path.length > 0) assert.equal(check(first, path.slice(0, -1)), "consistency");
    }
  }
});

test("the empty tree, equal trees and the greater first have rules of their own", () => {
  const [one] = hashes;
  assert.ok(one);
  const check = (first: bigint, a: Uint8Array, second: bigint, b: Uint8Array, path: Uint8Array[] = []): string =>
    codeOf(() => checkConsistency({ size: first, root: a }, { size: second, root: b }, path));
  assert.equal(check(0n, EMPTY_ROOT, 0n, EMPTY_ROOT), "accepted");
  assert.equal(check(0n, EMPTY_ROOT, 1n, one), "accepted");
  assert.equal(check(0n, one, 1n, one), "consistency");
  assert.equal(check(0n, EMPTY_ROOT, 1n, one, [one]), "consistency");
  assert.equal(check(1n, one, 1n, one), "accepted");
  assert.equal(check(1n, one, 1n, EMPTY_ROOT), "consistency");
  assert.equal(check(2n, one, 1n, one), "consistency");
  assert.equal(check(1n, new Uint8Array(), 1n, new Uint8Array()), "consistency");
});

test("sizes up to the last of 64 bits are walked in as many steps as they have bits", () => {
  const size = 2n ** 64n - 1n;
  const path = Array.from({ length: 63 }, () => EMPTY_ROOT);
  let expected = hashes[0] ?? EMPTY_ROOT;
  for (const step of path) expected = node(step, expected);
  assert.equal(
    codeOf(() => checkInclusion(hashes[0] ?? EMPTY_ROOT, size - 1n, size, expected, path)),
    "accepted",
  );
  const long = Array.from({ length: 100_000 }, () => EMPTY_ROOT);
  assert.equal(
    codeOf(() => checkInclusion(EMPTY_ROOT, size - 1n, size, expected, long)),
    "inclusion",
  );
});
