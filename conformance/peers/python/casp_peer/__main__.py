"""Serve requests on standard input until it ends."""

import os
import sys

from .codec import CODECS
from .driver import Peer


def main() -> None:
    codec = CODECS[os.environ.get("CASP_CODEC") or "binary"]()
    peer = Peer()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    for request in codec.read(source):
        sink.write(codec.write(peer.answer(request)))
        sink.flush()


if __name__ == "__main__":
    main()
