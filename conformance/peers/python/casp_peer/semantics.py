"""SPEC.md sections 8.1 and 9: what the payload of a kind must satisfy beyond its shape and its header."""

from itertools import pairwise

from . import kinds
from .rules import Refused
from .schema import descriptor, identity

# Section 14: registered metrics and their units.
_REGISTERED_UNITS = {
    "availability": "ppm",
    "latency-p50": "ms",
    "latency-p95": "ms",
    "latency-p99": "ms",
    "queue-wait-p95": "ms",
    "success-rate": "ppm",
    "throughput": "per-min",
}


def check_semantics(kind: kinds.Kind, message, signer: bytes) -> None:
    """`signer` is the key that signed, as multikey bytes."""
    if check := _CHECKS.get(kind):
        check(message, signer)


def _check_delegation(message: identity.Delegation, signer: bytes) -> None:
    if message.delegate == message.header.issuer:
        raise Refused("DLG-1")


def _check_retire(message: identity.Retire, signer: bytes) -> None:
    if message.successor == message.header.issuer:
        raise Refused("RET-1")


def _check_host_binding(message: identity.HostBinding, signer: bytes) -> None:
    if message.host in (message.header.issuer, signer):
        raise Refused("HST-1")


def _check_descriptor(message: descriptor.CapabilityDescriptor, signer: bytes) -> None:
    _check_ascending([(c.id, c.version) for c in message.capabilities], "DSC-1")
    for capability in message.capabilities:
        _check_ascending([(m.name, m.provenance) for m in capability.qos], "DSC-2")
        for metric in capability.qos:
            _check_metric(metric)
        if capability.HasField("data_policy"):
            policy = capability.data_policy
            if bool(policy.listed_callers) != (policy.callers == descriptor.CALLERS_LISTED):
                raise Refused("DSC-8")


def _check_metric(metric: descriptor.QosMetric) -> None:
    if metric.provenance == descriptor.PROVENANCE_SELF_DECLARED:
        if metric.sample_count or metric.window_ms or metric.evidence_digest:
            raise Refused("DSC-3")
    else:
        if not metric.sample_count or not metric.window_ms:
            raise Refused("DSC-4")
        if metric.provenance == descriptor.PROVENANCE_WITNESSED and not metric.evidence_digest:
            raise Refused("DSC-5")
    if metric.unit == "ppm" and metric.value > 1_000_000:
        raise Refused("DSC-6")
    if metric.unit != _REGISTERED_UNITS.get(metric.name, metric.unit):
        raise Refused("DSC-7")


def _check_ascending(keys: list[tuple], rule: str) -> None:
    # Text in Python compares by code points, which is the order of its UTF-8 bytes (section 3).
    if any(before >= after for before, after in pairwise(keys)):
        raise Refused(rule)


_CHECKS = {
    kinds.DELEGATION: _check_delegation,
    kinds.RETIRE: _check_retire,
    kinds.HOST_BINDING: _check_host_binding,
    kinds.DESCRIPTOR: _check_descriptor,
}
