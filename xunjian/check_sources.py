"""Finds what `xunjian check` is asked to look at: files, folders, addresses, standard input."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checks.mask import mask
from crawler.urls import FILE_SUFFIXES, PICTURE_SUFFIXES
from xunjian.prepublish import UnreadableError

# In a folder, what people publish; those that cannot be read are told as undecided.
SUFFIXES = frozenset(".html .htm .shtml .xml .json".split()) | FILE_SUFFIXES | PICTURE_SUFFIXES
# Word and Excel keep such a file beside each document that is open.
LOCK_FILE = "~$"
# What an earlier check wrote.
COPY = re.compile(r"（标注(?: \d+)?）$")


@dataclass(frozen=True, slots=True)
class Source:
    """One document to check; `path` is None for an address or standard input.

    `folder` is the one that was named on the command line, if the file was found in it.
    """

    name: str
    path: Path | None = None
    folder: Path | None = None

    @property
    def relative(self) -> Path:
        """The path under the folder that was named, the bare name where none was."""
        assert self.path is not None
        return self.path.relative_to(self.folder) if self.folder else Path(self.path.name)


@dataclass(slots=True)
class Sources:
    """What is to be checked, what is passed over, and what cannot be opened."""

    found: list[Source] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def find_sources(names: Sequence[str], copies: Path | None) -> Sources:
    """Return the documents that are meant; `copies` is where annotated copies go."""
    sources = Sources()
    for name in names:
        try:
            _add(name, sources, copies)
        except UnreadableError as error:
            # The others are checked all the same.
            sources.faults.append(str(error))
    return sources


def is_address(name: str) -> bool:
    """Whether a source is a web address."""
    return name.lower().startswith(("http://", "https://"))


def _add(name: str, sources: Sources, copies: Path | None) -> None:
    if name == "-" or is_address(name):
        sources.found.append(Source(name))
        return
    path = Path(name)
    if not path.is_dir():
        sources.found.append(Source(name, path))
        return
    count = len(sources.found)
    for each in _files(path, copies):
        if COPY.search(each.name.partition(".")[0]):
            sources.copies.append(str(each))
        elif each.suffix.lower() in SUFFIXES:
            sources.found.append(Source(str(each), each, path))
        else:
            sources.passed_over.append(str(each))
    if len(sources.found) == count:
        raise UnreadableError(f"{mask(name)}：文件夹里没有可以检查的文件")


def _files(folder: Path, copies: Path | None) -> Iterator[Path]:
    """Yield the files of a folder to the bottom; what programs keep for themselves is none."""
    for path in sorted(folder.rglob("*")):
        is_own = path.name.startswith((LOCK_FILE, "."))
        is_ours = copies is not None and path.is_relative_to(copies) and copies != folder
        if not (is_own or is_ours) and path.is_file():
            yield path
