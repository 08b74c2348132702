"""S521 没有使用 HTTPS。"""

from checks.finding import SITE_SUBJECT, Severity, Undecided
from checks.rule import Context, Reports, site_rule
from checks.site.hosts import GOOD, HOST, a_certificate, example, hit, is_inside
from checks.views import SiteView
from crawler.host import Facet, HostFacts, Told

_CLOSED = Facet(Told.NO, "443 端口没有开放")
_STAYS = Facet(Told.NO, "用 http 访问时没有转到 https")


@site_rule(
    "S521",
    "plain-http",
    "没有使用 HTTPS",
    Severity.WARNING,
    clause="检查指标没有这一项，不扣分；可参照《互联网政务应用安全管理规定》（2024年7月1日起施行）",
    bad=(
        example("没有 HTTPS", HostFacts(HOST, _CLOSED), f"http://{HOST}/"),
        example(
            "有 HTTPS，http 不跳转",
            HostFacts(HOST, GOOD, _STAYS, a_certificate(200)),
            f"http://{HOST}/",
        ),
    ),
    good=(
        example("http 转到 https", HostFacts(HOST, GOOD, GOOD, a_certificate(200))),
        example("没有应答", HostFacts(HOST, Facet(Told.UNKNOWN, "443 端口 15 秒没有应答"))),
        example("内网", HostFacts("10.1.2.3", _CLOSED), "http://10.1.2.3/", inside=True),
        example("另有端口的 http", HostFacts(HOST), f"http://{HOST}:8080/"),
    ),
)
def plain_http(site: SiteView, ctx: Context) -> Reports:
    """网站不提供 HTTPS，或者提供了但用 http 访问时不转过去。站点文件里写明是内网主机的不查。

    ## 为什么
    用 http 传送的页面，途中可以被插入广告、被篡改，浏览器也会标出“不安全”。检查指标没有这一项，这里只作提示，不扣分。

    ## 怎样改
    在服务器或负载均衡上装好证书，开通 443 端口，再把 http 的访问一律跳转到 https；先确认页面里没有用 http 引用的脚本和样式。
    """
    if site.host is None or is_inside(site):
        return
    facts = site.host
    match facts.https.told:
        case Told.UNKNOWN:
            yield Undecided(SITE_SUBJECT, f"是否提供 HTTPS 未能判断：{facts.https.reason}")
        case Told.NO:
            yield hit(
                site,
                f"网站没有提供 HTTPS（{facts.https.reason}）",
                "https",
                suggestion="申请证书，开通 HTTPS，并把 http 的访问跳转过去",
            )
    if facts.leads.told is Told.NO:
        yield hit(
            site,
            "网站提供了 HTTPS，但用 http 访问时没有转过去",
            "redirect",
            suggestion="把 http 的访问一律跳转到 https",
        )
    elif facts.leads.told is Told.UNKNOWN:
        reason = f"http 是否转到 https 未能判断：{facts.leads.reason}"
        yield Undecided(SITE_SUBJECT, reason, key="redirect")
