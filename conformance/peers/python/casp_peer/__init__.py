"""A CASP conformance peer in Python, on `protobuf`, `PyNaCl` and `base58`.

Written from SPEC.md and proto/ alone. Comments name the sections and rules that the code beside them carries out.
"""

__version__ = "0.1.0"
