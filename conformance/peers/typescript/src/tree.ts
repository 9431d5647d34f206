// SPEC.md sections 17.2 and 17.3: the tree of RFC 9162 section 2.1, and its proofs.

import { equal, sha256 } from "./bytes.js";
import { demand } from "./rules.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const HASH_LENGTH = 32;

export const EMPTY_ROOT = sha256();

export const leafHash = (leaf: Uint8Array): Uint8Array => sha256(LEAF, leaf);

const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(NODE, left, right);

export function rootOf(leafHashes: readonly Uint8Array[]): Uint8Array {
  return rootsAt(leafHashes, [leafHashes.length]).get(leafHashes.length) ?? EMPTY_ROOT;
}

/** The roots over the first so many leaves, for each of `sizes`, in one pass. A size beyond the leaves has none. */
export function rootsAt(leafHashes: readonly Uint8Array[], sizes: readonly number[]): Map<number, Uint8Array> {
  const roots = new Map<number, Uint8Array>(sizes.includes(0) ? [[0, EMPTY_ROOT]] : []);
  const due = new Set(sizes);
  // The roots of the complete trees that the leaves so far fall into, the largest first.
  const complete: Uint8Array[] = [];
  for (const [at, hash] of leafHashes.entries()) {
    let last = hash;
    for (let count = at; count % 2 === 1; count = (count - 1) / 2) last = nodeHash(complete.pop() ?? last, last);
    complete.push(last);
    if (due.has(at + 1))
      roots.set(
        at + 1,
        complete.reduceRight((right, left) => nodeHash(left, right)),
      );
  }
  return roots;
}

/** PRF-1 (RFC 9162 section 2.1.3.2). `index` and `size` are below 2^64. */
export function checkInclusion(
  leaf: Uint8Array,
  index: bigint,
  size: bigint,
  root: Uint8Array,
  path: readonly Uint8Array[],
): void {
  demand(index < size && [leaf, root].every(isHash), "inclusion");
  let [fn, sn, hash] = [index, size - 1n, leaf];
  for (const sibling of path) {
    demand(sn !== 0n && isHash(sibling), "inclusion");
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash);
      const shift = zerosBelow(fn);
      [fn, sn] = [fn >> shift, sn >> shift];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  demand(sn === 0n && equal(hash, root), "inclusion");
}

/** A tree, as a proof speaks of it. */
export interface Head {
  /** Below 2^64. */
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** PRF-2 (RFC 9162 section 2.1.4.2). */
export function checkConsistency(first: Head, second: Head, path: readonly Uint8Array[]): void {
  demand(first.size <= second.size, "consistency");
  for (const { size, root } of [first, second]) {
    demand(isHash(root) && (size !== 0n || equal(root, EMPTY_ROOT)), "consistency");
  }
  if (first.size === 0n || first.size === second.size) {
    demand(path.length === 0, "consistency");
    demand(first.size === 0n || equal(first.root, second.root), "consistency");
    return;
  }
  demand(path.length > 0, "consistency");
  checkGrowth(first, second, path);
}

/** Where the first tree is neither empty nor the second. */
function checkGrowth(first: Head, second: Head, path: readonly Uint8Array[]): void {
  let [fn, sn] = [first.size - 1n, second.size - 1n];
  while (isOdd(fn)) [fn, sn] = [fn >> 1n, sn >> 1n];
  // A first tree that is complete stands for itself in the path.
  const isComplete = (first.size & (first.size - 1n)) === 0n;
  const [start, ...rest] = isComplete ? [first.root, ...path] : path;
  demand(start !== undefined && isHash(start), "consistency");

  let [fr, sr] = [start, start];
  for (const hash of rest) {
    demand(sn !== 0n && isHash(hash), "consistency");
    if (isOdd(fn) || fn === sn) {
      [fr, sr] = [nodeHash(hash, fr), nodeHash(hash, sr)];
      const shift = zerosBelow(fn);
      [fn, sn] = [fn >> shift, sn >> shift];
    } else {
      sr = nodeHash(sr, hash);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  demand(sn === 0n && equal(fr, first.root) && equal(sr, second.root), "consistency");
}

const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_LENGTH;
const isOdd = (number: bigint): boolean => (number & 1n) === 1n;

/** How often a number can be halved; 0 for 0. */
function zerosBelow(number: bigint): bigint {
  let zeros = 0n;
  for (let rest = number; rest > 0n && !isOdd(rest); rest >>= 1n) zeros += 1n;
  return zeros;
}
