"""L415 网页模板里新出现了外部网站。"""

from datetime import date

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.links.examples import page_with
from checks.links.trust import trust_of
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView

# For so many days a newcomer is told; by then somebody has looked at it.
NEW_DAYS = 90
KINDS = {
    "script": "脚本",
    "frame": "框架",
    "form": "表单",
    "login": "登录表单",
    "a": "链接",
    "area": "链接",
}
DAY = date(2026, 3, 1)


@site_rule(
    "L415",
    "template-changed",
    "网页模板新增外部网站",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号单项否决指标“安全、泄密事故等严重问题”：对安全攻击（如挂马、篡改等）没有及时有效处置",
    bad=(
        page_with("模板里多了一个外部脚本", newcomers={"script cdn.stranger.example": DAY}),
        page_with("模板里多了一个外部链接", newcomers={"a www.stranger.example": DAY}),
        page_with("整个模板都变了", is_relaunched=True),
    ),
    good=(
        page_with("模板没有变化"),
        page_with("新增的是政府网站", newcomers={"a www.gov.cn": DAY}),
        page_with("三个月前新增，早已核对", newcomers={"a www.old.example": date(2025, 11, 1)}),
    ),
    whole=True,
)
def template_changed(site: SiteView, ctx: Context) -> Reports:
    """与以前的检测相比，网页模板（页眉、导航、页脚等每页都有的部分）里新出现了外部网站的脚本、框架、表单或链接。

    第一次检测只作为底数，不报；此后新出现的报 90 天。本站、政府网站、常用公共服务和站点配置 trust 所列的不报。
    整个网站改版、模板全部更换的，只提示一条，并以新模板为底数。

    ## 为什么
    攻击者改一处模板，全站每个页面都会带上挂马脚本和暗链；模板平时很少变动，变动了就值得核对。

    ## 怎样改
    核对是不是本单位所改；是的，标记误报或者写入 trust；不是的，恢复模板，按网页篡改处置。
    """
    if site.is_relaunched:
        yield _hit(
            "网页模板与上次检测完全不同：如果是网站改版，请核对模板里的外部链接和脚本；"
            "如果没有改版，请排查是否被篡改",
            "relaunch",
        )
        return
    trust = site.once(trust_of)
    for name, day in site.newcomers.items():
        kind, _, host = name.partition(" ")
        if trust.is_trusted(f"https://{host}/"):
            continue
        if (ctx.today - day).days <= NEW_DAYS:
            said = f"{day:%Y-%m-%d} 起网页模板里新出现了外部网站 {host} 的{KINDS[kind]}，请核对"
            yield _hit(said, name, host)


def _hit(message: str, key: str, evidence: str = "") -> Hit:
    return Hit(
        message,
        key,
        evidence=evidence,
        suggestion="核对是不是本单位所改；不是的，恢复模板，按网页篡改处置",
        subject=SITE_SUBJECT,
    )
