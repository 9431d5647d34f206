"""Plain arithmetic on the curve, slow and clear: to make the keys and signatures that a library would not make."""

import hashlib

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
L = 2**252 + 27742317777372353535851937790883648493
IDENTITY = (0, 1)


def add(a, b):
    k = D * a[0] * b[0] * a[1] * b[1]
    return (
        (a[0] * b[1] + b[0] * a[1]) * pow(1 + k, -1, P) % P,
        (a[1] * b[1] + a[0] * b[0]) * pow(1 - k, -1, P) % P,
    )


def times(n, point):
    total = IDENTITY
    while n:
        if n & 1:
            total = add(total, point)
        point = add(point, point)
        n >>= 1
    return total


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def x_of(y):
    """The even x of a point with this y, or None."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    for x in (pow(square, (P + 3) // 8, P), pow(square, (P + 3) // 8, P) * pow(2, (P - 1) // 4, P) % P):
        if x * x % P == square:
            return x if x % 2 == 0 else P - x
    return None


BASE = (x_of(4 * pow(5, -1, P) % P), 4 * pow(5, -1, P) % P)


def _of_order_eight():
    for y in range(2, 100):
        if (x := x_of(y)) is not None and times(4, point := times(L, (x, y))) != IDENTITY:
            return point


TORSION = _of_order_eight()


def sign(secret: int, nonce: int, message: bytes, r_torsion: int = 0) -> bytes:
    """A signature by secret·BASE. With a torsion in R, or with nonce 0, one that no library would make."""
    r = encode(add(times(nonce, BASE), times(r_torsion, TORSION)))
    k = int.from_bytes(hashlib.sha512(r + encode(times(secret, BASE)) + message).digest(), "little")
    return r + ((nonce + k * secret) % L).to_bytes(32, "little")
