"""SPEC.md section 10: the soft-state store, with its entries, marks and quarantines."""

from collections.abc import Iterator
from dataclasses import dataclass

from . import kinds
from .attributes import Candidate
from .canonical import encode
from .memory import Memory
from .rules import Refused
from .schema import descriptor, envelope
from .statement import Statement
from .verify import SKEW

# A day and twice the skew (section 10.1).
_MARK_KEPT = 86_410_000
DEFAULT_CAPACITY = 1_024


@dataclass(frozen=True)
class Entry:
    """A descriptor and its latest refresh. (A store that serves others keeps the two bundles here as well.)"""

    descriptor: Statement
    refresh: Statement | None = None

    @property
    def latest(self) -> Statement:
        return self.refresh or self.descriptor

    @property
    def has_audience(self) -> bool:
        """Section 18: such an entry is served to nobody."""
        return any(statement and statement.header.audience for statement in (self.descriptor, self.refresh))

    def candidates(self, at: int) -> Iterator[Candidate]:
        """Section 18, of an entry without audience."""
        refresh = self.refresh.message if self.refresh else None
        for capability in self.descriptor.message.capabilities:
            yield Candidate(self.descriptor.message, refresh, capability, at)


@dataclass
class Record:
    """What the store keeps for one agent: its mark, an entry or none, and whether the mark's epoch is quarantined.

    The mark outlives the entry and is as old as the quarantine, so that the three need one time of keeping.
    """

    mark: Statement
    bundle: bytes  # the one that brought the mark
    kept_until: int
    entry: Entry | None
    quarantined: bool = False


class Equivocation(Refused):
    """SST-4, with the encoded casp.v1.EquivocationProof."""

    def __init__(self, proof: bytes):
        super().__init__("SST-4")
        self.proof = proof


class Store:
    def __init__(self, memory: Memory, capacity: int = DEFAULT_CAPACITY):
        self._memory = memory
        self._capacity = capacity
        self._records: dict[bytes, Record] = {}
        # Object ids of the descriptors in entries, and whose they are (SST-6).
        self._owners: dict[bytes, bytes] = {}

    def living_entry(self, agent: bytes, now: int) -> Entry | None:
        """Section 10.1. What a higher epoch or a retirement voids is told from the memory."""
        record = self._records.get(agent)
        entry = record.entry if record else None
        if (
            entry is None
            or now >= entry.latest.end_of_life + SKEW
            or self._memory.highest_epoch(agent) > entry.latest.epoch
            or self._memory.is_retired(agent)
        ):
            return None
        return entry

    def living_entries(self, now: int) -> list[Entry]:
        entries = [self.living_entry(agent, now) for agent in self._records]
        return [entry for entry in entries if entry]

    def apply(self, statement: Statement, bundle: bytes, now: int) -> None:
        """Section 10.2, for a descriptor, refresh or withdrawal that was verified up to FRESHNESS."""
        agent = statement.issuer
        record = self._kept_record(agent, now)
        if record:
            self._check_replay(statement, bundle, record)
        if statement.kind is kinds.REFRESH:
            self._check_chain(statement, now)
        if record is None:
            self._make_room(now)

        entry = self._next_entry(statement, now)
        self._drop(agent)
        accepted_or_ends = max(now, statement.end_of_life or 0)
        self._records[agent] = Record(statement, bundle, accepted_or_ends + _MARK_KEPT, entry)
        if entry:
            self._owners[entry.descriptor.object_id] = agent
        self._memory.see_epoch(agent, statement.epoch)  # a delegation's is the same (DEL-8)

    def _check_replay(self, statement: Statement, bundle: bytes, record: Record) -> None:
        """SST-1 to SST-4."""
        mark = record.mark
        if statement.epoch < mark.epoch:
            raise Refused("SST-3")
        if statement.epoch > mark.epoch:
            return
        if record.quarantined:
            raise Refused("SST-1")
        if statement.object_id == mark.object_id:
            raise Refused("SST-2")
        if statement.message.sequence < mark.message.sequence:
            raise Refused("SST-3")
        if statement.message.sequence == mark.message.sequence:
            proof = _equivocation_proof((mark.object_id, record.bundle), (statement.object_id, bundle))
            self._quarantine(statement.issuer, record)
            raise Equivocation(proof)

    def _check_chain(self, refresh: Statement, now: int) -> None:
        """SST-6, SST-5 and SST-7, in this order."""
        named = refresh.message.descriptor
        owner = self._owners.get(named)
        entry = self.living_entry(owner, now) if owner else None
        if entry and owner != refresh.issuer:
            raise Refused("SST-6")
        if entry is None:
            raise Refused("SST-5")
        if refresh.epoch != entry.descriptor.epoch:
            raise Refused("SST-7")
        if refresh.end_of_life > refresh.issued_at + entry.descriptor.message.ttl_ms:
            raise Refused("SST-7")

    def _next_entry(self, statement: Statement, now: int) -> Entry | None:
        if statement.kind is kinds.DESCRIPTOR:
            return Entry(statement)
        if statement.kind is kinds.REFRESH:
            return Entry(self.living_entry(statement.issuer, now).descriptor, statement)
        return None

    def _quarantine(self, agent: bytes, record: Record) -> None:
        """Section 10.3. The mark stays as it is."""
        self._drop(agent)
        self._records[agent] = Record(record.mark, record.bundle, record.kept_until, entry=None, quarantined=True)

    def _kept_record(self, agent: bytes, now: int) -> Record | None:
        record = self._records.get(agent)
        return record if record and now < record.kept_until else None

    def _make_room(self, now: int) -> None:
        """SST-8. Only records whose time is over are dropped. The bound in agents bounds the bytes too."""
        if len(self._records) < self._capacity:
            return
        for agent in [agent for agent in self._records if not self._kept_record(agent, now)]:
            self._drop(agent)
        if len(self._records) >= self._capacity:
            raise Refused("SST-8")

    def _drop(self, agent: bytes) -> None:
        record = self._records.pop(agent, None)
        if record and record.entry:
            del self._owners[record.entry.descriptor.object_id]


def _equivocation_proof(*members: tuple[bytes, bytes]) -> bytes:
    """From (object id, bundle as it was received) of each."""
    (_, first), (_, second) = sorted(members)
    bundle = envelope.Bundle.FromString
    return encode(descriptor.EquivocationProof(first=bundle(first), second=bundle(second)))
