// SPEC.md sections 16.1 and 16.3: canaries for each provider, and what a blind commits to.

import { create } from "@bufbuild/protobuf";
import { bigEndian64, sha256, utf8 } from "./bytes.js";
import { encode } from "./encoding.js";
import { type Canary, type CanaryOpening, CanarySchema, OracleSchema } from "./gen/casp/v1/canary_pb.js";
import { generate } from "./generators.js";
import { keyInside } from "./keys.js";
import { demand } from "./rules.js";
import { contentDigest, needed } from "./tasks.js";

const CANARY_TAG = utf8("casp/v1/canary");
const SEED_TAG = utf8("casp/v1/derive-seed");
const SALT_TAG = utf8("casp/v1/derive-salt");

export interface Derived {
  readonly seed: Uint8Array;
  readonly salt: Uint8Array;
  readonly input: Uint8Array;
  readonly inputMediaType: string;
  /** Media type of an answer. */
  readonly outputMediaType: string;
  /** Encoded. */
  readonly canary: Uint8Array;
  readonly blind: Uint8Array;
}

/** Canary number `index` of a family, for one provider. */
export function deriveCanary(bankSeed: Uint8Array, provider: Uint8Array, index: bigint, family: string): Derived {
  keyInside(provider); // KEY-1: the runner sends nothing else
  const from = [bankSeed, provider, bigEndian64(index), utf8(family)];
  const seed = sha256(SEED_TAG, ...from);
  const salt = sha256(SALT_TAG, ...from);

  const riddle = generate(family, seed);
  demand(riddle !== undefined, "generator-mismatch"); // the runner names registered families alone
  const { input, oracle, inputMediaType, outputMediaType } = riddle;
  const canary = encode(
    CanarySchema,
    create(CanarySchema, { provider, inputDigest: contentDigest(input), oracle, generator: { family, seed } }),
  );
  return { seed, salt, input, inputMediaType, outputMediaType, canary, blind: blindOf(salt, canary) };
}

/** The blind that an opening opens. */
export function blindOpenedBy({ salt, canary }: CanaryOpening): Uint8Array {
  return blindOf(salt, encode(CanarySchema, needed(canary)));
}

const blindOf = (salt: Uint8Array, canary: Uint8Array): Uint8Array => sha256(CANARY_TAG, salt, canary);

/** What CAN-7 looks at in a canary that was made anew. */
interface Regenerated {
  readonly inputDigest: Uint8Array;
  readonly inputMediaType: string;
  /** Encoded. */
  readonly oracle: Uint8Array;
  readonly outputMediaType: string;
}

/** What a canary's generator makes of its seed; nothing where that cannot be made anew. */
export function regenerate({ generator }: Canary): Regenerated | undefined {
  const riddle = generator && generate(generator.family, generator.seed);
  if (!riddle) return undefined;
  const { input, oracle, ...mediaTypes } = riddle;
  return {
    ...mediaTypes,
    inputDigest: contentDigest(input),
    oracle: encode(OracleSchema, create(OracleSchema, oracle)),
  };
}
