"""A714 年报现行有效件数与上年不衔接。"""

from checks.finding import Hit, Severity
from checks.report.cells import Count, Paper
from checks.report.figures import Figures
from checks.report.sample import YEAR, sample, years
from checks.report.years import following_years, published_reports
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView

PAPERS = (Paper.REGULATION, Paper.NORMATIVE)


@site_rule(
    "A714",
    "valid-count",
    "年报现行有效件数与上年不衔接",
    Severity.WARNING,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》表二",
    bad=(
        years(
            "上年有效10件，制发3件，废止1件，本年却是15件",
            sample("", year=YEAR - 1, papers={Paper.NORMATIVE: ("3", "1", "10")}),
            sample("", papers={Paper.NORMATIVE: ("3", "1", "15")}),
        ),
    ),
    good=(
        years(
            "上年有效10件，制发3件，废止1件，本年12件",
            sample("", year=YEAR - 1, papers={Paper.NORMATIVE: ("3", "1", "10")}),
            sample(""),
        ),
    ),
    whole=True,
    together=True,
)
def valid_count(site: SiteView, ctx: Context) -> Reports:
    """本年年报表二的“现行有效件数”，不等于上年现行有效加本年制发减本年废止；废止数多于上年有效加本年制发的，一定填错了。

    文件清理的口径可能变化，所以只作提示；废止数超出的，作为“一般”问题。

    ## 为什么
    三个数年年滚动，对不上多半是其中一年填错。

    ## 怎样改
    核对规范性文件目录；清理口径有变化的，在年报正文里说明。
    """
    for before, after in following_years(site.once(published_reports)):
        for paper in PAPERS:
            wrong = _wrong(before.report.figures, after.report.figures, paper)
            if wrong is not None:
                yield Hit(
                    message=f"{after.report.office}{after.report.year} 年年报“{paper}”{wrong.message}"
                    + (f"，上年年报是{before.file}" if before.file else ""),
                    key=paper.value,
                    evidence=f"{wrong.evidence}（上年年报：{before.url}）",
                    suggestion="核对文件目录，改正填错的数；清理口径有变化的，在正文里说明",
                    subject=after.url,
                    url=after.url,
                    severity=wrong.severity,
                )


def _wrong(before: Figures, after: Figures, paper: Paper) -> Hit | None:
    last = before.counted(paper, Count.VALID)
    issued, repealed = after.counted(paper, Count.ISSUED), after.counted(paper, Count.REPEALED)
    valid = after.counted(paper, Count.VALID)
    if last is None or issued is None or repealed is None or valid is None:
        return None
    evidence = f"上年有效 {last}，本年制发 {issued}、废止 {repealed}、现行有效 {valid}"
    if repealed > last + issued:
        return Hit("废止件数超过了上年有效与本年制发之和", "", evidence, severity=Severity.ERROR)
    if valid != last + issued - repealed:
        right = last + issued - repealed
        return Hit(f"现行有效件数应为 {right}，填的是 {valid}", "", evidence)
    return None
