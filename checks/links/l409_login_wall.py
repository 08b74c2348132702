"""L409 公开内容要登录才能看。"""

import re

from checks.finding import Severity
from checks.links.dead_ends import dead_ends
from checks.links.examples import page_saying, site_with_way
from checks.links.l401_broken_link import doubt, quoted
from checks.rule import Context, Reports, site_rule
from checks.views import LOGIN, SiteView
from crawler.page import ARTICLE_PAGE, LEAST_TITLE, Link, Outcome

ARTICLE = "http://b.example/art/2019/3/1/art_12_3456.html"
SSO = "https://sso.b.example/login?service=x"
TITLE = "关于印发清河县旅游条例的通知"
ASKS = re.compile(r"登录|登陆|身份认证|log ?in|sign ?in", re.I)
# What people do under their own name needs a login.
SERVICE = re.compile(
    r"登[录陆]|注册|用户|会员|个人中心|我的|办事|办理|申报|申请|申领|预约|邮箱|信箱|投诉|举报|咨询|报名|"
    r"缴费|查询|填报|报送|平台|系统|入口|在线|网上|后台|管理"
)


@site_rule(
    "L409",
    "login-wall",
    "公开内容要登录才能看",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“可用性”",
    bad=(
        site_with_way(
            "文件标题点开是统一身份认证",
            TITLE,
            ARTICLE,
            SSO,
            page=page_saying("统一身份认证平台", "请登录", has_form=True),
        ),
        site_with_way(
            "附件要登录才能下载",
            "附件1",
            "http://b.example/files/1.pdf",
            "http://b.example/login.jsp",
            page=page_saying("用户登录", has_form=True),
        ),
    ),
    good=(
        site_with_way(
            "办事入口本来就要登录",
            "企业开办一网通办在线申报入口",
            ARTICLE,
            SSO,
            page=page_saying("统一身份认证平台", has_form=True),
        ),
        site_with_way(
            "栏目名，不是文章",
            "用户中心",
            "http://b.example/user/",
            SSO,
            page=page_saying("登录", has_form=True),
        ),
        site_with_way("地址里有 login，页面却是文章", TITLE, ARTICLE, SSO, page=page_saying(TITLE)),
    ),
)
def login_wall(site: SiteView, ctx: Context) -> Reports:
    """链接的文字是文件、文章的标题或附件，打开后却跳到了登录页（本站的或统一身份认证的）。

    办事、申报、用户中心一类本来就要登录的入口不报。这是疑似问题，请退出登录后打开核对。

    ## 为什么
    主动公开的信息应当人人可看；要登录才能看的，对网民来说和打不开没有区别。

    ## 怎样改
    把文件放到不需要登录的地址；内容不属于公开范围的，撤下该链接。
    """
    for end in dead_ends(site):
        fetch = site.resolve(end.link.url)
        unknown = doubt(end, fetch)
        if unknown is not None:
            yield unknown
        if fetch is None or fetch.outcome is not Outcome.OK or not fetch.chain:
            continue
        page = site.pages.get(fetch.url)
        if page is None or not LOGIN.search(fetch.url) or not _is_public(end.link):
            continue
        if page.has_form or ASKS.search(page.title):
            said = f"“{quoted(end.link.text)}”打开后是登录页，疑似公开的内容要登录才能看，请核对"
            yield end.hit(said, "把内容放到不需要登录的地址，或者撤下该链接", fetch)


def _is_public(link: Link) -> bool:
    """Whether the link promises something to read."""
    if LOGIN.search(link.url) or SERVICE.search(link.text):
        return False
    is_article = ARTICLE_PAGE.search(link.url) is not None and len(link.text) >= LEAST_TITLE
    return link.is_file or is_article
