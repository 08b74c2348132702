"""C621 现行有效目录疑似漏列文件。"""

from datetime import date

from checks.finding import Hit, Severity
from checks.norms.catalogue import catalogue_of
from checks.norms.compare import missing, newest_valid
from checks.norms.sample import LISTED, example, norm, own_list
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView

_PARK = ("清河县公园管理办法", "清府规〔2025〕2号")
_PAGE = norm(*_PARK, day=date(2025, 5, 1))


@site_rule(
    "C621",
    "missing-in-catalogue",
    "现行有效目录疑似漏列文件",
    Severity.WARNING,
    clause="国办发〔2018〕37号：行政规范性文件统一编号、统一公布，及时公布清理结果，实行动态管理",
    bad=(example("去年印发、仍有效的文件不在今年的目录里", _PAGE, own_list()),),
    good=(
        example("目录里有", _PAGE, own_list((*LISTED, _PARK))),
        example("文件在目录之后印发", norm(*_PARK, day=date(2026, 1, 20)), own_list()),
        example(
            "目录只列这个文号的年度文件",
            _PAGE,
            own_list([(n, f"清府规〔2024〕{k}号") for k, (n, _) in enumerate(LISTED, 1)]),
        ),
        example(
            "文件已过有效期",
            norm(
                *_PARK,
                day=date(2025, 5, 1),
                last="本办法自印发之日起施行，有效期至2025年12月31日。",
            ),
            own_list(),
        ),
        example(
            "目录不收这一类文号",
            norm(_PARK[0], "清府办发〔2025〕2号", day=date(2025, 5, 1)),
            own_list(),
        ),
        example(
            "文号写错了，名称在目录里", _PAGE, own_list((*LISTED, (_PARK[0], "清府规〔2025〕12号")))
        ),
        example("网站没有目录", _PAGE),
    ),
    whole=True,
    aging=True,
)
def missing_in_catalogue(site: SiteView, ctx: Context) -> Reports:
    """网站上有本级印发的、仍然有效的行政规范性文件，在目录公布一个月前就已印发，而本站最近公布的现行有效目录里没有它。

    只核对目录收录的那几类文号，先对文号，再对名称；文号专用于规范性文件，或者正文写明有效期的才算规范性文件。
    目录可能分单位公布、文件可能另行清理，所以只作疑似。

    ## 为什么
    目录应当收全现行有效的规范性文件；没有列进目录的文件，按清理规定可能不得作为行政管理依据。

    ## 怎样改
    核对后补进目录；已经不再执行的，在文件页面标注失效。
    """
    catalogue = catalogue_of(site, ctx.today)
    lists = newest_valid(catalogue)
    for each in missing(catalogue):
        yield Hit(
            message=f"《{each.paper.shown}》（{each.paper.number}）疑似没有列入现行有效目录",
            key="",
            evidence=f"目录：{lists[0].title}（{lists[0].url}），列有 {sum(len(one.items) for one in lists)} 件",
            suggestion="核对后补进目录；已经不再执行的，在文件页面标注失效",
            subject=each.paper.url,
            url=each.paper.url,
        )
