// SPEC.md section 7.2: the kinds of chapter 18, as rows of the table, and what their payloads may say (section 18.5).

import { hex } from "./bytes.js";
import type { Header } from "./gen/casp/v1/common_pb.js";
import {
  type DiscoveryMatch,
  DiscoveryQuerySchema,
  type DiscoveryResult,
  DiscoveryResultSchema,
  RegistrationReceiptSchema,
  type RegistryRefusal,
  RegistryRefusalSchema,
} from "./gen/casp/v1/discovery_pb.js";
import { checkQuery } from "./intents.js";
import { kind } from "./kind.js";
import { demand } from "./rules.js";

const DAY_MS = 86_400_000n;

const LAPSES = {
  expiresAtMs: "required",
  lifetime: { least: 1_000n, greatest: DAY_MS },
  endOfLife: (_: unknown, header: Header): bigint => header.expiresAtMs,
} as const;

/** What a registry says for good to whoever asked. */
const REPLY = {
  signedBy: { scope: "registry" },
  delegation: "optional",
  audience: "required",
  nonce: "forbidden",
  expiresAtMs: "forbidden",
  endOfLife: (): undefined => undefined,
} as const;

export const DISCOVERY_QUERY = kind({
  ...LAPSES,
  name: "discovery-query",
  schema: DiscoveryQuerySchema,
  payloadAtMost: 32_768,
  signedBy: { scope: "task" },
  delegation: "optional",
  audience: "required",
  nonce: "required",
  check: checkQuery,
});

export const DISCOVERY_RESULT = kind({
  ...REPLY,
  name: "discovery-result",
  schema: DiscoveryResultSchema,
  payloadAtMost: 131_072,
  check: checkResult,
});

export const REGISTRATION_RECEIPT = kind({
  ...LAPSES,
  name: "registration-receipt",
  schema: RegistrationReceiptSchema,
  payloadAtMost: 4_096,
  signedBy: { scope: "registry" },
  delegation: "optional",
  audience: "optional",
  nonce: "forbidden",
});

export const REGISTRY_REFUSAL = kind({
  ...REPLY,
  name: "registry-refusal",
  schema: RegistryRefusalSchema,
  payloadAtMost: 4_096,
  check: checkRefusal,
});

/** DRS-1 to DRS-5. */
function checkResult({ ranked, sampled, matched, complete, diversified }: DiscoveryResult): void {
  demand(!complete || matched === BigInt(ranked.length), "complete-count");
  demand(matched >= BigInt(descriptorsOf([...ranked, ...sampled]).size), "matched-count");
  let least = 1;
  for (const { front } of ranked) {
    demand(front >= least, "front-order");
    least = front;
  }
  demand(
    sampled.every(({ front }) => front === 0),
    "front-order",
  );
  for (const matches of [ranked, sampled]) demand(descriptorsOf(matches).size === matches.length, "match-repeated");
  demand(!(complete && diversified), "complete-diversified");
}

const descriptorsOf = (matches: readonly DiscoveryMatch[]): Set<string> =>
  new Set(matches.map(({ descriptor }) => hex(descriptor)));

/** RFU-1. */
function checkRefusal({ reason, challenge }: RegistryRefusal): void {
  demand((challenge !== undefined) === (reason === "admission-required"), "refusal-challenge");
}
