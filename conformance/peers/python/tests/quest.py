"""Queries, registries and what they say, for the tests: good ones, and others by overriding fields."""

from casp_peer.canonical import encode
from casp_peer.schema import discovery

from . import deal, world
from .deal import HOUR, head
from .world import NOW, agent, object_id

REQUESTER, REGISTRY = 0, 5
PROVIDERS = (1, 2, 3, 4, 6, 7)
# At which registries answer.
LATER = NOW + 1_000

OPERATORS = dict(discovery.Operator.items())


def value(of) -> discovery.AttributeValue:
    """Of a text, a number or a flag; None is a value that is none."""
    kinds = {bool: "flag", int: "number", str: "text", type(None): None}
    name = kinds[type(of)]
    return discovery.AttributeValue(**{name: of} if name else {})


def constraint(attribute: str, operator: str, *values, **fields) -> discovery.Constraint:
    return discovery.Constraint(
        attribute=attribute, operator=OPERATORS[f"OPERATOR_{operator}"], values=map(value, values), **fields
    )


ANYONE = constraint("capability", "EXISTS", True)


def objective(name: str, grain: int = 0) -> discovery.Objective:
    return discovery.Objective(name=name, grain=grain)


def query(*constraints, header: dict | None = None, limit: int = 10, sample: int = 0, **intent):
    return discovery.DiscoveryQuery(
        header=header or head(REQUESTER, REGISTRY, NOW, HOUR),
        intent=discovery.Intent(constraints=constraints or [ANYONE], **intent),
        limit=limit,
        sample=sample,
    )


def match(of, refresh=None, front: int = 1, capability=None, **fields) -> discovery.DiscoveryMatch:
    capability = capability or of.capabilities[0]
    return discovery.DiscoveryMatch(
        descriptor=object_id(of),
        refresh=object_id(refresh) if refresh else b"",
        **{"capability_id": capability.id, "capability_version": capability.version, "front": front, **fields},
    )


def result(to, ranked=(), sampled=(), header: dict | None = None, **fields) -> discovery.DiscoveryResult:
    fields = {
        "query": object_id(to),
        "filters": [discovery.FilterReport(attribute=c.attribute) for c in to.intent.constraints],
        "matched": max(len(ranked), len(sampled)),
        **fields,
    }
    return discovery.DiscoveryResult(
        header=header or head(REGISTRY, REQUESTER, LATER), ranked=ranked, sampled=sampled, **fields
    )


def entry(of, refresh=None) -> discovery.DiscoveryEntry:
    """Of messages, signed by their issuers; or of bundles."""
    bundles = [deal.bundle(m) if m is not None and hasattr(m, "header") else m for m in (of, refresh)]
    return discovery.DiscoveryEntry(descriptor=bundles[0], refresh=bundles[1])


def answer(of, *entries, **how) -> bytes:
    return encode(discovery.DiscoveryAnswer(result=deal.bundle(of, **how), entries=entries))


def receipt(of, refresh=None, header: dict | None = None, **fields) -> discovery.RegistrationReceipt:
    fields = {
        "agent": of.header.issuer,
        "descriptor": object_id(of),
        "refresh": object_id(refresh) if refresh else b"",
        "admitted_until_ms": NOW + HOUR,
        **fields,
    }
    return discovery.RegistrationReceipt(header=header or head(REGISTRY, at=NOW, expires_at_ms=NOW + HOUR), **fields)


def challenge(**fields) -> discovery.AdmissionChallenge:
    return discovery.AdmissionChallenge(
        **{
            "registry": agent(REGISTRY),
            "agent": agent(world.ROOT),
            "difficulty_bits": 8,
            "issued_at_ms": NOW,
            "expires_at_ms": NOW + 600_000,
            **fields,
        }
    )
