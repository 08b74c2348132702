"""S522 不支持 IPv6 访问。"""

from checks.finding import SITE_SUBJECT, Severity, Undecided
from checks.rule import Context, Reports, site_rule
from checks.site.hosts import GOOD, HOST, example, hit, is_inside
from checks.views import SiteView
from crawler.host import Facet, HostFacts, Told

_NO_NAME = Facet(Told.NO, "域名没有 IPv6 地址（AAAA 记录）")
_NO_ANSWER = Facet(Told.NO, "通过 IPv6 不能建立连接")
_NO_WAY = Facet(Told.UNKNOWN, "本机没有 IPv6 网络，不能试访问")


@site_rule(
    "S522",
    "missing-ipv6",
    "不支持 IPv6 访问",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“IPv6”：未按要求完成改造的扣1分",
    bad=(
        example("没有 AAAA 记录", HostFacts(HOST, six_name=_NO_NAME, six=_NO_NAME)),
        example("有记录，打不开", HostFacts(HOST, six_name=GOOD, six=_NO_ANSWER)),
        example(
            "打开的是别的内容",
            HostFacts(
                HOST,
                six_name=GOOD,
                six=GOOD,
                title_four="清河县人民政府",
                title_six="Welcome to nginx!",
            ),
        ),
    ),
    good=(
        example(
            "两边一样",
            HostFacts(
                HOST,
                six_name=GOOD,
                six=GOOD,
                title_four="清河县人民政府",
                title_six="清河县人民政府",
            ),
        ),
        example("本机没有 IPv6", HostFacts(HOST, six_name=GOOD, six=_NO_WAY)),
        example("直接用 IP 地址的网站", HostFacts("203.0.113.7"), "http://203.0.113.7/"),
        example(
            "内网主机",
            HostFacts("zw.intra", six_name=_NO_NAME, six=_NO_NAME),
            "http://zw.intra/",
            inside=True,
        ),
    ),
)
def missing_ipv6(site: SiteView, ctx: Context) -> Reports:
    """网站域名没有 IPv6 地址（AAAA 记录），有地址而通过 IPv6 打不开，或者打开的与 IPv4 上的不是同一个页面。

    检测所在的机器自己没有 IPv6 网络时，只能查有没有地址，能不能打开列为未能判断。站点文件里写明是内网主机的不查。

    ## 为什么
    检查指标规定：未按要求完成 IPv6 改造的扣1分。

    ## 怎样改
    给域名加上 AAAA 记录，在服务器、防火墙和 CDN 上开通 IPv6，并让两种协议访问到同样的内容；改好后用有 IPv6 的网络打开核对。
    """
    if site.host is None or is_inside(site):
        return
    facts = site.host
    match facts.six.told:
        case Told.UNKNOWN:
            yield Undecided(SITE_SUBJECT, f"是否支持 IPv6 未能判断：{facts.six.reason}")
        case Told.NO:
            yield hit(
                site,
                f"网站不支持 IPv6 访问：{facts.six.reason}",
                "",
                suggestion="给域名加上 AAAA 记录，在服务器、防火墙和 CDN 上开通 IPv6",
            )
    if facts.six.told is not Told.YES or facts.title_four == facts.title_six:
        return
    if not (facts.title_four and facts.title_six):
        reason = "用 IPv4 和 IPv6 打开的首页未能比较：有一边没有取得标题"
        yield Undecided(SITE_SUBJECT, reason, key="content")
    else:
        yield hit(
            site,
            "用 IPv6 打开的首页疑似与 IPv4 的不同，请核对",
            "content",
            evidence=f"IPv4：“{facts.title_four}”；IPv6：“{facts.title_six}”",
            suggestion="让两种协议访问到同样的内容",
            severity=Severity.WARNING,
        )
