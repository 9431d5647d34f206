// SPEC.md section 9: what a capability descriptor may say.

import { compareText } from "./bytes.js";
import {
  Callers,
  type Capability,
  type CapabilityDescriptor,
  type DataPolicy,
  Provenance,
  type QosMetric,
} from "./gen/casp/v1/descriptor_pb.js";
import { REGISTERED_UNITS } from "./metrics.js";
import { type Code, demand } from "./rules.js";

const MILLION = 1_000_000n;

export function checkDescriptor(descriptor: CapabilityDescriptor): void {
  demandAscent(descriptor.capabilities, compareCapabilities, "capability-order");
  for (const capability of descriptor.capabilities) {
    demandAscent(capability.qos, compareMetrics, "metric-order");
    for (const metric of capability.qos) checkMetric(metric);
    if (capability.dataPolicy) checkPolicy(capability.dataPolicy);
  }
}

const compareCapabilities = (a: Capability, b: Capability): number =>
  compareText(a.id, b.id) || compareText(a.version, b.version);

const compareMetrics = (a: QosMetric, b: QosMetric): number =>
  compareText(a.name, b.name) || a.provenance - b.provenance;

function demandAscent<T>(items: readonly T[], order: (a: T, b: T) => number, code: Code): void {
  let previous: T | undefined;
  for (const item of items) {
    demand(previous === undefined || order(previous, item) < 0, code);
    previous = item;
  }
}

function checkMetric(metric: QosMetric): void {
  const { provenance, sampleCount, windowMs, evidenceDigest } = metric;
  const evidence = evidenceDigest.length > 0;
  if (provenance === Provenance.SELF_DECLARED) {
    demand(sampleCount === 0 && windowMs === 0n && !evidence, "metric-self-declared");
  } else {
    demand(sampleCount > 0 && windowMs > 0n, "metric-samples");
  }
  demand(evidence || provenance !== Provenance.WITNESSED, "metric-evidence");
  demand(metric.unit !== "ppm" || metric.value <= MILLION, "metric-ppm");
  const unit = REGISTERED_UNITS.get(metric.name);
  demand(unit === undefined || unit === metric.unit, "metric-unit");
}

function checkPolicy(policy: DataPolicy): void {
  demand(policy.listedCallers.length > 0 === (policy.callers === Callers.LISTED), "callers-list");
}
