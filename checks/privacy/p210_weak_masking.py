"""P210 号码遮蔽不足。"""

import re
from collections import Counter
from datetime import date

from checks.finding import Hit, Mark, Severity
from checks.privacy.spots import Part, Spot, evidence, parts
from checks.privacy.stars import Starred, starred
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

_ID, _MOBILE, _CARD = "身份证号码", "手机号码", "银行卡号"
_ID_LENGTH, _MOBILE_LENGTH = 18, 11
_CARD_LENGTHS = (16, 17, 18, 19)
# With area and birthday known, a thousand numbers or fewer have the right check digit.
_LEAST_HIDDEN = {_ID: 5, _MOBILE: 4, _CARD: 5}
_WITH_BIRTHDAY = 14
_OPEN_AREA = 6
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|[1-8]\*|\*[0-9*]")
_BIRTHDAY = re.compile(
    r"(?=[0-9*]{8}$)(?:1|\*)(?:[89]|\*)[0-9*]{2}(?:[01*][0-9*])(?:[0-3*][0-9*])"
    r"|(?=[0-9*]{8}$)(?:2|\*)(?:0|\*)[0-9*]{2}(?:[01*][0-9*])(?:[0-3*][0-9*])"
)
# Numbers of things, and how a form says what a number looks like.
_OTHER = re.compile(
    r"信用代码|机构代码|准考证|编号|编码|流水|单号|订单|条码|批号|批次|合同|案号|票号|序列号|车架号|设备"
)
_SAMPLE = re.compile(r"(?:例如|比如|如|示例|样例|格式|填写为|形如)[:：为]?[“\"（(]?$")
_PERSONAL = re.compile(r"身份证|证件号|身份号|电话|手机|联系|卡号|账号|帐号|号码")
_LABEL = 16
_SHOWN = 3


def _sample(shown: str, stars: str = "***") -> str:
    return f"110101{shown}{stars}"


_MASKED = Table(
    (("姓名", "身份证号"), ("赵某", _sample("19050307") + "*"), ("钱某", _sample("1906****")))
)
_WEAK = Table((("姓名", "证件号码"), ("赵某", "110101" + "19050307" + "12*0")))
_FINE = Table(
    (
        ("姓名", "身份证号", "手机", "银行卡号"),
        ("赵某", "110101********1234", "138****1234", "***************1234"),
        ("钱某", "1101**********1234", "139****0001", "6217***********1234"),
        ("孙某", "110***********1234", "******12345", "6217 **** **** 1234"),
        ("李某", "**************1234", "138********", "************"),
    )
)
_CODES = Table((("准考证号", "成绩"), ("110101" + "190503071***", "88")))


@page_rule(
    "P210",
    "weak-masking",
    "号码遮蔽不足",
    Severity.ERROR,
    clause="《个人信息保护法》第七十三条（去标识化）；《政府信息公开条例》第十五条",
    bad=(
        f"赵某，身份证号：{_sample('190503071')}",
        f"身份证号 {_sample('19050307', '＊＊＊＊')}，已受理",
        f"证件号码：{_sample('190503071', 'XXX')}",
        f"身份证号：{_sample('190503071', '●●●')}",
        f"身份证号：{_sample('190503071', '某某某')}",
        f"身份证号：{_sample('190503071', '**')}",
        f"身份证号：{_sample('190503071', '……')}",
        f"身份证号：{_sample(' 19050307 1', '***')}",
        "身份证号：１１０１０１" + "１９０５０３０７１２＊＊",
        "身份证号：110101" + "****03071230",
        "身份证号：110101" + "1905****1230",
        "身份证号：***101" + "190503071230",
        "联系电话：138" + "1234567*",
        "手机 138" + "12**5678",
        "卡号：6217" + "000000000****12",
        Example("名单表格", Document("", tables=(_MASKED,))),
        Example("只遮一位", Document("", tables=(_WEAK,))),
    ),
    good=(
        "身份证号：110101********1234",
        "身份证号：1101**********1234",
        "身份证号：110***********1234，手机：138****1234",
        "身份证号：35*************123",
        "身份证号：110101190503******",
        "身份证号：11010119XXXXXX1234",
        "卡号：6217 **** **** **** 123，6217********1234",
        "统一社会信用代码：91360782MA35XXXX1X",
        "填写身份证号码，如：" + _sample("190503071"),
        "准考证号：" + _sample("190503071"),
        "板材规格 1300×1500×80，长宽高 1500×123456",
        "身份证号：" + "（略）",
        Example("遮蔽得当的名单", Document("", tables=(_FINE,))),
        Example("准考证号", Document("", tables=(_CODES,))),
    ),
)
def weak_masking(doc: Document, ctx: Context) -> Reports:
    """身份证、手机、银行卡号码虽然打了星号，但遮得太少，完整号码可以推算出来。

    身份证号码遮住不到五位的报，包括区划和生日都在、只遮末尾几位的：
    最后一位是校验码，由前十七位算出，因此遮末四位也只剩一千种可能，知道性别剩五百种；只遮年份或月日，
    连同校验码一算，剩下不到四十种。手机号码遮住不到四位、银行卡号遮住不到五位的也报。
    认得的遮法有 *、＊、×、X、●、■、#、某、省略号等，全角、混用、夹空格的都算。
    前 6 后 4、前 4 后 4、前 3 后 4、只留末 4 位、遮出生年月日，手机 138****1234，银行卡只留末 4 位，都不报。

    ## 为什么
    能够推算复原的，不算去标识化，与公开完整号码没有区别。

    ## 怎样改
    身份证号码至少遮住出生年月日八位（110101********1234），手机遮中间四位，银行卡只留末四位，重新发布。
    """
    spots: dict[str, Spot] = {}
    kinds: Counter[str] = Counter()
    marks: list[Mark] = []
    for part in parts(doc):
        for found in starred(part.text):
            kind = _kind(found, part, ctx.today)
            if not kind:
                continue
            marks.extend(part.mark(found))
            if found.shown not in spots:
                kinds[kind] += 1
                spots[found.shown] = Spot(_more(found, kind), part.place(found.start))
    if spots:
        counts = "、".join(f"{count} 个{kind}" for kind, count in kinds.items())
        yield Hit(
            f"{counts}遮得太少，可以推算出完整号码",
            key="",
            evidence=evidence(spots.values(), _SHOWN),
            suggestion="身份证号码遮住出生年月日八位，手机遮中间四位，银行卡只留末四位，重新发布",
            marks=tuple(marks),
        )


def _kind(found: Starred, part: Part, today: date) -> str:
    """Return what a number is that hides too little, "" for one that is fine or no such number."""
    before = part.head or part.text[max(0, found.start - _LABEL) : found.start]
    others = list(_OTHER.finditer(before))
    labels = list(_PERSONAL.finditer(before))
    if others and (not labels or labels[-1].start() < others[-1].start()):
        return ""
    if _SAMPLE.search(part.text[max(0, found.start - _LABEL) : found.start]):
        return ""
    for kind, fits in ((_ID, _is_id), (_MOBILE, _is_mobile), (_CARD, _is_card)):
        if fits(found, bool(labels), today):
            return kind
    return ""


def _is_id(found: Starred, is_labelled: bool, today: date) -> bool:
    shown = found.shown
    head = shown.partition("*")[0]
    if len(shown) != _ID_LENGTH:
        # Stars that stand for more or fewer digits than there are of them.
        tail = shown.rpartition("*")[2]
        missing = _ID_LENGTH - len(head) - len(tail)
        if len(head) < _WITH_BIRTHDAY or missing < 1:
            return False
        shown = head + "*" * missing + tail
    hidden = shown.count("*")
    if hidden >= _LEAST_HIDDEN[_ID] or not _PROVINCE.match(shown):
        return False
    birthday = shown[_OPEN_AREA:_WITH_BIRTHDAY]
    if "*" in birthday:
        return _BIRTHDAY.fullmatch(birthday) is not None
    try:
        day = date(int(birthday[:4]), int(birthday[4:6]), int(birthday[6:]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= day <= today


def _is_mobile(found: Starred, is_labelled: bool, today: date) -> bool:
    shown = found.shown
    if len(shown) != _MOBILE_LENGTH or not re.match(r"1[3-9]", shown) or len(found.runs) > 1:
        return False
    return found.hidden < _LEAST_HIDDEN[_MOBILE] and (is_labelled or found.is_sure)


def _is_card(found: Starred, is_labelled: bool, today: date) -> bool:
    shown = found.shown
    if len(shown) not in _CARD_LENGTHS or not shown.startswith("62"):
        return False
    return found.hidden < _LEAST_HIDDEN[_CARD] and (is_labelled or found.is_sure)


def _more(found: Starred, kind: str) -> str:
    """Show less than the source does: the area, the net or the bank, and no more."""
    head = _OPEN_AREA if kind == _ID else 3
    return found.shown[:head] + "*" * (len(found.shown) - head)
