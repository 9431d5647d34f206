"""SPEC.md section 15.1: inputs and outputs, and their digests."""

import hashlib

from .rules import Refused
from .schema import task

_CONTENT_TAG = b"casp/v1/content"


def content_digest(content: bytes) -> bytes:
    return hashlib.sha256(_CONTENT_TAG + content).digest()


def check_content(content: task.Content) -> None:
    """TSK-3 and TSK-4."""
    match content.WhichOneof("body"):
        case "inline":
            if len(content.inline) != content.size_bytes or content_digest(content.inline) != content.digest:
                raise Refused("TSK-3")
        case "chunks":
            chunks = content.chunks
            if len(chunks.digests) != -(-content.size_bytes // chunks.chunk_bytes):
                raise Refused("TSK-4")
