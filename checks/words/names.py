"""Where the name of a person or a place may stand, as far as a surname or a suffix tells."""

# The surnames of nine people in ten (Ministry of Public Security, national name report), and some
# of two characters.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾萧肖田董潘袁蔡蒋余于杜叶程"
    "魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚"
    "邵覃武钱戴严莫孔向常汤康易乔赖文施洪翁樊俞霍颜倪葛聂伍岳郁柯裴骆凌焦鲁祝纪舒项涂盛尚费"
)
COMPOUND = frozenset(("欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "东方", "尉迟"))


# What names of places end in; those of units may only follow at once, other words hold them too.
PLACE_ENDS = frozenset("河湖江溪山岭峰沟坪湾岛屯庄寨坝塘渠村路街桥巷")
UNIT_ENDS = frozenset("省市县区州旗盟镇乡")
_PLACE_REACH = 2


def may_be_place(text: str, start: int, end: int) -> bool:
    """Whether [start, end) may belong to the name of a place that ends right behind it."""
    behind = text[end : end + _PLACE_REACH]
    return behind[:1] in UNIT_ENDS or any(char in PLACE_ENDS for char in behind)


def may_be_name(text: str, start: int, end: int) -> bool:
    """Whether [start, end) may be a name, or belong to the given name behind a surname.

    A single character is so only where a mark, a blank or nothing stands before the surname.
    """
    if end - start == 1:
        return any(_begins_name(text, at) for at in range(max(0, start - 2), start + 1))
    is_surname = text[start] in SURNAMES or text[start:end] in COMPOUND
    before = text[start - 1 : start]
    return is_surname or before in SURNAMES or text[max(0, start - 2) : start] in COMPOUND


def _begins_name(text: str, at: int) -> bool:
    is_surname = text[at] in SURNAMES or text[at : at + 2] in COMPOUND
    return is_surname and not text[max(0, at - 1) : at].isalpha()
