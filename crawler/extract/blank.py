"""Tells why a column page has no rows: it says so, it is no list, or the look at it was poor."""

import json
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.need import WAITING
from crawler.extract.tree import attribute, frame_nodes
from crawler.page import STATIC_TEXT, Blank, Page, Role
from crawler.urls import join

SAID = re.compile(
    r"[\s（(【\[“*]*(?:对不起|抱歉|很遗憾)?[，,！!\s]*(?:当前|目前|该|本|此)?(?:栏目|分类|目录|列表|页面)?(?:下|内|中)?(?:暂时|目前|尚)?"
    r"(?:暂无|暂没有|没有|没有找到|未找到|未查询到|查无|无)(?:任何|相关|符合条件的?|可显示的?|您要找的)?"
    r"(?:内容|信息|数据|记录|文章|稿件|新闻|公告|文件|结果|资料|条目)?[哦呢啦了]?[\s）)】\]”。.！!~～…*]*"
    r"|(?:本|该)?(?:栏目|页面|网页|内容)?(?:正在)?(?:建设|完善|整理|更新)中.{0,12}|敬请期待.{0,4}"
    r"|共\s*(?:有|计)?\s*0\s*(?:条|篇|个|项).{0,12}"
)
# The shortest thing that says so: 暂无.
LEAST_SAID = 2
FAILED = re.compile(
    r"(?:数据|内容|信息|列表|页面)?(?:加载|获取|请求|查询|读取|连接|访问)(?:数据库?|内容|信息|列表)?"
    r"(?:失败|出错|异常|超时)|(?:系统|服务器?|程序|数据库|网络|接口)(?:内部|连接)?"
    r"(?:繁忙|异常|错误|出错|不可用|超时|开小差)|稍后(?:再试|重试|再来|访问)"
    r"|(?:database|sql|runtime|server|internal)\s+error|exception\b",
    re.I,
)
# Longer texts are about something else.
SHORT = 600
# A form is filled in; one field alone is a search.
LEAST_FIELDS = 3
FIELDS = "input:not([type]), input[type=text], input[type=tel], input[type=email], select"
SEND = re.compile(r"提交|发送|保存|注册|预约|申请|下一步")
FOLDER = re.compile(r"/$|/(?:index|default|list)\w*\.\w+$|/[a-z]\w*\.\w+\?\w+=\w+$", re.I)
ICON = re.compile(
    r"icon|ico\b|arrow|dot|logo|banner|bg|line|search|btn|button|print|close|qr|erweima|ewm|share|top"
    r"|\.gif|blank|space|red\.png|blue\.png|loading|weixin|wx|ga\.|jc|dzjg",
    re.I,
)
# What holds rows; a box does if its name says so.
HOLDERS = "ul, ol, dl, tbody, table"
BOX = re.compile(r"list|data|news|result|items|rows|wzlb|liebiao", re.I)
# Scripts that draw no lists.
COMMON = re.compile(
    r"jquery|bootstrap|swiper|jiucuo|conac|tongji|stat|hm\.js|share|respond|html5|polyfill|wza|slide"
    r"|banner|modernizr|font|nav|menu|common|base",
    re.I,
)
SMALL = re.compile(r"^\s*[01](?:px)?\s*$")
GOOD_CODES = ("0", "1", "200", "2000", "00000", "success", "ok", "true", "none", "")


@dataclass(frozen=True, slots=True)
class _Main:
    """The part of a page that is no template: its empty holders of rows, and its pictures."""

    holders: tuple[LexborNode, ...]
    pictures: tuple[LexborNode, ...]

    @classmethod
    def of(cls, parser: LexborHTMLParser) -> Self:
        """Find it."""
        frames = frame_nodes(parser.body) if parser.body is not None else []
        inside = {node.mem_id for frame in frames for node in frame.css(f"{HOLDERS}, div, img")}
        boxes = [node for node in parser.css("div[id]") if BOX.search(attribute(node, "id"))]
        holders = [node for node in (*parser.css(HOLDERS), *boxes) if _is_empty(node)]
        return cls(
            tuple(node for node in holders if node.mem_id not in inside),
            tuple(node for node in parser.css("img[src]") if node.mem_id not in inside),
        )

    @property
    def is_hooked(self) -> bool:
        """Whether a script can name what holds the rows."""
        return any(attribute(node, "id") for node in self.holders)

    @property
    def shows_picture(self) -> bool:
        """Whether there is a picture that may be the content."""
        return any(not ICON.search(attribute(node, "src")) for node in self.pictures)


def blank_of(page: Page, html: str, *, is_drawn: bool) -> Blank:
    """Say why a page of a column's list has no rows; `NO` if it has or is no list at all."""
    if page.role is Role.DATA:
        return Blank.NO if page.entries else _of_data(html)
    if page.role is not Role.COLUMN or page.entries or page.fetch.location:
        return Blank.NO
    parser = LexborHTMLParser(html)
    text = page.text.strip()
    shape = _shape(parser, page, text) if len(text) < SHORT else Blank.NO
    if shape is not Blank.NO or page.has_content_links:
        return shape
    return _nothing(page, text, _Main.of(parser), is_drawn=is_drawn)


def _nothing(page: Page, text: str, main: _Main, *, is_drawn: bool) -> Blank:
    """Tell a list without rows by what is there instead."""
    is_said = _says_so(text)
    is_empty = page.is_bare or (bool(main.holders) and _is_menu(page))
    if not is_drawn and main.is_hooked and _has_script(page) and (is_empty or is_said):
        return Blank.SCRIPTED
    if is_said:
        return Blank.SAID
    if is_empty and main.shows_picture:
        return Blank.PICTURE
    return Blank.SILENT if is_empty else Blank.NO


def _is_empty(node: LexborNode) -> bool:
    return not node.text(strip=True) and node.css_first("img, a, iframe, input") is None


def _is_menu(page: Page) -> bool:
    """Whether there is nothing but links to other columns."""
    return page.own_length < STATIC_TEXT and all(FOLDER.search(each.url) for each in page.own_links)


def _shape(parser: LexborHTMLParser, page: Page, text: str) -> Blank:
    if parser.css_first("input[type=password]") is not None:
        return Blank.LOGIN
    if _is_form(parser):
        return Blank.FORM
    if FAILED.search(text) or FAILED.search(page.title):
        return Blank.FAILED
    if WAITING.search(text):
        return Blank.WAITING
    host = urlsplit(page.url).hostname
    frames = frames_of(parser, page.url)
    if page.is_bare and any(urlsplit(frame).hostname != host for frame in frames):
        return Blank.FRAMED
    return Blank.NO


def _is_form(parser: LexborHTMLParser) -> bool:
    """Whether the page is to be filled in; many fields alone may search a list."""
    if parser.css_first("textarea") is not None:
        return True
    buttons = " ".join(
        f"{node.text()}{attribute(node, 'value')}"
        for node in parser.css("button, input[type=submit], input[type=button], form a")
    )
    return len(parser.css(FIELDS)) >= LEAST_FIELDS and SEND.search(buttons) is not None


def frames_of(parser: LexborHTMLParser, url: str) -> list[str]:
    """Return the addresses of the pages that are shown within the page."""
    nodes = [node for node in parser.css("iframe[src], frame[src]") if not _is_hidden(node)]
    return [address for node in nodes if (address := join(url, attribute(node, "src")))]


def _is_hidden(node: LexborNode) -> bool:
    style = attribute(node, "style").replace(" ", "").lower()
    sizes = (attribute(node, "width"), attribute(node, "height"))
    return "display:none" in style or any(SMALL.match(size) for size in sizes)


def _says_so(text: str) -> bool:
    lines = (line.strip() for line in text.split("\n"))
    return any(len(line) >= LEAST_SAID and SAID.fullmatch(line) for line in lines)


def _has_script(page: Page) -> bool:
    return any(not COMMON.search(address.rpartition("/")[2]) for address in page.scripts)


def _of_data(text: str) -> Blank:
    """Tell an answer without rows from one that is none."""
    if "<" in text[:1] and not FAILED.search(text[:SHORT]):
        return Blank.SILENT
    start, end = text.find("{"), text.rfind("}")
    try:
        answer = json.loads(text[start : end + 1] if 0 <= start < end else text)
    except ValueError:
        return Blank.FAILED
    if not isinstance(answer, dict):
        return Blank.SILENT
    code = next((answer[key] for key in ("code", "status", "success") if key in answer), "")
    is_good = str(code).lower() in GOOD_CODES
    return Blank.SILENT if is_good else Blank.FAILED
