"""W102 表述不规范。"""

from collections.abc import Iterator

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.report import Occurrence, candidates, hits


@page_rule(
    "W102",
    "improper-wording",
    "表述不规范",
    Severity.ERROR,
    clause="《新华社新闻信息报道中的禁用词和慎用词》《关于正确使用涉台宣传用语的意见》",
    bad=(
        "县残联走访慰问残废人家庭。",
        "清河省人大副主任到会讲话。",
        "坚决反对台独分裂活动。",
        "青年学者在两岸三地开展交流。",
        "县人民检察院院长列席会议。",
        "客商来自日本、泰国、中国香港等十个国家。",
        "“两岸三地”青年论坛在我市举行。",
        "走访慰问达翰尔族、傈傈族群众。",
        "弱智儿童可以申请入学。",
        "新疆维吾尔族自治区代表团来访。",
    ),
    good=(
        "县残联走访慰问残疾人家庭。",
        "省人大环资委副主任委员到会讲话。",
        "坚决反对“台独”分裂活动。",
        "在平台独立部署，由电视台独家播出。",
        "东北朝鲜族村落、农村长期规划、思维族群、数据中台、其中港口两座。",
        "省高级人民法院、检察院院长和检察长列席。",
        "客商来自日本、泰国、中国香港等十个国家和地区。",
        "香港、新加坡等国家级实验室，台胞来华东考察。",
        "不得使用“两岸三地”等表述。",
        "走访慰问达斡尔族、傈僳族群众，护士家族。",
        "减弱智能化影响，加强薄弱智库建设。",
    ),
)
def improper_wording(doc: Document, ctx: Context) -> Reports:
    """页面、标题或附件中出现不规范表述表（wordlists/improper.csv）所列的写法。

    包括涉港澳台和领土、民族宗教、国际组织、机构职务、对残疾人的称呼和不文明用语等。
    涉及国家主权和国家机构的按“严重”上报，没有明文规定、只是不宜的作“提示”。
    多数用语在引号里或《》里是引用，不报；“两岸三地”只给这四个字加引号的不算引用，照报，
    引用的节目名、会议名全称不报。

    ## 为什么
    新华社公布的禁用词和慎用词是各级政府网站内容审核的通行依据，涉及主权和民族的表述错误属于严重表述错误。

    ## 怎样改
    按“建议”一栏的写法改正；转述他人原话的，加引号并注明出处。
    """
    yield from hits(doc, judged(doc, ctx), "宜改为")


def judged(doc: Document, ctx: Context) -> Iterator[Occurrence]:
    """Yield every candidate with what it came to."""
    return candidates(doc, ctx.words.improper, ctx, "W102")
