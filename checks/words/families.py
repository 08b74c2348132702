"""Tells which names of parts can never overlap, and which are all there is."""

import re
from collections.abc import Sequence
from itertools import takewhile

from checks.words.quantities import Quantity

# Names of which nothing bears two; what stands before them in a name does not matter.
FAMILIES = tuple(
    tuple(line.split())
    for line in (
        "城镇 农村 乡村",
        "自然人 法人 其他组织",
        "幼儿园 小学 初中 高中 九年一贯制学校 完全中学 中职",
        "国道 省道 县道 乡道 村道",
        "中央 上级 省级 市级 县级 地方 自筹 贷款 债券 捐赠 社会资本 配套 财政 省 市 县",
        "国家级 省级 市级 县级 市县级",
        "早稻 中稻 晚稻 水稻 旱粮 小麦 玉米 大豆 油菜 棉花 花生 马铃薯 红薯 蔬菜 茶叶",
        "耕地 林地 园地 草地 建设用地 未利用地",
        "滑坡 崩塌 泥石流 地面塌陷",
        "新建 改建 扩建 续建",
        "优秀 良好 中等 一般 较差 合格 不合格",
        "非常满意 满意 基本满意 比较满意 一般 不满意",
        "采纳 部分采纳 不予采纳 未采纳",
        "办结 未办结 正在办理",
        "予以公开 部分公开 不予公开 无法提供 不予处理",
        "一级 二级 三级 四级 甲级 乙级 丙级",
        "一等奖 二等奖 三等奖 优秀奖",
        "博士 硕士 本科 大专 中专",
        "一般隐患 重大隐患",
        "财政拨款 其他收入 事业收入 经营收入",
        "复查 新发现",
        "笔试 面试",
        "文字 图片 视频",
        "镇 乡 街道",
        "村 社区",
        "议案 建议",
        "公办 民办",
        "线上 线下",
        "种粮大户 家庭农场 合作社 普通农户",
        "价格 商务 技术",
        "来信 来访 来电 网上",
        "个访 集体访",
        "微信 微博 网站",
        "餐饮 商超 市场 学校食堂",
        "猪 牛 羊 家禽",
        "特困 低保 低收入",
        "正职 副职",
        "主任 副主任 委员",
        "组长 副组长 成员",
        "罚款 没收",
        "企业 个体工商户 合作社",
        "地上 地下",
        "书记 副书记 委员",
        "第一书记 工作队员",
        "水田 旱地 水浇地",
        "职工 居民",
        "人工造林 封山育林 退化林修复 飞播造林",
        "固定资产 流动资金",
        "管理岗 技术岗 工勤岗",
        "事业编制 行政编制",
        "赞成 反对 弃权",
        "同意 反对 弃权",
        "在职 退休 离休",
        "教师 医生 护士",
    )
)
# Families that are all there is.
_WHOLES = tuple(
    tuple(line.split())
    for line in (
        "男性 女性",
        "男 女",
        "合格 不合格",
        "维持 纠正 其他结果 尚未审结",
        "有效 无效",
        "采纳 未采纳",
        "税收收入 非税收入",
        "城镇 农村",
        "城镇 乡村",
        "城市 农村",
        "税收 非税收入",
        "基本支出 项目支出",
        "人员经费 公用经费",
        "第一产业 第二产业 第三产业",
        "因公出国 公务用车 公务接待",
    )
)
_PLACE = re.compile(
    r"[一-鿿\w]{1,6}(?:县|区|市|镇|乡|村|街道|社区|科|室|期|轮|标段|班|年级|中队)|第[一二三四五六七八九十]+(?:批|期|轮)[一-鿿]{0,4}|第?[一二三四]季度(?:完成|拨付|投入|发放|安排|收到|受理)?|[一-鿿]{1,2}类"
)
_LEAST_PLACES = 2
_LEAST_COMMON = 2
# What a thing may be besides being of a kind.
_CROSSING = re.compile(
    "女|男|民族|学历|以[上下]|岁|寄宿|住校|留守|规上|规模|高新|上市|龙头|重[点大]|民[间营生]|国有|外[资商]|私营|技改"
    "|基础设施|制造|工业|新增|累计|已|未|在建|完成|整改|投产|开工|竣工|贫困|脱贫|残疾|老年|进口|出口|涉|示范|特色|绿色"
    "|党纪|政务|高级|中级|初级|高层次|急需|紧缺|硕士|博士|研究生|本科|毕业生|青年|新(?!建)|户籍|职称|骨干|注册|志愿|先进|文明|智慧"
    "|有机|电商|线上|网络|首|常住|流动|活跃|获|优|专项资金|直接|人员|工资|债|上级"
)
_REST = re.compile("其他|其它|其余")
_HAVING = re.compile("^有(?![效机关])|有$")
_FILLER = "的为是约到共达：:、，,；;（( \u3000和及以与"
_CLAUSE_END = re.compile("[、，,；;。和及（(\n]")


def names(text: str, start: int, parts: Sequence[Quantity]) -> list[str]:
    """Return what stands before each part, from `start` on, or after it: what it is a number of."""
    edges = [start, *(part.end for part in parts)]
    before = [_named(text[edge : part.start]) for edge, part in zip(edges, parts, strict=False)]
    if before[:1] != [""]:
        return before
    ends = (_CLAUSE_END.search(text, part.end) for part in parts)
    return [
        text[part.end : end.start() if end else len(text)]
        for part, end in zip(parts, ends, strict=True)
    ]


def _named(text: str) -> str:
    return _HAVING.sub("", text.strip(_FILLER)).strip(_FILLER)


def are_disjoint(found: Sequence[str]) -> bool:
    """Whether nothing is counted under two of these names."""
    if len(set(found)) != len(found):
        return False
    if len(found) >= _LEAST_PLACES and all(_PLACE.fullmatch(name) for name in found):
        return True
    return any(_are_of(family, found) for family in (*FAMILIES, *_WHOLES))


def are_whole(found: Sequence[str]) -> bool:
    """Whether these names are all there is of something: men and women, town and country."""
    return any(len(found) == len(family) and _are_of(family, found) for family in _WHOLES)


def are_parallel(found: Sequence[str]) -> bool:
    """Whether these names are kinds of one thing (农村党员, 机关党员) that do not cut across."""
    if len(set(found)) != len(found) or len(found) < _LEAST_PLACES:
        return False
    ends = zip(*(reversed(name) for name in found), strict=False)
    common = len(list(takewhile(lambda chars: len(set(chars)) == 1, ends)))
    is_longer = all(len(name) > common for name in found)
    return common >= _LEAST_COMMON and is_longer and not is_crossing(found)


def is_crossing(found: Sequence[str]) -> bool:
    """Whether one of these names may hold what another holds as well."""
    return any(_CROSSING.search(name) for name in found)


def has_rest(found: Sequence[str]) -> bool:
    """Whether the last of these names is what is left over: all others are named before it."""
    return bool(found) and bool(_REST.match(found[-1]))


def _is_called(name: str, member: str) -> bool:
    is_within = len(member) >= _LEAST_COMMON and member in name
    return is_within or name.startswith(member) or name.endswith(member)


def _are_of(family: Sequence[str], found: Sequence[str]) -> bool:
    members = [
        max(
            (each for each in family if _is_called(name, each)),
            key=len,
            default="",
        )
        for name in found
    ]
    return all(members) and len(set(members)) == len(members)
