"""Write the pages that are no ordinary column: home, guide, services, the outside host's."""

import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xunjian.demo.content import CONTENT, Clock, Column
from xunjian.demo.expand import expand
from xunjian.demo.press import (
    ColumnLink,
    Press,
    Row,
    Tag,
    column_link,
    list_row,
    list_tags,
    site_tags,
)
from xunjian.demo.shapes import siblings

STATIC = Path(__file__).parent / "static"
_HOME_BLOCKS = ("zwyw", "tzgg", "bmdt", "zcwj", "zcjd")
_HOME_TILES = (
    "zn",
    "zd",
    "nb",
    "czyjs",
    "zfcg",
    "shjz",
    "jyxx",
    "ylws",
    "njbt",
    "jyzl",
    "bszn",
    "fwzn",
    "qzxx",
    "ldzc",
)
_HOME_ROWS = 7
_GROUPS = {
    "政务公开": {"trs", "guide", "stub"},
    "重点领域": {"ucap"},
    "部门和街道": {"hanweb"},
    "服务和清单": {"script", "links"},
    "互动交流": {"letters"},
}
_FRIENDS = {
    "南岭省人民政府": "/nanling/index.html",
    "云岭市人民政府": "/yunling/index.html",
    "南岭省政务服务网": "/zwfw/index.html",
    "云岭日报": "/daily/index.html",
}
_OUTSIDE = {
    **{path: name for name, path in _FRIENDS.items()},
    "/beian.miit.gov.cn/index.html": "ICP备案管理",
    "/beian.mps.gov.cn/registerSystemInfo.html": "公安备案信息",
    "/bszs.conac.cn/sitename.html": "党政机关网站标识",
    "/daily/sound-harvest.html": "云岭日报：青禾区秋粮喜获丰收",
}


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """A line of the home page's column map."""

    name: str
    columns: Sequence[ColumnLink]


@dataclass(frozen=True, slots=True)
class Service:
    """A page behind a dynamic address."""

    name: str
    text: str


_SERVICES = {
    "/search/index.html": Service("站内搜索", "请在搜索框中输入关键字。"),
    "/admin/index.html": Service("工作人员登录", "本页面仅供工作人员使用。"),
    "/zwfw/index.html": Service("政务服务大厅", "办理时间为工作日8:30至12:00、14:30至17:30。"),
    "/zwfw/guide.html": Service("办事指南查询", "输入事项名称，查询办理材料、时限和流程。"),
    "/zwfw/appoint.html": Service("预约取号", "请选择需要办理的事项后按提示取号。"),
    "/zwfw/hall.html": Service("办事进度查询", "请输入受理编号查询办事进度。"),
}


@dataclass(frozen=True, slots=True)
class Block:
    """A column's newest rows on the home page."""

    name: str
    url: str
    rows: Sequence[Row]


def write_special(press: Press, column: Column) -> None:
    """Write a column page of a shape that lists no articles of its own."""
    context = {
        "shape": "trs" if column.shape in {"guide", "stub"} else column.shape,
        "page_title": f"{column.name}_{press.site.name}",
        "tags": list_tags(press, column),
        "column": column_link(press, column),
        "siblings": siblings(press, column),
    }
    address = press.url(f"column:{column.id}")
    match column.shape:
        case "stub":
            press.page(address, "stub.html", {"shape": "stub", "target": "../zwyw/index.html"})
        case "script":
            items = json.dumps(_script_rows(press, column), ensure_ascii=False)
            press.page(address, "script_list.html", {**context, "items": items})
        case "guide" | "links":
            html = (CONTENT / f"{column.id}.html").read_text(encoding="utf-8")
            html = expand(html, Clock(press.today, press.today.year), press.places)
            press.page(address, "plain.html", {**context, "html": html})


def write_home(press: Press) -> None:
    """Write the home page: the newest articles of five columns, and the ways to all others."""
    blocks = []
    for column_id in _HOME_BLOCKS:
        rows = [list_row(press, article) for article in press.content.rows(column_id)]
        link = column_link(press, press.content.column(column_id))
        blocks.append(Block(link.name, link.url, rows[:_HOME_ROWS]))
    tiles = [column_link(press, press.content.column(column_id)) for column_id in _HOME_TILES]
    lead = list_row(press, press.content.rows("zwyw")[0])
    context = {
        "shape": "home",
        "page_title": f"{press.site.name}门户网站",
        "tags": [*site_tags(press), Tag("ColumnType", "首页")],
        "lead": lead,
        "blocks": blocks,
        "groups": _column_groups(press),
        "tiles": tiles,
        "friends": [{"name": name, "url": url} for name, url in _FRIENDS.items()],
    }
    press.page("/index.html", "home.html", context)


def _column_groups(press: Press) -> list[ColumnGroup]:
    groups = []
    for name, shapes in _GROUPS.items():
        columns = [column for column in press.content.columns if column.shape in shapes]
        groups.append(ColumnGroup(name, [column_link(press, column) for column in columns]))
    return groups


def write_assets(press: Press) -> None:
    """Write style sheet, scripts, robots.txt and the pages behind the dynamic addresses."""
    for path in sorted(STATIC.iterdir()):
        press.file(f"/assets/{path.name}", path.read_bytes())
    press.file("/robots.txt", b"User-agent: *\nDisallow: /search/\nDisallow: /admin/\n")
    press.page("/404.html", "notice.html", {"title": "404", "text": "您访问的页面不存在。"})
    services = press.content.column("bszn")
    for address, service in _SERVICES.items():
        context = {
            "shape": "home",
            "page_title": f"{service.name}_{press.site.name}",
            "tags": list_tags(press, services),
            "title": service.name,
            "text": service.text,
        }
        press.page(address, "service.html", context)


def write_outside(root: Path, press: Press) -> None:
    """Write the small site that stands for all other hosts."""
    template = press.templates.get_template("outside.html")
    for address, name in _OUTSIDE.items():
        path = root / address.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.render(name=name, text="本页内容为虚构。"), encoding="utf-8")
    for address, data in {
        "dcs.conac.cn/image/red.png": _red_picture(),
        "dcs.conac.cn/js/99/901/0000/CA990102.js": b"// conac\n",
        "zfwzgl.www.gov.cn/exposure/jiucuo.js": b"// jiucuo\n",
        "index.html": b"<!DOCTYPE html><title>outside</title>",
    }.items():
        path = root / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _script_rows(press: Press, column: Column) -> list[dict[str, str]]:
    return [
        {
            "aT": row.title,
            "aPd": row.day,
            "aU": json.dumps({"common": row.url}, ensure_ascii=False),
        }
        for row in (list_row(press, article) for article in press.content.rows(column.id))
    ]


def _red_picture() -> bytes:
    """Return a plain red PNG of the size of the organisation mark."""
    width, height = 40, 48
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\xc1\x12\x1c" * width) * height)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
