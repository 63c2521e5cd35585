"""One small document for each way of assigning measures to units; expected rows are: ref | title | leads | units."""

import pytest

from bot.documents.parse import parse

NOTATIONS = {
    "a bracket behind the text, the lead by a rule stated once": (
        """
        一、重点任务
        （一）建设平台。加快建设，全面联网。（责任单位：市工信局、市科技局，列第一位的为牵头单位，下同）
        （二）培育企业。强化服务。(责任单位：市商务局、市财政局，各县区政府)
        """,
        [
            "一（一） | 建设平台 | 市工信局 | 市工信局 市科技局",
            "一（二） | 培育企业 | 市商务局 | 市商务局 市财政局 各县区政府",
        ],
    ),
    "labels for lead and support in one bracket": (
        "（一）引育人才。办好大赛。（牵头单位：市委组织部（人才办）、团市委，责任单位：市教育局、市人社局）",
        ["（一） | 引育人才 | 市委组织部（人才办） 团市委 | 市委组织部（人才办） 团市委 市教育局 市人社局"],
    ),
    "verbs in a bracket": (
        """
        （一）强化算力。统筹建设。（省发展改革委牵头负责，省财政厅、数据局，各市人民政府配合）
        （二）优化登记。一网通办。（省司法厅、省公安厅按职责分工负责）
        """,
        [
            "（一） | 强化算力 | 省发展改革委 | 省发展改革委 省财政厅 数据局 各市人民政府",
            "（二） | 优化登记 |  | 省司法厅 省公安厅",
        ],
    ),
    "square and black brackets, nested": (
        """
        （一）减材料。全面清理。〔市政务服务局牵头，各县（市、区）政府、市委改革办〔市营商局〕配合〕
        （二）减时间。压缩环节。【责任单位：市住建局（市人防办）】
        """,
        [
            "（一） | 减材料 | 市政务服务局 | 市政务服务局 各县（市、区）政府 市委改革办〔市营商局〕",
            "（二） | 减时间 | 市住建局（市人防办） | 市住建局（市人防办）",
        ],
    ),
    "lines of their own below the item": (
        """
        （一）清理收费。
        1．公开清单。清单之外无收费。

        牵头部门：省财政厅、省审改办

        参与部门：省级有关部门，各市、县、区政府

        完成时限：2019年6月底前

        2．畅通投诉。有诉必接。

        责任单位：省市场监管局、省信访局
        """,
        [
            "（一）1 | 公开清单 | 省财政厅 省审改办 | 省财政厅 省审改办 省级有关部门 各市、县、区政府",
            "（一）2 | 畅通投诉 |  | 省市场监管局 省信访局",
        ],
    ),
    "labels on one line, people among them": (
        "（一）抓招商。引进项目。\n牵头领导：某某；责任单位：县商务局、县发改局；完成时间：长期",
        ["（一） | 抓招商 |  | 县商务局 县发改局"],
    ),
    "a label that ends the text without a bracket": (
        "一、政策\n1.支持平台。给予补助。责任单位：市科技局、市财政局。\n2.支持上市。给予奖励。责任单位：市金融局。",
        [
            "一1 | 支持平台 |  | 市科技局 市财政局",
            "一2 | 支持上市 | 市金融局 | 市金融局",
        ],
    ),
    "an asterisk marks the lead": (
        "注：带*的为牵头单位。\n一、任务\n1．建中心。建成投用。（责任单位：县经信局、*县数据中心，各乡镇〔街道〕）",
        ["一1 | 建中心 | 县数据中心 | 县经信局 县数据中心 各乡镇〔街道〕"],
    ),
    "before the first comma": (
        """
        （一）证照联办。数据共享。（市场监管总局、公安部，税务总局等负责。第一个逗号前为牵头单位，下同）
        （二）联合监管。信用共享。（发展改革委、海关总署负责）
        """,
        [
            "（一） | 证照联办 | 市场监管总局 公安部 | 市场监管总局 公安部 税务总局",
            "（二） | 联合监管 | 发展改革委 海关总署 | 发展改革委 海关总署",
        ],
    ),
    "a bare list of names behind the sentence": (
        "（一）营造氛围。加强宣传（整治）。（省委宣传部、省广电局，各级国资委）",
        ["（一） | 营造氛围 |  | 省委宣传部 省广电局 各级国资委"],
    ),
    "several assignments in a paragraph": (
        "（一）优化流程。并联审批。（市审批局牵头，市住建局配合）推进通办。（市审批局、市数据局负责）",
        [
            "（一） | 优化流程 | 市审批局 | 市审批局 市住建局",
            "（一）·2 | 优化流程 |  | 市审批局 市数据局",
        ],
    ),
    "labelled paragraphs inside an item": (
        """
        （一）打造社区。建设矩阵。
        “一核”：突出核心。（牵头单位：市科技局，责任单位：市教育局）
        金融支持：加大投放。（责任单位：市政府办（金融）、市财政局）
        """,
        [
            "（一）“一核” | “一核” | 市科技局 | 市科技局 市教育局",
            "（一）金融支持 | 金融支持 |  | 市政府办（金融） 市财政局",
        ],
    ),
    "the item's text starts at once and borrows the heading above": (
        "（一）支持民间投资。\n1.对收益稳定的项目，原则上由市场运作，常态化推介。（省发展改革委牵头负责）",
        ["（一）1 | 支持民间投资 | 省发展改革委 | 省发展改革委"],
    ),
    "one bracket behind all the points of an item": (
        """
        一、工程
        （一）人才工程
        1.引进人才；
        2.建设基地。（责任单位：省人社厅、省教育厅）
        （二）平台工程
        1.建设实验室；
        2.建设中试线。（责任单位：省科技厅、省财政厅）
        """,
        [
            "一（一） | 人才工程 |  | 省人社厅 省教育厅",
            "一（二） | 平台工程 |  | 省科技厅 省财政厅",
        ],
    ),
    "numbers that run on across headings": (
        """
        一、降本
        （一）用地成本
        1.弹性出让。可先租后让。（省自然资源厅牵头）
        （二）用能成本
        2.降低电价。清理加价。（省发展改革委会同省能源局负责）
        """,
        [
            "一（一）1 | 弹性出让 | 省自然资源厅 | 省自然资源厅",
            "一（二）2 | 降低电价 | 省发展改革委 | 省发展改革委 省能源局",
        ],
    ),
    "points of an article under one bracket": (
        """
        第五条 支持平台。对下列平台给予补助：
        （一）国家级平台；
        （二）省级平台。
        （责任单位：市科技局、市财政局）
        第六条 支持人才。安家落户。（责任单位：市人社局）
        """,
        ["第五条 | 支持平台 |  | 市科技局 市财政局", "第六条 | 支持人才 | 市人社局 | 市人社局"],
    ),
    "numbers with points": (
        """
        1 总体要求
        1.1 目标。全面建成。
        2 任务
        2.1 减量化
        2.1.1 绿色制造。建厂。（市工信局牵头）
        2.1.2 清洁生产。审核。（市环保局牵头）
        2.2 分类。投放。（市城管局牵头）
        """,
        [
            "2.1.1 | 绿色制造 | 市工信局 | 市工信局",
            "2.1.2 | 清洁生产 | 市环保局 | 市环保局",
            "2.2 | 分类 | 市城管局 | 市城管局",
        ],
    ),
    "labels spread over the line, a person between the unit and the limit": (
        "（一）登记。提速。\n责 任 单 位：县市场监管局、县税务局\n责 任 人：某某  某某\n完成时限：2019年9月底前",
        ["（一） | 登记 |  | 县市场监管局 县税务局"],
    ),
    "blanks between all letters, as a scanned page is read": (
        "（一）推 进 登 记。加 快 办 理。（责 任 单 位：县 市 场 监 管 局、县 税 务 局）",
        ["（一） | 推进登记 |  | 县市场监管局 县税务局"],
    ),
    "the office of a level, and of no level, alone in a bracket": (
        "（一）减材料。压减。（自治区审批办）\n（二）减税费。落实。（税务总局）",
        ["（一） | 减材料 | 自治区审批办 | 自治区审批办", "（二） | 减税费 | 税务总局 | 税务总局"],
    ),
    "brackets that never close, or close with another sign": (
        """
        （一）种茶。种下。（责任单位：县农业局、县扶贫办（县移民局）
        （二）教书。办学。〔责任单位：县教育局、县财政局）。
        （三）修路。修通（责任单位：县交通局、县发改局
        """,
        [
            "（一） | 种茶 |  | 县农业局 县扶贫办（县移民局）",
            "（二） | 教书 |  | 县教育局 县财政局",
            "（三） | 修路 |  | 县交通局 县发改局",
        ],
    ),
    "articles": (
        "第一章 总则\n第一条 为促进发展，制定本办法。\n第二章 扶持\n第二条 支持平台。给予补助。（责任单位：市科技局）",
        ["第二条 | 支持平台 | 市科技局 | 市科技局"],
    ),
    "a whole document on one line": (
        "某市方案一、总体要求（一）思路。推动发展。（二）目标。全面建成。二、任务（一）优化布局。统筹规划。"
        "（市发展改革委牵头，市住建局配合）（二）培育企业。做大做强。（市工信局牵头）三、保障（一）领导。高度重视。",
        [
            "二（一） | 优化布局 | 市发展改革委 | 市发展改革委 市住建局",
            "二（二） | 培育企业 | 市工信局 | 市工信局",
        ],
    ),
    "numbers that run on across the chapters of a document on one line": (
        "某市方案一、优化环境（一）减材料。全面清理，不再收取。（市审批局牵头，市司法局配合）二、扩大投资（二）抓项目。加快建设。"
        "（市发展改革委牵头，市住建局配合）三、加强保障（三）抓人才。引育并举。（市人社局牵头）",
        [
            "一（一） | 减材料 | 市审批局 | 市审批局 市司法局",
            "二（二） | 抓项目 | 市发展改革委 | 市发展改革委 市住建局",
            "三（三） | 抓人才 | 市人社局 | 市人社局",
        ],
    ),
    "a list inside a paragraph is the item's text": (
        "1.办好实事。重点做好下列工作：（一）新建学校；（二）扩建医院；（三）改造道路，（四）绿化街区。（市发改委、市住建局负责）",
        ["1 | 办好实事 |  | 市发改委 市住建局"],
    ),
    "a line that holds words like its marks": (
        "某市方案一、要求（一）思路。统一、规范发展。（二）目标。实现多证合一、一照一码。二、任务（一）登记。推行多规合一、"
        "多审合一，第一、二产业融合。（市审批局牵头，市住建局配合）（二）监管。归一、协同。（市监管局牵头）",
        ["二（一） | 登记 | 市审批局 | 市审批局 市住建局", "二（二） | 监管 | 市监管局 | 市监管局"],
    ),
    "traditional script and half-width signs": (
        "二、任務\n(一)降低成本。壓縮時間。(牽頭單位:省商務廳;責任單位:武漢海關、各市州人民政府)",
        ["二（一） | 降低成本 | 省商務廳 | 省商務廳 武漢海關 各市州人民政府"],
    ),
    "no full stop, or the bracket before it": (
        "1.完善制度（责任单位：市司法局、市信访局）\n2.加强培训（责任单位：市人社局）。",
        [
            "1 | 完善制度 |  | 市司法局 市信访局",
            "2 | 加强培训 | 市人社局 | 市人社局",
        ],
    ),
    "a title that begins with digits": (
        "9.建站。建成。（市教育局牵头）\n10.121梯队项目。培养。（市人社局牵头，市教育局配合）",
        ["9 | 建站 | 市教育局 | 市教育局", "10 | 121梯队项目 | 市人社局 | 市人社局 市教育局"],
    ),
    "the bracket right behind the title, points below": (
        "（一）强化要素（牵头单位：市发改委）\n1.保障用地。优先安排。\n2.推行帮办。设窗口。（市审批局负责）",
        ["（一） | 强化要素 | 市发改委 | 市发改委", "（一）2 | 推行帮办 | 市审批局 | 市审批局"],
    ),
    "one office alone in the last bracket": (
        "1.改造小区50个（市住建局）。\n2.成立专班，设在市发改委（市能源局）。",
        ["1 | 改造小区50个 | 市住建局 | 市住建局"],
    ),
    "brackets and prose that assign nothing": (
        """
        一、要求
        （一）目标。建立由市发改委牵头的机制（以下简称机制），各县区负责实施（含开发区）。
        二、任务
        （一）建设。推进台（套）示范，由县区负责（试行）。（责任单位：市工信局）
        三、保障
        （一）领导。牵头单位要加强统筹，责任单位要密切配合。
        """,
        ["二（一） | 建设 | 市工信局 | 市工信局"],
    ),
}


@pytest.mark.parametrize(("text", "rows"), NOTATIONS.values(), ids=NOTATIONS.keys())
def test_each_notation_is_read(text, rows):
    document = "\n".join(line.strip() for line in text.splitlines())
    found = parse(document.encode(), "方案.txt").measures
    assert [f"{m.ref} | {m.title} | {' '.join(m.leads)} | {' '.join(m.units)}" for m in found] == rows


def test_a_document_without_assignments_says_so_and_what_it_looked_for():
    parsed = parse("关于放假的通知\n一、时间\n明天。".encode(), "通知.txt")
    assert not parsed.measures and parsed.doubts == ("没有找到任何责任单位",) and parsed.looked_for


def test_a_lead_nobody_stated_is_a_doubt_and_not_a_guess():
    (measure,) = parse("（一）建设。推进。（责任单位：市工信局、市科技局）".encode(), "a.txt").measures
    assert measure.leads == () and "文件没有说明牵头单位" in measure.doubts


def test_units_meant_everywhere_are_told_and_not_added():
    text = "（一）甲。乙。（县发改局、县财政局负责。以下均涉及各乡镇，不再单独列出）\n（二）丙。丁。（县教育局负责）"
    parsed = parse(text.encode(), "a.txt")
    assert [m.units for m in parsed.measures] == [("县发改局", "县财政局"), ("县教育局",)]
    assert "以下均涉及各乡镇，不再单独列出" in parsed.doubts[0]


def test_numbers_printed_twice_are_told_apart_with_a_doubt():
    text = "（一）甲。乙。（市教育局负责）\n（一）丙。丁。（市公安局负责）"
    first, second = parse(text.encode(), "a.txt").measures
    assert first.ref != second.ref and any("不止一次" in doubt for doubt in second.doubts)


def test_several_plans_in_one_file_keep_their_numbers_apart():
    part = "某省规范{0}专项方案\n一、要求\n推动。\n二、措施\n（一）清单。公开。（省{0}厅牵头）\n"
    found = parse((part.format("财政") + part.format("公安")).encode(), "a.txt").measures
    assert [m.ref for m in found] == ["财政/二（一）", "公安/二（一）"]
    assert found[0].sections == ("某省规范财政专项方案", "二、措施")
