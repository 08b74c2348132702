"""F308 已废止的文件没有标注。"""

from datetime import UTC, datetime

from checks.finding import Hit, Severity
from checks.freshness.repeals import MARK, repeals, still_shown
from checks.norms.catalogue import withdrawn
from checks.norms.paper import own_name
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from crawler.page import Fetch, Outcome, Page
from crawler.site import Site

OLD, NEW = "http://a.example/zcwj/1.html", "http://a.example/zcwj/2.html"
REPEALING = "本办法自2026年3月1日起施行，《清河县临时救助办法》（清府办发〔2019〕3号）同时废止。"


def _site(old_text: str, new_text: str = REPEALING) -> SiteView:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    pages = {
        OLD: Page(Fetch(OLD, Outcome.OK, at, 200), title="清河县临时救助办法", text=old_text),
        NEW: Page(Fetch(NEW, Outcome.OK, at, 200), title="清河县社会救助办法", text=new_text),
    }
    fetches = {url: page.fetch for url, page in pages.items()}
    return SiteView(Site("a", "示例", "http://a.example/"), pages, fetches)


@site_rule(
    "F308",
    "repealed-document",
    "已废止的文件没有标注",
    Severity.ERROR,
    clause="国办发〔2017〕47号《政府网站发展指引》：已失效的文件要标注并作区分处理",
    bad=(Example("新办法写明旧办法同时废止", _site("清府办发〔2019〕3号\n第一条 ……")),),
    good=(
        Example("旧文件已标注失效", _site("【已废止】清府办发〔2019〕3号\n第一条 ……")),
        Example("文号不同，不是同一个文件", _site("清府办发〔2021〕8号\n第一条 ……")),
        Example(
            "新办法还没有施行",
            _site("清府办发〔2019〕3号\n第一条 ……", REPEALING.replace("3月1日", "5月1日")),
        ),
        Example(
            "只是征求意见", _site("清府办发〔2019〕3号", "拟将《清河县临时救助办法》予以废止。")
        ),
    ),
    whole=True,
    aging=True,
)
def repealed_document(site: SiteView, ctx: Context) -> Reports:
    """网站上一份文件写明废止另一份文件，或者清理结果的废止、失效目录列有它，而被废止的文件仍在网站上，标题和正文开头没有“废止”“失效”标注。

    按文件名称全称和文号核对，名称不全同或者文号对不上的不报；新文件还没有施行的不报。

    ## 为什么
    群众照着已经废止的文件办事会吃亏；检查指标要求对已失效的政策文件作出标注。

    ## 怎样改
    在被废止文件的标题前标注“已废止”，正文开头注明由哪份文件、从何时起废止。
    """
    told: set[str] = set()
    for repeal in repeals(site):
        if repeal.since is not None and repeal.since > ctx.today:
            continue
        for page in still_shown(site, repeal):
            if page.url in told:
                continue
            told.add(page.url)
            yield Hit(
                message=f"《{repeal.name}》已被《{own_name(repeal.by.title)}》废止，页面没有标注",
                key="",
                evidence=f"{repeal.sentence[:120]}（{repeal.by.url}）",
                suggestion="在标题前标注“已废止”，正文开头注明由哪份文件、从何时起废止",
                subject=page.url,
                url=page.url,
            )
    for each in withdrawn(site, ctx.today):
        paper = each.paper
        if paper.url in told or MARK.search(f"{paper.title}\n{paper.head}"):
            continue
        told.add(paper.url)
        yield Hit(
            message=f"《{paper.shown}》（{paper.number}）已被列入“{each.fate}”的目录，页面没有标注",
            key="",
            evidence=f"目录：{each.by.title}（{each.by.url}）",
            suggestion="在标题前标注“已废止”或“已失效”，正文开头注明由哪份文件、从何时起失效",
            subject=paper.url,
            url=paper.url,
        )
