// SPEC.md section 18.4: a draw that anyone can check.

import { asBuffer, compare, sha256, utf8 } from "./bytes.js";

const SAMPLE_TAG = utf8("casp/v1/sample");
const PPM_OF_A_WEIGHT = 125_000;

export interface Drawn {
  /** Object id of the descriptor. */
  readonly id: Uint8Array;
  readonly key: bigint;
}

/** What decides whether, and where, an agent stands in the sample. */
export function draw(query: Uint8Array, id: Uint8Array, relevancePpm: number): Drawn {
  const weight = 1 + Math.floor(relevancePpm / PPM_OF_A_WEIGHT); // at most 9
  const keys = Array.from({ length: weight }, (_, j) =>
    asBuffer(sha256(SAMPLE_TAG, query, id, Uint8Array.of(j))).readBigUInt64BE(),
  );
  return { id, key: keys.reduce((least, key) => (key < least ? key : least)) };
}

export function compareDraws(a: Drawn, b: Drawn): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return compare(a.id, b.id);
}
