"""C622 有效期届满的文件没有标注。"""

import re
from datetime import date

from checks.finding import Hit, Severity
from checks.norms.catalogue import Status, catalogue_of
from checks.norms.compare import is_listed_valid
from checks.norms.paper import Paper
from checks.norms.sample import LISTED, example, norm, own_list
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView

_DOG = LISTED[2]
_ENDED = "本规定自2024年6月1日起施行，有效期至2025年12月31日。"
_PAGE = norm(*_DOG, day=date(2024, 5, 1), last=_ENDED)
_MARK = re.compile(r"废止|失效|停止执行|届满|已过有效期|不再执行")
_STILL_VALID = re.compile(
    r"(?:有效性|时效性|效力(?:状态)?|文件状态|是否有效)\s*[:：]?\s*(?:现行|继续)?有效"
)


@site_rule(
    "C622",
    "term-run-out",
    "有效期届满的文件没有标注",
    Severity.WARNING,
    clause="国办发〔2017〕47号《政府网站发展指引》：已失效的文件要标注并作区分处理",
    bad=(
        example("写明有效期至上年年底", _PAGE),
        example(
            "有效期两年",
            norm(*_DOG, day=date(2024, 2, 1), last="本规定自2024年3月1日起施行，有效期2年。"),
        ),
        example(
            "试行一年",
            norm(*_DOG, day=date(2024, 5, 1), last="本规定自印发之日起施行，试行期一年。"),
        ),
    ),
    good=(
        example(
            "最后一天",
            norm(*_DOG, day=date(2024, 2, 1), last="本规定自2024年3月3日起施行，有效期2年。"),
        ),
        example("标题已标注", norm(*_DOG, day=date(2024, 5, 1), last=_ENDED, mark="【已失效】")),
        example("之后的目录仍列为有效，疑似已延续", _PAGE, own_list()),
        example(
            "另一份文件延长了有效期",
            _PAGE,
            norm(
                "有关事项",
                "清府规〔2025〕8号",
                day=date(2025, 12, 1),
                last="《清河县养犬管理规定》（清府规〔2024〕1号）有效期延长至2027年12月31日。",
            ),
        ),
        example(
            "说的是证书的有效期",
            norm(*_DOG, day=date(2024, 2, 1), last="犬证有效期一年。本规定自2024年3月1日起施行。"),
        ),
    ),
    whole=True,
    aging=True,
)
def term_run_out(site: SiteView, ctx: Context) -> Reports:
    """本级印发的文件，正文写明的有效期（试行期）已经届满，标题和正文开头没有“失效”标注，网站上也没有延续的文件。

    写“有效期五年”的，从写明的施行日期算起；写“自印发之日起”的，从落款日期算起，没有落款的从发布日期算起。
    延续有效而没有在网站上公布的，机器看不到，所以作为提示。

    ## 为什么
    有效期届满的文件自动失效，群众照着办事会吃亏；检查指标要求对已失效的政策文件作出标注。

    ## 怎样改
    已失效的，在标题前标注“已失效”；延续有效的，公布延续的决定，在页面注明新的有效期。
    """
    catalogue = catalogue_of(site, ctx.today)
    for each in catalogue.norms:
        is_over = each.status is Status.EXPIRED and not is_listed_valid(catalogue, each)
        if is_over and not _is_marked(each.paper):
            paper = each.paper
            claimed = "，页面还写着“有效”" if _STILL_VALID.search(paper.head) else ""
            yield Hit(
                message=f"《{paper.shown}》（{paper.number}）的有效期已经届满，没有标注失效{claimed}",
                key="",
                evidence=each.said,
                suggestion="已失效的在标题前标注“已失效”；延续有效的，公布延续的决定并注明新的有效期",
                subject=paper.url,
                url=paper.url,
            )


def _is_marked(paper: Paper) -> bool:
    # A line that names another document tells of that one (《…》同时废止).
    lines = (line for line in paper.head.split("\n") if "《" not in line)
    return _MARK.search("\n".join((paper.title, *lines))) is not None
