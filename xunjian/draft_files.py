"""Writes the first configuration of an office: xunjian.toml, a site file and its workbook."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter

from crawler.site import DEFAULT_DAYS, DEFAULT_MONTHS, ColumnKind
from xunjian.columns import (
    AGE_HEADS,
    COLUMN_HEADS,
    COLUMN_SHEET,
    DUE_HEAD,
    LEADER_HEAD,
    UNIT_HEADS,
    UNIT_SHEET,
    WARN_HEADS,
)
from xunjian.config import CONFIG_NAME

UNIT_ID, UNIT_NAME = "u01", "待填写"
VALIDATED_ROWS = 500
FONT = "微软雅黑"

_CONFIG = """\
# 巡检的总配置。每一项都可以不写，不写就用下面的默认值；改完保存，下次运行即生效。

ledger = "sqlite:///ledger.sqlite3"   # 问题台账存放的位置
snapshots = "snapshots"               # 采集快照（检测依据）存放的目录
keep_snapshots = 8                    # 每个站点保留最近几次的快照
keep_days = 90                        # 快照最多保留多少天（可能含个人信息）
# wordlists = "wordlists"             # 本单位自己的词表目录

[mail]
# 填了 directory，问题清单只写成 .eml 文件放进该目录，不会真的发出去，可以先看效果。
directory = {outbox}
# 正式发信：删去上面一行，填写下面几项。口令不要写在这里，写进文件或环境变量。
# host = "smtp.example.gov.cn"
# port = 465
# security = "ssl"                    # plain、starttls 或 ssl
# user = "xunjian@example.gov.cn"
# password_file = "smtp-password.txt"
# sender = "xunjian@example.gov.cn"
supervisor = {supervisor}                       # 监管单位的收件邮箱，可填多个
# supervisor_name = "政务公开办"

[schedule]
# 由 xunjian serve 按时执行：每周全站检测，每天复核已通报的问题并发送通知。
timezone = "Asia/Shanghai"
scan_day = "周一"
scan_time = 02:00:00
recheck_time = 07:00:00
notify_time = 08:30:00

[rules]
off = []                              # 不想检查的规则编号，例如 ["F303"]，见 xunjian rules
"""

_SITE = """\
# {name}的站点配置，由 xunjian init 于 {today} 生成，请核对。

id = {id}
name = {name_text}
start_url = {start_url}
id_code = {id_code}{id_note}
columns = {columns}
{private}
# 属于本平台的网址前缀（不写协议）。不填就是首页所在的主机。
# scope = ["www.example.gov.cn", "xxgk.example.gov.cn/qinghe"]

[crawl]
# 采集的快慢和上限，按需放宽或收紧。
delay = {delay}                # 同一主机两次请求之间的间隔（秒）
# pages = 100000           # 一次检测最多访问多少个网址
# pages_per_column = 500   # 每个栏目最多翻多少页
# robots = true            # 是否遵守 robots.txt

[files]
# 附件读多少、用多少内存和时间；超出的部分在报告里列为“未能判断”，不会漏报。
# seconds = 60.0           # 读一个附件最多用多少秒（处理器时间）
# ocr = true               # 识别扫描件和图片里的文字，需要安装 xunjian[ocr]
# ocr_pages = 20           # 一个文件最多识别多少页
"""

_NOTES = (
    "这份表由 xunjian init 探测站点后草拟，请按实际情况核对：",
    "1. “责任单位”现在都是“待填写”。请先在“单位”表里逐行填写单位、联系人和邮箱，再回到“栏目”表选择。",
    "2. “类别”决定更新期限：动态要闻 14 天；通知公告、政策文件、政策解读 6 个月；人事信息、规划计划 12 个月；"
    "其余类别不检查，除非填写“更新期限(天)”（也可以写“6个月”“1年”）。年度性栏目填写“每年应发布日”，"
    "如“03-31”，一年几次的写“03-15 预算；09-30 决算”。",
    "3. 不需要检查的栏目整行删去；漏掉的栏目照样添一行，栏目编号不重复即可。",
    "4. “条数”“最新日期”是探测时在栏目第一页看到的，仅供核对，检测不读取。",
    "5. 一个单位有多个邮箱的，用分号隔开。“分管负责人邮箱”可以不填，填了的在问题逾期时一并通知。",
)


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A column that the exploration proposes; `rows` and `newest` are of its first list page."""

    id: str
    name: str
    url: str
    kind: ColumnKind
    rows: int
    newest: date | None


@dataclass(frozen=True, slots=True)
class DraftSite:
    """What the exploration learnt of a site."""

    id: str
    name: str
    start_url: str
    id_code: str
    private_hosts: tuple[str, ...]
    delay: float
    columns: tuple[DraftColumn, ...]


def write_config(
    directory: Path, *, outbox: str = "outbox", supervisor: Sequence[str] = ()
) -> bool:
    """Write `directory`/xunjian.toml with comments; False if there is one, which is left alone."""
    directory.mkdir(parents=True, exist_ok=True)
    text = _CONFIG.format(outbox=_toml(outbox), supervisor=_toml(list(supervisor)))
    try:
        with (directory / CONFIG_NAME).open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def write_site(site: DraftSite, path: Path, workbook: Path, today: date) -> None:
    """Write the site file and the workbook that it names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(site, workbook)
    private = ""
    if site.private_hosts:
        private = f"private_hosts = {_toml(list(site.private_hosts))}   # 允许访问的内网主机\n"
    text = _SITE.format(
        name=site.name,
        today=today.isoformat(),
        id=_toml(site.id),
        name_text=_toml(site.name),
        start_url=_toml(site.start_url),
        id_code=_toml(site.id_code),
        id_note="" if site.id_code else "   # 页面上没有找到网站标识码，请补填",
        columns=_toml(workbook.name),
        private=private,
        delay=site.delay,
    )
    with path.open("x", encoding="utf-8") as file:
        file.write(text)


def write_workbook(site: DraftSite, path: Path) -> None:
    """Write the 栏目责任清单: columns, units and how to fill them in."""
    # Cells hold text of a foreign page: never a formula, never a live link.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(path, options)
    head = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "font_name": FONT}
    head_format = book.add_format({**head, "bold": True, "bg_color": "#DDEBF7", "align": "center"})
    faint_head = book.add_format({**head, "bg_color": "#F2F2F2", "align": "center"})
    _write_columns(book, site, head_format, faint_head)
    units = book.add_worksheet(UNIT_SHEET)
    heads = (*UNIT_HEADS, "联系人", "邮箱", LEADER_HEAD)
    _head(units, heads, (12, 32, 14, 44, 32), head_format)
    units.write_row(1, 0, (UNIT_ID, UNIT_NAME, "", "", ""), book.add_format(head))
    notes = book.add_worksheet("填写说明")
    notes.set_column(0, 0, 110)
    wrapped = book.add_format({"text_wrap": True, "font_name": FONT, "valign": "top"})
    for line, note in enumerate(_NOTES):
        notes.write_string(line, 0, note, wrapped)
    book.close()


# Any of xlsxwriter's objects: it ships no types.
def _write_columns(
    book: xlsxwriter.Workbook,
    site: DraftSite,
    head_format: object,
    faint_head: object,
) -> None:
    sheet = book.add_worksheet(COLUMN_SHEET)
    heads = (*COLUMN_HEADS, AGE_HEADS[0], WARN_HEADS[0], DUE_HEAD, "条数", "最新日期")
    _head(sheet, heads, (16, 26, 58, 26, 16, 14, 10, 20, 8, 13), head_format)
    for place in (len(heads) - 2, len(heads) - 1):
        sheet.write_string(0, place, heads[place], faint_head)
    cell = book.add_format({"border": 1, "border_color": "#BFBFBF", "font_name": FONT})
    blank = {"border": 1, "border_color": "#BFBFBF", "font_name": FONT, "bg_color": "#FFF2CC"}
    to_fill = book.add_format(blank)
    for line, column in enumerate(site.columns, 1):
        months = DEFAULT_MONTHS.get(column.kind)
        age = f"{months}个月" if months else DEFAULT_DAYS.get(column.kind)
        newest = column.newest.isoformat() if column.newest else ""
        for place, text in enumerate((column.id, column.name, column.url)):
            sheet.write_string(line, place, text, cell)
        sheet.write_string(line, 3, UNIT_NAME, to_fill)
        sheet.write_string(line, 4, column.kind.value, cell)
        sheet.write(line, 5, age, cell)
        sheet.write_blank(line, 6, None, cell)
        sheet.write_blank(line, 7, None, cell)
        sheet.write_number(line, 8, column.rows, cell)
        sheet.write_string(line, 9, newest, cell)
    kinds = {"validate": "list", "source": [kind.value for kind in ColumnKind]}
    units = {"validate": "list", "source": f"={UNIT_SHEET}!$B$2:$B${VALIDATED_ROWS}"}
    sheet.data_validation(1, 3, VALIDATED_ROWS, 3, {**units, "error_type": "warning"})
    sheet.data_validation(1, 4, VALIDATED_ROWS, 4, kinds)
    sheet.autofilter(0, 0, max(1, len(site.columns)), len(heads) - 1)


def _head(
    sheet: xlsxwriter.worksheet.Worksheet,
    heads: Sequence[str],
    widths: Sequence[int],
    head_format: object,
) -> None:
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heads[place], head_format)


def _toml(value: str | list[str]) -> str:
    # A JSON string without control characters is a TOML string.
    return json.dumps(value, ensure_ascii=False)
