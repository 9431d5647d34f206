"""SPEC.md section 7.2: the kinds of statement."""

from dataclasses import dataclass

from google.protobuf.message import Message

from .schema import descriptor, identity

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

    def end_of_life(self, message: Message) -> int | None:
        if self is DESCRIPTOR:
            return message.header.issued_at_ms + message.ttl_ms
        return message.header.expires_at_ms if "expires_at_ms" in self.required else None


_NONE = frozenset()
_EXPIRY = frozenset({"expires_at_ms"})
_NONCE = frozenset({"nonce"})
_ROOT_ONLY = frozenset({"delegation", "audience", "nonce"})

DELEGATION = Kind("delegation", identity.Delegation, 4_096, None, _ROOT_ONLY, _EXPIRY, (1, WEEK))
RETIRE = Kind("retire", identity.Retire, 4_096, None, _ROOT_ONLY | _EXPIRY, _NONE)
HOST_BINDING = Kind("host-binding", identity.HostBinding, 4_096, "descriptor", _NONCE, _EXPIRY, (1, WEEK))
DESCRIPTOR = Kind("descriptor", descriptor.CapabilityDescriptor, 65_536, "descriptor", _NONCE | _EXPIRY, _NONE)
REFRESH = Kind("descriptor-refresh", descriptor.DescriptorRefresh, 4_096, "descriptor", _NONCE, _EXPIRY, (SECOND, DAY))
WITHDRAWAL = Kind(
    "descriptor-withdrawal", descriptor.DescriptorWithdrawal, 4_096, "descriptor", _NONCE, _EXPIRY, (SECOND, DAY)
)

IDENTITY_KINDS = (DELEGATION, RETIRE)
SOFT_STATE_KINDS = (DESCRIPTOR, REFRESH, WITHDRAWAL)
ALL_KINDS = (DELEGATION, RETIRE, HOST_BINDING, DESCRIPTOR, REFRESH, WITHDRAWAL)
