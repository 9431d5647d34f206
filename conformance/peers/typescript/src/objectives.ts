// SPEC.md sections 18.1 and 18.3: objectives, the figures that they look at, and what those cost.

import { ageOf, ANY_STATEMENT, countedMetric, metricNamed, priceIn, priceUnitNamed } from "./attributes.js";
import { type Capability, Provenance } from "./gen/casp/v1/descriptor_pb.js";
import type { Objective } from "./gen/casp/v1/discovery_pb.js";
import type { Candidate } from "./listings.js";
import { demand } from "./rules.js";

/** The greatest figure. */
const FIGURE_AT_MOST = 2n ** 53n - 1n;
/** Without a figure; more than any figure costs. */
const COST_OF_NONE = 2 ** 53;

/** What there is to rank a candidate by. */
export interface Subject extends Candidate {
  readonly atMs: bigint;
  /** `relevance_ppm` of its match. */
  readonly relevancePpm: number;
}

interface Row {
  readonly better: "less" | "more";
  readonly figure: (subject: Subject) => bigint | undefined;
}

/** An objective that was read. */
export interface Aim extends Row {
  /** At least 1. */
  readonly grain: bigint;
}

/** Metrics of which more is better; of the other registered ones less is. */
const MORE_IS_BETTER: ReadonlySet<string> = new Set(["availability", "success-rate", "throughput"]);

const RELEVANCE: Row = { better: "more", figure: ({ relevancePpm }) => BigInt(relevancePpm) };
const TRUST: Row = { better: "more", figure: () => undefined };

function rowNamed(name: string): Row | undefined {
  if (name === "relevance") return RELEVANCE;
  if (name === "trust") return TRUST;
  if (name === "age-ms") return { better: "less", figure: ({ listing, atMs }) => ageOf(listing.issuedAtMs, atMs) };
  const unit = priceUnitNamed(name);
  if (unit) return { better: "less", figure: ({ capability }) => priceIn(capability, unit) };
  const metric = metricNamed(name);
  if (metric === undefined) return undefined;
  const better = MORE_IS_BETTER.has(metric) ? "more" : "less";
  return { better, figure: ({ capability }) => countedFigure(capability, metric, better) };
}

/** INT-5 and INT-6. `trust` is refused in a query only. */
export function readObjectives(objectives: readonly Objective[], isQuery: boolean): Aim[] {
  const names = new Set<string>();
  return objectives.map(({ name, grain }) => {
    const row = rowNamed(name);
    demand(row !== undefined && !(isQuery && row === TRUST), "objective-unknown");
    demand(!names.has(name), "objective-repeated");
    names.add(name);
    return { ...row, grain: grain || 1n };
  });
}

/** What candidates are ranked by: relevance alone, where an intent has no objectives. */
export const aimsOrRelevance = (aims: readonly Aim[]): readonly Aim[] =>
  aims.length > 0 ? aims : [{ ...RELEVANCE, grain: 1n }];

/** What an agent merely declares of itself does not order it. */
function countedFigure(capability: Capability, name: string, better: Row["better"]): bigint | undefined {
  const metric = countedMetric(capability, name, ANY_STATEMENT);
  if (!metric || metric.provenance === Provenance.SELF_DECLARED) return undefined;
  const atMost = metric.provenance === Provenance.WITNESSED ? 1_000 : 100;
  const samples = BigInt(Math.min(metric.sampleCount, atMost)); // at least 1 (DSC-4)
  if (better === "more") return (metric.value * samples) / (samples + 20n);
  const figure = metric.value + (20n * metric.value) / samples;
  return figure < FIGURE_AT_MOST ? figure : FIGURE_AT_MOST;
}

/** At most 2^53, which a number holds exactly. */
export function costOf(figure: bigint | undefined, { better, grain }: Pick<Aim, "better" | "grain">): number {
  if (figure === undefined) return COST_OF_NONE;
  return Number((better === "less" ? figure : FIGURE_AT_MOST - figure) / grain);
}

export const costsOf = (subject: Subject, aims: readonly Aim[]): number[] =>
  aims.map((aim) => costOf(aim.figure(subject), aim));
