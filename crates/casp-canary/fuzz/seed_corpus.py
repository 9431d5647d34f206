#!/usr/bin/env python3
"""Makes small corpora of the fuzz targets `json`, `oracle` and `canary_case`.

    crates/casp-canary/fuzz/seed_corpus.py target/fuzz/corpus

writes one folder a target, one file a seed, named by its digest. The formats are those of the entry points, in
`tests/entry_points/mod.rs`. Corpora are not committed.
"""

import hashlib
import pathlib
import sys

BETWEEN = b"\xff"

TEXTS = [
    "null", "true", "0", "-0", "1", "1.0", "10e-1", "1E+0", "0.1", "0.10000000000000001", "1e999999999", "1e1000000000",
    "123456789012345678", '"a"', '"\\u0061"', '"\\ud83d\\ude00"', '"\U0001f600"', '"\\ud800"', '"\ufdd0"', '"\\n\\/"',
    "[]", "[1,[2,{}],null]", " [ 1 , 2 ] ", "{}", '{"a":1,"b":[2]}', '{"b":[2.0],"\\u0061":1}', '{"a":1,"a":2}',
    '{"":{"":{"":0}}}', "[" * 64 + "]" * 64, "[" * 65 + "]" * 65, "01", '{"a":}', "[1,]", '"',
]

# Number of the form in the target `oracle`, what the oracle says, answers.
ORACLES = [
    (0, "\x12\x04null", ["null"]),
    (1, '{"a":[1]}', ['{"a":[1.0]}', "{}", "x"]),
    (2, "12.5 0.01", ["12.51", " 12.511\n", "-0", "1e3"]),
    (2, "-999999999999999999.999999999999999999 0", ["-999999999999999999.999999999999999999"]),
    (3, "Lyon\nParis", ["Paris", " Lyon\t", "paris"]),
    (4, "1867", ["in 1867", "1 867"]),
    (5, "Yes", [" Yes, but", "No"]),
    (6, "Paris", ["Paris", "Paris "]),
]


def seeds():
    neighbours = [pair for at, a in enumerate(TEXTS) for pair in ((a, a), (a, TEXTS[at - 1]))]
    yield "json", [a.encode() + BETWEEN + b.encode() for a, b in neighbours]
    pairs = [(form, said, answer) for form, said, answers in ORACLES for answer in answers]
    yield "oracle", [bytes([form]) + said.encode() + BETWEEN + answer.encode() for form, said, answer in pairs]
    sound = [bytes([family, 0]) for family in (4, 5, 6, 7)]
    damaged = [bytes([4, 0, member + 7 * how, 0, at, 1]) for member in range(7) for how in range(3) for at in (5, 60, 120)]
    yield "canary_case", sound + [bytes([5, 1]) + b"wrong"] + damaged


def main(out):
    for target, contents in seeds():
        folder = pathlib.Path(out) / target
        folder.mkdir(parents=True, exist_ok=True)
        for seed in contents:
            (folder / hashlib.sha256(seed).hexdigest()[:32]).write_bytes(seed)
        print(f"{folder}: {len(set(contents))} seeds")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
