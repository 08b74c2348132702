"""W119 外地地名残留。"""

import re
from collections.abc import Iterator

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.places import named, units_of
from checks.words.report import hit_at
from checks.words.self_mentions import Mention, claims, signers

# Names that say only what kind of place is meant.
_KINDS_ALONE = frozenset("城区 郊区 矿区 新区 林区 市中区 新城区 开发区".split())
# A document that passes on or speaks of what others have written.
_OF_OTHERS = re.compile(
    "转发|转载|转自|摘自|摘编|学习|借鉴|经验|案例|参考|范本|考察|调研|合作|协作|协议|对口|友好|来访|复函|的函|感谢|慰问|邀请"
    "|判决|裁定|仲裁|中标|采购|招标|招商"
)
_SOURCE = re.compile(
    r"(?<![一-鿿])(?:信息来源|稿源|来源|转自|转载|摘自|供稿)[：:][ 　]*([^\n，。；]{0,30})"
)
_HEAD_LINES = 4
_NO_HEADING = ("。", "；", "：", ":", "日", "人民政府")
# “来源：县水利局” is somebody of one's own.
_OWN_SOURCES = ("县", "市", "区", "州", "旗", "本", "我")
_QUOTE_REACH = 200
_PAIRS = ("“”", "《》", "「」")


@page_rule(
    "W119",
    "foreign-place",
    "外地地名残留",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容准确；《党政机关公文格式》（GB/T 9704-2012）：发文机关署名",
    bad=(
        "清河县人民政府关于加强水库管理的通知\n各乡镇人民政府：\n请遵照执行。\n兴国县人民政府\n2026年2月1日",
        "清河县河道管理办法\n本办法由兴国县人民政府负责解释。",
        "清河县供水管理办法\n本办法适用于石城县行政区域内的供水活动。",
        "清河县防汛预案\n我县（于都县）河网密布。",
        "清河县人民政府办公室关于做好春耕工作的通知\n宁都县各乡镇人民政府、县直各单位：\n现通知如下。",
    ),
    good=(
        "清河县人民政府关于加强水库管理的通知\n各乡镇人民政府：\n请遵照执行。\n清河县人民政府\n2026年2月1日",
        "清河县河道管理办法\n本办法由清河县人民政府负责解释。",
        "清河县供水管理办法\n本办法由岭南省青禾市水利局负责解释。",
        "兴国县与清河县签署合作协议，我县党政代表团赴兴国县考察。",
        "来源：兴国县融媒体中心\n清河县网友留言：我县（兴国县）河网密布。",
        "清河县中标公告：供应商地址江西省赣州市兴国县，由兴国县人民法院执行。",
        "清河县人民政府办公室转发兴国县经验的通知\n经验由兴国县人民政府负责解释。",
        "王某，兴国县人，现任清河县水利局副局长。",
        "兴国县河道管理办法由兴国县人民政府负责解释。",
        "清河县人民政府：\n来函收悉。\n兴国县人民政府\n2026年2月1日",
    ),
)
def foreign_place(doc: Document, ctx: Context) -> Reports:
    """本地区的文件把自己写成了别的县、市：落款、“我县（××县）”、“由××县人民政府负责解释”、适用范围、主送机关。

    只在平台配置里写明了 region（所在地区全称）时检查。上级、下级的名称，转发、转载、合作、考察、
    招标采购等谈到外地的内容都不报。文件标题是外地的，看作外地的文件，也不报。

    ## 为什么
    套用外地文稿没有改全，群众会怀疑文件的效力；检查通报常把它作为内容不准确的典型。

    ## 怎样改
    核对后改为本地区的名称；确是外地文件的，注明来源。
    """
    units = units_of(ctx.region)
    if not units:
        return
    text = normalise(doc.text)
    head = _head(doc, text.text)
    own = units[-1]
    if own not in doc.title + text.text or _OF_OTHERS.search(head):
        return
    if _is_from_elsewhere(text.text, own):
        return
    for mention in _foreign(text.text, head, units):
        start, end = text.span(mention.start, mention.end)
        if ctx.words.allowed.allowing(doc.text, "W119", start, end):
            continue
        yield hit_at(
            doc,
            start,
            end,
            message=f"“{own}”的文件把自己写成了“{mention.place}”",
            key=mention.place,
            suggestion=f"核对“{mention.place}”是否应为“{own}”",
        )


def _head(doc: Document, text: str) -> str:
    """Return the title and the headings among the first lines: they say whose the document is."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_HEAD_LINES]
    headings = [line for line in lines if not line.endswith(_NO_HEADING)]
    return "\n".join((normalise(doc.title).text, *headings))


def _foreign(text: str, head: str, units: tuple[str, ...]) -> Iterator[Mention]:
    own = units[-1]
    for mention in claims(text):
        is_rare = text.count(mention.place) <= head.count(own) + text.count(own)
        is_own_head = not _is_headed(text, head, mention.place)
        if (
            is_rare
            and is_own_head
            and _is_foreign(mention, units)
            and not _is_quoted(text, mention)
        ):
            yield mention
    signed = signers(text)
    is_issuer = re.search(
        rf"^[^\n：:。]{{0,20}}{re.escape(own)}[^\n：:。]{{0,30}}关于", head, re.MULTILINE
    )
    if is_issuer and signed and all(_is_foreign(mention, units) for mention in signed):
        yield from signed


def _is_foreign(mention: Mention, units: tuple[str, ...]) -> bool:
    """Whether a place is neither one of the own units nor above or below the own one."""
    place, own = mention.place, units[-1]
    if place in units or place in _KINDS_ALONE:
        return False
    is_below = any(own in area.parents for area in named()[place])
    is_above = any(place in area.parents for area in named().get(own, ()))
    return not is_below and not is_above


def _is_headed(text: str, head: str, place: str) -> bool:
    """Whether a heading names the place, so that the document, or a part of it, is that place's."""
    if place in head:
        return True
    heading = rf"^[ 　]*(?:附件?\d*[：:. ]*)?[^\n。，；：]{{0,12}}{re.escape(place)}[^\n。，；：]{{2,40}}$"
    return any(
        not line.strip().endswith(("人民政府", "局", "委员会", "办公室"))
        for line in re.findall(heading, text, re.MULTILINE)
    )


def _is_quoted(text: str, mention: Mention) -> bool:
    before = text[max(0, mention.start - _QUOTE_REACH) : mention.start]
    return any(before.rfind(pair[0]) > before.rfind(pair[1]) for pair in _PAIRS)


def _is_from_elsewhere(text: str, own: str) -> bool:
    sources = (source.strip() for source in _SOURCE.findall(text))
    return any(each and own not in each and not each.startswith(_OWN_SOURCES) for each in sources)
