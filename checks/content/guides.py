"""Reads service guides: which of the ten elements a page has, and what it says of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from checks.content.labels import Vocabulary, longest
from checks.content.messages import text_of
from checks.views import Document
from crawler.page import Role, Table
from crawler.site import ColumnKind

MATTER, BASIS, CONDITIONS, MATERIALS = "事项名称", "设定依据", "申请条件", "办理材料"
PLACE, OFFICE, FEES, TIMES = "办理地点", "办理机构", "收费标准", "办理时间"
PHONE, STEPS = "联系电话", "办理流程"
# 国办秘函〔2019〕19号 names these ten.
ELEMENTS = (MATTER, BASIS, CONDITIONS, MATERIALS, PLACE, OFFICE, FEES, TIMES, PHONE, STEPS)
LABELS = Vocabulary.of(
    {
        MATTER: "事项名称 项目名称 办理事项 服务事项名称 主项名称 子项名称 办理项名称 职权名称 基本信息 事项基本信息",
        BASIS: "设定依据 法律依据 办理依据 政策依据 实施依据 审批依据 法定依据 办事依据 许可依据 依据 法律法规依据",
        CONDITIONS: "申请条件 受理条件 办理条件 申报条件 审批条件 申办条件 许可条件 准予批准的条件 审批准予条件 补贴条件 享受条件",
        MATERIALS: "办理材料 申请材料 申报材料 所需材料 提交材料 材料清单 申请材料目录 办事材料 申办材料 受理材料 "
        "需提交的材料 办理所需材料 应提交材料 需要提交的材料 申请材料清单 材料目录 提供材料 申请所需材料",
        PLACE: "办理地点 办公地址 办理地址 受理地点 办事地点 受理地址 办理窗口 受理窗口 窗口地址 办公地点 办理场所 地址 "
        "办理地点和时间 办理时间地点 办理地点及时间 办理时间和地点",
        OFFICE: "办理机构 实施主体 办理部门 受理机构 实施机关 办理单位 责任部门 承办单位 受理部门 决定机构 主管部门 "
        "实施部门 受理单位 承办机构 办理主体 审批机关 实施机构 审批部门 责任单位 联办机构 实施单位",
        FEES: "收费标准 是否收费 收费情况 收费依据及标准 收费标准及依据 收费信息 办理费用 收费 费用 收费依据 收费项目",
        TIMES: "办理时间 办公时间 受理时间 工作时间 承诺时限 办理时限 法定时限 法定办结时限 承诺办结时限 办结时限 服务时间 "
        "办理期限 时限 审批时限",
        PHONE: "联系电话 咨询方式 咨询电话 联系方式 咨询途径 咨询服务 电话 咨询监督 咨询渠道 咨询与监督 咨询投诉",
        STEPS: "办理流程 办理程序 办事流程 办事程序 审批流程 申请流程 办理步骤 流程图 审批程序 工作流程 受理流程 服务流程 "
        "办理过程 流程 办理流程图 申请程序 办理环节 申请方式 办理方式",
        # What stands between the ten belongs to none of them.
        "": "服务对象 办理对象 适用范围 受理范围 事项类型 办件类型 实施编码 事项编码 数量限制 审批结果 办理结果 结果名称 "
        "送达方式 结果送达 常见问题 监督电话 投诉电话 监督投诉 监督投诉渠道 监督投诉方式 监督方式 附件 行使层级 权力来源 特别程序 中介服务 表格下载 下载 "
        "样表 年审 注意事项 温馨提示 备注 行政复议 法律救济 办理公示 网上办理 交通指引 申请人权利和义务 评价渠道",
    }
)
# A label in words of its own (办公场所及电话) is a label still.
_HEADS = {
    BASIS: re.compile(r"依据"),
    CONDITIONS: re.compile(r"条件"),
    MATERIALS: re.compile(r"材料|证件|资料|手续"),
    PLACE: re.compile(r"地[点址]|窗口|场所|大厅"),
    OFFICE: re.compile(r"机构|机关|部门|单位|主体"),
    FEES: re.compile(r"收费|费用"),
    # 发布时间 is that of the page.
    TIMES: re.compile(r"(?<!发布)(?<!更新)(?<!公开)时间|时限|期限"),
    PHONE: re.compile(r"电话|联系|咨询"),
    STEPS: re.compile(r"流程|程序|步骤|环节"),
}
_SAID = {
    PHONE: re.compile(r"(?<!\d)(?:0\d{2,3}[-－—)）\s]?)?\d{7,8}(?!\d)|(?<!\d)12345(?!\d)"),
    FEES: re.compile(r"不收费|免费|不收取|无收费|\d+元"),
}
_HEAD = re.compile(r"^([^\n:：。；，]{2,18})(?:[:：]|$)", re.M)
_GUIDE = re.compile(r"(?:办事|服务|办理|申请|申报|申领|审批)指南|一次(?:性)?告知|办事须知")
_PATH = re.compile(r"/(?:bszn|fwzn|bsfw|zwfw|guide|banshi)", re.I)
# Papers about guides, and calls with conditions of their own.
_NO_GUIDE = re.compile(
    r"(?:通知|公告|公示|通报|意见|方案|办法|规定|解读|问答|简章|启事|招聘|招录|竞聘|目录|清单|招标|采购|新闻|报道)"
    r"(?:[（(][^）)]*[)）])?$|^关于(?!.*指南)|招聘|招录|遴选|公开选调|解读|信息公开指南|公开指南|依申请公开"
)
LEAST_BY_TITLE, LEAST_BY_COLUMN = 3, 4
# No row of labels and values has so many labels.
HEAD_LABELS = 4
# A page without values is filled by a script.
MOST_EMPTY = 5
VETO_MISSING = 4


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide with its elements by their official names; `empty` are labelled and not filled."""

    title: str
    text: str
    values: Mapping[str, str]
    missing: tuple[str, ...]
    empty: tuple[str, ...] = field(default=())

    @property
    def is_unfilled(self) -> bool:
        """Whether it is a form that a script was to fill."""
        return sum(not value for value in self.values.values()) >= MOST_EMPTY

    @property
    def materials(self) -> str:
        """What it says of the materials."""
        return self.values.get(MATERIALS, "")


def guide_of(doc: Document) -> Guide | None:
    """Return the guide that a page or file is, None for anything else."""
    text = text_of(doc)
    title = doc.title or text.lstrip().partition("\n")[0][:60]
    if doc.page is not None and doc.page.role in (Role.HOME, Role.COLUMN) and doc.page.entries:
        return None
    if _NO_GUIDE.search(title) or not (_GUIDE.search(title) or _is_among_guides(doc)):
        return None
    values = longest(LABELS.read(text))
    values.pop("", None)
    least = LEAST_BY_TITLE if _GUIDE.search(title) else LEAST_BY_COLUMN
    if any(_is_head(row) for table in doc.tables for row in table.rows):
        # A table of many matters, one a row.
        return None
    # Opening hours and a telephone number alone tell of an office.
    if len(values) < least or not {CONDITIONS, MATERIALS, STEPS} & values.keys():
        return None
    empty = tuple(_emptied(doc.tables, values))
    name = _GUIDE.sub("", title).strip(" -_—《》（）()")
    missing = [each for each in ELEMENTS if each not in values and not _is_said(each, text)]
    if MATTER in missing and name:
        missing.remove(MATTER)
    return Guide(title, text, values, tuple(missing), empty)


def _is_head(row: tuple[str, ...]) -> bool:
    names = {LABELS.name(cell) for cell in row if cell}
    return len(names - {""}) >= HEAD_LABELS


def _is_among_guides(doc: Document) -> bool:
    column = doc.column
    if column is not None and (
        column.kind is ColumnKind.SERVICE or re.search(r"办事|服务指南", column.name)
    ):
        return True
    return bool(_PATH.search(doc.url))


def _is_said(element: str, text: str) -> bool:
    """Whether an element is told without one of its labels; a doubt is in favour of the guide."""
    said = _SAID.get(element)
    if said is not None and said.search(text):
        return True
    head = _HEADS.get(element)
    return head is not None and any(head.search(match[1]) for match in _HEAD.finditer(text))


def _emptied(tables: tuple[Table, ...], values: Mapping[str, str]) -> list[str]:
    """Return the elements whose cell is empty; a flow chart may be a picture."""
    found = []
    for table in tables:
        for row in table.rows:
            names = [LABELS.name(cell) if cell else None for cell in row]
            for at, name in enumerate(names):
                if not name or name == STEPS or values.get(name):
                    continue
                rest = names[at + 1 :]
                end = next(
                    (n for n, other in enumerate(rest) if other and other != name), len(rest)
                )
                own = [cell for cell in row[at + 1 : at + 1 + end] if cell and cell != row[at]]
                if rest and not own and name not in found:
                    found.append(name)
    return found
