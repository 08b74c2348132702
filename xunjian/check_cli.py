"""The command `xunjian check`: documents in, findings out, no ledger and no crawler."""

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from checks.mask import mask
from crawler.extract.encoding import decode
from crawler.extract.sandbox import Sandbox
from xunjian.check_address import read_address
from xunjian.check_progress import progress_of
from xunjian.check_show import (
    write_checked,
    write_copies,
    write_passed,
    write_passed_over,
    write_total,
)
from xunjian.check_sources import Source, Sources, find_sources, is_address
from xunjian.config import load
from xunjian.prepublish import (
    Basis,
    Checked,
    Draft,
    UnreadableError,
    basis,
    check,
    compare,
    is_comparable,
    read_file,
    read_text,
)
from xunjian.private import write_private
from xunjian.reasons import reason

if TYPE_CHECKING:
    from xunjian.check_copies import Copies, Copy

FOUND, USAGE, INCOMPLETE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the command line says besides the sources; `config` is a folder, None for no site.

    `annotate` is the folder for annotated copies, `output` the file for the result.
    """

    today: date
    config: Path | None = None
    site: str | None = None
    format: str = "text"
    output: Path | None = None
    annotate: Path | None = None
    explain: bool = False


def run_check(names: Sequence[str], options: CheckOptions) -> int:
    """Check each source and write what was found; the exit code counts them all."""
    _require_room(options)
    config = load(options.config) if options.config is not None else None
    by = basis(options.today, config, options.site)
    sources = find_sources(names, options.annotate)
    copies = _copies(options, by)
    checked: list[Checked] = []
    named: list[Source] = []
    try:
        for source, each in _checked(sources, by):
            checked.append(each)
            named.append(source)
            if copies is not None and not is_comparable(each.document):
                copies.add(source, each)
        checked = compare(checked, by)
        for source, each in zip(named, checked, strict=True):
            if copies is not None and is_comparable(each.document):
                copies.add(source, each)
    finally:
        if copies is not None:
            copies.close()
    for fault in sources.faults:
        sys.stderr.write(f"{mask(fault)}\n")
    _write(checked, sources, copies.made if copies else (), by, options)
    if sources.faults:
        return USAGE
    if any(each.result.findings for each in checked):
        return FOUND
    return INCOMPLETE if any(each.result.undecided for each in checked) else 0


def _require_room(options: CheckOptions) -> None:
    """Refuse at once what would be refused after a long check."""
    if options.output is None:
        if options.format == "xlsx" and sys.stdout.isatty():
            raise UnreadableError("Excel 文件不能显示在屏幕上，请用 -o 写明文件名")
    elif options.output.is_dir():
        raise UnreadableError(f"{options.output}：是文件夹，请写明文件名")
    elif not options.output.parent.is_dir():
        raise UnreadableError(f"{options.output}：没有文件夹“{options.output.parent}”")


def _copies(options: CheckOptions, by: Basis) -> "Copies | None":
    if options.annotate is None:
        return None
    from xunjian.check_copies import Copies

    return Copies(options.annotate, by)


def _checked(sources: Sources, by: Basis) -> Iterator[tuple[Source, Checked]]:
    """Judge each document while the next one is being read."""
    with ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox(by.files))
        reader = stack.enter_context(ThreadPoolExecutor(1))
        progress = stack.enter_context(progress_of(len(sources.found)))
        ahead: Future[Draft] | None = None
        for number, source in enumerate(sources.found):
            progress.show(number, source)
            reading = ahead or reader.submit(_read, source, by.ctx.today, sandbox)
            following = sources.found[number + 1 : number + 2]
            try:
                draft = progress.wait(reading, source)
            except UnreadableError as error:
                draft = None
                sources.faults.append(str(error))
            ahead = None
            for each in following:
                ahead = reader.submit(_read, each, by.ctx.today, sandbox)
            if draft is not None:
                yield source, check(draft, by)


def _read(source: Source, today: date, sandbox: Sandbox) -> Draft:
    if source.path is not None:
        return read_file(source.path, today, sandbox)
    if is_address(source.name):
        return read_address(source.name, today, sandbox)
    return read_text(decode(sys.stdin.buffer.read()).text, today)


def _write(
    checked: Sequence[Checked],
    sources: Sources,
    copies: "Sequence[Copy]",
    by: Basis,
    options: CheckOptions,
) -> None:
    if options.format == "text":
        with _output(options.output):
            for each in checked:
                write_checked(each)
                if options.explain:
                    write_passed(each, by)
            write_total(checked)
            write_passed_over(sources)
        _tell(options.output)
        write_copies(copies)
        return
    from xunjian.check_export import as_json, as_workbook

    if options.format == "json":
        content = as_json(checked, sources, copies)
    else:
        content = as_workbook(checked, by)
    if options.output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        _save(content, options.output)
        _tell(options.output)
    # Where the result is on standard output, nothing else is.
    with redirect_stdout(sys.stderr if options.output is None else sys.stdout):
        if options.output is not None:
            write_total(checked)
        write_passed_over(sources)
        write_copies(copies)


@contextmanager
def _output(path: Path | None) -> Iterator[None]:
    """Turn what is printed into a file, if one is named."""
    if path is None:
        yield
        return
    said = StringIO()
    with redirect_stdout(said):
        yield
    _save(said.getvalue().encode(), path)


def _tell(path: Path | None) -> None:
    if path is not None:
        sys.stdout.write(f"检查结果已写到 {mask(str(path))}\n")


def _save(content: bytes, path: Path) -> None:
    try:
        write_private(path, content)
    except OSError as error:
        raise UnreadableError(f"{path}：写不了（{reason(error)}）") from error
