"""Tells which names of parts can never overlap, and which are all there is."""

import re
from collections.abc import Sequence

from checks.words.quantities import Quantity

# Names of which nothing bears two; what stands before them in a name does not matter.
FAMILIES = tuple(
    tuple(line.split())
    for line in (
        "城镇 农村 乡村",
        "自然人 法人 其他组织",
        "幼儿园 小学 初中 高中 九年一贯制学校 完全中学 中职",
        "国道 省道 县道 乡道 村道",
        "中央 省级 市级 县级 自筹 省 市 县",
        "早稻 中稻 晚稻 旱粮 小麦 玉米 大豆",
        "耕地 林地 园地 草地 建设用地 未利用地",
        "滑坡 崩塌 泥石流 地面塌陷",
        "新建 改建 扩建 续建",
        "优秀 良好 中等 一般 较差 合格 不合格",
        "满意 基本满意 不满意",
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
        "来信 来访 来电 网上投诉",
        "个访 集体访",
        "微信 微博 网站",
        "餐饮 商超 市场 学校食堂",
        "猪 牛 羊 家禽",
        "特困 低保 低收入",
        "正职 副职",
        "主任 副主任",
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
    r"[一-鿿\w]{1,6}(?:县|区|市|镇|乡|村|街道|社区|科|室|期|轮|标段|班|年级|中队)|第[一二三四五六七八九十]+(?:批|期|轮)[一-鿿]{0,4}|第?[一二三四]季度|[一-鿿]{1,2}类"
)
_LEAST_PLACES = 2
_REST = re.compile("其他|其它|其余")
_FILLER = "的为有是约到共达：:、，,；;（( \u3000和及以与"
_CLAUSE_END = re.compile("[、，,；;。和及（(\n]")


def names(text: str, start: int, parts: Sequence[Quantity]) -> list[str]:
    """Return what stands before each part, from `start` on, or after it: what it is a number of."""
    edges = [start, *(part.end for part in parts)]
    before = [
        text[edge : part.start].strip(_FILLER) for edge, part in zip(edges, parts, strict=False)
    ]
    if before[:1] != [""]:
        return before
    ends = (_CLAUSE_END.search(text, part.end) for part in parts)
    return [
        text[part.end : end.start() if end else len(text)]
        for part, end in zip(parts, ends, strict=True)
    ]


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


def has_rest(found: Sequence[str]) -> bool:
    """Whether the last of these names is what is left over: all others are named before it."""
    return bool(found) and bool(_REST.match(found[-1]))


def _are_of(family: Sequence[str], found: Sequence[str]) -> bool:
    members = [
        max(
            (each for each in family if name.startswith(each) or name.endswith(each)),
            key=len,
            default="",
        )
        for name in found
    ]
    return all(members) and len(set(members)) == len(members)
