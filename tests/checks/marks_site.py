"""A small disclosure platform of six content systems, well kept or neglected, as a server has it."""

from dataclasses import dataclass, field, replace

from crawler.page import Role
from crawler.site import Column, ColumnKind, Limits, Site
from tests.checks.builders import Visit
from tests.crawler.server import Reply

ID_CODE = "3609220011"
PHONE = "0795-8825601"
SEARCH = (
    '<form class="search" action="/was5/web/search"><input type="text" name="searchword" '
    'placeholder="请输入关键字"><input type="submit" value="搜索"></form>'
)
MARK = (
    '<span id="_ideConac"><a href="https://bszs.conac.cn/sitename?method=show&id=0A1B2C">'
    '<img src="https://dcs.conac.cn/image/red.png" alt="党政机关"></a></span>'
)
PARTS = (
    '<a href="/zfxxgk/">政府信息公开</a><a href="/zfxxgk/zn/">政府信息公开指南</a>'
    '<a href="/zfxxgk/zd/">政府信息公开制度</a><a href="/zfxxgk/ml/">法定主动公开内容</a>'
    '<a href="/zfxxgk/nb/">政府信息公开年报</a><a href="/zfxxgk/ysq/">依申请公开</a>'
)
POLICE = "http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=36092202000105"
GUIDE = (
    "<p>根据《中华人民共和国政府信息公开条例》，编制本指南，供公民、法人和其他组织查阅。</p>"
    "<p>主动公开的信息见法定主动公开内容，可以在本网站检索、查阅和下载。申请公开的，可以当面、邮寄或者在网上提交，"
    "本机关自收到申请之日起20个工作日内予以答复；需要延长的，延长的期限最长不超过20个工作日。</p>"
    "<p>机构名称：万载县人民政府办公室；办公地址：万载县康乐街道阳乐大道1号；办公时间：工作日8:30—17:30；"
    "联系电话：0795-8825601；传真号码：0795-8825602；电子邮箱：wzxzf@wanzai.gov.cn。</p>"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """How the platform is kept; each word of it can be exchanged for a worse one."""

    html: str = '<html lang="zh-CN">'
    window: str = "万载县人民政府"
    viewport: str = "width=device-width, initial-scale=1"
    tags: tuple[tuple[str, str], ...] = (
        ("SiteName", "万载县人民政府"),
        ("SiteDomain", "www.wanzai.gov.cn"),
        ("SiteIDCode", ID_CODE),
    )
    head: str = '<a href="/"><img src="/logo.png" alt="万载县人民政府"></a>'
    aid: str = '<a href="/wza/">无障碍浏览</a>'
    search: str = SEARCH
    parts: str = PARTS
    mark: str = MARK
    phone: str = PHONE
    record: str = '<a href="https://beian.miit.gov.cn/">赣ICP备11002306号-1</a>'
    police: str = f'<a href="{POLICE}">赣公网安备 36092202000105号</a>'
    fault: str = "https://zfwzgl.www.gov.cn/exposure/jiucuo.js"
    guide: str = GUIDE
    # What is told of every column and article, where it differs from the truth.
    wrong: dict[str, str] = field(default_factory=dict)
    extra: str = ""

    def page(self, title: str, body: str, tags: tuple[tuple[str, str], ...] = ()) -> Reply:
        """Return a page in the frame of the site."""
        told = [(name, self.wrong.get(name, value)) for name, value in (*self.tags, *tags)]
        meta = "".join(f'<meta name="{name}" content="{value}">' for name, value in told)
        return Reply(
            f"""<!DOCTYPE html>{self.html}<head><meta charset="utf-8"><title>{title}</title>{meta}
<meta name="viewport" content="{self.viewport}"></head><body>
<div class="header">{self.head}{self.aid}{self.search}</div>
<div class="nav"><a href="/">首页</a>{self.parts}{"".join(_nav())}</div>{body}{self.extra}
<div class="footer"><p>主办：万载县人民政府办公室 联系电话：{self.phone} 地址：万载县康乐街道阳乐大道1号
邮编：336100 网站标识码：{ID_CODE} {self.record} {self.police}</p>{self.mark}
<script id="_jiucuo_" sitecode="{ID_CODE}" src="{self.fault}"></script></div></body></html>"""
        )


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a content system addresses a column and its articles, and boxes a text."""

    id: str
    name: str
    kind: ColumnKind
    path: str
    article: str
    box: str


SHAPES = (
    _Shape("trs", "政务要闻", ColumnKind.NEWS, "/zwgk/zwyw/", "t20261101_62586{0}.html", "TRS_Editor"),
    _Shape("ucap", "通知公告", ColumnKind.NOTICE, "/tzgg/xlist.shtml", "2026/ab{0}.shtml", "article-content"),
    _Shape("hanweb", "政策文件", ColumnKind.POLICY, "/col/col77/index.html", "art_77_{0}.html", "zoom"),
    _Shape("jpaas", "政策解读", ColumnKind.INTERPRETATION, "/zcjd/index.html", "art/{0}.html", "zoomcon"),
    _Shape("gkmlpt", "规划计划", ColumnKind.PLAN, "/gkmlpt/plan/", "post_44583{0}.html", "article-content"),
    _Shape("vsb", "人事信息", ColumnKind.PERSONNEL, "/rsxx.htm", "info/1015/42{0}.htm", "v_news_content"),
)  # fmt: skip
NUMBERS = (11, 12, 13)
DAY = "2026-11-{0}"
TEXT = "请各乡镇、各部门结合实际认真贯彻落实，有关情况及时报送县人民政府办公室。"


def _nav() -> list[str]:
    return [f'<a href="{shape.path}">{shape.name}</a>' for shape in SHAPES]


def routes(kept: Kept) -> dict[str, Reply]:
    """Return the whole platform."""
    found: dict[str, Reply] = {"/": kept.page(kept.window, f"<h2>要闻</h2><p>{TEXT * 3}</p>")}
    for path in ("/zfxxgk/zd/", "/zfxxgk/ml/", "/zfxxgk/nb/", "/zfxxgk/ysq/", "/wza/"):
        found[path] = kept.page(f"公开_{kept.window}", f"<p>{TEXT * 3}</p>")
    found["/zfxxgk/"] = kept.page(f"政府信息公开_{kept.window}", f"<p>{TEXT * 3}</p>")
    found["/zfxxgk/zn/"] = kept.page(
        f"政府信息公开指南_{kept.window}",
        f"<h1>政府信息公开指南</h1>{kept.guide}",
        _column("政府信息公开指南"),
    )
    for shape in SHAPES:
        found |= _column_routes(kept, shape)
    return found


def visits(kept: Kept, root: str) -> tuple[Visit, ...]:
    """Return the same pages as a crawl brings them home."""
    columns = {column.url.removeprefix(root): column.id for column in site_of(root).columns}
    folders = {path.rpartition("/")[0]: column_id for path, column_id in columns.items()}
    found = []
    for path, reply in routes(kept).items():
        role = Role.HOME if path == "/" else Role.COLUMN if path in columns else Role.PAGE
        inside = [name for folder, name in folders.items() if folder and path.startswith(folder)]
        column_id = columns.get(path) or next(iter(inside), "")
        found.append(Visit(path, str(reply.body), role, column_id))
    return tuple(found)


def _column(name: str) -> tuple[tuple[str, str], ...]:
    return (
        ("ColumnName", name),
        ("ColumnDescription", f"万载县{name}栏目"),
        ("ColumnKeywords", f"万载县,{name}"),
        ("ColumnType", name),
    )


def _column_routes(kept: Kept, shape: _Shape) -> dict[str, Reply]:
    folder = shape.path.rpartition("/")[0]
    found: dict[str, Reply] = {}
    rows = []
    for number in NUMBERS:
        path = f"{folder}/{shape.article.format(number)}"
        title, day = f"万载县{shape.name}第{number}号文稿公布", DAY.format(number)
        rows.append(f'<li><a href="{path}" title="{title}">{title}</a><span>{day}</span></li>')
        tags = (
            ("ArticleTitle", title),
            ("PubDate", f"{day} 09:30"),
            ("ContentSource", "县政府办公室"),
            ("Url", f"http://www.wanzai.gov.cn{path}"),
        )
        box = f'<div class="{shape.box}"><p>{TEXT * 4}</p></div>'
        about = f"<div class='about'>发布时间：{day} 来源：县政府办公室</div>"
        body = f"<h1>{title}</h1>{about}{box}"
        found[path] = kept.page(f"{title}_{kept.window}", body, (*_column(shape.name), *tags))
    body = f"<h2>{shape.name}</h2><ul class='list'>{''.join(rows)}</ul>"
    found[shape.path] = kept.page(f"{shape.name}_{kept.window}", body, _column(shape.name))
    return found


def site_of(root: str) -> Site:
    """Describe the platform at this address as its office does."""
    columns = [Column(s.id, s.name, f"{root}{s.path}", "zfb", s.kind) for s in SHAPES]
    guide = Column("zn", "政府信息公开指南", f"{root}/zfxxgk/zn/", "zfb", ColumnKind.GUIDE)
    return Site(
        "wanzai",
        "万载县人民政府",
        f"{root}/",
        id_code=ID_CODE,
        columns=(*columns, guide),
        private_hosts=("127.0.0.1", "www.qinghe.example"),
        region="江西省宜春市万载县",
        limits=replace(Limits(), delay=0.0, timeout=2.0, retries=0, duration=60.0),
    )
