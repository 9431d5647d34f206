"""The message classes that protoc generated from proto/ (setup_peer.py puts them into ../generated)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "generated"))

from casp.conformance.v1 import driver_pb2 as driver  # noqa: E402
from casp.options.v1 import options_pb2 as options  # noqa: E402
from casp.v1 import canary_pb2 as canary  # noqa: E402
from casp.v1 import descriptor_pb2 as descriptor  # noqa: E402
from casp.v1 import discovery_pb2 as discovery  # noqa: E402
from casp.v1 import dispute_pb2 as dispute  # noqa: E402
from casp.v1 import envelope_pb2 as envelope  # noqa: E402
from casp.v1 import evidence_pb2 as evidence  # noqa: E402
from casp.v1 import identity_pb2 as identity  # noqa: E402
from casp.v1 import task_pb2 as task  # noqa: E402

__all__ = [
    "canary",
    "descriptor",
    "discovery",
    "dispute",
    "driver",
    "envelope",
    "evidence",
    "identity",
    "options",
    "task",
]
