"""Reads files with one reader in a process of its own: a JSON line for each, with its text.

    python readers.py xunjian|kreuzberg|markitdown FILE ...

It runs in the peers' own environments, so it imports nothing of ours but where it must.
"""

import importlib.metadata
import json
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

# What else the machine does only ever makes a reading slower.
ROUNDS = 5
Reader = Callable[[Path], str]


def xunjian() -> Reader:
    """Return our reader in its sandbox."""
    from crawler.extract.sandbox import Sandbox
    from crawler.site import FileLimits

    sandbox = Sandbox(FileLimits(ocr=False))

    def read(path: Path) -> str:
        content = sandbox.read(path.read_bytes(), path.suffix)
        cells = (" ".join(row) for table in content.tables for row in table.rows)
        return "\n".join([content.title, content.text, *cells])

    return read


def kreuzberg() -> Reader:
    """Return the reader of kreuzberg."""
    from kreuzberg import extract_file_sync  # type: ignore[import-not-found,unused-ignore]

    def read(path: Path) -> str:
        result = extract_file_sync(str(path))
        return f"{result.metadata}\n{result.content}"

    return read


def markitdown() -> Reader:
    """Return the reader of markitdown."""
    from markitdown import MarkItDown  # type: ignore[import-not-found,unused-ignore]

    converter = MarkItDown()
    return lambda path: str(converter.convert(path).text_content)


READERS: dict[str, Callable[[], Reader]] = {
    "xunjian": xunjian,
    "kreuzberg": kreuzberg,
    "markitdown": markitdown,
}


def main() -> None:
    """Read each file once to warm up, then print what the fastest of some readings took."""
    name, *paths = sys.argv[1:]
    read = READERS[name]()
    version = importlib.metadata.version(name)
    for path in map(Path, paths):
        try:
            read(path)
            took, error = math.inf, ""
            for _ in range(ROUNDS):
                began = time.perf_counter()
                text = read(path)
                took = min(took, time.perf_counter() - began)
        except Exception as caught:
            # Whatever a peer throws is its answer.
            text, took, error = "", 0.0, type(caught).__name__
        line = {"file": path.name, "seconds": took, "text": text, "error": error}
        sys.stdout.write(json.dumps({"version": version, **line}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
