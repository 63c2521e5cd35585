"""Units by the names people use: 农业局 → 市农业局, 人行 → 人民银行宜春市中心支行, 食药监局 → 市食品药品监管局."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from bot.rules.reading.folding import folded, squeezed

_GROUP = re.compile(
    r"^(?:各|市政府各|市政府有关|省政府各|省政府有关|县政府各|区政府各|.*(?:有关部门|各部门|相关部门)$)"
)
_ORGAN = r"管委会|办公室|分公司|集团公司|公司|支行|分局|协会|委员会|管理局|监管局|监督局|中心|银行|局|委|办|厅|会|院|行|处|集团"
_TAIL = re.compile(rf"(?:{_ORGAN})$")
_MENTION = re.compile(rf"[\u4e00-\u9fff]{{1,12}}?(?:{_ORGAN})")
_PREFIX = re.compile(r"^(?:省政府|市政府|县政府|区政府|省|市|县|区|全省|全市)")


def _places(names: Iterable[str]) -> set[str]:
    """Places that begin several unit names (宜春, 江西): they may be left out in speech."""
    heads = Counter(name[:2] for name in names if not _PREFIX.match(name) and not _GROUP.match(name) and len(name) > 4)
    inner = Counter(name[at : at + 2] for name in names if not _PREFIX.match(name) for at in range(1, len(name) - 1))
    return {head for head in heads if heads[head] + inner[head] > 1 and not _TAIL.search(head)}


def _spoken(name: str, places: set[str]) -> set[str]:
    bare = _PREFIX.sub("", name)
    forms = {name, bare}
    for place in places:
        if place in bare:
            short = bare.replace(place, "").lstrip("市省")
            forms |= {short, short.replace("分公司", "公司"), place + short.replace("分公司", "")}
            if bare.startswith(("人民银行", "人行")) or "中心支行" in bare:
                forms |= {"人行", "人民银行", short.replace("中心支行", "")}
    for form in tuple(forms):
        if form.endswith("管委会") and len(form) > 5:
            forms.add(form[:-3])
        if form.endswith("分局"):
            forms.add(form[:-2] + "局")
        if form.endswith("监管局"):
            forms.add(form[:-3] + "监局")
        if form.endswith("分公司"):
            forms.add(form[:-3])
        if form.endswith("委") and len(form) == 3:
            forms.add(form[:2])
    if bare.startswith("中心支行"):
        forms.discard(bare)
    return {form for form in forms if len(form) >= 2}


class UnitNames:
    """Every unit a plan names, found in running text by full, short or clipped name."""

    def __init__(self, printed: Iterable[str], canonical: Mapping[str, str]) -> None:
        self.canonical = {folded(alias): name for alias, name in canonical.items()}
        names = list(dict.fromkeys(printed))
        self.printed = {squeezed(folded(name)): name for name in names}
        single = [form for form in self.printed if not _GROUP.match(form)]
        places = _places(single)
        self.spoken: dict[str, str] = {}
        doubtful: set[str] = set()
        for form in single:
            known = squeezed(folded(self.canonical.get(form, form)))
            for spoken in _spoken(form, places):
                if known != form and known in self.printed:
                    self.spoken[spoken] = known
                    continue
                other = self.spoken.get(spoken)
                if other and other != form and spoken not in self.printed:
                    doubtful.add(spoken)
                elif spoken not in self.printed or spoken == form:
                    self.spoken[spoken] = form
        for spoken in doubtful:
            del self.spoken[spoken]
        for alias, name in self.canonical.items():
            if squeezed(folded(name)) in self.printed:
                self.spoken.setdefault(alias, squeezed(folded(name)))
                self.spoken.setdefault(_PREFIX.sub("", alias), squeezed(folded(name)))
        ordered = sorted(self.spoken, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, ordered))) if ordered else None
        # Only full names are blanked before measures are looked for: 移动 alone may be 移动互联网.
        solid = [form for form in ordered if _TAIL.search(form) and len(form) > 2]
        self.solid = re.compile("|".join(map(re.escape, solid))) if solid else None
        self._stems = [(form, _PREFIX.sub("", form)) for form in single]
        self._places = places

    def same(self, name: str) -> str:
        """Return the one key under which all spellings of a unit are known."""
        form = squeezed(folded(name))
        return squeezed(folded(self.canonical.get(folded(name), name))) if folded(name) in self.canonical else form

    def named_in(self, text: str) -> tuple[str, str] | None:
        """Return the first unit a folded text names: as printed, and as said there; None when it names none."""
        if self._known:
            for match in self._known.finditer(text):
                if len(match[0]) == 2 and re.match(r"互联|支付|通信|网络|信用", text[match.end() :]):
                    continue
                return self.printed[self.spoken[match[0]]], match[0]
        for match in _MENTION.finditer(text):
            found = self._clipped(_PREFIX.sub("", match[0]))
            if found:
                return found, match[0]
        return None

    def _clipped(self, mention: str) -> str | None:
        """Return the one unit whose name holds the mention's characters in order (食药监局), or None."""
        for start in range(len(mention) - 1):
            word = mention[start:]
            if len(word) < 3 and not word.endswith("行"):
                break
            hits = [
                form
                for form, stem in self._stems
                if stem[-1] == word[-1] and word[0] in stem[:6] and _in_order(word, stem)
            ]
            if len(hits) == 1:
                return self.printed[hits[0]]
        return None


def _in_order(word: str, stem: str) -> bool:
    at = 0
    for char in word:
        at = stem.find(char, at) + 1
        if not at:
            return False
    return True
