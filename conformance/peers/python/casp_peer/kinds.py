"""SPEC.md section 7.2: the kinds of statement."""

from collections.abc import Iterable
from dataclasses import dataclass

from google.protobuf.message import Message

from .schema import canary, descriptor, discovery, evidence, identity, task

SECOND = 1_000
DAY = 86_400_000
WEEK = 604_800_000


@dataclass(frozen=True)
class Kind:
    name: str
    message_class: type[Message]
    greatest_payload: int
    # The scope that lets an operational key sign; None when only the root key may.
    scope: str | None
    # Header fields.
    forbidden: frozenset[str]
    required: frozenset[str]
    # Least and greatest time from issued_at_ms to expires_at_ms.
    lifetime: tuple[int, int] | None = None

    @property
    def payload_type(self) -> str:
        return f"application/vnd.casp.{self.name}.v1+protobuf"

    @property
    def one_shot(self) -> bool:
        return "nonce" in self.required

    def end_of_life(self, message: Message) -> int | None:
        if self is DESCRIPTOR:
            return message.header.issued_at_ms + message.ttl_ms
        return message.header.expires_at_ms if "expires_at_ms" in self.required else None


_NONE = frozenset()
_EXPIRY = frozenset({"expires_at_ms"})
_NONCE = frozenset({"nonce"})
_AUDIENCE = frozenset({"audience"})
_ROOT_ONLY = frozenset({"delegation", "audience", "nonce"})

DELEGATION = Kind("delegation", identity.Delegation, 4_096, None, _ROOT_ONLY, _EXPIRY, (1, WEEK))
RETIRE = Kind("retire", identity.Retire, 4_096, None, _ROOT_ONLY | _EXPIRY, _NONE)
HOST_BINDING = Kind("host-binding", identity.HostBinding, 4_096, "descriptor", _NONCE, _EXPIRY, (1, WEEK))
DESCRIPTOR = Kind("descriptor", descriptor.CapabilityDescriptor, 65_536, "descriptor", _NONCE | _EXPIRY, _NONE)
REFRESH = Kind("descriptor-refresh", descriptor.DescriptorRefresh, 4_096, "descriptor", _NONCE, _EXPIRY, (SECOND, DAY))
WITHDRAWAL = Kind(
    "descriptor-withdrawal", descriptor.DescriptorWithdrawal, 4_096, "descriptor", _NONCE, _EXPIRY, (SECOND, DAY)
)


def _one_shot(name: str, message_class: type[Message], greatest_payload: int) -> Kind:
    required = frozenset({"audience", "nonce", "expires_at_ms"})
    return Kind(name, message_class, greatest_payload, "task", _NONE, required, (SECOND, DAY))


def _lasting(name: str, message_class: type[Message], greatest_payload: int, scope: str, required=_NONE) -> Kind:
    """A kind without end of life."""
    return Kind(name, message_class, greatest_payload, scope, _NONCE | _EXPIRY, required)


OFFER = _one_shot("offer", task.Offer, 16_384)
QUOTE = _one_shot("quote", task.Quote, 16_384)
ACCEPTANCE = _one_shot("acceptance", task.Acceptance, 4_096)
TASK_REQUEST = _one_shot("task-request", task.TaskRequest, 589_824)
TASK_EVENT = _lasting("task-event", task.TaskEvent, 4_096, "task", _AUDIENCE)
PREPARED = _one_shot("prepared", task.Prepared, 589_824)
COMMIT = _one_shot("commit", task.Commit, 4_096)
CANCEL = _one_shot("cancel", task.Cancel, 4_096)
TASK_RESULT = _lasting("task-result", task.TaskResult, 589_824, "task", _AUDIENCE)
DELIVERY_ACK = _lasting("delivery-ack", task.DeliveryAck, 4_096, "task", _AUDIENCE)
OUTCOME_REPORT = _lasting("outcome-report", task.OutcomeReport, 4_096, "task")
CANARY_VERDICT = _lasting("canary-verdict", canary.CanaryVerdict, 131_072, "task")
TOOL_RECEIPT = _lasting("tool-receipt", evidence.ToolReceipt, 8_192, "receipt")
TRACE_CHECKPOINT = _lasting("trace-checkpoint", evidence.TraceCheckpoint, 4_096, "receipt")
DISCOVERY_QUERY = _one_shot("discovery-query", discovery.DiscoveryQuery, 32_768)
DISCOVERY_RESULT = _lasting("discovery-result", discovery.DiscoveryResult, 131_072, "registry", _AUDIENCE)
REGISTRATION_RECEIPT = Kind(
    "registration-receipt", discovery.RegistrationReceipt, 4_096, "registry", _NONCE, _EXPIRY, (SECOND, DAY)
)
REGISTRY_REFUSAL = _lasting("registry-refusal", discovery.RegistryRefusal, 4_096, "registry", _AUDIENCE)

IDENTITY_KINDS = (DELEGATION, RETIRE)
SOFT_STATE_KINDS = (DESCRIPTOR, REFRESH, WITHDRAWAL)
# In the order of section 15.1.
ENGAGEMENT_KINDS = (
    OFFER,
    QUOTE,
    ACCEPTANCE,
    TASK_REQUEST,
    TASK_EVENT,
    PREPARED,
    COMMIT,
    CANCEL,
    TASK_RESULT,
    DELIVERY_ACK,
    OUTCOME_REPORT,
)
ALL_KINDS = (
    *IDENTITY_KINDS,
    HOST_BINDING,
    *SOFT_STATE_KINDS,
    *ENGAGEMENT_KINDS,
    CANARY_VERDICT,
    TOOL_RECEIPT,
    TRACE_CHECKPOINT,
    DISCOVERY_QUERY,
    DISCOVERY_RESULT,
    REGISTRATION_RECEIPT,
    REGISTRY_REFUSAL,
)


def find(payload_type: str, among: Iterable[Kind]) -> Kind | None:
    return next((kind for kind in among if kind.payload_type == payload_type), None)
