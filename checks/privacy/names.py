"""Tells the names of people from other words, whole ones from masked ones."""

import re

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤花方俞"
    "任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅卞齐康伍余元卜顾孟平黄和穆萧尹姚邵汪祁毛禹狄米贝明臧计伏成"
    "戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪干解"
    "应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊惠甄曲封芮储靳段巫焦巴弓牧山谷车侯宓蓬全郗班仰秋仲伊宫宁仇"
    "栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白蒲邰从鄂索赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑"
    "桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎慕连茹习艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆"
    "师巩聂晁勾敖融冷辛阚那简饶曾沙养鞠须丰巢关蒯相查红游竺权盖益桓公肖付代闫冼覃邝岳帅缑亢佟卿海丛佘佴苟仝苑原尼楚"
    "丘练谌麦粟揭邸芦逯阙郄"
)
_DOUBLE = "欧阳|司马|上官|诸葛|夏侯|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|长孙|宇文|轩辕|端木|南宫|独孤|呼延|西门|澹台|申屠|赫连"
_HAN = "一-鿿"
# A given name after its surname, or a name of several parts (阿依古丽·买买提).
WHOLE = f"(?:(?:{_DOUBLE})[{_HAN}]{{1,2}}|[{_SURNAMES}][{_HAN}]{{1,2}}|[{_HAN}]{{2,8}}(?:[·•・][{_HAN}]{{1,8}}){{1,3}})"
_WHOLE = re.compile(WHOLE)
MASKED = re.compile(rf"[{_HAN}]{{0,3}}(?:[*＊×xX●■#○〇□]{{1,3}}|某{{1,2}})[{_HAN}]?")
# Words that begin like a surname.
_WORDS = re.compile(
    r"金额|时间|时限|单位|方式|方案|方面|方法|班级|项目|余额|高中|高级|路段|党员|党委|党组|成绩|成员|成立|成果|和平|安全|安置|安排"
    r"|文件|文化|文明|计划|能源|应急|应当|应届|管理|申请|申报|申领|任务|任职|任教|关于|万元|平方|平均|古城|江西|江苏|石油|田地|马路"
    r"|车辆|车牌|房屋|房产|卫生|通知|通过|通讯|常住|常务|常年|全部|全县|全市|全年|全国|全省|国家|国有|国土|国务|东路|红旗|明细|明确"
    r"|双方|解决|解放|解释|支付|支出|支部|支行|包括|包装|费用|程序|程度|相关|相应|向上|从事|从业|连续|连接|别墅|容积|居住|居民|居委"
    r"|家庭|公司|公告|公示|公安|公民|公共|公路|公里|公办|广场|广东|广西|东区|东侧|东街|东北|利息|山东|山西|云南|河[北南流]|海南"
    r"|原件|原因|原则|师范|师资|老师|单价|单独|单元|明年|秋季|计算|权利|权属|权限|查询|查看|游客|关系|关爱|关心|居间|须知|养老|养殖"
    r"|农户|农村|农业|农民|农商|利用|路线|路口|项下|宗地|宗教|施工|施行|冷藏|代表|代理|代码|付款|符合|景区|印章|印发|温馨|尚未|步骤"
    r"|都是|都应|丰富|越来|隆重|相对|广大|文书|文字|文号|向下|向社|向本|于本|于该|从而|司法|司机|终[止端]|索引|索取|强化|强制|满意|满足|易地|牧区|池塘|巩固|简介|简历|简要|红[旗色军]|那[些么个]|和[本该其各]"
    r"|水[利电库务费]|平台|时期|党[组支]|贡献|幸福|荣誉|童年|梅花|凌晨|康复|康养|计生|都市|连锁|连任|全体|全文|全面|全家|全日|全职|全额|边境|边界|冷链"
    r"|祖国|祖父|祖母|武装|武警|谷物|喻为|牛奶|麻醉|强制|危房|危险|危害|柴油|车间|车站|车位|车主|山区|山林|国内|应该|通[过常]|丘陵|练[习兵]|麦[田苗收]|揭[牌晓榜示]|芦[苇笋荟]|成[年人功本效]"
)
_PLACE_END = re.compile(r"[县市区镇乡村街道路局院校所站处股组号楼室厅部委办场厂店班级款费额岁]$")
# The words that may stand between a name and what is told of it.
_BETWEEN = (
    r"(?:[\s，,：:（(|、]{0,4}(?:男|女|先生|女士|同志|汉族|老师|主任|科长|局长|书记|镇长|村民|本人))?"
    r"(?:[\s，,：:（(|、]{0,3}(?:公民)?(?:身份证号?码?|身份号码|证件号码|手机号?码?|移动电话|联系电话|电话|银行卡号?|卡号|[账帐]号"
    r"|现?住址?|家住|家庭住址|户籍地?址?|住在|居住在|护照号?码?|车牌号?|邮箱|电子邮箱|微信号?|[Qq][Qq]号?|驾驶))?[\s，,：:（(|为是]{0,4}"
)
_TELLING = re.compile(rf"{_BETWEEN}$")
_HAN_TAIL = re.compile(rf"[{_HAN}·•・]{{2,20}}$")
# What a name may follow without a mark between: 工作人员李明, 由李明.
_ROLE = re.compile(
    r"(?:户主|姓名|[员长人生者户民师友工夫妻子女童兵属众妈爸爷奶]|[车业机失货房]主|同志|主任|书记|[汇转打存]入|支付|报送|对象|[村组社区镇县由找给与和及至向叫为是经系])$"
)
_SHORT = re.compile(rf"[{_HAN}]{{2,4}}")
_TOTALS = re.compile(
    r"[合小总共累]计|不详|空缺|匿名|作废|同上|待定|备注|姓名|某|以上|以下|[人户名村镇乡县组班校]$"
)
_LONGEST = 4
_WINDOW = 40


def is_name(text: str) -> bool:
    """Whether this may be the whole name of a person."""
    bare = "".join(text.split())
    if "某" in bare or not _WHOLE.fullmatch(bare):
        return False
    if bare[-1] in "县市区镇乡村":
        return False
    return "·" in bare or not (_WORDS.match(bare) or (len(bare) > 2 and _PLACE_END.search(bare)))  # noqa: PLR2004


def is_named(text: str, head: str) -> bool:
    """Whether a cell is a name: under 姓名 a rare surname is one too."""
    if is_name(text):
        return True
    return (
        head.endswith(("姓名", "姓名）"))
        and _SHORT.fullmatch(text) is not None
        and not _TOTALS.search(text)
        and not _WORDS.match(text)
    )


def is_masked(text: str) -> bool:
    """Whether a name hides who it is: 张*, 张某某."""
    return MASKED.fullmatch("".join(text.split())) is not None


def name_before(text: str, offset: int) -> str:
    """Return the name of a person right before this place of the text, "" if there is none."""
    window = text[max(0, offset - _WINDOW) : offset]
    for end in _ends(window):
        tail = _HAN_TAIL.search(window, 0, end)
        if not tail:
            continue
        run = tail[0]
        if "·" in run and is_name(run):
            return run
        for length in range(min(_LONGEST, len(run)), 1, -1):
            before = run[:-length]
            if (not before or _ROLE.search(before)) and is_name(run[-length:]):
                return run[-length:]
    return ""


def _ends(window: str) -> tuple[int, ...]:
    """Return where the name may end: before the words that tell what follows, or right here."""
    match = _TELLING.search(window)
    start = match.start() if match else len(window)
    return (
        (start,) if start == len(window) else (start, len(window.rstrip(" \t\u3000，,：:（(|、")))
    )
