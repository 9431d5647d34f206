"""SPEC.md sections 8.1, 9, 15.1, 16.1, 17.1 and 18: what a payload must satisfy beyond its shape and its header."""

from itertools import pairwise

from . import intents, kinds, oracle
from .content import check_content
from .metrics import REGISTERED_UNITS
from .rules import Refused
from .schema import canary, descriptor, discovery, evidence, identity, task


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
    if metric.unit != REGISTERED_UNITS.get(metric.name, metric.unit):
        raise Refused("DSC-7")


def _check_ascending(keys: list[tuple], rule: str) -> None:
    # Text in Python compares by code points, which is the order of its UTF-8 bytes (section 3).
    if any(before >= after for before, after in pairwise(keys)):
        raise Refused(rule)


# TSK-1. 7 days.
_LONGEST_DEADLINE = 604_800_000
_WITH_OUTPUT = (task.TASK_STATUS_COMPLETED, task.TASK_STATUS_PARTIAL)


def _check_terms(message: task.Offer | task.Quote, signer: bytes) -> None:
    _check_party(message, signer)
    if not 0 < message.terms.deadline_ms - message.header.issued_at_ms <= _LONGEST_DEADLINE:
        raise Refused("TSK-1")


def _check_party(message, signer: bytes) -> None:
    if message.header.audience == message.header.issuer:
        raise Refused("TSK-2")


def _check_task_request(message: task.TaskRequest, signer: bytes) -> None:
    _check_party(message, signer)
    check_content(message.input)


def _check_prepared(message: task.Prepared, signer: bytes) -> None:
    _check_party(message, signer)
    check_content(message.plan)


def _check_task_result(message: task.TaskResult, signer: bytes) -> None:
    _check_party(message, signer)
    if message.HasField("output") != (message.status in _WITH_OUTPUT):
        raise Refused("TSK-5")
    if message.HasField("output"):
        check_content(message.output)


def _check_outcome_report(message: task.OutcomeReport, signer: bytes) -> None:
    _check_party(message, signer)
    if message.subject == message.header.issuer:
        raise Refused("TSK-2")
    if bool(message.result) != (message.outcome != task.OUTCOME_NO_RESULT):
        raise Refused("TSK-6")
    if message.verdict and not message.result:
        raise Refused("TSK-6")


def _check_canary_verdict(message: canary.CanaryVerdict, signer: bytes) -> None:
    oracle.check_oracle(message.opening.canary.oracle)


def _check_tool_receipt(message: evidence.ToolReceipt, signer: bytes) -> None:
    if not message.started_at_ms <= message.ended_at_ms <= message.header.issued_at_ms:
        raise Refused("RCP-1")


def _check_discovery_query(message: discovery.DiscoveryQuery, signer: bytes) -> None:
    intents.check_query(message)


def _check_discovery_result(message: discovery.DiscoveryResult, signer: bytes) -> None:
    intents.check_result(message)


def _check_registry_refusal(message: discovery.RegistryRefusal, signer: bytes) -> None:
    intents.check_refusal(message)


_CHECKS = {
    kinds.DELEGATION: _check_delegation,
    kinds.RETIRE: _check_retire,
    kinds.HOST_BINDING: _check_host_binding,
    kinds.DESCRIPTOR: _check_descriptor,
    kinds.OFFER: _check_terms,
    kinds.QUOTE: _check_terms,
    kinds.ACCEPTANCE: _check_party,
    kinds.TASK_REQUEST: _check_task_request,
    kinds.TASK_EVENT: _check_party,
    kinds.PREPARED: _check_prepared,
    kinds.COMMIT: _check_party,
    kinds.CANCEL: _check_party,
    kinds.TASK_RESULT: _check_task_result,
    kinds.DELIVERY_ACK: _check_party,
    kinds.OUTCOME_REPORT: _check_outcome_report,
    kinds.CANARY_VERDICT: _check_canary_verdict,
    kinds.TOOL_RECEIPT: _check_tool_receipt,
    kinds.DISCOVERY_QUERY: _check_discovery_query,
    kinds.DISCOVERY_RESULT: _check_discovery_result,
    kinds.REGISTRY_REFUSAL: _check_registry_refusal,
}
