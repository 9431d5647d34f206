// SPEC.md section 14: the registered metrics and their units.

export const REGISTERED_UNITS: ReadonlyMap<string, string> = new Map([
  ["availability", "ppm"],
  ["latency-p50", "ms"],
  ["latency-p95", "ms"],
  ["latency-p99", "ms"],
  ["queue-wait-p95", "ms"],
  ["success-rate", "ppm"],
  ["throughput", "per-min"],
]);
