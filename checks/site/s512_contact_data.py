"""S512 联系方式写错。"""

import re
from collections.abc import Iterator

from checks.finding import Severity
from checks.rule import Context, Reports, site_rule
from checks.site.footers import PROVINCES, URL, Seen, example, shown_pages
from checks.site.phones import area_fault, form_fault, phones_in
from checks.views import SiteView
from crawler.site import Site

POSTCODE = re.compile(r"(?:邮政编码|邮\s*编)\s*[:：]\s*(\d{1,9}|[xX*]{3,})(?!\d)")
POSTCODE_FORM = re.compile(r"\d{6}")
MADE_UP_CODES = frozenset({"000000", "123456", "111111"})
EMAIL = re.compile(
    r"(?:电子(?:邮箱|邮件|信箱)|邮箱|E-?mail)(?:地址)?\s*[:：]\s*(?P<address>[^\s，。；、|（(]{1,60})",
    re.I,
)
EMAIL_FORM = re.compile(r"[\w.+-]+(?:@|＠|#|\(at\)|\[at\])[\w-]+(?:\.[\w-]+)+", re.I | re.A)
MADE_UP_MAIL = re.compile(
    r"^(?:x{3,}|\*{3,}|test|example|abc|123)@|@(?:x{3,}|example|test)\.", re.I
)
CODE = 6
_JIANGXI = Site("a", "示例", URL, "3609220011")


@site_rule(
    "S512",
    "contact-data",
    "页脚的联系方式写错",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号扣分指标“网站标识”：页面底部应列明联系方式；“内容准确”：电话等信息应与实际相符",
    bad=(
        example("号码少一位", "主办：清河县人民政府办公室 联系电话：0795-882560"),
        example("没有换掉的示例号码", "联系电话：0795-12345678"),
        example("没有换掉的示例号码", "联系电话：0000-0000000"),
        example("区号是外省的", "联系电话：0731-8825601", site=_JIANGXI),
        example("邮编少一位", "地址：清河县云桥街道1号 邮编：33610"),
        example("邮箱没有域名", "邮箱：qhxzf"),
    ),
    good=(
        example("七位号码", "联系电话：0795-8825601", site=_JIANGXI),
        example("八位号码", "联系电话：（0791）88825601"),
        example("连写的号码", "联系电话：07958825601"),
        example("分机和第二个号码", "联系电话：0795-8825601-8002、8825602"),
        example("热线", "联系电话：12345"),
        example("写了时间", "电话：8:30-17:30 接听"),
        example("号码由图片显示", "联系电话： 地址：清河县云桥街道1号 邮编：336100"),
        example("邮箱和标点", "电子邮箱：qhxzf@qinghe.gov.cn，欢迎来信"),
        example("邮箱入口", "邮箱：点击这里"),
        example("四百开头", "联系电话：400-810-1234"),
    ),
    whole=True,
)
def contact_data(site: SiteView, ctx: Context) -> Reports:
    """页脚的联系电话位数不对、像是没有换掉的示例号码、区号不是本地的，或者邮编、邮箱写法不对。

    固定电话应为区号加7位或者8位号码。区号是否本地按网站标识码的省份判断，没有标识码的不判。缺少联系方式的见 S501。

    ## 为什么
    页脚的联系方式供公众反映网站问题，写错了就找不到人；检查时会拨打核对。

    ## 怎样改
    核对后改正页脚模板。
    """
    found: dict[str, Seen] = {}
    code = site.site.id_code
    province = code[:2] if code[:CODE].isdecimal() and code[:2] in PROVINCES.values() else ""
    for page in shown_pages(site):
        for said in set(_faults(page.frame_text, province)):
            found.setdefault(said, Seen()).add(page.url)
    for said, seen in found.items():
        yield seen.hit(said, said, "核对后改正页脚模板")


def _faults(foot: str, province: str) -> Iterator[str]:
    for phone in phones_in(foot):
        wrong = form_fault(phone) or area_fault(phone, province)
        if wrong:
            yield f"页脚的{phone.label}“{phone.shown}”{wrong}，请核对"
    for match in POSTCODE.finditer(foot):
        if not POSTCODE_FORM.fullmatch(match[1]) or match[1] in MADE_UP_CODES:
            yield f"页脚的邮编“{match[1]}”不对，应为6位数字，请核对"
    for match in EMAIL.finditer(foot):
        address = match["address"]
        if not re.search(r"[A-Za-z]", address) or re.search(r"[一-鿿]", address):
            continue
        if not EMAIL_FORM.match(address) or MADE_UP_MAIL.search(address):
            yield f"页脚的邮箱“{address}”写法不对，请核对"
