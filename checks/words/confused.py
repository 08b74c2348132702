"""Which characters are written for each other by mistake, and which on purpose."""

from functools import cache

import numpy as np

from checks.words.spelling.model import load_confusions

_SOUND, _SIMILAR_SOUND, _LOOKS = 1, 2, 4 | 8
_ALIKE, _MUCH_ALIKE = 0.85, 0.9
_FIRST_HAN, _LAST_HAN = "一", "龥"
# What may take each other's place: numbers, levels, kinds of offices, conjunctions, opposites …
_SLOTS = (
    "一二三四五六七八九十百千万亿两双几多半零〇",
    "国省市县区州盟旗乡镇村社",
    "部委局厅署处科室组站所院办会司队",
    "和与及或暨并而的之以",
    "东南西北中上下左右前后里外内",
    "大小多少高低长短老新旧早晚男女",
    "他她它",
    "甲乙丙丁",
)
# What stands for the same in one word or another: the table of variant words of 2001, and a few
# words of which the dictionaries give both (亭亭玉立, 朗朗上口, 不负众望).
_VARIANTS = (
    "作做 唯惟维 辞词 象像相 采彩 画划 连联链 叠迭 沉沈 担耽 淡澹 漂飘 磐盘蟠 磨摩 戴带 彻澈 愤忿 哄轰 "
    "宏弘鸿洪 摹模 炼练 着著 才材 流留 反返 底柢蒂 戒诫 柴豺 号嚎嗥 踏塌 醒省 座坐 靡糜 克刻 慧惠 希稀 "
    "战颤 厉砺 截接捷 帐账 份分 混浑 糊胡 籍藉 撩缭 伶零 仃丁 伏服 毋无莫 锤槌 逸佚 荡宕 缦熳漫 赢盈 "
    "晖辉 扬洋 答搭 覆复 婷亭 朗琅 孚负"
).split()


def is_han(char: str) -> bool:
    """Whether a character is Chinese."""
    return _FIRST_HAN <= char <= _LAST_HAN


def are_exchanged(one: str, other: str) -> bool:
    """Whether two characters take each other's place without a mistake."""
    return any(one in chars and other in chars for chars in (*_SLOTS, *_VARIANTS))


@cache
def are_alike(wrong: str, right: str) -> bool:
    """Whether two characters are taken for each other by sound or by shape."""
    kinds, shape = _likeness(wrong, right)
    return bool(kinds & (_SOUND | _SIMILAR_SOUND)) or bool(kinds & _LOOKS and shape >= _ALIKE)


@cache
def are_much_alike(wrong: str, right: str) -> bool:
    """Whether two characters have a usual sound in common, or nearly the same shape."""
    kinds, shape = _likeness(wrong, right)
    # 大 is read as 能 is in some book of old.
    is_heard = bool(kinds & _SOUND) and not _readings(wrong).isdisjoint(_readings(right))
    return is_heard or bool(kinds & _LOOKS and shape >= _MUCH_ALIKE)


def is_typed(char: str) -> bool:
    """Whether a character is in the set that every input method has (GB 2312)."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _likeness(wrong: str, right: str) -> tuple[int, float]:
    """Return in which ways two characters are confused, and how much their shapes are alike."""
    confusions = load_confusions()
    first, size = (int(each[ord(wrong)]) for each in (confusions.first, confusions.size))
    found = np.flatnonzero(confusions.characters[first : first + size] == ord(right))
    if not len(found):
        return 0, 0.0
    at = first + int(found[0])
    return int(confusions.kinds[at]), float(confusions.shapes[at])


def _readings(char: str) -> set[int]:
    return {int(sound) for sound in load_confusions().sounds[ord(char)] if sound >= 0}
