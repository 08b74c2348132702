"""Shows which document `xunjian check` has in hand, and that a scan takes its time."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from checks.mask import mask
from xunjian.check_sources import Source
from xunjian.prepublish import Draft

# On a terminal people wonder soon; elsewhere only what takes really long is worth a line.
SOON, LONG = 3.0, 20.0
SCANS = frozenset(
    {".pdf", ".ofd", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp"}
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Tells how many documents are done and which one is in hand; `patience` in seconds."""

    tell: Callable[[int, str], None]
    tell_slow: Callable[[str], None]
    patience: float

    def show(self, number: int, source: Source) -> None:
        """Tell that so many documents are done and this one comes next."""
        self.tell(number, _name(source))

    def wait(self, reading: Future[Draft], source: Source) -> Draft:
        """Return what was read, and tell once if that takes long."""
        try:
            return reading.result(self.patience)
        except TimeoutError:
            # What the reading itself raised comes out again below.
            if not reading.done():
                self.tell_slow(f"{_doing(source)}：{_name(source)}")
        return reading.result()


@contextmanager
def progress_of(total: int) -> Iterator[Progress]:
    """Show a bar on a terminal; elsewhere a line on stderr for what takes long."""
    if not sys.stderr.isatty():
        yield Progress(lambda number, name: None, _write_line, LONG)
        return
    # Here alone, for it takes a tenth of a second.
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    with Bar(
        SpinnerColumn(),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} 个文件"),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=total)
        yield Progress(
            lambda number, name: bar.update(task, completed=number, description=name),
            lambda said: bar.update(task, description=said),
            SOON,
        )


def _doing(source: Source) -> str:
    """Say what takes so long: of pictures and printed pages nearly always the recognition."""
    suffix = Path(source.name).suffix.lower()
    return "正在识别扫描件" if suffix in SCANS else "正在读取，可能含有扫描件"


def _name(source: Source) -> str:
    return mask(Path(source.name).name)


def _write_line(said: str) -> None:
    sys.stderr.write(f"{said}\n")
