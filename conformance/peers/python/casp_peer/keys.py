"""SPEC.md section 5: Ed25519 keys, their texts, and signatures, on libsodium by way of PyNaCl."""

from functools import lru_cache

import base58
from nacl import bindings as sodium
from nacl.exceptions import BadSignatureError

from .rules import Refused

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_L = 2**252 + 27742317777372353535851937790883648493
_IDENTITY = b"\x01" + bytes(31)

_MULTICODEC = b"\xed\x01"
_PEER_ID_PREFIX = b"\x00\x24\x08\x01\x12\x20"
_DID_KEY_PREFIX = "did:key:z"
# Both texts have one length each, since the bytes begin alike. base58 takes quadratic time, so the length goes first.
_DID_KEY_LENGTH = len(_DID_KEY_PREFIX) + 47
_PEER_ID_LENGTH = 52


def multikey(public_key: bytes) -> bytes:
    return _MULTICODEC + public_key


def did_key_encode(agent: bytes) -> str:
    return _DID_KEY_PREFIX + base58.b58encode(_MULTICODEC + _public_key(agent)).decode("ascii")


def did_key_decode(text: str) -> bytes:
    """KEY-1. The multikey bytes that a did:key stands for."""
    if not text.startswith(_DID_KEY_PREFIX) or len(text) != _DID_KEY_LENGTH:
        raise Refused("KEY-1")
    agent = _base58_decode(text.removeprefix(_DID_KEY_PREFIX), "KEY-1")
    if did_key_encode(agent) != text:
        raise Refused("KEY-1")
    return agent


def is_did_key(text: str) -> bool:
    """KEY-1."""
    try:
        did_key_decode(text)
    except Refused:
        return False
    return True


def peer_id_encode(agent: bytes) -> str:
    return base58.b58encode(_PEER_ID_PREFIX + _public_key(agent)).decode("ascii")


def peer_id_decode(text: str) -> bytes:
    """KEY-5. The multikey bytes of the key that a PeerId stands for."""
    if len(text) != _PEER_ID_LENGTH:
        raise Refused("KEY-5")
    decoded = _base58_decode(text, "KEY-5")
    agent = multikey(decoded.removeprefix(_PEER_ID_PREFIX))
    if len(agent) != 34 or peer_id_encode(agent) != text:
        raise Refused("KEY-5")
    return agent


def _public_key(agent: bytes) -> bytes:
    """KEY-1, second sentence: multikey bytes that are to be turned into text."""
    if len(agent) != 34 or not agent.startswith(_MULTICODEC):
        raise Refused("KEY-1")
    return agent[2:]


def _base58_decode(text: str, rule: str) -> bytes:
    try:
        return base58.b58decode(text)
    except ValueError:
        raise Refused(rule) from None


@lru_cache(maxsize=4_096)
def signer_key(keyid: str) -> bytes:
    """The stage KEY for a `keyid`: the public key, once admitted (section 5.1). Refusals are not remembered."""
    public_key = did_key_decode(keyid)[2:]
    admit(public_key)
    return public_key


def admit(public_key: bytes) -> None:
    """KEY-2 to KEY-4. libsodium decides; which rule is broken is asked only after it has refused."""
    if len(public_key) != 32:
        raise Refused("KEY-2")
    if sodium.crypto_core_ed25519_is_valid_point(public_key):
        return
    if not _is_encoded_point(public_key):
        raise Refused("KEY-2")
    if public_key == _IDENTITY:
        raise Refused("KEY-3")
    raise Refused("KEY-4")


def _is_encoded_point(encoding: bytes) -> bool:
    """KEY-2: whether 32 bytes canonically encode a point of -x² + y² = 1 + dx²y²."""
    number = int.from_bytes(encoding, "little")
    y, sign = number % 2**255, number >> 255
    if y >= _P:
        return False
    numerator, denominator = (y * y - 1) % _P, (_D * y * y + 1) % _P
    if numerator == 0:
        return sign == 0  # x = 0
    # x² = numerator / denominator has a root exactly when their product is a square (Euler's criterion).
    return pow(numerator * denominator, (_P - 1) // 2, _P) == 1


def verify_signature(public_key: bytes, message: bytes, signature: bytes) -> None:
    """SIG-1 to SIG-3, for an admitted key."""
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= _L:
        raise Refused("SIG-1")
    if signature[:32] == _IDENTITY:
        raise Refused("SIG-2")
    try:
        sodium.crypto_sign_open(signature + message, public_key)
    except BadSignatureError:
        raise Refused("SIG-3") from None


def key_pair(seed: bytes) -> tuple[bytes, bytes]:
    """Public and secret key from an RFC 8032 seed."""
    if len(seed) != 32:
        raise Refused("KEY-2")  # SPEC.md has no rule for a seed that is none; no verifier ever sees one
    return sodium.crypto_sign_seed_keypair(seed)


def sign(secret_key: bytes, message: bytes) -> bytes:
    return sodium.crypto_sign(message, secret_key)[:64]
