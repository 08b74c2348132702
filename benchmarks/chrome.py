"""What surrounds the text on every page of the generated site: head, navigation, scripts, footer."""

from collections.abc import Iterator, Sequence
from datetime import date

NAME = "青禾区人民政府"
ID_CODE = "9901020001"
PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}-{name}</title>
<meta name="SiteName" content="{name}"><meta name="SiteDomain" content="www.qinghe.example">
<meta name="SiteIDCode" content="{code}"><meta name="ColumnName" content="{column}">
<meta name="ColumnType" content="工作动态">{meta}
<link rel="stylesheet" href="/css/site.css"><script src="/js/site.js"></script>
<style>{style}</style></head><body>
<div class="header"><a href="/index.html"><img src="/images/logo.png" alt="{name}"></a>
<ul class="nav">{nav}</ul></div>
<div class="position">当前位置：<a href="/index.html">首页</a> &gt; {column}</div>
<div class="side"><ul class="menu">{menu}</ul></div>
<div class="content"><h1>{title}</h1>{info}
<div class="TRS_Editor">{body}</div></div>
<div class="footer"><ul>{nav}</ul><p>主办：{name}办公室 联系电话：0990-5550010 网站标识码：{code}</p>
<p>岭ICP备12003456号-1 岭公网安备 99010202000105号 党政机关</p></div>
<script>{script}</script></body></html>
"""
META = '<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day} 09:00"><meta name="ContentSource" content="区政府办公室">'
INFO = '<p class="info">发布时间：{day} 来源：区政府办公室 字体：[大 中 小]</p>'
RULE = ".trs-{n} .item-{n}>a{{display:inline-block;margin:{n}px 0;color:#33{n:04d};}}\n"
SCRIPT = "function trsInit{n}(o){{var e=document.getElementById('box{n}');if(e){{e.className=o.name+'{n}';}}return !!e;}}\n"
# A transparent PNG of one dot.
LOGO_HEX = (
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


class Chrome:
    """The template of the site, rendered once but for what differs from page to page."""

    def __init__(self, columns: Sequence[str], padding: int) -> None:
        links = [(f"/c{number:02}/index.html", name) for number, name in enumerate(columns)]
        self._nav = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in links)
        self._menu = "".join(
            f'<li class="menu-item"><a class="menu-link" href="{path}" target="_self">'
            f'<span class="icon"></span><em>{name}</em></a></li>'
            for path, name in links
        )
        self._style = _padded(RULE, padding // 2)
        self._script = _padded(SCRIPT, padding // 2)

    def page(self, title: str, column: str, day: date | None, body: str) -> str:
        """Return a page; without a day it is no article."""
        return PAGE.format(
            title=title,
            name=NAME,
            code=ID_CODE,
            column=column,
            meta=META.format(title=title, day=day) if day else "",
            info=INFO.format(day=day) if day else "",
            style=self._style,
            script=self._script,
            nav=self._nav,
            menu=self._menu,
            body=body,
        )

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of what every page loads."""
        yield "/css/site.css", b"body{font:14px sans-serif}"
        yield "/js/site.js", b"function createPageHTML(){}"
        yield "/images/logo.png", bytes.fromhex(LOGO_HEX)


def _padded(line: str, size: int) -> str:
    lines: list[str] = []
    while sum(map(len, lines)) < size:
        lines.append(line.format(n=len(lines)))
    return "".join(lines)
