// SPEC.md section 18.2: the attributes that constraints are held against, as rows of the table.

import { hex } from "./bytes.js";
import { GRAMMARS } from "./formats.js";
import { Format } from "./gen/casp/options/v1/options_pb.js";
import { type Capability, Provenance, type QosMetric, type Schema } from "./gen/casp/v1/descriptor_pb.js";
import { agentOfDidKey } from "./keys.js";
import type { Candidate } from "./listings.js";
import { REGISTERED_UNITS } from "./metrics.js";
import { Refusal } from "./rules.js";
import { precedenceOf } from "./semver.js";

export type AttributeType = "text" | "name" | "flag" | "set" | "ordered" | "version" | "number";

/**
 * Values are the same, and in order, as JavaScript has it. A name that is one of a list stands as its place in the list, from 1:
 * that is the number of the schema's enum. A version stands as its precedence.
 */
export type Value = string | bigint | boolean | readonly string[];

/** Which statements of a metric count. */
export interface Demand {
  readonly leastProvenance: Provenance;
  readonly minSamples: number;
}

export interface Attribute {
  readonly type: AttributeType;
  /** Whether the attribute is one of quality of service. */
  readonly isMetric: boolean;
  /** What a text of a constraint stands for; nothing where it is not what the table asks for. */
  readonly read: (text: string) => Value | undefined;
  /** The candidate's value, if it has one. */
  readonly of: (candidate: Candidate, atMs: bigint, demand: Demand) => Value | undefined;
}

type Of = Attribute["of"];
const row = (type: AttributeType, read: Attribute["read"], of: Of): Attribute => ({ type, isMetric: false, read, of });

const noText = (): undefined => undefined;
const flag = (of: Of): Attribute => row("flag", noText, of);
const number = (of: Of): Attribute => row("number", noText, of);

const inFormat =
  (format: Format) =>
  (text: string): string | undefined =>
    GRAMMARS.get(format)?.admits(text) ? text : undefined;

const text = (format: Format, of: (candidate: Candidate) => string | undefined): Attribute =>
  row("text", inFormat(format), (candidate) => of(candidate) || undefined);

const set = (format: Format, of: (candidate: Candidate) => readonly string[] | undefined): Attribute =>
  row("set", inFormat(format), (candidate) => {
    const members = of(candidate);
    return members?.length ? members : undefined;
  });

/** `of` gives the number of an enum whose members, from 1 on, have these names. */
const named = (
  type: "name" | "ordered",
  names: readonly string[],
  of: (candidate: Candidate) => number | undefined,
): Attribute =>
  row(
    type,
    (text) => (names.includes(text) ? BigInt(names.indexOf(text) + 1) : undefined),
    (candidate) => {
      const member = of(candidate);
      return member === undefined ? undefined : BigInt(member);
    },
  );

const LEVELS = ["low", "medium", "high", "full"];

const ATTRIBUTES: ReadonlyMap<string, Attribute> = new Map([
  ["agent", row("name", agentInHex, ({ listing }) => hex(listing.issuer))],
  ["capability", text(Format.CAPABILITY_ID, ({ capability }) => capability.id)],
  ["version", row("version", readVersion, ({ capability }) => versionOf(capability))],
  ["tag", set(Format.IDENTIFIER, ({ capability }) => capability.tags)],
  ["skill", set(Format.SKILL, ({ capability }) => capability.skills)],
  ["input-media-type", text(Format.MEDIA_TYPE, ({ capability }) => mediaTypeOf(capability.input))],
  ["output-media-type", text(Format.MEDIA_TYPE, ({ capability }) => mediaTypeOf(capability.output))],
  ["side-effect", named("ordered", ["none", "reversible", "irreversible"], ({ capability }) => capability.sideEffect)],
  ["risk", named("ordered", ["public", "private", "regulated"], ({ capability }) => capability.risk)],
  ["retention-ms", number(({ capability }) => capability.dataPolicy?.retentionMs)],
  ["jurisdiction", set(Format.COUNTRY, ({ capability }) => capability.dataPolicy?.jurisdictions)],
  ["callers", named("name", ["anyone", "known", "listed"], ({ capability }) => capability.dataPolicy?.callers)],
  ["training-use", flag(({ capability }) => capability.dataPolicy?.trainingUse)],
  ["evidence", set(Format.IDENTIFIER, ({ capability }) => capability.evidence)],
  ["load", named("ordered", LEVELS, ({ listing }) => listing.resourceState?.load)],
  ["queue", named("ordered", LEVELS, ({ listing }) => listing.resourceState?.queue)],
  ["power", named("name", ["mains", "battery", "battery-low"], ({ listing }) => listing.resourceState?.power)],
  ["locality", text(Format.IDENTIFIER, ({ listing }) => listing.resourceState?.locality)],
  ["age-ms", number(({ listing }, atMs) => ageOf(listing.issuedAtMs, atMs))],
  ["life-ms", number(({ listing }, atMs) => ageOf(atMs, listing.endOfLife))],
]);

/** The attribute of this name, if there is one. */
export function attributeNamed(name: string): Attribute | undefined {
  const unit = priceUnitNamed(name);
  if (unit) return number(({ capability }) => priceIn(capability, unit));
  const metric = metricNamed(name);
  if (metric === undefined) return ATTRIBUTES.get(name);
  const of: Of = ({ capability }, _, demand) => countedMetric(capability, metric, demand)?.value;
  return { ...number(of), isMetric: true };
}

/** The name of the metric in `qos/M`. */
export function metricNamed(name: string): string | undefined {
  const metric = name.startsWith("qos/") ? name.slice("qos/".length) : "";
  return REGISTERED_UNITS.has(metric) ? metric : undefined;
}

/** Currency and unit of use of a price. */
export interface PriceUnit {
  readonly currency: string;
  readonly per: string;
}

/** Currency and unit in `price/C/U`. */
export function priceUnitNamed(name: string): PriceUnit | undefined {
  const [, currency = "", per = ""] = /^price\/([a-z]{3})\/([^/]{1,32})$/.exec(name) ?? [];
  return inFormat(Format.IDENTIFIER)(per) === undefined ? undefined : { currency: currency.toUpperCase(), per };
}

export function priceIn({ price }: Capability, { currency, per }: PriceUnit): bigint | undefined {
  return price?.currency === currency && price.per === per ? price.amountMicros : undefined;
}

export const ANY_STATEMENT: Demand = { leastProvenance: Provenance.SELF_DECLARED, minSamples: 0 };

/** Of those that count, the statement of highest provenance. */
export function countedMetric(
  { qos }: Capability,
  name: string,
  { leastProvenance, minSamples }: Demand,
): QosMetric | undefined {
  let counted: QosMetric | undefined;
  for (const metric of qos) {
    if (metric.name !== name || metric.provenance < leastProvenance || metric.sampleCount < minSamples) continue;
    if (!counted || metric.provenance > counted.provenance) counted = metric;
  }
  return counted;
}

/** From one time to another; 0 where that is negative. */
export const ageOf = (sinceMs: bigint, atMs: bigint): bigint => (atMs > sinceMs ? atMs - sinceMs : 0n);

const mediaTypeOf = (schema: Schema | undefined): string | undefined => schema?.mediaType;

const versions = new WeakMap<Capability, string>();

/** Kept with the capability: a query can ask for it thirty-two times. */
function versionOf(capability: Capability): string {
  const known = versions.get(capability) ?? precedenceOf(capability.version);
  versions.set(capability, known);
  return known;
}

function readVersion(text: string): string | undefined {
  const version = inFormat(Format.SEMVER)(text);
  return version === undefined ? undefined : precedenceOf(version);
}

function agentInHex(did: string): string | undefined {
  try {
    return hex(agentOfDidKey(did));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
