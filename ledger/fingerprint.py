"""The identity of an issue: a keyed hash that survives edits and reveals nothing.

Version 1 held the address of the page as the crawl spelt it, version 2 holds what all spellings of
it have in common. What is stored keeps the version it was made with and is looked up by both.
"""

import hashlib
import hmac
import unicodedata

from checks.finding import Finding, Result, Undecided

# A new version is for new issues only.
VERSION = "2"
FIRST = "1"


def normalise(key: str) -> str:
    """Return the key without differences of width, composition and white space."""
    return "".join(unicodedata.normalize("NFKC", key).split())


def fingerprint(secret: bytes, site_id: str, code: str, identity: str, key: str) -> str:
    """Return the versioned fingerprint of one fault of one rule on one subject.

    `identity` is what all spellings of the subject have in common.
    """
    return anew(secret, site_id, code, identity, key_mark(secret, site_id, code, key))


def anew(secret: bytes, site_id: str, code: str, identity: str, mark: str) -> str:
    """Return the fingerprint of a fault whose key is known by its mark alone."""
    return f"{VERSION}:{_digest(secret, (VERSION, site_id, code, identity, mark))}"


def first_fingerprint(secret: bytes, site_id: str, code: str, subject: str, key: str) -> str:
    """Return the fingerprint of version 1, by which issues from before are known."""
    return f"{FIRST}:{_digest(secret, (FIRST, site_id, code, subject, normalise(key)))}"


def candidates(secret: bytes, result: Result, each: Finding | Undecided, code: str) -> list[str]:
    """Return the fingerprints under which a fault may be known, that of a new issue first."""
    site_id, subject, key = result.site_id, each.subject, each.key
    marks = [fingerprint(secret, site_id, code, result.identity(subject), key)]
    # The crawl may have learnt only now what its spellings have in common.
    marks.append(fingerprint(secret, site_id, code, subject, key))
    marks.append(first_fingerprint(secret, site_id, code, subject, key))
    return marks


def key_mark(secret: bytes, site_id: str, code: str, key: str) -> str:
    """Return what names a fault of one rule wherever on the site it stands; "" without a key."""
    plain = normalise(key)
    return _digest(secret, (FIRST, "key", site_id, code, plain)) if plain else ""


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
