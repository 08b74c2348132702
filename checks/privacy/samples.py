"""Tells papers that explain or show a mark from papers that bear it."""

import re

from checks.views import Document

# What a paper on the form of papers, or a collection of samples, is called.
SAMPLE_TITLE = re.compile(
    r"公文(?:格式|写作|处理|基础|知识|模板)|格式(?:规范|标准|样式|说明|要求)|样[例式本张]|式样|示例|模板|范[例本文]|教程"
    r"|写作|GB/?T\s*9704|9704[-—]20|版式|版头|培训(?:课件|教材|资料)|知识(?:问答|竞赛|题库|点)|题库|学习资料"
)
# What the rules of secrecy and of disclosure are called.
RULES_TITLE = re.compile(
    r"保密(?:法|条例|工作|管理|制度|知识|教育|宣传|审查|须知|守则|纪律|规定|常识|提醒|警示|漫画|普法|承诺)|定密|密级|涉密"
    r"|保守国家秘密|国家秘密|解密|工作秘密|泄密|失密|密码法"
)
_SHOWS_SAMPLE = re.compile(
    r"(?:如|例如|比如|示例|样例|式样|样式|范例|参考格式|格式如下|举例|标注为?|标明|注明|加注|写明|写作|标识为?|印有)"
    r"[:：]?[“”\"'‘（(【\[]?$"
)
_EXAM = re.compile(
    r"试题|试卷|考试|真题|模拟(?:题|卷|考)|考卷|答题|测试卷|招聘.{0,6}笔试|联考|统考|高考|中考|期[中末]"
)
_BEFORE = 12
_HEAD = 200


def is_exam(doc: Document, near: str) -> bool:
    """Whether the paper is one of an examination, which is secret until it begins."""
    return _EXAM.search(f"{doc.title} {doc.file_name} {near} {doc.text[:_HEAD]}") is not None


def is_sample(doc: Document, start: int) -> bool:
    """Whether what begins at `start` is shown as a sample or quoted."""
    if SAMPLE_TITLE.search(f"{doc.title} {doc.file_name}"):
        return True
    before = doc.text[max(0, start - _BEFORE) : start].rstrip()
    return _SHOWS_SAMPLE.search(before) is not None
