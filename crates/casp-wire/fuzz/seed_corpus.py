#!/usr/bin/env python3
"""Makes the corpora of all fuzz targets from the vectors.

    crates/casp-wire/fuzz/seed_corpus.py target/fuzz/corpus

writes one folder a target, one file a seed, named by its digest. The formats are those of the entry points, in
`tests/entry_points/mod.rs` beside each `fuzz` folder. Corpora are not committed.
"""

import base64
import hashlib
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]

# Larger seeds slow a fuzzer down and lead it nowhere; `.ci/fuzz` caps inputs at the same length.
MOST_BYTES = 8_192

KINDS = {
    "delegation": "Delegation",
    "retire": "Retire",
    "host-binding": "HostBinding",
    "descriptor": "CapabilityDescriptor",
    "descriptor-refresh": "DescriptorRefresh",
    "descriptor-withdrawal": "DescriptorWithdrawal",
}

# Numbers of kinds in the targets `verify` and `store`.
VERIFY = ["delegation", "retire", "host-binding"]
STORE = ["descriptor", "descriptor-refresh", "descriptor-withdrawal", "delegation", "host-binding", "retire"]

RESIGNED = 0x80
SET_TIME = b"\xff"
FOREIGN = b"\x08"

MESSAGES = (
    ("bundle", "Bundle"),
    ("envelope", "Envelope"),
    ("proof", "EquivocationProof"),
    ("proof", "ForkProof"),
    ("proof", "OmissionProof"),
    ("oracle", "Oracle"),
    ("canary_case", "CanaryCase"),
    ("record", "OutcomeRecord"),
    ("package", "EvidencePackage"),
    ("disclosure", "EventDisclosure"),
    ("answer", "DiscoveryAnswer"),
    ("registration", "Registration"),
)
# Of what bears one name in several operations.
PROOFS = {
    "check_equivocation": "EquivocationProof",
    "check_fork": "ForkProof",
    "check_omission": "OmissionProof",
    "check_answer": "DiscoveryAnswer",
}


def main(out):
    messages = message_numbers()
    corpus = {name: set() for name in ("decode", "verify", "text", "store", "equivocation", "driver_framing", "canary_case", "dispute")}
    for vector in vectors():
        steps = [*vector.get("prior", []), vector["step"]]
        corpus["store"].update(store_seeds(vector, steps))
        for step in steps:
            ((name, operation),) = step["operation"].items()
            # Costs, and no message.
            if name == "rank":
                continue
            operand = {key: octets(value) if is_bytes(key) else value for key, value in operation.items()}
            corpus["decode"].update(decode_seeds(name, operand, messages))
            corpus["verify"].update(verify_seeds(operand, step["now_ms"]))
            corpus["text"].update(text_seeds(operand))
            if name == "check_equivocation":
                corpus["equivocation"].update(bytes([sign]) + operand["proof"] for sign in (0, 1))
            if name == "check_canary_case":
                corpus["canary_case"].add(b"\0" + operand["canary_case"])
            if name == "judge":
                corpus["dispute"].update(bytes([sign]) + operand["bundle"] for sign in (0, 1))
            corpus["driver_framing"].update(framing_seeds(name, operand, step["now_ms"]))
    for target, seeds in corpus.items():
        write(pathlib.Path(out) / target, seeds)


def vectors():
    for path in sorted(ROOT.glob("vectors/*/*.json")):
        file = json.loads(path.read_text())
        yield from put_together(file.get("vectors", []), file.get("pieces", []))


def put_together(value, pieces):
    """Puts a file's pieces where their numbers stand: a number in a list is one."""
    if isinstance(value, dict):
        return {key: put_together(item, pieces) for key, item in value.items()}
    if isinstance(value, list):
        return [pieces[item] if isinstance(item, int) else put_together(item, pieces) for item in value]
    return value


def message_numbers():
    """Numbers of messages in the target `decode`: their order in the generated tables."""
    tables = (ROOT / "crates/casp-wire/src/generated/tables.rs").read_text()
    names = re.findall(r'^    name: "(\w+)",$', tables, re.MULTILINE)
    return {name: number for number, name in enumerate(names)}


def is_bytes(key):
    return not key.endswith("payload_type") and key not in ("did", "peer_id", "family")


def octets(value):
    """Bytes of a vector: hex, or a list of hex and repetitions."""
    if isinstance(value, int):
        return str(value).encode()
    if isinstance(value, str):
        return bytes.fromhex(value)
    return b"".join(bytes.fromhex(it["repeat"]) * it["times"] if isinstance(it, dict) else octets(it) for it in value)


def kind_of(payload_type):
    return payload_type.removeprefix("application/vnd.casp.").removesuffix(".v1+protobuf")


def fields(message):
    """Length-delimited fields of a message as (number, value), as far as they can be read."""
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        value, at = varint(message, at)
        if tag & 7 == 2:
            yield tag >> 3, message[at : at + value]
            at += value


def varint(data, at):
    value = shift = 0
    while at < len(data):
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            break
    return value, at


def payloads(bundle):
    """Payloads of a bundle's envelopes, each with the message that its type names."""
    for number, envelope in fields(bundle):
        inner = dict(reversed(list(fields(envelope)))) if number in (1, 2) else {}
        message = KINDS.get(kind_of(inner.get(2, b"").decode(errors="replace")))
        if message and 1 in inner:
            yield message, inner[1]


def decode_seeds(name, operand, messages):
    # What is called a bundle there is that of a dispute.
    if name == "judge":
        yield bytes([messages["DisputeBundle"]]) + operand["bundle"]
        return
    for key, message in MESSAGES:
        if key in operand and (key not in ("proof", "answer") or message == PROOFS.get(name)):
            yield bytes([messages[message]]) + operand[key]
    for message, payload in payloads(operand.get("bundle", b"")):
        yield bytes([0x80 | messages[message]]) + payload


def verify_seeds(operand, now_ms):
    kind = kind_of(operand.get("payload_type", ""))
    if kind in VERIFY and "bundle" in operand:
        for sign in (0, RESIGNED):
            yield bytes([sign | VERIFY.index(kind)]) + now_ms.to_bytes(6, "big") + operand["bundle"]


def text_seeds(operand):
    for key in ("did", "peer_id"):
        if key in operand:
            yield operand[key].encode()
    for key in ("agent", "envelope"):
        if key in operand:
            yield operand[key]
    if "public_key" in operand:
        yield operand["public_key"] + operand.get("signature", b"") + operand.get("message", b"")


def store_seeds(vector, steps):
    """A whole vector as one history, signed as it is and signed anew."""
    small = vector["begin"].get("store_capacity", 0) != 0
    for sign in (0, RESIGNED):
        events = b""
        for step in steps:
            ((_, operation),) = step["operation"].items()
            events += SET_TIME + step["now_ms"].to_bytes(6, "big")
            kind = kind_of(operation.get("payload_type", ""))
            if kind in STORE and "bundle" in operation:
                bundle = octets(operation["bundle"])[:0xFFFF]
                events += FOREIGN + bytes([sign | STORE.index(kind)]) + len(bundle).to_bytes(2, "big") + bundle
        if FOREIGN in events:
            yield bytes([0 if small else 1]) + events


def framing_seeds(name, operand, now_ms):
    """A request in JSON, and in binary where the operation is a payload type and bytes."""
    plain = {camel(key): text_of(value) for key, value in operand.items()}
    yield b"\xfd" + json.dumps({"token": "t", "nowMs": str(now_ms), camel(name): plain}).encode() + b"\n"
    numbers = {"verify": 12, "observe": 13, "apply": 14}
    if name in numbers:
        inner = delimited(1, operand["payload_type"].encode()) + delimited(2, operand["bundle"])
        request = delimited(1, b"t") + delimited(numbers[name], inner)
        yield b"\xfc" + len(request).to_bytes(4, "big") + request


def text_of(value):
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def delimited(number, value):
    length, rest = b"", len(value)
    while rest >= 0x80:
        length, rest = length + bytes([rest & 0x7F | 0x80]), rest >> 7
    return bytes([number << 3 | 2]) + length + bytes([rest]) + value


def write(folder, seeds):
    folder.mkdir(parents=True, exist_ok=True)
    kept = [seed for seed in seeds if len(seed) <= MOST_BYTES]
    for seed in kept:
        (folder / hashlib.sha256(seed).hexdigest()[:32]).write_bytes(seed)
    print(f"{folder}: {len(kept)} seeds")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
