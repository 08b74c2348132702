"""Shows how far a crawl is: a bar on a terminal, a line now and then elsewhere; on stderr."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from crawler import crawl
from xunjian.show import console


@contextmanager
def progress(label: str) -> Iterator[crawl.Report]:
    """Yield what a crawl reports its progress to."""
    err = console(is_error=True)
    if not err.is_terminal:
        yield _plain(label)
        return
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} 个地址"),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    ) as bar:
        task = bar.add_task(label, total=None)
        yield lambda p: bar.update(task, completed=p.done, total=p.done + p.pending)


def _plain(label: str) -> crawl.Report:
    last = 0

    def on_progress(now: crawl.Progress) -> None:
        nonlocal last
        step = max(100, last // 4)
        if now.done - last >= step:
            last = now.done
            sys.stderr.write(f"{label}：已完成 {now.done}，待访问 {now.pending}\n")

    return on_progress
