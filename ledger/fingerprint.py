"""The identity of an issue: a keyed hash that survives edits and reveals nothing."""

import hashlib
import hmac
import unicodedata

# A new version is for new issues only; what is stored keeps the version it was made with.
VERSION = "1"


def normalise(key: str) -> str:
    """Return the key without differences of width, composition and white space."""
    return "".join(unicodedata.normalize("NFKC", key).split())


def fingerprint(secret: bytes, site_id: str, code: str, subject: str, key: str) -> str:
    """Return the versioned fingerprint of one fault of one rule on one subject."""
    return f"{VERSION}:{_digest(secret, (VERSION, site_id, code, subject, normalise(key)))}"


def key_mark(secret: bytes, site_id: str, code: str, key: str) -> str:
    """Return what names a fault of one rule wherever on the site it stands."""
    return _digest(secret, (VERSION, "key", site_id, code, normalise(key)))


def _digest(secret: bytes, parts: tuple[str, ...]) -> str:
    digest = hmac.new(secret, digestmod=hashlib.sha256)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        # The length keeps ("ab", "c") and ("a", "bc") apart.
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def secret_mark(secret: bytes) -> str:
    """Return what the ledger keeps to notice that it is opened with another secret."""
    return hmac.new(secret, b"xunjian ledger", hashlib.sha256).hexdigest()[:32]
