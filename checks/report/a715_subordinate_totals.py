"""A715 年报汇总数与各单位之和不符。"""

from collections.abc import Sequence

from checks.finding import Hit, Severity
from checks.report.cells import Row
from checks.report.sample import APPLICATIONS, sample, years
from checks.report.years import Published, published_reports
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView

ROWS = (Row.NEW, Row.CARRIED_IN, Row.TOTAL, Row.CARRIED_OUT)
_LEAST = 3
_GOVERNMENT = "清河县人民政府"
_OFFICES = ("清河县民政局", "清河县教育局", "清河县青石镇人民政府")
_THRICE = {
    row: tuple(str(3 * int(value)) for value in values) for row, values in APPLICATIONS.items()
}


@site_rule(
    "A715",
    "subordinate-totals",
    "年报汇总数与各单位之和不符",
    Severity.WARNING,
    clause="《政府信息公开条例》第四十九条：政府信息公开工作主管部门公布本级政府上一年度年报",
    bad=(
        years(
            "本级政府新收5件，三个单位一共15件",
            *(sample("", office=office) for office in _OFFICES),
            sample("", office=_GOVERNMENT),
        ),
    ),
    good=(
        years(
            "汇总数等于各单位之和",
            *(sample("", office=office) for office in _OFFICES),
            sample("", office=_GOVERNMENT, applications=_THRICE),
        ),
        years("单位年报不全时不判", sample(""), sample("", office=_GOVERNMENT)),
    ),
    whole=True,
    together=True,
    optional=True,
)
def subordinate_totals(site: SiteView, ctx: Context) -> Reports:
    """本级政府年报表三的新收、结转、办结总计，不等于平台上各单位同年年报之和。

    只有各单位年报都已在平台上公布时才核对；各地汇总口径不同（有的含政府本级、有的不含垂管单位），所以默认不启用。

    ## 为什么
    本级政府的年报由各单位年报汇总而成，对不上说明有单位漏报或者汇总有误。

    ## 怎样改
    逐个核对各单位年报；口径不同的在年报里写明。
    """
    reports = site.once(published_reports)
    for whole in reports:
        if not _is_whole(whole.report.office):
            continue
        parts = [
            each
            for each in reports
            if each.report.year == whole.report.year and not _is_whole(each.report.office)
        ]
        if len(parts) >= max(_LEAST, len(site.site.units)):
            yield from _compared(whole, parts)


def _is_whole(office: str) -> bool:
    return office.endswith(("县人民政府", "区人民政府", "市人民政府", "旗人民政府"))


def _compared(whole: Published, parts: Sequence[Published]) -> Reports:
    wrong = []
    for row in ROWS:
        written = whole.report.figures.applied(row)
        told = [part.report.figures.applied(row) for part in parts]
        known = [value for value in told if value is not None]
        if written is not None and len(known) == len(told) and written != sum(known):
            wrong.append(f"“{row}”总计 {written}，各单位之和 {sum(known)}")
    if wrong:
        yield Hit(
            message=f"{whole.report.year} 年本级政府年报与 {len(parts)} 个单位年报之和不符",
            key="",
            evidence="；".join(wrong),
            suggestion="逐个核对各单位年报；汇总口径不同的在年报里写明",
            subject=whole.url,
            url=whole.url,
        )
