// SPEC.md section 16.4: the generator families, which make a canary's input and oracle from a seed.

import type { MessageInitShape } from "@bufbuild/protobuf";
import { asBuffer, bigEndian64, compareText, sha256, utf8 } from "./bytes.js";
import type { OracleSchema } from "./gen/casp/v1/canary_pb.js";
import { drawRaster } from "./raster.js";
import { contentDigest } from "./tasks.js";

/** What is asked, and what the answer is held against. */
export interface Riddle {
  readonly input: Uint8Array;
  readonly inputMediaType: string;
  readonly oracle: MessageInitShape<typeof OracleSchema>;
  /** Media type of an answer. */
  readonly outputMediaType: string;
}

type Family = (draw: Draw) => Riddle;

const STREAM_TAG = utf8("casp/v1/stream");

/** The numbers that a seed gives, in the order in which they are drawn. */
export class Draw {
  #block: Uint8Array = new Uint8Array();
  #blocks = 0n;
  #at = 0;

  constructor(readonly seed: Uint8Array) {}

  below(bound: number): number {
    return Number(this.#u64() % BigInt(bound));
  }

  #u64(): bigint {
    if (this.#at >= this.#block.length) {
      this.#block = sha256(STREAM_TAG, this.seed, bigEndian64(this.#blocks));
      this.#blocks += 1n;
      this.#at = 0;
    }
    const number = asBuffer(this.#block).readBigUInt64BE(this.#at);
    this.#at += 8;
    return number;
  }
}

/** So many draws of one thing, one after another. */
const several = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

function arithmeticJson(draw: Draw): Riddle {
  const lines = several(3 + draw.below(6), () => {
    const price = draw.below(2_000_001) - 1_000_000;
    return { price, quantity: 1 + draw.below(1_000) };
  });
  const count = lines.length;
  const largest = Math.max(...lines.map(({ price }) => price));
  // At most 8 times 10^9: whole numbers are exact here.
  const total = lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  return {
    input: utf8(JSON.stringify({ lines, want: ["count", "largest", "total"] })),
    inputMediaType: "application/json",
    oracle: { form: { case: "json", value: JSON.stringify({ count, largest, total }) } },
    outputMediaType: "application/json",
  };
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz", "é", "ß", "ж", "語"];
const A = 0x61;

const OPERATIONS: readonly [string, (words: readonly string[]) => string][] = [
  ["reverse-words", (words) => words.toReversed().join(" ")],
  ["sort-words", (words) => words.toSorted(compareText).join(" ")],
  ["upper-ascii", (words) => words.join(" ").replace(/[a-z]/g, (letter) => letter.toUpperCase())],
  [
    "rot13",
    (words) =>
      words.join(" ").replace(/[a-z]/g, (letter) => String.fromCharCode(A + ((letter.charCodeAt(0) - A + 13) % 26))),
  ],
];

function textTransform(draw: Draw): Riddle {
  const [name, apply] = pick(OPERATIONS, draw);
  const words = several(4 + draw.below(9), () => several(2 + draw.below(7), () => pick(LETTERS, draw)).join(""));
  return {
    input: utf8(`${name}\n${words.join(" ")}`),
    inputMediaType: "text/plain",
    oracle: { form: { case: "oneOf", value: { values: [apply(words)] } } },
    outputMediaType: "text/plain",
  };
}

const REGIONS = ["north", "south", "east", "west"];

function tableLookup(draw: Draw): Riddle {
  const rows = several(5 + draw.below(8), () => {
    const region = pick(REGIONS, draw);
    return { region, hundredths: draw.below(10_000_000) };
  });
  const { region: asked } = pick(rows, draw);
  const table = rows.map(({ region, hundredths }) => `${region},${inHundredths(hundredths)}\n`).join("");
  const sum = rows.reduce((sum, row) => sum + (row.region === asked ? row.hundredths : 0), 0);
  return {
    input: utf8(`sum of amount where region is ${asked}\nregion,amount\n${table}`),
    inputMediaType: "text/csv",
    oracle: { form: { case: "decimal", value: { expected: inHundredths(sum), tolerance: "0" } } },
    outputMediaType: "text/plain",
  };
}

function inHundredths(amount: number): string {
  const digits = String(amount).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function rasterDigest(draw: Draw): Riddle {
  const { input, image } = drawRaster((bound) => draw.below(bound));
  return {
    input: utf8(input),
    inputMediaType: "application/json",
    oracle: { form: { case: "exactDigest", value: contentDigest(image) } },
    outputMediaType: "image/x-portable-graymap",
  };
}

function pick<T>(items: readonly T[], draw: Draw): T {
  const item = items[draw.below(items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

const FAMILIES: ReadonlyMap<string, Family> = new Map([
  ["arithmetic-json", arithmeticJson],
  ["text-transform", textTransform],
  ["table-lookup", tableLookup],
  ["raster-digest", rasterDigest],
]);

export const knowsFamily = (family: string): boolean => FAMILIES.has(family);

/** What a family makes of a seed; nothing where the family is not known. */
export function generate(family: string, seed: Uint8Array): Riddle | undefined {
  return FAMILIES.get(family)?.(new Draw(seed));
}
