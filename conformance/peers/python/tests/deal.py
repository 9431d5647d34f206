"""The statements of one engagement, for the tests: good ones, and as many other ones as fields can be overridden."""

import hashlib

from casp_peer import kinds
from casp_peer.content import content_digest
from casp_peer.schema import canary, descriptor, evidence, task
from casp_peer.schema import envelope as wire

from . import world
from .world import NOW, agent, object_id

REQUESTER, PROVIDER, THIRD, KEY = 0, 2, 3, 4
HOUR = 3_600_000
# By how much clocks may differ (SPEC.md section 17.6); as much is allowed to one-shot kinds at FRESHNESS (11.2).
ALLOWED = 30_000
DEADLINE = NOW + 2 * HOUR
INPUT = b"two and two"
SESSION = bytes(15) + b"\x01"


def head(issuer: int, to: int | None = None, at: int = NOW, life: int | None = None, **fields) -> dict:
    """The header of a statement; with `life` that of a one-shot one, whose nonce comes from all else that it says."""
    header = world.header(issuer, issued_at_ms=at)
    if to is not None:
        header["audience"] = agent(to)
    if life is not None:
        header["expires_at_ms"] = at + life
        header["nonce"] = hashlib.sha256(repr(header).encode()).digest()[:16]
    return header | fields


def to_provider(at: int = NOW, **fields) -> dict:
    return head(REQUESTER, PROVIDER, at, HOUR, **fields)


def to_requester(at: int = NOW, **fields) -> dict:
    return head(PROVIDER, REQUESTER, at, HOUR, **fields)


def terms(**fields) -> task.Terms:
    return task.Terms(
        **{
            "capability_id": "io.github.example/sum",
            "capability_version": "1.0.0",
            "behavior_digest": b"b" * 32,
            "side_effect": descriptor.SIDE_EFFECT_NONE,
            "price": task.Money(currency="EUR", amount_micros=100),
            "deadline_ms": DEADLINE,
            "output_media_type": "text/plain",
            **fields,
        }
    )


def irreversible(**fields) -> task.Terms:
    return terms(side_effect=descriptor.SIDE_EFFECT_IRREVERSIBLE, **fields)


def content(data: bytes, media_type: str = "text/plain", **fields) -> task.Content:
    inline = {"inline": data} if "chunks" not in fields else {}
    return task.Content(
        **{"media_type": media_type, "size_bytes": len(data), "digest": content_digest(data), **inline, **fields}
    )


def offer(header: dict | None = None, **fields) -> task.Offer:
    fields = {"descriptor": b"d" * 32, "terms": terms(), "input_media_type": "text/plain", **fields}
    return task.Offer(header=header or to_provider(), **{"input_bytes": len(INPUT), **fields})


def quote(of: task.Offer, header: dict | None = None, **fields) -> task.Quote:
    return task.Quote(header=header or to_requester(NOW + 1), **{"offer": object_id(of), "terms": of.terms, **fields})


def acceptance(of: task.Quote, header: dict | None = None, **fields) -> task.Acceptance:
    fields = {"quote": object_id(of), "blind": b"r" * 32, "input_digest": content_digest(INPUT), **fields}
    return task.Acceptance(header=header or to_provider(NOW + 2), **fields)


def request(of: task.Acceptance, header: dict | None = None, **fields) -> task.TaskRequest:
    fields = {"contract": object_id(of), "input": content(INPUT), **fields}
    return task.TaskRequest(header=header or to_provider(NOW + 3), **fields)


def event(of: task.Acceptance, seq: int = 1, header: dict | None = None, **fields) -> task.TaskEvent:
    header = header or head(PROVIDER, REQUESTER, NOW + 4)
    return task.TaskEvent(
        header=header, contract=object_id(of), seq=seq, **{"state": task.TASK_STATE_RUNNING, **fields}
    )


def prepared(of: task.TaskRequest, header: dict | None = None, **fields) -> task.Prepared:
    fields = {"contract": of.contract, "request": object_id(of), "plan": content(b"add them"), **fields}
    return task.Prepared(header=header or to_requester(NOW + 4), **fields)


def commit(of: task.Prepared, header: dict | None = None, **fields) -> task.Commit:
    fields = {"contract": of.contract, "prepared": object_id(of), **fields}
    return task.Commit(header=header or to_provider(NOW + 5, nonce=b"commit".ljust(16)), **fields)


def cancel(of: task.Acceptance, header: dict | None = None, **fields) -> task.Cancel:
    return task.Cancel(header=header or to_provider(NOW + 5), **{"contract": object_id(of), **fields})


def result(of: task.TaskRequest, header: dict | None = None, answer: bytes = b"4", **fields) -> task.TaskResult:
    fields = {
        "contract": of.contract,
        "request": object_id(of),
        "status": task.TASK_STATUS_COMPLETED,
        "output": content(answer),
        **fields,
    }
    return task.TaskResult(header=header or head(PROVIDER, REQUESTER, NOW + 6), **fields)


def ack(of: task.TaskResult, header: dict | None = None, **fields) -> task.DeliveryAck:
    fields = {"contract": of.contract, "result": object_id(of), **fields}
    return task.DeliveryAck(header=header or head(REQUESTER, PROVIDER, NOW + 7), **fields)


def report(of: task.Acceptance, about: task.TaskResult | None, by: int = REQUESTER, **fields) -> task.OutcomeReport:
    fields = {
        "header": head(by, at=NOW + 8),
        "contract": object_id(of),
        "subject": agent(PROVIDER if by == REQUESTER else REQUESTER),
        "outcome": task.OUTCOME_GOOD if about else task.OUTCOME_NO_RESULT,
        "result": object_id(about) if about else b"",
        **fields,
    }
    return task.OutcomeReport(**fields)


def overdue(of: task.Acceptance, by: int = REQUESTER, at: int = DEADLINE + 1) -> task.OutcomeReport:
    return report(of, None, by, header=head(by, at=at))


def verdict(
    of: task.TaskResult, opening: canary.CanaryOpening, passed: bool = True, header: dict | None = None, **fields
):
    fields = {
        "contract": of.contract,
        "result": object_id(of),
        "opening": opening,
        "outcome": canary.CANARY_OUTCOME_PASSED if passed else canary.CANARY_OUTCOME_FAILED,
        **fields,
    }
    return canary.CanaryVerdict(header=header or head(REQUESTER, at=NOW + 7), **fields)


def receipt(of: task.Acceptance, seq: int = 1, by: int = PROVIDER, at: int = NOW + 4, **fields) -> evidence.ToolReceipt:
    fields = {
        "header": head(by, at=at),
        "contract": object_id(of),
        "seq": seq,
        "tool": "io.github.example/add",
        "input_digest": b"i" * 32,
        "output_digest": b"o" * 32,
        "started_at_ms": at - 2,
        "ended_at_ms": at - 1,
        "signer_class": evidence.SIGNER_CLASS_HOST_PROXY,
        **fields,
    }
    return evidence.ToolReceipt(**fields)


def trace(size: int = 3) -> list[evidence.TraceEvent]:
    return [
        evidence.TraceEvent(
            seq=seq, salt=seq.to_bytes(16, "big"), at_ms=NOW + 3, kind="note", data=b"x", terminal=seq == size
        )
        for seq in range(1, size + 1)
    ]


def checkpoint(root: bytes, size: int, contract: bytes = b"", by: int = PROVIDER, at: int = NOW + 5, **fields):
    fields = {"session": SESSION, "size": size, "root": root, **fields}
    return evidence.TraceCheckpoint(header=head(by, at=at), contract=contract, **fields)


def signer(message) -> int:
    """The number of the key of a statement's issuer."""
    return next(number for number in range(8) if agent(number) == message.header.issuer)


def bundle(message, by: int | None = None, proofs=()) -> wire.Bundle:
    """Signed by its issuer's root key, or by another one."""
    by = signer(message) if by is None else by
    proofs = [world.signed(proof, signer(proof)) for proof in proofs]
    return wire.Bundle(subject=world.signed(message, by), proofs=proofs)


def delegated(message, scope: str, epoch: int = 1, life: int = kinds.DAY):
    """The message, named to be signed by KEY under a delegation of its issuer; and that delegation."""
    grant = world.delegation(signer(message), KEY, epoch, scopes=[scope])
    grant.header.expires_at_ms = NOW + life
    message.header.delegation = object_id(grant)
    return message, grant
