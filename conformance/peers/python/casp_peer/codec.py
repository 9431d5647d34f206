"""The two codecs of the driver protocol: how requests and responses stand on standard input and output."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from .schema import driver

_MOST_BINARY = 16 * 2**20
_MOST_JSON = 32 * 2**20


class BadRequest(Exception):
    """The runner broke the driver protocol; there is no answer to that."""


class BinaryCodec:
    """Each message after its length as four bytes, big-endian."""

    def read(self, source: BinaryIO) -> Iterator[driver.Request]:
        while prefix := source.read(4):
            length = int.from_bytes(prefix, "big")
            if len(prefix) < 4 or length > _MOST_BINARY:
                raise BadRequest("length")
            data = source.read(length)
            if len(data) < length:
                raise BadRequest("standard input ends within a message")
            yield driver.Request.FromString(data)

    def write(self, response: driver.Response) -> bytes:
        data = response.SerializeToString()
        return len(data).to_bytes(4, "big") + data


class JsonCodec:
    """One ProtoJSON object a line."""

    def __init__(self) -> None:
        from google.protobuf import json_format  # slow to import, and the binary codec does without

        self._json = json_format

    def read(self, source: BinaryIO) -> Iterator[driver.Request]:
        while line := source.readline(_MOST_JSON + 1):
            if len(line) > _MOST_JSON:
                raise BadRequest("line too long")
            # An operation that this peer has never heard of is then no operation: unsupported.
            yield self._json.Parse(line, driver.Request(), ignore_unknown_fields=True)

    def write(self, response: driver.Response) -> bytes:
        return self._json.MessageToJson(response, indent=None).encode() + b"\n"


CODECS: dict[str, Callable] = {"binary": BinaryCodec, "json": JsonCodec}
