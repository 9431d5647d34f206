#!/usr/bin/env python3
"""Make the peer ready: a virtual environment with the pinned packages, and message classes generated from proto/.

Run it as often as you like: it does nothing when requirements.txt, proto/ and the Python are those of the last run.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROTO = HERE.parents[2] / "proto"
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
GENERATED = HERE / "generated"
REQUIREMENTS = HERE / "requirements.txt"
STAMP = VENV / "set-up-from"


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit("the peer needs Python 3.11 or later")
    schemas = sorted(PROTO.rglob("*.proto"))
    state = digest(schemas)
    if PYTHON.exists() and GENERATED.exists() and STAMP.exists() and STAMP.read_text() == state:
        print("peer is set up already")
        return
    install()
    generate(schemas)
    STAMP.write_text(state)
    print("peer is set up")


def digest(schemas: list[Path]) -> str:
    """Of everything that the outcome depends on."""
    parts = [sys.version.encode(), Path(__file__).read_bytes(), REQUIREMENTS.read_bytes()]
    for schema in schemas:
        parts += [str(schema.relative_to(PROTO)).encode(), schema.read_bytes()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def install() -> None:
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    subprocess.run([*pip, "--only-binary=:all:", "--no-deps", "-r", REQUIREMENTS], check=True)
    subprocess.run([PYTHON, "-m", "pip", "--disable-pip-version-check", "check"], check=True, stdout=subprocess.DEVNULL)


def generate(schemas: list[Path]) -> None:
    shutil.rmtree(GENERATED, ignore_errors=True)
    GENERATED.mkdir()
    protoc = [PYTHON, "-m", "grpc_tools.protoc", f"--proto_path={PROTO}", f"--python_out={GENERATED}"]
    subprocess.run([*protoc, *schemas], check=True)


if __name__ == "__main__":
    main()
