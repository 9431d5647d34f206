//! Registered metrics (SPEC.md section 14).

/// Name and unit of every registered metric.
pub const METRICS: [(&str, &str); 7] = [
    ("availability", "ppm"),
    ("latency-p50", "ms"),
    ("latency-p95", "ms"),
    ("latency-p99", "ms"),
    ("queue-wait-p95", "ms"),
    ("success-rate", "ppm"),
    ("throughput", "per-min"),
];

/// The unit of a registered metric; `None` for one that is not registered.
#[must_use]
pub fn registered_unit(name: &str) -> Option<&'static str> {
    METRICS
        .iter()
        .find(|(registered, _)| *registered == name)
        .map(|(_, unit)| *unit)
}
