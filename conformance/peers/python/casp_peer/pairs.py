"""SPEC.md section 18.6, ANS-5: a descriptor and its refresh, outside a store.

All statements here have passed archival verification.
"""

from .statement import Statement
from .store import Entry


def is_entry(pair: Entry, at: int, allowance: int) -> bool:
    """Whether a pair is an entry that anyone could be served with at the time."""
    descriptor, refresh = pair.descriptor, pair.refresh
    if pair.has_audience:
        return False
    if refresh and not belongs(refresh, descriptor):
        return False
    if any(statement and statement.issued_at > at + allowance for statement in (descriptor, refresh)):
        return False
    return pair.latest.end_of_life > at - allowance


def belongs(refresh: Statement, descriptor: Statement) -> bool:
    """The five relations, whenever the pair is or was living, and whomever it is for."""
    return (
        refresh.issuer == descriptor.issuer
        and refresh.message.descriptor == descriptor.object_id
        and refresh.epoch == descriptor.epoch
        and refresh.message.sequence > descriptor.message.sequence
        and refresh.end_of_life <= refresh.issued_at + descriptor.message.ttl_ms
    )
