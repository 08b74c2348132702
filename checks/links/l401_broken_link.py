"""L401 链接打不开。"""

from checks.finding import Hit, Severity, Undecided
from checks.links.dead_ends import DeadEnd, dead_ends
from checks.links.examples import site_with_link
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView
from crawler.page import Fetch, Kind, Outcome


@site_rule(
    "L401",
    "broken-link",
    "链接打不开",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“可用性”",
    bad=(
        site_with_link("链接的页面返回404", Outcome.GONE, 404),
        site_with_link("链接的域名已不存在", Outcome.BROKEN, None),
    ),
    good=(
        site_with_link("链接可以打开", Outcome.OK, 200),
        site_with_link("对方服务器报错500，只记为“未能判断”", Outcome.UNKNOWN, 500),
        site_with_link("对方拒绝检测程序访问（403），只记为“未能判断”", Outcome.UNKNOWN, 403),
    ),
)
def broken_link(site: SiteView, ctx: Context) -> Reports:
    """页面上的链接指向不存在的页面（404、410）、不存在的域名，或陷入重定向循环。

    同一个打不开的地址，一个栏目只算一处，并列出有它的页面数；模板（导航、页脚）里的坏链全站只算一处。

    超时、服务器报错（5xx）、安全连接建立不了可能是一时故障，检测结束前会再试，仍打不开的列入“未能判断”，
    跨天多次检测都打不开的由 L407 报告。对方拒绝检测程序访问的（401、403、412、429、999 等）
    说明不了网民能否打开，只列入“未能判断”，不算问题。

    ## 为什么
    检查指标规定：首页上的链接（包括图片、附件、外部链接等）打不开或错误的，每个扣0.2分；
    其他页面的链接打不开或错误的，每个扣0.1分。

    ## 怎样改
    改为正确的地址，或者撤下该链接；对方网站已关停的一并撤下。
    """
    for end in dead_ends(site):
        is_other = end.link.is_file or end.link.kind is Kind.FRAME
        report = None if is_other else judge(site, end)
        if report is not None:
            yield report


def quoted(text: str) -> str:
    """Return text as it stands inside “”: its own quotation marks become single (GB/T 15834)."""
    return text.translate({ord("“"): "‘", ord("”"): "’"})


def doubt(end: DeadEnd, fetch: Fetch | None) -> Undecided | None:
    """Say that nothing certain is known of the link's target, if so."""
    text, url = quoted(end.link.text), end.link.url
    if fetch is None:
        return Undecided(end.subject, f"“{text}”未能检测（{url}）", url, url=end.pages[0])
    if fetch.outcome is Outcome.UNKNOWN and not fetch.is_suspect:
        reason = f"“{text}”未能判断：{fetch.error}，请人工核对（{url}）"
        return Undecided(end.subject, reason, url, url=end.pages[0])
    if fetch.outcome is Outcome.UNKNOWN:
        reason = f"“{text}”疑似打不开：{fetch.error}（{url}）"
        return Undecided(end.subject, reason, url, url=end.pages[0])
    return None


def judge(site: SiteView, end: DeadEnd) -> Hit | Undecided | None:
    """Judge one link by what is known of its target."""
    fetch = site.resolve(end.link.url)
    if fetch is None or fetch.outcome is Outcome.UNKNOWN:
        return doubt(end, fetch)
    if fetch.outcome is Outcome.OK and fetch.url in site.walled:
        url = end.link.url
        reason = f"“{quoted(end.link.text)}”未能判断：对方拒绝检测程序（返回了拦截页），请人工核对（{url}）"
        return Undecided(end.subject, reason, url, url=end.pages[0])
    if fetch.outcome is Outcome.OK:
        return None
    said = f"“{quoted(end.link.text)}”打不开：{_why(fetch)}"
    return end.hit(said, "改正地址，或者撤下该链接", fetch)


def _why(fetch: Fetch) -> str:
    if fetch.chain:
        return f"{fetch.error}，经 {len(fetch.chain)} 次跳转"
    return fetch.error or f"HTTP {fetch.status}"
