"""Sets up a folder with the sample platform, and serves it while it is being scanned."""

import re
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from ledger.issue import Issue
from xunjian.demo.platform import build
from xunjian.demo.server import serve

PORTS = "demo.json"
PREFERRED_PORT = 8931
EDITABLE = (".html", ".shtml")
CONFIG = """\
# 示例平台的配置。真实平台请用 xunjian init 网址 生成。
ledger = "sqlite:///ledger.sqlite3"   # 台账
snapshots = "snapshots"               # 每次检测的网页快照

[mail]
directory = "outbox"                  # 邮件写到这个文件夹；真实使用时改填 host、port、user 等
sender = "xunjian@qinghe.example"
supervisor = ["zwgkb@qinghe.example"] # 政务公开办，收汇总邮件
supervisor_name = "区政务公开办"
phone = "0990-5550010"
hours = "all"                         # 演示随时可以发；真实使用时去掉，只在工作日的上班时间发

[schedule]
scan_day = "周一"
scan_time = 02:00:00
recheck_time = 07:00:00
notify_time = 08:30:00
"""


@dataclass(frozen=True, slots=True)
class Served:
    """Where a sample platform is served; ports on loopback."""

    port: int
    outside_port: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A wrong word in a page of the sample, to be put right by hand."""

    path: Path
    wrong: str
    right: str


def first_edit(directory: Path, issues: Iterable[Issue]) -> Edit | None:
    """Return the first wrong word that a person can mend in an editor, with the page's file."""
    folder = directory / "platform"
    for issue in issues:
        said = re.search(r"“([^”]+)”应为“([^”]+)”", issue.message)
        path = folder / unquote(urlsplit(issue.url).path).strip("/")
        if issue.code != "W101" or said is None or path.suffix not in EDITABLE:
            continue
        # Some pages of the sample are in GBK, which not every editor keeps.
        if path.is_file() and path.read_bytes().count(said[1].encode()) == 1:
            return Edit(path, said[1], said[2])
    return None


def prepare(directory: Path, *, today: date, any_port: bool = False) -> bool:
    """Make `directory` a ready-to-scan sample; False if it already was one and is left as it is.

    It is served on the usual ports if they are free, with `any_port` on any free ones.
    """
    if (directory / PORTS).is_file():
        return False
    directory.mkdir(parents=True, exist_ok=True)
    first = 0 if any_port else PREFERRED_PORT
    second = 0 if any_port else PREFERRED_PORT + 1
    ports = Served(_free_port(first), _free_port(second))
    build(directory, today=today, port=ports.port, outside_port=ports.outside_port)
    (directory / "xunjian.toml").write_text(CONFIG, encoding="utf-8")
    (directory / PORTS).write_bytes(msgspec.json.encode(ports))
    return True


@contextmanager
def served(directory: Path) -> Iterator[None]:
    """Serve the sample platform, unless it is being served already."""
    ports = msgspec.json.decode((directory / PORTS).read_bytes(), type=Served)
    if _is_open(ports.port):
        yield
        return
    with serve(directory, ports.port, ports.outside_port):
        yield


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port(preferred: int) -> int:
    for port in (preferred, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on loopback")
