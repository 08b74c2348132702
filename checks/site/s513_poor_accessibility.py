"""S513 无障碍和适老化的基本问题。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import Context, Example, Reports, site_rule
from checks.site.templates import home_page, template_pages
from checks.views import SiteView
from crawler.page import Fetch, Look, Markup, Outcome, Page, Role
from crawler.site import Site

NO_ZOOM = re.compile(
    r"user-scalable\s*=\s*(?:no|0)\b|maximum-scale\s*=\s*1(?:\.0+)?(?![\d.])", re.I
)
CHINESE = re.compile(r"zh(?:[-_]\w+)*|cmn(?:-\w+)*", re.I)
# A picture or two without words are a slip; a habit is told.
LEAST, SHARE = 3, 0.2
SHOWN = 3
URL = "http://www.qinghe.gov.cn/"
_WELL = Look(lang="zh-CN", has_aid=True, pictures=10, links=90)


@dataclass(slots=True)
class _Seen:
    """Which templates have a fault, with what is told of each."""

    urls: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    last: str = ""

    def add(self, url: str, detail: str) -> None:
        """Count a template page; what is the same as on the page before is not told again."""
        self.urls.append(url)
        if len(self.told) < SHOWN:
            self.told.append(f"{url}{f'（{detail}）' if detail not in ('', self.last) else ''}")
            self.last = detail


@dataclass(frozen=True, slots=True)
class _Fault:
    key: str
    message: str
    suggestion: str


AID = _Fault("aid", "首页没有无障碍或者长者版入口", "在页头加上无障碍或者长者版的入口")
LANG = _Fault(
    "lang", "页面没有用 lang 标明语言是中文", '把网页的第一个标签写成 <html lang="zh-CN">'
)
ZOOM = _Fault("zoom", "页面不许放大", "去掉 viewport 标签里的 user-scalable=no 和 maximum-scale=1")
ALT = _Fault("alt", "图片没有替代文字", "给图片加上 alt，说明图片的内容或者链接的去处")
FIELDS = _Fault("fields", "输入框没有名称", "给输入框加上 label 或者 aria-label")
LINKS = _Fault("links", "链接没有文字", "给链接加上文字或者 aria-label，或者删去空链接")
LOUD = _Fault("loud", "打开页面就自动播放声音", "改成由用户点击后播放")


def _example(label: str, look: Look, **meta: str) -> Example:
    fetch = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    page = Page(fetch, Role.HOME, frame_text="首页", meta=meta, markup=Markup(look=look))
    return Example(label, SiteView(Site("a", "示例", URL), {URL: page}, {URL: fetch}))


@site_rule(
    "S513",
    "poor-accessibility",
    "无障碍和适老化的基本问题",
    Severity.WARNING,
    clause="国办公开办函〔2021〕28号；GB/T 37668-2019《信息技术 互联网内容无障碍可访问性技术要求与测试方法》",
    bad=(
        _example("没有无障碍入口", Look(lang="zh-CN")),
        _example("没有标明语言", Look(has_aid=True)),
        _example("不许放大", _WELL, viewport="width=device-width, user-scalable=no"),
        _example(
            "图片没有替代文字",
            Look(lang="zh-CN", has_aid=True, pictures=10, bare_pictures=6, bare_picture="/a.jpg"),
        ),
        _example("自动播放", Look(lang="zh", has_aid=True, is_loud=True)),
    ),
    good=(
        _example("各项都好", _WELL, viewport="width=device-width, initial-scale=1"),
        _example("可以放大到五倍", _WELL, viewport="width=device-width, maximum-scale=5.0"),
        _example(
            "只有个别图片没有替代文字",
            Look(lang="zh-CN", has_aid=True, pictures=60, bare_pictures=2),
        ),
    ),
    whole=True,
)
def poor_accessibility(site: SiteView, ctx: Context) -> Reports:
    """首页和栏目页在无障碍、适老化方面的基本问题：没有入口，没有标明语言，不许放大，图片、输入框、链接没有文字，自动播放声音。

    只看页面代码能确定的几项，每项只报一处；不能代替适老化及无障碍评测。

    ## 为什么
    国办公开办函〔2021〕28号要求政府网站进行适老化与无障碍改造；视障人士靠读屏软件听网页，没有文字的图片、链接和输入框读不出来。

    ## 怎样改
    请技术人员按建议修改首页和栏目页的模板。
    """
    home = home_page(site)
    if home is None or home.markup.look is None:
        yield Undecided(SITE_SUBJECT, "首页没有正常显示，无法判断无障碍和适老化的情况")
        return
    found: dict[_Fault, _Seen] = {}
    for page in template_pages(site):
        for fault, detail in _faults(page):
            found.setdefault(fault, _Seen()).add(page.url, detail)
    for fault, seen in found.items():
        yield Hit(
            message=f"{fault.message}（首页和栏目页中的 {len(seen.urls)} 个页面）",
            key=fault.key,
            evidence=f"例如：{'；'.join(seen.told)}",
            suggestion=fault.suggestion,
            subject=SITE_SUBJECT,
            url=seen.urls[0],
        )


def _faults(page: Page) -> Iterator[tuple[_Fault, str]]:
    look = page.markup.look
    if look is None:
        return
    if page.role is Role.HOME and not look.has_aid and not look.is_assembled:
        yield AID, ""
    if not CHINESE.fullmatch(look.lang):
        yield LANG, f"lang=“{look.lang}”" if look.lang else "没有写 lang"
    viewport = page.meta.get("viewport", "")
    if NO_ZOOM.search(viewport):
        yield ZOOM, viewport
    if _is_habit(look.bare_pictures, look.pictures):
        shown = f"，如 {look.bare_picture}" if look.bare_picture else ""
        yield ALT, f"{look.pictures} 张中有 {look.bare_pictures} 张{shown}"
    if look.unnamed_fields:
        yield FIELDS, f"{look.fields} 个中有 {look.unnamed_fields} 个"
    if look.empty_links >= LEAST:
        yield LINKS, f"{look.empty_links} 处，如 {look.empty_link}"
    if look.is_loud:
        yield LOUD, ""


def _is_habit(count: int, total: int) -> bool:
    return count >= LEAST and count >= SHARE * total
