"""Recognises pages whose content is drawn by script, from their text and a few marks."""

import re

# What scripts draw stands in the first part of a page; the rest need not be searched.
SEARCHED = 400_000
# More text than this has something to read without a browser.
SHELL_TEXT = 1500
# Whole sentences are written by people; a frame of menus has hardly any.
SENTENCES = 3
STUB_TEXT = 200
# Data islands and the endpoint of the same content system are read without a browser.
READABLE = ("<record>", "dataproxy.jsp")
PASSWORD = re.compile(r"""\btype\s*=\s*["']?password\b""")
REDIRECT = re.compile(
    r"""http-equiv\s*=\s*["']?refresh\b"""
    r"""|location(?:\.href)?\s*=\s*["'][^"'#]|location\.(?:replace|assign)\s*\("""
)
MOUNT = re.compile(
    r"""<(?:div|main|section|article)\s[^<>]{0,200}?\bid\s*=\s*["']?"""
    r"""(?:app|root|main|container|content|wrapper|q-app|__next|__nuxt|vue-?app|react-?root)\b"""
    r"""[^<>]{0,200}>\s*(?:<!--[^<>]{0,200}-->\s*)?</"""
    r"|<app-root[^<>]{0,200}>\s*</|<router-view\b"
)
SCRIPT_KINDS = "template html x-template x-handlebars x-jquery-tmpl x-art- ng-template".split()
# Searched for as they stand: alternatives in a regular expression cost twenty times as much.
TEMPLATE = tuple(
    [f" {mark}" for mark in "v-for= v-text= v-html= v-cloak v-loading= ng-view ui-view".split()]
    + [f" {mark}=" for mark in "ng-repeat ng-bind data-ng-repeat x-for ms-for".split()]
    + [f"<{tag}" for tag in "el-table el-tabs el-row el-col el-pagination el-menu".split()]
    + [f"<{tag}" for tag in "el-card el-main el-tree van-list van-tabs van-row a-table".split()]
    # The quotes tell a script's type from the media type that a meta element names.
    + [f"type={quote}text/{kind}" for quote in ("", "'", '"') for kind in SCRIPT_KINDS]
    + ["foreach:"]
)
TEMPLATE_STEMS = tuple(
    [" v-", " ng-", " data-ng-", " ui-", " x-", " ms-", "<el-", "<van-", "<a-", "foreach:"]
    + [f"type={quote}text/{initial}" for quote in ("", "'", '"') for initial in "thxn"]
)
MOUSTACHE = re.compile(r"\{\{[^{}\n]{1,120}\}\}")
LOAD = (
    *"$.ajax $.get( $.post( $.getjson $http. jquery.ajax jquery.get( jquery.post(".split(),
    *"jquery.getjson mui.ajax mui.get mui.post ).load(' ).load(\" axios. axios( fetch(".split(),
    *"xmlhttprequest createapp( reactdom. layui.use laypage .datatable( .datagrid(".split(),
    "new vue(",
)
# Counters of visits, weather, login state and the like are no content.
ASIDE = re.compile(
    r"count|hits?\b|click|visit|pv\b|stat|weather|tongji|beacon|analytics|login|userinfo|session"
    r"|suggest|captcha|message|like\b|zan\b",
    re.I,
)
WINDOW = "window."
# The address of a request stands this close behind its call.
CALL_REACH = 160
# The text that a page shows until its rows have come.
WAITING = re.compile(
    r"(?:数据|正在|努力|内容)?加载中|正在(?:加载|载入|读取)|载入中|\bloading\b", re.I
)


def needs_browser(html: str, text: str, *, has_rows: bool, has_further: bool) -> bool:
    """Whether a page shows its content only after its scripts have run.

    `text` is what the page says without them, `has_further` whether its next pages or data
    addresses are known.
    """
    if has_rows or has_further or len(text) >= SHELL_TEXT:
        return False
    html = html[:SEARCHED].lower()
    if "<script" not in html or "<frameset" in html or any(mark in html for mark in READABLE):
        return False
    if text.count("。") >= SENTENCES or ("password" in html and PASSWORD.search(html)):
        return False
    if MOUSTACHE.search(text) or _has_template(html) or MOUNT.search(html):
        return True
    if len(text) < STUB_TEXT and REDIRECT.search(html):
        return False
    return WAITING.search(text) is not None or _loads_content(html)


def _has_template(html: str) -> bool:
    stems = [stem for stem in TEMPLATE_STEMS if stem in html]
    return bool(stems) and any(mark in html for mark in TEMPLATE if mark.startswith(tuple(stems)))


def _loads_content(html: str) -> bool:
    """Whether a script of the page asks for more than a counter."""
    return any(_asks_for_content(html, call) for call in LOAD if call in html)


def _asks_for_content(html: str, call: str) -> bool:
    at = html.find(call)
    while at >= 0:
        end = at + len(call)
        # `prefetch(` and methods of that name are something else.
        before = html[max(0, at - len(WINDOW)) : at]
        is_other = call == "fetch(" and before[-1:].isalnum() | before.endswith((".", "_"))
        if not ASIDE.search(html, end, end + CALL_REACH) and (not is_other or before == WINDOW):
            return True
        at = html.find(call, end)
    return False
