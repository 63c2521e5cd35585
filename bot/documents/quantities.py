"""Numbers with a unit of measure: 300家, 1—2家, 5000台(套)以上, 1.2万人次, 不低于15%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.documents.drafts import Number
from bot.documents.vocabulary import any_of

# The longest first: 平方公里 before 公里, 个工作日 before 个.
_COUNTED: Final = any_of("""
    个百分点 百分点 个基点 个工作日 工作日 个小时 小时 分钟 个月 平方公里 平方千米 平方米 平米 立方米 万方 立方 公里 千米 公顷 亩次 亩
    吨标准煤 标准煤 蒸吨 吨 千瓦时 兆瓦时 千伏安 兆伏安 千伏 千瓦 兆瓦 吉瓦 MWh GWh kWh MW GW kW Mbps Gbps TB PB EB
    E(?:FLOPS|Flops) P(?:FLOPS|Flops) 微克 毫克 公斤 千克 克 升 度 家次 户次 场次 批次 件次 车次 列次 班次 架次 条次 台次
    座次 篇次 人年 人次 人月 人日 标准箱 标箱 标台 TEU kVA km kg 斤 岁 分(?![之类级批期布工段]) 羽 匹 尾 担 桩 枪 延米 车道 课时
    学时 台套 套件 机架 卡
    美元 欧元 元 人 名 位 家 个 户 所 项 件 种 类 条 座 处 台 套 辆 艘 架 次 场 期 批 门 间 张 床位 床 只 头 支 部 册
    篇 例 宗 起 株 棵 站 村 倍 天 年 米 枚 款 首 幅 组 对 层 栋 幢 块 段 届 轮 箱 单 班 节 号 份 路 列 片 副 顶 眼 口 本
    盏 把 盆 袋 瓶 笔 日 % ‰ M P
""")
_PER: Final = f"(?:/(?:{_COUNTED}|日|秒|月|小时|万人|千人|百人|百户|千户)(?:·(?:平方公里|年|月|人|日))?|·(?:年|月|日))?"
_BOTH: Final = "[个家次套台人项件处座条户份名间所辆张只种棵亩栋篇部批期场株片米公里]"
_UNIT: Final = f"(?:万亿|千亿|百亿|亿|万|千|百)?{_COUNTED}(?:（{_BOTH}{{1,2}}）)?{_PER}"
_BARE_SCALE: Final = r"(?:万亿|亿|万)(?:(?![\u4e00-\u9fff])|(?=(?:农村|城乡|城镇|贫困|困难|受灾|常住)?(?:人口|群众|农民|居民|学生|[和及与、]|以[上内]|左右)))"
# At the end of a clause one character behind a number is its unit, whatever it is: 转贷服务1000笔.
_ANY_UNIT: Final = (
    r"[万亿]?(?![年月日号时期届版级型系类左以强甲后中上下内外前多余成国])[\u4e00-\u9fff]次?(?=[，。；、]|以上|$)"
)
_ARABIC: Final = r"\d{1,3}(?:，\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_TAIL: Final = "(?:及?以上|以内|以下|左右)?"
_NUMBER: Final = re.compile(
    rf"(?:(?<=App)|(?<=APP)|(?<![\d.A-Za-z+#第]))(?P<low>{_ARABIC})(?:%?[-至到](?P<high>{_ARABIC}))?"
    rf"[余多]?(?P<unit>{_UNIT}|{_BARE_SCALE}|{_ANY_UNIT})(?P<tail>{_TAIL})"
)
_HAN: Final = "一二两三四五六七八九十百千"
_NUMBER_HAN: Final = re.compile(
    rf"(?<![{_HAN}万第\d各每半几数同单统唯逐进多])(?P<low>[{_HAN}][{_HAN}万零点]*)[余多]?"
    + "(?P<unit>"
    + any_of("个百分点 百分点 家 所 名 户 座 场 次 期 人 项 个 条 处 只 支 台 套 万元 亿元 万人 万户 万亩 万名 万家")
    + f")(?P<tail>{_TAIL})"
)
# 四个方面, 三类主体, 一个平台 name or order things; only these words before them make a Chinese numeral a count.
_COUNTING: Final = re.compile(
    any_of("""
        至少 不少于 不低于 达到 突破 超过 建成 培育 新建 引进 打造 举办 开展 组织 创建 新增 选取 遴选 设立 建设 布局
        认定 形成 开通 改造 创成 获评 选树 引育 招引 培训 新开通 新改建
    """)
    + "[^，；。、]{0,14}$"
)
_ORDERS: Final = re.compile(
    "^个?"
    + any_of("""
        方面 阶段 环节 体系 层面 领域 统一 维度 层次 机制 关系 坚持 结合 转变 主体责任 中心任务 问题 清单 重点 专项行动
        工程 月 行动
    """)
)
_LEAST: Final = re.compile("(?:至少|不少于|不低于)[^，；。、]{0,6}$")
_RATE: Final = re.compile("每(?:年|半年|季度|季|月|个?(?:县|市|区|乡镇|街道|村)[^，；。]{0,12})[^，；。]{0,14}$")
# 每月更新一次 says how often to tell, not what to reach.
_REPORTS: Final = re.compile(
    any_of("更新 报送 上报 通报 调度 汇总 研究 会商 统计 公布 报告 反馈 评估 检查 汇报 监测 例会 专题")
    + "[^，；。]{0,4}$"
)
_TELLS: Final = re.compile(any_of("更新 报送 上报 通报 调度 汇报 报告") + "[^，；。]{0,6}$")
# 第2期 and 软件园2期 are ordinals, 举办培训2期 is a count.
_HELD: Final = re.compile(any_of("举办 开展 组织 培训 承办 召开 办好 评选 发布 推出 编发 编印 刊发") + "[^，；。]*$")
# 分别不高于10、35、50毫克: the unit stands behind the last.
_SHARED: Final = re.compile(rf"分别[^，；。\d]{{0,8}}(?P<numbers>(?:(?:{_ARABIC})[、和及与])+)(?=(?:{_ARABIC}){_UNIT})")
# 4G and 5G are networks.
_GENERATION: Final = re.compile("^[2-6]$")


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and their places in the text it was read from; `op` where the words behind say one."""

    value: Number
    value_max: Number | None
    unit: str
    unit_at: int
    start: int
    end: int
    op: str | None = None


def quantities_in(shaped: str) -> list[Quantity]:
    """The quantities of a shaped text in order; names in quotation marks and titles hold none."""
    veiled = re.sub(r"“[^”]*”|《[^》]*》|〔\d{4}〕|\"[^\"]*\"", lambda hit: "“" * len(hit[0]), shaped)
    found = [*_arabic(veiled), *_chinese(veiled)]
    found += _shared(veiled, found)
    return sorted(found, key=lambda one: one.start)


def _arabic(veiled: str) -> Iterator[Quantity]:
    for hit in _NUMBER.finditer(veiled):
        unit = hit["unit"]
        low = _plain(hit["low"])
        if unit == "年" and (1900 <= low <= 2100 or not (hit["tail"] or veiled.startswith("一遇", hit.end()))):
            continue
        if unit[0] in "GMP" and len(unit) == 1 and (_GENERATION.match(hit["low"]) or (unit == "P" and low < 10)):
            continue
        if unit == "M" and not re.match(r"(?:以上|宽带|带宽|光)", veiled[hit.end("unit") :]):
            continue
        if unit in ("号", "节") and not hit["tail"]:
            continue
        ahead = veiled[: hit.start()]
        if unit in ("期", "届") and not hit["tail"] and not _HELD.search(ahead):
            continue
        if (unit == "日" and re.search("[年月、-]$|\\d日至$", ahead)) or (unit == "次" and _TELLS.search(ahead)):
            continue
        high = _plain(hit["high"]) if hit["high"] else None
        yield Quantity(low, high, hit["unit"], hit.start("unit"), hit.start(), hit.end(), _op(hit["tail"]))


def _chinese(veiled: str) -> Iterator[Quantity]:
    import cn2an  # loaded at the first Chinese numeral only: it costs 100 ms

    for hit in _NUMBER_HAN.finditer(veiled):
        ahead, behind = veiled[: hit.start()], veiled[hit.end() :]
        if _ORDERS.match(behind):
            continue
        try:
            low = cn2an.cn2an(re.sub("^(?=[百千])", "一", hit["low"].replace("两", "二")), "normal")
        except ValueError:
            continue
        if _REPORTS.search(ahead) and hit["unit"] == "次":
            continue
        if hit["unit"] == "期" and not re.search("[举办开展组织]{2}|培训", ahead):
            continue  # 软件园二期 is the second
        least = bool(_LEAST.search(ahead)) or bool(hit["tail"]) or bool(re.search("[上超过逾]$", ahead) and low >= 100)
        rate = bool(_RATE.search(ahead)) and hit["unit"] in ("次", "场", "期", "个")
        if low < 2 and not (least or rate):
            continue
        if "百分点" not in hit["unit"] and not (least or rate or _COUNTING.search(ahead)):
            continue
        op = ">=" if least else _op(hit["tail"])
        yield Quantity(low, None, hit["unit"], hit.start("unit"), hit.start(), hit.end(), op)


def _shared(veiled: str, found: list[Quantity]) -> Iterator[Quantity]:
    for hit in _SHARED.finditer(veiled):
        last = next((one for one in found if one.start == hit.end()), None)
        for number in re.finditer(_ARABIC, hit["numbers"]) if last else ():
            start = hit.start("numbers") + number.start()
            assert last is not None
            yield Quantity(_plain(number[0]), None, last.unit, last.unit_at, start, start + len(number[0]), last.op)


def _op(tail: str) -> str | None:
    if "以上" in tail:
        return ">="
    return "<=" if tail in ("以内", "以下") else None


def _plain(written: str) -> Number:
    written = written.replace("，", "")
    return float(written) if "." in written else int(written)
