"""SPEC.md section 19.2: the state of an engagement at a time, and what a party repeats in it."""

from .book import Engagement
from .schema import task
from .verify import ONE_SHOT_SKEW


def state(held: Engagement, now: int) -> str:
    """The first whose condition holds."""
    rows = {
        "indeterminate": held.result_status == task.TASK_STATUS_INDETERMINATE,
        "closed": held.result and held.ack,
        "delivered": held.result,
        "unanswered": held.request and now >= held.deadline + ONE_SHOT_SKEW,
        "cancelled": held.cancel,
        "committed": held.commit,
        "prepared": held.prepared,
        "running": held.request and held.event and held.event_state != task.TASK_STATE_QUEUED,
        "pending": held.request,
        "lapsed": _has_lapsed(held, now),
        "accepted": held.acceptance,
        "quoted": held.quote,
        "offered": True,
    }
    return next(name for name, holds in rows.items() if holds)


def _has_lapsed(held: Engagement, now: int) -> bool:
    """For an engagement without request. An offer that nobody quoted is forgotten when nothing can follow it."""
    if not held.quote:
        return False
    ends = [each.end_of_life for each in (held.quote, held.acceptance) if each]
    return now >= min([*ends, held.deadline]) + ONE_SHOT_SKEW


def repeated(held: Engagement, now: int) -> list[bytes]:
    """Object ids of what the verifier's own agent repeats now of itself, in the order of section 15.1."""
    by_requester, statements, living = _repetition(held, state(held, now), now)
    return [each.object_id for each in statements] if living and by_requester == held.is_own else []


def _repetition(held: Engagement, at: str, now: int) -> tuple[bool, list, bool]:
    """Whether it is the requester who repeats in a state, what, and whether it is still time to."""
    match at:
        case "offered":
            return True, [held.offer], _live(now, held.offer)
        case "accepted":
            living = _live(now, held.quote, held.acceptance)
            return True, [held.acceptance], living and now <= held.deadline
        case "pending":
            living = _live(now, held.quote, held.acceptance, held.request)
            return True, [held.acceptance, held.request], living and now <= held.deadline
        case "prepared":
            return False, [held.prepared], _live(now, held.prepared) and now <= held.deadline
        case "committed":
            return True, [held.commit], _live(now, held.prepared, held.commit) and now <= held.deadline
        case "cancelled":
            return True, [held.cancel], _live(now, held.cancel)
        case "delivered" | "indeterminate":
            return False, [held.result], now < held.deadline + ONE_SHOT_SKEW and not held.ack
    return False, [], False


def _live(now: int, *statements) -> bool:
    return all(now < statement.end_of_life for statement in statements)
