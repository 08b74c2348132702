"""One small file of each format that is read, for the tests that spoil them.

A format joins by a line in `SAMPLES`: its suffix, and what makes a file of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.crawler.archives import mailed, rarred, sevened, tarred, zipped
from tests.crawler.ofds import Package, Sheet, Written
from tests.crawler.office_files import notice, people, talk
from tests.crawler.test_files import _pdf

TEXT = "关于公示补贴名单的通知\n姓名,电话\n张某,无\n" * 8
HTML = (
    "<!DOCTYPE html><html><head><meta charset='gbk'><title>名单</title></head><body>"
    "<!-- 底稿 110101190001010000 --><table><tr><td>姓名</td><td>张某</td></tr>"
    "<tr><td>电话</td><td>无</td></tr></table></body></html>"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A format's suffix, and what makes a file of it."""

    suffix: str
    make: Callable[[], bytes]


def _members() -> dict[str, bytes]:
    return {"甲/通知.docx": notice(), "名单.csv": TEXT.encode("gbk"), "说明.txt": TEXT.encode()}


SAMPLES = {
    "pdf": Sample(".pdf", lambda: _pdf(TEXT, "第二页")),
    "ofd": Sample(".ofd", lambda: Package((Sheet((Written(TEXT),)),), "批注").build()),
    "docx": Sample(".docx", notice),
    "xlsx": Sample(".xlsx", people),
    "pptx": Sample(".pptx", talk),
    "csv": Sample(".csv", lambda: TEXT.encode("gbk")),
    "txt": Sample(".txt", lambda: TEXT.encode("utf-16")),
    "html": Sample(".xls", lambda: HTML.encode("gbk")),
    "mail": Sample(".eml", lambda: mailed(TEXT, _members())),
    "zip": Sample(".zip", lambda: zipped(_members())),
    "rar": Sample(".rar", lambda: rarred(_members())),
    "7z": Sample(".7z", lambda: sevened(_members())),
    "tar.gz": Sample(".gz", lambda: tarred(_members())),
    "tar": Sample(".tar", lambda: tarred(_members(), "")),
}
