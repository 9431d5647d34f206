#!/usr/bin/env python3
"""A peer that knows one operation, `pae`: the place to begin an adapter from.

Speaks the JSON codec of the driver protocol and needs nothing but Python. Try it:

    cargo run --release -p conformance -- run --codec json --peer "python3 conformance/peers/skeleton.py"

The suite runs what the peer declares and skips the rest; add an operation to OPERATIONS, and its vectors are run.
"""

import base64
import json
import sys

ACCEPT, IGNORE, REJECT = "VERDICT_ACCEPT", "VERDICT_IGNORE", "VERDICT_REJECT"


class Refused(Exception):
    """A rule of SPEC.md does not hold."""

    def __init__(self, verdict, stage, code=""):
        super().__init__(code)
        self.verdict, self.stage, self.code = verdict, stage, code


class Case:
    """The state of one case; `begin` makes a new one."""

    def __init__(self, network_id, verifier, store_capacity):
        self.network_id = network_id
        self.verifier = verifier
        self.store_capacity = store_capacity


def pae(case, now_ms, seed, payload_type="", payload=""):
    """SPEC.md section 6.1. Fields that are absent from the JSON have their defaults."""
    parts = [payload_type.encode(), from_bytes(payload)]
    encoding = b"DSSEv1" + b"".join(b" %d %s" % (len(part), part) for part in parts)
    return {"data": to_bytes(encoding)}


# An operation takes (case, now_ms, seed, **fields) and returns the output, or None where there is none, or raises Refused, such as
#     raise Refused(REJECT, "STAGE_KEY", "key-encoding")
OPERATIONS = {"pae": pae}


def answer(request, case):
    """The outcome of one request, and the case that it leaves behind."""
    now_ms, seed = int(request.get("nowMs", 0)), int(request.get("seed", 0))
    name, fields = operation_of(request)
    if name == "hello":
        return {"hello": hello()}, case
    if name == "begin":
        begun = Case(
            fields.get("networkId", ""),
            from_bytes(fields.get("verifier", "")),
            fields.get("storeCapacity", 0),
        )
        return {"answer": {"verdict": ACCEPT}}, begun
    if name not in OPERATIONS:
        return {"unsupported": {}}, case
    try:
        arguments = {snake_case(key): value for key, value in fields.items()}
        output = OPERATIONS[name](case, now_ms, seed, **arguments)
    except Refused as refused:
        return {"answer": {"verdict": refused.verdict, "stage": refused.stage, "code": refused.code}}, case
    outcome = {"verdict": ACCEPT}
    if output is not None:
        outcome["output"] = output
    return {"answer": outcome}, case


def hello():
    """What this peer says of itself. Add "codes" to the capabilities if refusals carry codes."""
    return {
        "name": "skeleton",
        "version": "0.1.0",
        "language": "Python",
        "specVersions": ["1"],
        "driverVersion": "1",
        "capabilities": sorted(OPERATIONS),
        "pipeline": 16,
    }


def operation_of(request):
    """The operation's name in snake case, and its fields."""
    for key, fields in request.items():
        if key not in ("token", "nowMs", "seed"):
            return snake_case(key), fields
    return "", {}


def snake_case(key):
    """`publicKey` as `public_key`."""
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in key)


def from_bytes(text):
    """ProtoJSON writes bytes in base64."""
    return base64.b64decode(text)


def to_bytes(data):
    """ProtoJSON writes bytes in base64."""
    return base64.b64encode(data).decode()


def main():
    """One request a line in, one response a line out; standard output is for nothing else."""
    case = None
    for line in sys.stdin:
        request = json.loads(line)
        outcome, case = answer(request, case)
        response = {"token": request.get("token", ""), **outcome}
        sys.stdout.write(json.dumps(response) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
