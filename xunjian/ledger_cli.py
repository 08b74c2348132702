"""The commands `xunjian ledger …`: the whole ledger into a file, and out of it."""

import gzip
import sys
import zlib
from pathlib import Path
from typing import Annotated

import typer

from xunjian.issues_place import HERE, Directory, opened

app = typer.Typer(help="台账整体导出、导入：换数据库、换机器、留底。", no_args_is_help=True)
PACKED = ".gz"


@app.command()
def export(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="写入的文件（.jsonl，或压缩的 .jsonl.gz）")
    ],
    *,
    config: Directory = HERE,
) -> None:
    """把整个台账写成一个 JSON Lines 文件。"""
    from xunjian.commands import require_folder
    from xunjian.private import write_private

    require_folder(output)
    with opened(config) as ledger:
        lines = list(ledger.dump())
    content = b"".join(line + b"\n" for line in lines)
    packed = gzip.compress(content, mtime=0) if output.suffix == PACKED else content
    write_private(output, packed)
    sys.stdout.write(f"已导出台账 {len(lines) - 2} 行到 {output}\n")


@app.command(name="import")
def import_(
    source: Annotated[Path, typer.Argument(help="ledger export 写出的文件")],
    *,
    config: Directory = HERE,
) -> None:
    """把导出的台账读入一个新台账（空的）；密钥须与导出时相同。"""
    from xunjian.config import ConfigError
    from xunjian.reasons import reason

    opener = gzip.open if source.suffix == PACKED else open
    with opened(config) as ledger:
        try:
            with opener(source, "rb") as file:
                moved = ledger.load(file)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ConfigError([f"{source}：压缩文件已损坏"]) from error
        except OSError as error:
            raise ConfigError([f"{source}：文件打不开（{reason(error)}）"]) from error
    sys.stdout.write(f"已读入 {moved.tables} 张表、{moved.rows} 行，其中问题 {moved.issues} 个\n")
