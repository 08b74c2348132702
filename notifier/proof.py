"""What proves that a workbook is ours: a signed token for the file, a short code for each row."""

import hashlib
import hmac
from dataclasses import dataclass

VERSION = "v1"
MAC_LENGTH = 32
# No vowels, so no words; no digits, so no program takes one for a number or a date.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Claim:
    """Which scan's list a workbook answers, and for which unit."""

    scan_id: str
    unit_id: str


def sign(secret: bytes, claim: Claim) -> str:
    """Return the token of a workbook."""
    text = f"{VERSION}:{claim.scan_id}:{claim.unit_id}"
    return f"{text}:{_mac(secret, text)}"


def read_token(secret: bytes, token: str) -> Claim | None:
    """Return what the token claims, None for one that we have not made."""
    text, _, mac = token.strip().rpartition(":")
    # As bytes: a forged one may hold anything.
    if not hmac.compare_digest(mac.encode(), _mac(secret, text).encode()):
        return None
    version, _, rest = text.partition(":")
    scan_id, _, unit_id = rest.partition(":")
    return Claim(scan_id, unit_id) if version == VERSION else None


def row_code(token: str, number: int, cycle: int) -> str:
    """Return the code beside an issue's number, which only this workbook gives it in this round."""
    if not token:
        return ""
    key = hashlib.sha256(token.encode()).digest()
    digest = hmac.new(key, f"{number}:{cycle}".encode(), hashlib.sha256).digest()
    value = int.from_bytes(digest[:8])
    letters = []
    for _ in range(CODE_LENGTH):
        value, at = divmod(value, len(LETTERS))
        letters.append(LETTERS[at])
    return "".join(letters)


def _mac(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:MAC_LENGTH]
