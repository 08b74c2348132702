"""The whole ledger as JSON Lines, out of one database and into another.

The first line says what it is, then each row of each table stands on a line of its own, in an
order in which they can be inserted; the last line counts them and holds their digest.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Column, Connection, Date, LargeBinary, Table, func, insert, select, text

from ledger.errors import LedgerError
from ledger.fingerprint import secret_mark
from ledger.metadata import UtcDateTime, metadata
from ledger.schema import REVISION, meta

FORMAT = "xunjian-ledger"
VERSION = 1
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """How much was written or read."""

    tables: int
    rows: int
    issues: int


def dump(connection: Connection, secret: bytes) -> Iterator[bytes]:
    """Yield the lines of the ledger, without line ends."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "revision": REVISION,
        "secret": secret_mark(secret),
    }
    yield _line(head)
    digest, count = hashlib.sha256(), 0
    for table in _tables():
        order = tuple(table.primary_key.columns)
        for row in connection.execute(select(table).order_by(*order)):
            values = {each.name: _said(getattr(row, each.name)) for each in table.columns}
            line = _line({"table": table.name, "row": values})
            digest.update(line + b"\n")
            count += 1
            yield line
    yield _line({"end": count, "digest": digest.hexdigest()})


def load(connection: Connection, secret: bytes, lines: Iterable[bytes]) -> Moved:
    """Fill an empty ledger; raise LedgerError and change nothing where something is wrong."""
    _require_empty(connection)
    reader = _Reader(secret)
    tables: set[str] = set()
    issues = 0
    for table, rows in _grouped(reader.rows(lines)):
        connection.execute(insert(table), rows)
        tables.add(table.name)
        issues += len(rows) if table.name == "issue" else 0
    if not reader.has_end:
        raise LedgerError("文件不完整：没有结尾行，可能没有导出完或没有传完。")
    _count_on(connection)
    return Moved(len(tables), reader.count, issues)


class _Reader:
    """Reads lines, and checks on the way that they are what was written."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._digest = hashlib.sha256()
        self._known = {table.name: table for table in _tables()}
        self.count = 0
        self.has_end = False

    def rows(self, lines: Iterable[bytes]) -> Iterator[tuple[Table, dict[str, Any]]]:
        """Yield the rows with their tables."""
        for number, line in enumerate(lines, 1):
            plain = line.rstrip(b"\r\n")
            if not plain:
                continue
            try:
                said = json.loads(plain)
                if number == 1:
                    self._begin(said)
                elif "end" in said:
                    self._end(said)
                else:
                    yield self._row(plain, said)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise LedgerError(f"第 {number} 行不能识别，文件可能已损坏。") from error

    def _begin(self, said: dict[str, Any]) -> None:
        if said.get("format") != FORMAT or said.get("version") != VERSION:
            raise LedgerError("这不是巡检台账的导出文件，或由更新版本的程序导出。")
        if said["revision"] != REVISION:
            raise LedgerError(
                f"导出文件的台账结构版本为 {said['revision']}，本程序为 {REVISION}；"
                "请用同一版本的程序导出和导入。"
            )
        if said["secret"] != secret_mark(self._secret):
            raise LedgerError("密钥与导出时不同，请先把原来的密钥文件放到新位置。")

    def _row(self, line: bytes, said: dict[str, Any]) -> tuple[Table, dict[str, Any]]:
        if self.has_end:
            raise ValueError("a row after the end")
        table = self._known[said["table"]]
        self._digest.update(line + b"\n")
        self.count += 1
        return table, {each.name: _meant(each, said["row"][each.name]) for each in table.columns}

    def _end(self, said: dict[str, Any]) -> None:
        if said["end"] != self.count or said["digest"] != self._digest.hexdigest():
            raise LedgerError("文件与导出时不一致：行数或校验码不符。")
        self.has_end = True


def _tables() -> list[Table]:
    # What a new ledger has of its own: the mark of its secret.
    return [table for table in metadata.sorted_tables if table is not meta]


def _grouped(
    rows: Iterator[tuple[Table, dict[str, Any]]],
) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    for table, some in groupby(rows, key=lambda each: each[0]):
        while found := [row for _, row in islice(some, AT_A_TIME)]:
            yield table, found


def _require_empty(connection: Connection) -> None:
    for table in _tables():
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise LedgerError("导入须用新的台账：这个台账里已有内容。")


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL give out numbers after those that came with the rows."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables():
        if table.c.get("id") is not None and table.c.id.autoincrement and table.name != "scan":
            highest = connection.execute(select(func.max(table.c.id))).scalar()
            if highest:
                connection.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :highest)"),
                    {"name": table.name, "highest": highest},
                )


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


# Any: values of all kinds stand in the tables.
def _said(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return value


def _meant(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    match column.type:
        case UtcDateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case LargeBinary():
            return base64.b64decode(value, validate=True)
        case _:
            return value
