"""SPEC.md section 14: registered metrics and their units."""

REGISTERED_UNITS = {
    "availability": "ppm",
    "latency-p50": "ms",
    "latency-p95": "ms",
    "latency-p99": "ms",
    "queue-wait-p95": "ms",
    "success-rate": "ppm",
    "throughput": "per-min",
}
