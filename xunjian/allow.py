"""Turns a false alarm into an allowed phrase: a line of allowed.csv, which Excel opens."""

import csv
import re
from io import StringIO
from pathlib import Path

from wordlists.lists import ALLOWED
from wordlists.table import read_text

HEAD = ("短语", "规则", "状态", "说明")
# The place of the fault in an evidence.
MARKED = re.compile("【(.+?)】")


class PhraseError(ValueError):
    """A phrase that cannot be allowed; the message is a Chinese sentence."""


def require_around(phrase: str, evidence: str) -> None:
    """Refuse a phrase in which the fault that `evidence` shows does not stand."""
    marked = MARKED.search(evidence)
    if marked is None:
        raise PhraseError("这个问题不是某个写法的问题，不能用“允许的写法”放过；请只标为误报")
    if marked[1] not in phrase:
        raise PhraseError(f"“{phrase}”里没有“{marked[1]}”，这样写放不过这个问题")


def allow(folder: Path, phrase: str, code: str, note: str) -> bool:
    """Add a phrase to the folder's allowed.csv; False if it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{ALLOWED}.csv"
    rows = list(csv.reader(StringIO(read_text(path), newline=""))) if path.is_file() else []
    head = [cell.strip() for cell in rows[0]] if rows else list(HEAD)
    body = rows[1:]
    row = {"短语": phrase, "规则": code, "说明": note}
    key = head.index("短语")
    is_known = any(cells[key].strip() == phrase for cells in body if len(cells) > key)
    if is_known:
        return False
    missing = [name for name in row if name not in head]
    head += missing
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([head, *body, [row.get(name, "") for name in head]])
    # Written whole and then put in place: a scan may be reading it.
    draft = path.with_suffix(".tmp")
    draft.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    draft.replace(path)
    return True
