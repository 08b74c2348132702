"""Finds out how a page offers a search: by a box, by an entry, or not at all."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.tree import attribute

TOLD = re.compile(
    r"搜\s*索|检\s*索|关键[字词]|站内查|se[ae]?rch|sousuo|jiansuo|keywords?\b|(?:^|[-_\s])(?:so|sear)(?:$|[-_\s])",
    re.I,
)
# Boxes of other services: a letter's number, a log-in, a subscription.
OTHER = re.compile(r"查询码|编号|密码|用户名|账号|手机|邮箱|验证码|单号|信件|身份证|姓名")
ENTRY = re.compile(
    r"(?:(?:高级|站内|全站|本站|全文|智能|智慧|综合|政务|网站|信息|文件|政策|一键|点击)*)"
    r"(?:搜索|检索|查询检索)(?:服务|中心|平台|一下)?"
)
PLACES = re.compile(r"/(?:j?search\w*|unionsearch|sousuo|jiansuo|jrobot|was5|irs/front)(?:[/.?]|$)")
HOSTS = re.compile(r"^(?:so|search|sousuo|ss)\.")
NAMED = ("id", "class", "name", "placeholder", "value", "title", "aria-label", "alt", "action")
ACTS = ("onclick", "onsubmit", "onkeydown", "onkeyup", "onkeypress", "onfocus")
TYPED = frozenset({"", "text", "search"})
LEVELS = 3
MOST_BOXES = 50


def search_of(parser: LexborHTMLParser) -> str:
    """Say how the page offers a search (检索框, 检索入口), "" if it does not."""
    if any(_is_box(box) for box in parser.css("input")[:MOST_BOXES]):
        return "检索框"
    controls = parser.css("a, button, input[type], iframe[src], area[href], label, img[alt]")
    return "检索入口" if any(_is_entry(node) for node in controls) else ""


def _is_box(box: LexborNode) -> bool:
    if attribute(box, "type").strip().lower() not in TYPED:
        return False
    own = _signs(box)
    if OTHER.search(own):
        return False
    return bool(TOLD.search(own) or any(TOLD.search(_signs(node)) for node in _around(box)))


def _around(box: LexborNode) -> list[LexborNode]:
    """Return the boxes around a field, up to its form; a form that asks a password is none."""
    found: list[LexborNode] = []
    levels = 0
    node = box.parent
    while node is not None and node.tag not in ("body", "html", None):
        if node.tag == "form" and node.css_first("input[type=password]") is not None:
            return []
        if node.tag == "form" or levels < LEVELS:
            found += [node, *node.css("button, a, input[type=button], input[type=submit]")]
        if node.tag == "form":
            break
        levels += 1
        node = node.parent
    return found


def _signs(node: LexborNode) -> str:
    words = [attribute(node, name) for name in (*NAMED, *ACTS)]
    if node.tag in ("a", "button"):
        words.append(node.text().strip())
    return " ".join(word for word in words if word)


def _is_entry(node: LexborNode) -> bool:
    told = (node.text(), *(attribute(node, name) for name in ("title", "alt", "value")))
    if any(ENTRY.fullmatch(re.sub(r"\s+", "", word)) for word in told if word):
        return True
    address = attribute(node, "href") if node.tag in ("a", "area") else attribute(node, "src")
    if not address or node.tag in ("img", "input"):
        return False
    try:
        parts = urlsplit(address.strip().lower())
    except ValueError:
        return False
    host = parts.hostname or ""
    is_ours = not host or host.endswith(".gov.cn")
    return is_ours and bool(HOSTS.match(host) or PLACES.search(parts.path))
