"""Names of the rows and columns of the three tables of an annual disclosure report.

They are prescribed by 国办公开办函〔2021〕30号; the values are what messages call them.
"""

import re
from collections.abc import Sequence
from enum import StrEnum


class Applicant(StrEnum):
    """A column of table three: who has applied."""

    PERSON = "自然人"
    ENTERPRISE = "商业企业"
    RESEARCH = "科研机构"
    CHARITY = "社会公益组织"
    LEGAL = "法律服务机构"
    OTHER = "其他"
    TOTAL = "总计"


class Row(StrEnum):
    """A row of table three, in order."""

    NEW = "一、本年新收"
    CARRIED_IN = "二、上年结转"
    DISCLOSED = "三（一）予以公开"
    PARTLY = "三（二）部分公开"
    DENIED_SECRET = "三（三）1.属于国家秘密"
    DENIED_LAW = "三（三）2.其他法律行政法规禁止公开"
    DENIED_STABILITY = "三（三）3.危及“三安全一稳定”"
    DENIED_THIRD = "三（三）4.保护第三方合法权益"
    DENIED_INTERNAL = "三（三）5.属于三类内部事务信息"
    DENIED_PROCESS = "三（三）6.属于四类过程性信息"
    DENIED_FILE = "三（三）7.属于行政执法案卷"
    DENIED_QUERY = "三（三）8.属于行政查询事项"
    UNABLE_UNKNOWN = "三（四）1.本机关不掌握相关政府信息"
    UNABLE_MADE = "三（四）2.没有现成信息需要另行制作"
    UNABLE_UNCLEAR = "三（四）3.补正后申请内容仍不明确"
    REFUSED_PETITION = "三（五）1.信访举报投诉类申请"
    REFUSED_AGAIN = "三（五）2.重复申请"
    REFUSED_PRINT = "三（五）3.要求提供公开出版物"
    REFUSED_MASS = "三（五）4.无正当理由大量反复申请"
    REFUSED_CONFIRM = "三（五）5.要求行政机关确认或重新出具已获取信息"
    OTHER_LATE = "三（六）1.申请人无正当理由逾期不补正"
    OTHER_UNPAID = "三（六）2.申请人逾期未按收费通知要求缴纳费用"
    OTHER = "三（六）3.其他"
    TOTAL = "三（七）总计"
    CARRIED_OUT = "四、结转下年度继续办理"


class Paper(StrEnum):
    """A row of table two, in order."""

    REGULATION = "规章"
    NORMATIVE = "行政规范性文件"
    LICENCE = "行政许可"
    PENALTY = "行政处罚"
    FORCE = "行政强制"
    FEE = "行政事业性收费"


class Count(StrEnum):
    """A column of the first part of table two."""

    ISSUED = "本年制发件数"
    REPEALED = "本年废止件数"
    VALID = "现行有效件数"


class Dispute(StrEnum):
    """A group of five columns of table four."""

    REVIEW = "行政复议"
    DIRECT_SUIT = "未经复议直接起诉"
    LATER_SUIT = "复议后起诉"


class Ending(StrEnum):
    """A column of each group of table four."""

    UPHELD = "结果维持"
    CORRECTED = "结果纠正"
    OTHER = "其他结果"
    PENDING = "尚未审结"
    TOTAL = "总计"


DENIED = tuple(row for row in Row if row.startswith("三（三）"))
UNABLE = tuple(row for row in Row if row.startswith("三（四）"))
REFUSED = tuple(row for row in Row if row.startswith("三（五）"))
OTHERWISE = tuple(row for row in Row if row.startswith("三（六）"))
RESULTS = (Row.DISCLOSED, Row.PARTLY, *DENIED, *UNABLE, *REFUSED, *OTHERWISE)
# What is left of a label once its number and the words that offices vary are gone.
_ROW_WORDS: tuple[tuple[Row, str], ...] = (
    (Row.NEW, "本年新收"),
    (Row.CARRIED_IN, "上年(?:度)?结转"),
    (Row.CARRIED_OUT, "结转下年"),
    (Row.PARTLY, "部分公开"),
    (Row.DENIED_SECRET, "国家秘密"),
    (Row.DENIED_LAW, "法规禁止"),
    (Row.DENIED_STABILITY, "三安全"),
    (Row.DENIED_THIRD, "第三方"),
    (Row.DENIED_INTERNAL, "内部事务"),
    (Row.DENIED_PROCESS, "过程性"),
    (Row.DENIED_FILE, "执法案卷"),
    (Row.DENIED_QUERY, "行政查询"),
    (Row.UNABLE_UNKNOWN, "不掌握"),
    (Row.UNABLE_MADE, "没有现成"),
    (Row.UNABLE_UNCLEAR, "补正后"),
    (Row.REFUSED_PETITION, "信访"),
    (Row.REFUSED_AGAIN, "重复申请"),
    (Row.REFUSED_PRINT, "出版物"),
    (Row.REFUSED_MASS, "反复申请"),
    (Row.REFUSED_CONFIRM, "重新出具"),
    (Row.OTHER_LATE, "不补正"),
    (Row.OTHER_UNPAID, "收费通知"),
    (Row.DISCLOSED, "^(?!.*不予).*予以公开"),
    (Row.OTHER, r"(?:^|[\d.．、）)])其他(?:情形|处理)?$"),
    (Row.TOTAL, "总计$"),
)
_ROWS = tuple((row, re.compile(words)) for row, words in _ROW_WORDS)
_SPACE = re.compile(r"\s+")


def row_of(labels: Sequence[str]) -> Row | None:
    """Return the row of table three that has these label cells, None if it is no such row."""
    whole = _SPACE.sub("", "".join(labels))
    last = next((_SPACE.sub("", label) for label in reversed(labels) if label.strip()), "")
    for text in (last, whole):
        found = next((row for row, words in _ROWS if words.search(text)), None)
        if found is not None:
            return found
    return None


def paper_of(label: str) -> Paper | None:
    """Return the row of table two that has this label."""
    text = _SPACE.sub("", label)
    if text == "规范性文件":
        return Paper.NORMATIVE
    return next((paper for paper in Paper if paper == text), None)
