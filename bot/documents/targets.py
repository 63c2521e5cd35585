"""Targets: the numbers a measure must reach, each tied to its words and its date; subsidies and thresholds are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.documents.dates import When, times_in
from bot.documents.drafts import DraftTarget
from bot.documents.quantities import Quantity, quantities_in
from bot.documents.shape import pieces, shape

# What a target does: something comes to be, reaches or falls to a number.
_DOES: Final = re.compile(
    r"建成|建设|建立|新建|改建|扩建|改造|打造|培育|培养|培训|孵化|新增|引进|引育|招引|集聚|聚集|汇聚|创建|创成|争创|达到|达|超过|突破|超|力争|确保|"
    r"实现|完成|形成|覆盖|开展|举办|组织|扶持|认定|推广|发展|设立|布局|提升|提高|提升至|降低|压缩|缩短|压减|缩减|减少|精简|增长|增加|下降|控制|保持|稳定|"
    r"扩大|实施|选取|遴选|选树|入库|上线|编制|制定|制修订|推出|发布|梳理|开发|投放|投入使用|落地|签约|开通|开设|转化|消除|淘汰|完善|推动|"
    r"参与|对接|接入|推开|运行|累计|总量|总数|总规模|规模|率|比重|占比|比例|强度|产值|收入|成交额|交易额|营业额|营收|数量|人数|户数|至少|不低于|不少于|年均|以上|示范|试点"
)
# Strong enough to be a target even in a sentence that also promises money.
_MAKES: Final = re.compile(r"建成|新建|打造|培育|引进|集聚|新增|创建|争创|认定|孵化|建设|布局|达到|突破|开展|举办|力争")
_MONEY_TALK: Final = re.compile(
    r"给予|奖励|补助|补贴|资助|奖补|补偿|贴息|返还|减免|免收|免征|减按|退还|优惠|落户奖|一次性|授信|租金|缴纳|征收|税率|税前|罚款|注册资本|出资|"
    r"奖金|资金支持|担保费|保费|扣除|减征|创业贷款|贷款额度|最高可?(?:贷|申请)|封顶|拨付|扶持资金|扶持标准|收费标准|电价|气价|计提"
)
_CONDITION: Final = re.compile(
    r"^(?:对|凡|经|鼓励|允许|可|符合|具有|取得|获得|首次|年满|毕业|注册|入选|按|以每|每[^，]{0,6}(?:最高|不超过)|支持(?!.*(?:建成|打造|创建|新建)))|"
    r"(?:以上|以下|以内|超过[^，]*|及以上)的(?!目标|规模|增速|速度|水平)(?:企业|项目|单位|个人|人员|机构|团队|部分|贷款|重点|大型|中小|公共|投资|用地|用人|[^，]{0,8}$)|"
    r"(?:满|超过|达到|不足)[^，]{0,12}(?:的$|的，)|满\d+年"
)
_NOT_COUNTED: Final = re.compile(
    r"排名|前\d+|第\d+|编号|电话|热线|年版|以来|近\d+年|过去|目前|现有|已有|已建成|已经|截至|较上年同期|每万人口?拥有前|\d+(?:个)?(?:方面|阶段|环节)"
)
_HEDGES: Final = re.compile(
    r"^(?:其中|力争|争取|确保|努力|使|并|同时|再|要|全面|基本|初步|着力|重点|积极|加快|大力|累计|全年|每年|全省|全市|全县|全区|我省|我市|我县|我区|全国|"
    r"(?:\d{1,3}[.、]|（[一二三四五六七八九十\d]{1,3}）)|[一二三四五六七八九十]是)+"
)
_LEADING_VERB: Final = re.compile(
    r"^(?:建成|建设|建立|新建|打造|培育|培养|培训|引进|引育|集聚|聚集|创建|争创|开展|举办|组织|扶持|认定|推广|发展|设立|实施|选取|遴选|完成|形成|"
    r"实现|新增|新培育|新认定|新引进|新打造|孵化|布局|开发|编制|制定|推出|发布|上线|压缩|缩短|压减|降低|减少|提高|提升|建|共|个)+"
)
_TRAILING_VERB: Final = re.compile(
    r"(?:达到|达|突破|超过|超|不低于|不少于|至少|提高到|提升到|提高至|提升至|增加到|增长到|降至|降低到|下降到|压缩至|压缩到|缩短至|压减至|减至|减少到|压减到|至|控制在|稳定在|"
    r"保持在|实现|为|力争|约|近|总数|累计|新增|完成|要|共|增长|提高|下降|降低|压缩|缩短|压减|减少|增加|由.*|从.*)+$"
)
# Clauses that say how, with whom or for whom, not what will be.
_MEANS: Final = re.compile(
    r"^(?:其他|以后|按|由|对|即|依据|根据|通过|以|结合|围绕|鼓励|引导|支持|凡|在|依托|同时享受|给予|从|向|经)"
)


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    when: When | None


def targets_in(text: str, issued: date | None = None) -> tuple[DraftTarget, ...]:
    """The targets of a measure's text in order: numbers first read by what governs them, then states due by a date."""
    shaped = shape(text)
    whens = times_in(text, issued)
    found: list[DraftTarget] = []
    carried: When | None = None
    for start, end in _sentences(shaped):
        dated = [when for when in whens if start <= when.start < end and (when.on or when.recurs is None)]
        inherited = None if dated else carried
        before = len(found)
        for clause in _clauses(shaped, start, end, whens, inherited):
            here = _of_clause(text, shaped, clause, shaped[start:end], counting=len(found) > before)
            found += (one for one in here if one.op != "qualitative" or clause.when is not inherited)
        # A date holds for its sentence and, where that set numbers, for the next: …达到70%。培育…10个.
        carried = (dated[-1] if dated else None) if len(found) > before or not dated else None
    return tuple(found)


def _sentences(shaped: str) -> list[tuple[int, int]]:
    return pieces(shaped, "。！？\n")


def _clauses(shaped: str, start: int, end: int, whens: list[When], inherited: When | None) -> Iterator[_Clause]:
    when = inherited
    for a, b in pieces(shaped[start:end], "，；"):
        clause = _Clause(start + a, start + b, when)
        here = [one for one in whens if clause.start <= one.start < clause.end]
        if here:
            when = next((one for one in here if one.on), here[0])
        yield _Clause(clause.start, clause.end, when)


def _of_clause(text: str, shaped: str, clause: _Clause, sentence: str, counting: bool) -> Iterator[DraftTarget]:
    words = shaped[clause.start : clause.end]
    quantities = [one for one in quantities_in(words) if not _excluded(one, words, sentence)]
    dated = bool(clause.when and clause.when.on)
    governed = bool(_DOES.search(words)) or counting or dated
    if quantities and governed:
        bounds = [0, *_cuts(words, quantities), len(words)]
        for one, a, b in zip(quantities, bounds, bounds[1:], strict=False):
            printed = text[clause.start + a : clause.start + b].strip("、 ")
            unit = text[clause.start + one.unit_at : clause.start + one.unit_at + len(one.unit)]
            yield _target(printed, replace(one, unit=unit), words[a:b], one.start - a, clause.when)
    elif dated and not quantities and _is_state(words, clause):
        printed = _without_time(text[clause.start : clause.end], clause)
        yield DraftTarget(printed, _subject(shape(printed)), "qualitative", **_due(clause.when))


def _excluded(one: Quantity, words: str, sentence: str) -> bool:
    near = words[max(0, one.start - 12) : one.end + 12]
    if _NOT_COUNTED.search(words[max(0, one.start - 6) : one.end]) or (
        _NOT_COUNTED.search(near) and not _MAKES.search(words)
    ):
        return True
    if _CONDITION.search(words.strip()) and not re.match(r"^(?:支持|鼓励).*(?:建成|打造|创建|新建)", words):
        return True
    money = bool(re.search(r"元", one.unit))
    if money and not re.search(r"亿元|万元|收入|产值", one.unit + words):
        return True
    if (
        money
        and re.search(r"基金|资金|专项|经费|安排|贷款|投资额|成本", words)
        and not re.search(r"达到|突破|超过?|实现|不低于", words)
    ):
        return True
    if _MONEY_TALK.search(sentence):
        outcome = not money and one.unit not in ("%", "年", "平方米") and bool(_MAKES.search(words))
        if not outcome or _MONEY_TALK.search(words):
            return True
    if re.search(r"^(?:年|个月|月|天|日|小时|分钟|个?工作日|周)$", one.unit):
        return not re.search(r"压缩|缩短|压减|缩减|减少|减至|降至|控制|不超过|办结|以内", words)
    return bool(re.search(r"(?:每|满|近|前|约?占)$", words[: one.start])) and not one.at_least


def _cuts(words: str, quantities: list[Quantity]) -> list[int]:
    """Where one clause with several numbers is parted: at the last 、 or 和 between two of them."""
    cuts = []
    for first, second in zip(quantities, quantities[1:], strict=False):
        between = words[first.end : second.start]
        places = [hit.end() for hit in re.finditer(r"[、]|和|及|与", between)]
        cuts.append(first.end + (places[0] if places else 0))
    return cuts


def _target(printed: str, one: Quantity, words: str, at: int, when: When | None) -> DraftTarget:
    ahead, behind = words[:at], words[at + (one.end - one.start) :]
    indicator = _indicator(_without_phrase(ahead, when and replace(when, phrase=shape(when.phrase))), behind)
    op = "range" if one.value_max is not None else one.op or _op(ahead)
    clean = _without_phrase(printed, when)
    return DraftTarget(clean, indicator, op, one.value, one.value_max, one.unit, **_due(when))


def _op(ahead: str) -> str:
    if re.search(r"(?:超过|突破|超)[^，]{0,2}$", ahead):
        return ">"
    if re.search(r"(?:不低于|不少于|至少|达到|达|不小于|提高到|提升到|提高至|提升至|增加到|保持在)[^，]{0,2}$", ahead):
        return ">="
    if re.search(
        r"(?:不超过|不高于|不多于|降至|降低到|下降到|压缩至|压缩到|缩短至|控制在|低于|减至|压减至)[^，]{0,2}$", ahead
    ):
        return "<="
    return "="


def _indicator(ahead: str, behind: str) -> str:
    subject = _TRAILING_VERB.sub("", _subject(ahead))
    noun = re.sub(r"^(?:以上|左右|以内|以下|及以上|的)+", "", behind)
    if noun and len(noun.strip("。 ")) > 1 and not re.match(r"^(?:覆盖|到|至|实现)", noun):
        return noun.strip("、。 ")
    return subject or noun.strip("、。 ") or ahead


def _subject(words: str) -> str:
    words = re.sub(r"^.*?(?:到|至)?(?:\d{4}|今|本)年(?:年?底|末)?(?:前)?[，、]?", "", words)
    words = _HEDGES.sub("", words)
    words = _LEADING_VERB.sub("", words)
    return _HEDGES.sub("", words).strip("、。， ")


def _is_state(words: str, clause: _Clause) -> bool:
    left = _without_time(words, clause)
    return len(left) >= 6 and bool(_DOES.search(left)) and not _MEANS.match(left)


def _without_time(words: str, clause: _Clause) -> str:
    return _without_phrase(words, clause.when)


def _without_phrase(words: str, when: When | None) -> str:
    words = words.strip("，； ")
    if when and words.startswith(when.phrase):
        words = words[len(when.phrase) :]
    return words.strip("，；。 ")


def _due(when: When | None) -> dict:  # type: ignore[type-arg]
    return {"due_on": when.on if when else None, "phrase": when.phrase if when else None}
