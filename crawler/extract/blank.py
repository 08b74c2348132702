"""Tells why a column page has no rows: it says so, it is no list, or the look at it was poor."""

import json
import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.need import WAITING
from crawler.extract.tree import attribute
from crawler.page import Blank, Page, Role
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
HOOK = re.compile(
    r"<(ul|ol|dl|tbody|table)\b[^<>]{0,200}?\sid\s*=[^<>]{0,200}>\s*(?:<!--.{0,300}?-->\s*)?</\1>"
    r"|<div\b[^<>]{0,200}?\sid\s*=\s*[\"']?\w{0,20}(?:list|data|news|result|items|rows|wzlb|liebiao)\w{0,20}"
    r"[\"']?[^<>]{0,200}>\s*(?:<!--.{0,300}?-->\s*)?</div>",
    re.I | re.S,
)
# Scripts that draw no lists.
COMMON = re.compile(
    r"jquery|bootstrap|swiper|jiucuo|conac|tongji|stat|hm\.js|share|respond|html5|polyfill|wza|slide"
    r"|banner|modernizr|font|nav|menu|common|base",
    re.I,
)
SMALL = re.compile(r"^\s*[01](?:px)?\s*$")
GOOD_CODES = ("0", "1", "200", "2000", "00000", "success", "ok", "true", "")


def blank_of(page: Page, html: str, *, is_drawn: bool) -> Blank:
    """Say why a page of a column's list has no rows; `NO` if it has or is no list at all."""
    if page.role is Role.DATA:
        return Blank.NO if page.entries else _of_data(html)
    if page.role is not Role.COLUMN or page.entries or page.fetch.location:
        return Blank.NO
    parser = LexborHTMLParser(html)
    text = page.text.strip()
    if len(text) < SHORT:
        shape = _shape(parser, page, text)
        if shape is not Blank.NO:
            return shape
    is_scripted = not is_drawn and HOOK.search(html) is not None and _has_script(page)
    if is_scripted and (page.is_bare or _says_so(text)):
        return Blank.SCRIPTED
    if _says_so(text) and not page.leads_to_articles:
        return Blank.SAID
    return Blank.SILENT if page.is_bare else Blank.NO


def _shape(parser: LexborHTMLParser, page: Page, text: str) -> Blank:
    if parser.css_first("input[type=password]") is not None:
        return Blank.LOGIN
    if parser.css_first("textarea") is not None or len(parser.css(FIELDS)) >= LEAST_FIELDS:
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
