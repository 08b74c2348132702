"""P208 名单公开了健康、残疾或困难情况。"""

import re
from collections.abc import Iterator

from checks.finding import SITE_SUBJECT, Mark, Severity
from checks.privacy.listed import listed_names, may_list, names_from
from checks.privacy.names import is_named
from checks.privacy.people import (
    Disclosed,
    all_rolls,
    is_about_organisations,
    place_of,
    short_name,
    whole_names,
)
from checks.privacy.rolls import Roll
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Table

# Columns that tell what somebody suffers from or why somebody is poor.
_HEADS = re.compile(
    r"病种|病情|病名|病史|疾病|患病|患何|诊断|症状|健康|残疾(?:类|等|种|级|程|部|情|状|原)|残别|残级|伤残|残疾$|障碍|失能|失智|精神|艾滋|HIV|孕检|孕周|妊娠|末次月经|预产期"
    r"|避孕|节育|绝育|流产|不孕|检[查测]结果|化验|阳性|致贫|贫困原因|困难原因|困难情况|困难类型|救助原因|救助事由|申请原因|申请理由|救助理由|家庭困难|致困|返贫|风险原因"
    r"|吸毒|戒毒|毒品|矫正|犯罪|刑期|罪名|感染|确诊|过敏|血型|职业病|手术|住院(?:原因|诊断|病)|用药|护理等级|自理能力|家庭收入|收入情况"
)
# What a column of any kind may tell: the cells that say so.
_ASIDE = re.compile(r"备注|备考|说明$|情况$|状况$|类别$|类型$|原因$|事由$")
_TELLING = re.compile(
    r"独生子女.{0,3}(?:伤残|伤病|死亡|残疾)|失独|子女(?:伤残|死亡|亡故)|尿毒症|白血病|精神分裂|艾滋|癌|恶性肿瘤|因[病残]致[贫困]"
    r"|(?:肢体|视力|听力|言语|智力|精神|多重)(?:残疾)?[一二三四]级|[一二三四]级(?:肢体|视力|听力|言语|智力|精神|多重)|(?:患有?|确诊)[^，。]{0,8}(?:病|症|瘤)"
)
_NOT_TOLD = re.compile(
    r"金额|标准|人数|补[贴助]资金|费用|报销|日期|时间|机构|医院|单位|机关|证号|号码|发证|证件|学校|检查地点|是否公示|科室|岗位|职务|门诊部|档案|讲座|教育|服务人|管理员|指导员|责任医生|签约|擅长|主治|诊疗|限额|类目|专业|研究"
)
# Such a list tells by its title alone.
_TELLING_TITLE = re.compile(
    r"(?:严重精神|精神(?:障碍|病|疾病|残疾)|艾滋|HIV|孕前优生|孕检|孕情|婚检|肺结核|结核病|尘肺|吸毒|戒毒|社区矫正|重大疾病|大病救助|大病医疗|重症|重病|失独|计划生育特殊|麻风|传染病|两癌|乳腺癌|宫颈癌|尿毒症|血友病|罕见病|癌症|性病|丙肝|乙肝)"
    r"[^，。\n]{0,24}(?:名单|花?名册|人员公示|对象公示|患者公示|情况公示|公示表|登记表|汇总表|明细表|一览表|公示)"
)
_NO_LIST = re.compile(
    r"医[院生师]|机构|专家|定点|医疗队|志愿者|医务|护士|检测点|实验室|目录|标准|工作人员|先进|表彰|考试|招聘|录用|体检|兵役|征兵|培训|竞赛|评审|项目|捐|爱心"
)
# The answers that tell nothing.
_EMPTY = re.compile(r"[\s\-—/\\无否.、0○×]*|健康|良好|正常|一般|合格|非残疾|未见异常|不适用")
_AMOUNT = re.compile(r"[\d.,，元万]+")
_LEAST = 2


def _table(*rows: tuple[str, ...], title: str = "") -> Document:
    return Document("", title=title, tables=(Table(rows),))


@page_rule(
    "P208",
    "health-and-hardship",
    "名单公开了健康、残疾或困难情况",
    Severity.CRITICAL,
    clause="《政府信息公开条例》第十五条；《个人信息保护法》第二十八条（医疗健康、特定身份）",
    frame=False,
    bad=(
        Example("残疾类别", _table(("姓名", "残疾类别", "补贴金额"), ("李明", "精神残疾", "100"))),
        Example("致贫原因", _table(("户主", "致贫原因"), ("李明", "因病致贫"))),
        Example(
            "题目就说明了病情的名单",
            _table(
                ("序号", "姓名"), ("1", "李明"), ("2", "王芳"), title="孕前优生健康检查人员名单"
            ),
        ),
    ),
    good=(
        Example(
            "只有姓名和金额的低保公示", _table(("姓名", "保障人数", "金额"), ("李明", "2", "800"))
        ),
        Example("统计数", _table(("乡镇", "残疾类别", "人数"), ("荷花镇", "肢体残疾", "12"))),
        Example("姓名已隐去", _table(("姓名", "残疾类别"), ("李*", "肢体残疾"))),
        "全县共有一级精神残疾人 21 名，发放补贴 3.2 万元。",
    ),
)
def health_and_hardship(doc: Document, ctx: Context) -> Reports:
    """名单把人名和病种、病情、残疾类别、孕检、致贫原因、困难情况等公开在一起。

    没有人名的统计、姓名已隐去的、只写姓名和金额的低保等法定公示不报；
    题目本身说明病情的名单（精神障碍、艾滋病、孕检、大病救助等）不论列名都报。

    ## 为什么
    医疗健康、特定身份属于《个人信息保护法》第二十八条所列的敏感个人信息；公示救助对象只需让人能核对，
    不需要公布病情、残疾类别和致贫原因。已有多地因名单附件带“健康状况”“致贫原因”列被点名。

    ## 怎样改
    立即撤下，删去病种、残疾类别、致贫原因等列；题目说明病情的名单改为不公开，或隐去姓名。
    """
    if doc.subject == SITE_SUBJECT:
        return
    found = Disclosed()
    heads: dict[str, None] = {}
    for roll in all_rolls(doc):
        _in_roll(doc, roll, found, heads)
    if not len(found):
        yield from _by_title(doc)
        return
    columns = "、".join(f"“{head}”" for head in list(heads)[:3])
    yield from found.hit(
        doc,
        f"名单公开了 {len(set(found.people.values()))} 人的{columns}",
        "立即撤下，删去这些列后重新发布",
        unit="处",
    )


def _in_roll(doc: Document, roll: Roll, found: Disclosed, heads: dict[str, None]) -> None:
    columns = roll.columns(_HEADS, _NOT_TOLD)
    aside = [at for at in roll.columns(_ASIDE, _NOT_TOLD) if at not in columns]
    if not (columns or aside) or is_about_organisations(roll):
        return
    for row in range(len(roll.rows)):
        names = whole_names(roll, row)
        for column in (*columns, *aside) if names else ():
            text = roll.cell(row, column)
            if column in aside and not _TELLING.search(text):
                continue
            if _EMPTY.fullmatch(text) or _AMOUNT.fullmatch(text) or "*" in text:
                continue
            mark = roll.mark(row, column)
            head = roll.heads[column]
            heads[head] = None
            shown = f"{short_name(names[0])}｜{head}"
            key = f"{names[0]}\t{head}\t{text}"
            person = (names[0], *_told(roll, row, columns))
            found.add(key, place_of(doc, mark), mark, person, shown)


def _told(roll: Roll, row: int, columns: list[int]) -> list[str]:
    """Return what tells two people of one name apart, alike in a table and in its text."""
    return [roll.cell(row, column) for column in columns]


def _beneath(doc: Document, *, is_telling: bool) -> Iterator[tuple[str, Mark]]:
    """Yield the names that plain text lists under a heading that tells, or under such a title."""
    text = doc.text
    if is_telling and not doc.tables:
        yield from names_from(text, 0)
    if may_list(text):
        yield from listed_names(text, _TELLING_TITLE, _NO_LIST)


def _by_title(doc: Document) -> Reports:
    title = doc.title or doc.text[:80].strip().partition("\n")[0]
    found = Disclosed()
    is_telling = bool(_TELLING_TITLE.search(title)) and not _NO_LIST.search(title)
    for name, mark in _beneath(doc, is_telling=is_telling):
        found.add(name, doc.place(mark.start), mark, name, short_name(name))
    for roll in all_rolls(doc) if is_telling else ():
        if is_about_organisations(roll) or roll.is_form:
            continue
        for row in range(len(roll.rows)):
            names = whole_names(roll, row)
            for column in roll.names:
                name = roll.cell(row, column)
                if name in names and is_named(name, roll.heads[column]):
                    mark = roll.mark(row, column)
                    found.add(name, place_of(doc, mark), mark, name, short_name(name))
    if len(found) >= _LEAST:
        yield from found.hit(
            doc,
            f"题目说明病情或特定身份的名单公开了 {len(found)} 人的姓名",
            "立即撤下；确需公示的，题目和列名都不写病情并隐去姓名",
            unit="人",
        )
