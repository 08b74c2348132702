"""L407 链接长期打不开。"""

from dataclasses import replace
from datetime import timedelta

from checks.finding import Severity, Trouble
from checks.links.dead_ends import dead_ends, moment
from checks.links.examples import AT, site_with_way
from checks.links.l401_broken_link import doubt, quoted
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView
from crawler.page import Outcome
from crawler.urls import is_in_scope, scope_of

URL = "http://b.example/2.html"
DAY = timedelta(days=1)
FAILED = "超过 30 秒没有响应"


@site_rule(
    "L407",
    "long-unreachable",
    "链接长期打不开",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“可用性”",
    bad=(
        site_with_way(
            "隔了一周的两次检测里六次都超时",
            "相关链接",
            URL,
            outcome=Outcome.UNKNOWN,
            troubles=(Trouble(URL, AT - 7 * DAY, AT, 6, 2, FAILED),),
        ),
    ),
    good=(
        site_with_way(
            "只在一次检测里打不开，可能是一时故障",
            "相关链接",
            URL,
            outcome=Outcome.UNKNOWN,
            troubles=(Trouble(URL, AT, AT, 3, 1, FAILED),),
        ),
        site_with_way(
            "同一个下午的两次检测，还不能说长期",
            "相关链接",
            URL,
            outcome=Outcome.UNKNOWN,
            troubles=(Trouble(URL, AT - DAY / 8, AT, 6, 2, FAILED),),
        ),
        site_with_way("后来打开了", "相关链接", URL),
    ),
    aging=True,
)
def long_unreachable(site: SiteView, ctx: Context) -> Reports:
    """链接的目标在隔天的多次检测里始终打不开：超时、连接失败、服务器报错（5xx）、安全连接建立不了。

    一次打不开可能是一时故障，只列入“未能判断”。在至少两次检测里共打不开 3 回、首尾相隔 24 小时以上，
    中间没有一次打开过，才报告，并写明首次和最近一次的时间；回数和时间可在站点文件 [crawl] 里用
    suspect_looks、suspect_hours 调整（默认值是本系统的经验值，不是检查指标的规定）。整改复查也算一次检测。
    对方拒绝检测程序的（403、429 等）不算；外部网站大多数同时打不开的，按本机网络故障处理，也不算。
    本站的目标按“一般”，外部网站的按“提示”。

    ## 为什么
    检查指标规定：链接打不开或错误的逐个扣分；抽查的人不会为一个打不开的链接等上几天。

    ## 怎样改
    请人工打开核对；确实打不开的，联系对方恢复，或者改正、撤下该链接。
    """
    if not site.has_unknown:
        return
    scope = scope_of(site.site.start_url, site.site.scope)
    for end in dead_ends(site):
        fetch = site.resolve(end.link.url)
        unknown = doubt(end, fetch)
        trouble = site.troubles.get(end.link.url)
        if unknown is None:
            continue
        if fetch is None or trouble is None or not fetch.is_suspect or not _is_ripe(site, trouble):
            yield unknown
            continue
        kind = "附件" if end.link.is_file else ""
        hit = end.hit(
            f"{kind}“{quoted(end.link.text)}”疑似长期打不开：{moment(trouble.first_at)} 至"
            f" {moment(trouble.last_at)} 的 {trouble.scans} 次检测里试了 {trouble.looks} 回，"
            f"都没有打开，最近一次{trouble.error}，请核对",
            "人工打开核对，确实打不开的，改正或者撤下该链接",
            fetch,
        )
        own = Severity.ERROR if is_in_scope(end.link.url, scope) else Severity.WARNING
        yield replace(hit, severity=own)


def _is_ripe(site: SiteView, trouble: Trouble) -> bool:
    """Whether the looks are many enough and far enough apart."""
    limits = site.site.limits
    spread = (trouble.last_at - trouble.first_at).total_seconds() / 3600
    is_spread = spread >= limits.suspect_hours and trouble.scans > 1
    return is_spread and trouble.looks >= limits.suspect_looks
