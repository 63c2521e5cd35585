"""Which numbers are targets, and which are subsidies, thresholds and names."""

from datetime import date

import pytest

from bot.documents.targets import targets_in


def numbers(text):
    return [f"{t.op}{t.value}{f'-{t.value_max}' if t.value_max else ''}{t.unit}" for t in targets_in(text) if t.value]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("培育示范企业30家。", "=30家", id="a count behind the noun"),
        pytest.param("打造1个孵化器，培育1家以上龙头企业。", "=1个 >=1家", id="a count before the noun"),
        pytest.param("普及率达到90%。", ">=90%", id="reaches"),
        pytest.param("增长率不低于15％。", ">=15％", id="not below, full-width sign as printed"),
        pytest.param("交易额突破500亿元。", ">500亿元", id="passes"),
        pytest.param("扶持平台1—2家、孵化器3-5个。", "range1-2家 range3-5个", id="ranges, two dashes"),
        pytest.param("实施改造5000台（套）以上。", ">=5000台（套）", id="a bracket between number and 以上"),
        pytest.param("打造30所以高校为主的空间。", "=30所", id="所 and 以"),
        pytest.param("开设直播20所、录播100所。", "=20所 =100所", id="two under one verb"),
        pytest.param("占比分别达到65%和55%。", ">=65% =55%", id="numbers shared out"),
        pytest.param("新增就业2.4万人次。", "=2.4万人次", id="a scale stays with its unit"),
        pytest.param("培训１０００人次。", "=1000人次", id="full-width digits"),
        pytest.param("建成三百个站点。", "=300个", id="a Chinese numeral"),
        pytest.param("每半年组织一次活动，每年举办发布会1场以上。", "=1次 >=1场", id="rates"),
        pytest.param("办理时间由5个工作日压缩至3个工作日以内。", "<=3个工作日", id="from and to"),
        pytest.param("行政村实现20M/户以上带宽接入。", ">=20M/户", id="a unit per household"),
        pytest.param("五年内选拔资助青年50名，给予岗位补助。", "=50名", id="made, and paid for beside"),
        pytest.param("支持30名骨干研修，60名骨干轮训，对学员给予补贴。", "", id="only what may be helped"),
        pytest.param("重点支持30名骨干研修，60名骨干轮训，对学员给予补贴。", "=30名 =60名", id="a list goes on"),
        pytest.param("新增制造业贷款15亿元。", "=15亿元", id="loans made"),
        pytest.param("渗透率达到30%，对小微企业保费给予80%补助。", ">=30%", id="a share reached, and paid for beside"),
        pytest.param("研发投入占比达到5%，给予100万元奖励。", "", id="a share for which it is paid"),
        pytest.param("营业收入超100亿元企业达到2户。", ">=2户", id="how large those counted are"),
        pytest.param("12305申诉热线办结率不低于98%。", ">=98%", id="a hotline's own share"),
        pytest.param("一次性塑料制品使用量减少30%。", "=30%", id="一次性 is no payment here"),
        pytest.param(
            "户均配变容量不低于2.8千伏安，新建管网60km。", ">=2.8千伏安 =60km", id="units of the grid and of length"
        ),
        pytest.param("治理率年均提高三个百分点。", "=3个百分点", id="points in characters"),
        pytest.param("培育名牌20个〔含农产品品牌5个〕。", "=20个 =5个", id="a bracket that is no year"),
        pytest.param("形成可复制推广案例1—2个，可复制案例3个。", "range1-2个 =3个", id="可复制 is no permission"),
        pytest.param("2024年建成软件园二期。", "", id="the second stage of a park"),
        pytest.param("每年改造2万户；每户补助不超过3000元。", "=2万户", id="paid behind a semicolon"),
        pytest.param("按每户2万元标准补助，完成改造2600户。", "=2600户", id="done, and paid for before"),
        pytest.param("30种大病救治率90%，65岁以上老人服务率达到65%。", "=90% >=65%", id="of whom it is a share"),
        pytest.param("居民人均预期寿命79岁，价格涨幅2%左右。", "=79岁 =2%", id="a state in numbers"),
        pytest.param("单体面积原则上不超过5万平方米，重点监测企业365家。", "", id="a rule, and whom to watch"),
        pytest.param("建设保障性住房1500套（间）。", "=1500套（间）", id="flats or rooms"),
        pytest.param("其中引进省外资金100亿元以上。", ">=100亿元", id="money brought in"),
        pytest.param("群众满意度98分以上。", ">=98分", id="marks"),
        pytest.param("审批事项压减三分之一，推行15分钟服务。", "", id="a third and a quarter of an hour"),
        pytest.param("注册区域公用品牌1个。", "=1个", id="a brand registered"),
        pytest.param("贷款贴息，引进团队达到10个的，给予支持。", "", id="for whom it is paid"),
        pytest.param(
            "基金总规模超30亿元，投资企业不少于100家。", ">30亿元 >=100家", id="a fund that must reach a size"
        ),
        pytest.param("统筹提供住房不少于1000套（次）。", ">=1000套（次）", id="a unit with another in brackets"),
        pytest.param("失业保险费率由2%降至1%。", "", id="a rate people pay"),
        pytest.param("涉及3个以上部门的事项联合审查。", "", id="how many a case concerns"),
        pytest.param("服务年营业收入2000万元以上的规模以上企业。", "", id="what size they are"),
        pytest.param(
            "减税降费500亿元，工商业电价再降5%，贷款增速不低于30%。", "=500亿元 =5% >=30%", id="prices beside aims"
        ),
        pytest.param("每年培训5万人次，对困难老年人给予补贴。", "=5万人次", id="paid to others behind"),
        pytest.param(
            "推出免证办事项30项，电子印章覆盖率100%，减免纸质证明10万份。", "=30项 =100% =10万份", id="spared papers"
        ),
        pytest.param("发放租赁补贴3.5万户。", "=3.5万户", id="how many are paid"),
        pytest.param("发行绿色债券10亿元，对车辆每辆补贴1万元，吸引资本50亿元。", "=10亿元 =50亿元", id="money drawn"),
        pytest.param("经费拨付时限缩短至30日。", "<=30日", id="how fast is paid"),
        pytest.param(
            "补助标准提高到360元，低保标准由720元提高到780元。", ">=360元 >=780元", id="a rate of aid that rises"
        ),
        pytest.param("实际使用外资110亿美元。", "=110亿美元", id="foreign money"),
        pytest.param("单户额度最高300万元。", "", id="a cap on loans"),
        pytest.param("2025年底前9个市全部建成中心。", "=9个", id="前 of a date before a number"),
        pytest.param("经典景区30个，对接企业20家，毕业企业5家。", "=30个 =20家 =5家", id="经 对 毕业 inside words"),
        pytest.param("支持16万户家庭改造，对20户实施搬迁。", "=16万户 =20户", id="so many are supported"),
        pytest.param("20万元以上的村占比达到40%。", ">=40%", id="a share of those above a size"),
        pytest.param(
            "改造10千伏线路75公里，1000吨级泊位达到80个。", "=75公里 >=80个", id="ratings of lines and berths"
        ),
        pytest.param("淘汰炉膛3米以下炉窑85座，1公里范围内清零。", "=85座", id="sizes of kilns, a radius"),
        pytest.param("实施项目，总投资32亿元，占地300亩。", "", id="what a project is like"),
        pytest.param("营业收入超10亿元的环保龙头企业5家。", "=5家", id="of what size, with words between"),
        pytest.param("浓度分别不高于10、35、50毫克。", "<=10毫克 =35毫克 =50毫克", id="one unit for three numbers"),
        pytest.param("每月排查1次，每季度更新不少于1次。", "=1次", id="done is counted, told is not"),
        pytest.param("开展培训60期3000人次，建成软件园2期。", "=60期 =3000人次", id="courses held and a second stage"),
        pytest.param("培育上百名工匠，引进近百家企业。", ">=100名 =100家", id="hundreds in characters"),
        pytest.param("开放时间不少于8小时，公示不少于5个工作日。", ">=8小时", id="a length to keep, not a procedure"),
        pytest.param("6月30日办结，时限压缩至10日内。", "<=10日", id="a day of the month is no length"),
        pytest.param(
            "防洪标准达到20年一遇，防汛App100余个。", ">=20年 =100个", id="a flood standard, a number behind letters"
        ),
        pytest.param("配备卫星电话30部，服务电话：12345号。", "=30部", id="telephones and their numbers"),
        pytest.param("严守72.3万亩耕地，惠及850万农村人口。", "=72.3万亩 =850万", id="land kept, people by 万"),
        pytest.param("共享数据5亿条次，农机15台套，监控2000路。", "=5亿条次 =15台套 =2000路", id="longer units first"),
        pytest.param("企业转贷服务1000笔，演出20台。", "=1000笔 =20台", id="any unit at the end of a clause"),
        pytest.param("进入500强，位列前三甲。", "", id="a rank is no unit"),
        pytest.param("规范管理人数分别达到7000万和2000万以上。", ">=7000万 >=2000万", id="people by 万, shared out"),
        pytest.param("20种重大疾病保障试点实际报销比例达到70%。", ">=70%", id="of what it is a share, at length"),
        pytest.param(
            "平均住院日降低到9.5天，优良天数310天以上。", "<=9.5天 >=310天", id="days that fall, days to keep"
        ),
        pytest.param(
            "扶助标准由960元提高到1080元，覆盖率80%。", ">=1080元 =80%", id="a rate of aid that rises beside a share"
        ),
        pytest.param(
            "总投资120亿元的20个项目开工，工业气价下降0.1元。", "=20个 =0.1元", id="what projects cost, and how many"
        ),
        pytest.param("全市80%以上的村达到标准。", ">=80%", id="a share of villages"),
        pytest.param("失业率不超过5.5%，户均增收5000元以上。", "<=5.5% >=5000元", id="not beyond is at most"),
        pytest.param("利率下降50个基点，节水2亿立方米。", "=50个基点 =2亿立方米", id="basis points, a short subject"),
        pytest.param("培育5—8个产值超百亿元的产业集群。", "range5-8个", id="their size in characters"),
        pytest.param(
            "发放消费券3亿元，汽车置换1万台，每台最高补贴3000元。", "=3亿元 =1万台", id="paid for each of the last only"
        ),
        pytest.param("按50%标准返还，惠及企业5万户、职工200万人。", "=5万户 =200万人", id="who gains by it"),
        pytest.param("8月底前完成专项债券发行150亿元。", "=150亿元", id="bonds are no fund"),
        pytest.param(
            "就业补助资金支出进度达到75%，压缩至1个环节。", ">=75% <=1个", id="how fast aid is spent, steps that go"
        ),
        pytest.param("游客人均花费提高300元，停留时间延长至3.5天。", "=300元 =3.5天", id="what each spends and stays"),
        pytest.param(
            "每年单列用地指标1000亩，专车500趟、包机3架次。", "=1000亩 =500趟 =3架次", id="set aside each year"
        ),
        pytest.param(
            "高标准农田1.8万亩，收入30万元以上的村达到85%。",
            "=1.8万亩 >=85%",
            id="fields of a standard, a share by 达到",
        ),
        pytest.param("能耗比2020年下降15.5%。", "=15.5%", id="compared with a year"),
        pytest.param("对投资超过1000万元的企业给予500万元奖励。", "", id="a subsidy and its threshold"),
        pytest.param("每家每年最高不超过200万元。", "", id="a cap"),
        pytest.param("给予3年的租金减免，补助30元/平方米。", "", id="a benefit"),
        pytest.param("鼓励高校提供不少于100平方米场所。", "", id="what others may do"),
        pytest.param("打造12333服务品牌，构建“1+3+N”体系。", "", id="hotlines and names"),
        pytest.param("推进4G网络和5G基站建设，监测PM2.5。", "", id="networks and particles"),
        pytest.param("从四个方面入手，分三个阶段实施。", "", id="how a text is ordered"),
        pytest.param("目前已建成站点20个。", "", id="what is so already"),
        pytest.param("设立10亿元专项资金。", "", id="a fund"),
        pytest.param("至少每月更新一次。", "", id="how often to tell"),
        pytest.param("“一个云、二个中心、三个平台”建设。", "", id="numbers inside a name"),
        pytest.param("落实《实施方案》102项部署。", "", id="an order's own count"),
    ],
)
def test_a_number_is_a_target_when_the_measure_must_reach_it(text, found):
    assert numbers(text) == found.split()


def test_a_target_keeps_its_words_its_date_and_what_it_counts():
    (target,) = targets_in("加强推广。到2025年，全市建成信息社300家。")
    assert (target.text, target.indicator, target.unit) == ("全市建成信息社300家", "信息社", "家")
    assert (target.due_on, target.phrase) == (date(2025, 12, 31), "到2025年")


def test_a_date_holds_for_the_next_sentence_of_numbers_only():
    found = targets_in("到2025年，普及率达到70%。培育基地10个。营造良好氛围。")
    assert [(t.value, t.due_on) for t in found] == [(70, date(2025, 12, 31)), (10, date(2025, 12, 31))]


def test_how_often_does_not_end_until_when():
    (target,) = targets_in("到2028年，每年举办赛事不少于10场。")
    assert target.due_on == date(2028, 12, 31)


def test_a_state_due_by_a_date_is_a_target_without_a_number():
    found = targets_in("2021年底前，基本建成监测体系，按程序验收。")
    assert [(t.op, t.text) for t in found] == [("qualitative", "基本建成监测体系")]
