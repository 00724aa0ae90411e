"""Sentences that speak to a machine instead of a reader. Knows patterns, not intentions.

What matches stays out of prompts, evidence and extracts; it is still shown to the reader. The set is small on
purpose: it errs towards articles *about* such attacks, which lose a quoted sentence in their extract.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from reader.record import record
from reader.text.sentences import sentences

LONGEST = 2_000
"""Characters of a sentence that are looked at."""

_MACHINE = (
    r"(?:a\.?i\.?s?|llms?|(?:large )?language models?|assistants?|chat ?bots?|summari[sz]ers?|agents?"
    r"|crawlers?|gpt|claude|gemini)"
)
_ORDERS = r"(?:instruction|prompt|rule|guideline|direction|directive|command|message|constraint|context)s?"
_OLD = r"(?:previous|prior|above|earlier|preceding|all|any|your|these|those|system|existing)"
_WORD = re.compile(r"\w+")
_ASCII_WORDS = bytes(code if chr(code).isalnum() or chr(code) == "_" else ord(" ") for code in range(128)).ljust(256)
"""What parts words where all is ASCII: a quarter of the time of the pattern."""
_FIRST_WORD = re.compile(r"[a-z]+\b")


@record
class Order:
    """A kind of order: what is looked for before its pattern is tried, which is slow."""

    hints: tuple[str, ...]
    """Of which any text that matches holds one; one that begins with a word begins with it in the text, too."""
    pattern: str

    def is_in(self, folded: str) -> bool:
        """Whether a casefolded sentence gives this order."""
        # Compiled when first needed: all of them take 5 ms, and most feeds give none.
        return re.search(self.pattern, folded) is not None


def _order(hints: tuple[str, ...], pattern: str) -> Order:
    return Order(hints=hints, pattern=pattern)


def _all(first: str, then: Iterable[str]) -> tuple[str, ...]:
    """Return each of the first words before each of the others."""
    others = tuple(then)
    return tuple(f"{one} {other}" for one in first.split() for other in others)


_HEADINGS = " ".join(
    f"{word}{end}"
    for word in ("note", "message", "instruction", "important", "notice", "reminder")
    for end in ("", "s", ":", "s:")
)
_ROLES, _PAPERS = ("system", "developer", "assistant", "user"), ("prompt", "message", "note", "override")
_SPEAKERS = (*_ROLES, *_PAPERS, *(f"{role}{paper}" for role in _ROLES for paper in _PAPERS))
"""The last word before a colon; "systemprompt:" is one, too."""

GIVEN: tuple[Order, ...] = (
    _order(
        ("ignore", "disregard", "forget", "override", "bypass", "discard"),
        rf"\b(?:ignore|disregard|forget|override|bypass|discard)\b.{{0,30}}\b{_OLD}\b.{{0,30}}\b{_ORDERS}\b",
    ),
    _order(
        ("ignore", "disregard", "forget"),
        r"\b(?:ignore|disregard|forget) (?:everything|all|anything) (?:above|before|that came"
        r"|you (?:were|have|know)|said)",
    ),
    _order(
        ("ignore the above and", "ignore everything above and"),
        r"\bignore (?:the|everything) above and\b",
    ),
    _order(
        ("any ai", "any llm", "any language model"),
        r"\bany (?:ai|llm|language model)s? reading this\b",
    ),
    _order(
        ("ignoriere", "ignorieren sie", "vergiss", "vergessen sie"),
        r"\b(?:ignoriere|ignorieren sie|vergiss|vergessen sie)\b.{0,20}\b(?:alle|vorherige|bisherige|obige|ihre)\w?"
        r"\b.{0,30}\b(?:anweisung|instruktion|vorgabe|befehle|regel)\w{0,2}\b",
    ),
    _order(
        ("ignore", "ignorez", "oublie", "oubliez"),
        r"\b(?:ignorez?|oubliez?)\b.{0,20}\b(?:instruction|consigne|règle)s?\b.{0,12}\b(?:précédent|antérieur|ci-dessus)",
    ),
    _order(
        ("ignora", "ignore", "ignoren", "olvida", "olvide"),
        r"\b(?:ignor[ae]|ignoren|olvid[ae])\b.{0,20}\b(?:instrucciones|indicaciones|órdenes|reglas)\b.{0,12}"
        r"\b(?:anteriores|previas)\b",
    ),
    _order(
        ("игнорируй", "игнорируйте", "забудь", "забудьте"),
        r"(?:игнорируй|забудь)(?:те)?\b.{0,20}(?:предыдущ|прежн|все).{0,20}(?:инструкци|указани|правил)",
    ),
    _order(
        ("無視", "忘れ"),
        r"(?:以前|これまで|上記|前の|すべて|全て).{0,8}(?:指示|命令|プロンプト|ルール).{0,8}(?:無視|忘れ)",
    ),
    _order(
        ("you are now ",),
        r"\byou are now (?:an? |the |in |no longer |acting |dan\b|free )",
    ),
    _order(
        ("from now on",),
        r"\bfrom now on,? (?:you|respond|answer|reply|always|only)\b",
    ),
    _order(
        _all("system hidden initial secret original", ("prompt", "instruction", "message", "rules")),
        r"\b(?:reveal|print|repeat|output|show|leak|expose|send)\b.{0,20}\b(?:your|the) (?:system|hidden|initial|secret"
        r"|original) (?:prompt|instructions?|message|rules)",
    ),
    _order(
        _all("headline title summary score rank impact", ("to", "as", "say", "read", "with", "so that")),
        r"\b(?:set|change|make|rewrite|replace|write) (?:the |your |its |this )?(?:headline|title|summary|score|rank"
        r"|impact) (?:to\b|as\b|say|read|with\b|so that)",
    ),
    # Bound to the beginning and to a colon: "attention for language models" is half of arXiv.
    _order(
        _all(_HEADINGS, ("to ", "for ")),
        rf"^\W*(?:note|message|instruction|important|notice|reminder)s?:? (?:to|for) (?:the |any |all |every )?"
        rf"{_MACHINE}\b[^.]{{0,40}}[:,!—-]",
    ),
    _order(
        ("attention",),
        rf"^\W*attention,? (?:all |any )?{_MACHINE}\b[^.]{{0,20}}[:!]",
    ),
    _order(
        _all("if when", ("you are ", "you're ")),
        rf"\b(?:if|when) (?:you are|you're) (?:an? |the )?(?:{_MACHINE}|automated|summari[sz]ing)\b",
    ),
    _order(
        _all("as", ("a ai", "an ai", "the ai", "a l", "an l", "the l", "a summari", "an summari", "the summari")),
        r"\bas (?:an?|the) (?:ai|llm|language model|ai (?:model|assistant)|summari[sz]er),?"
        r" (?:you|please|always|never|respond|do)\b",
    ),
    _order(
        _all("respond reply answer output", ("only", "exactly", "solely", "nothing")),
        r"\b(?:respond|reply|answer|output) (?:only|exactly|solely|nothing)\b.{0,20}(?:with|in|the|but|json|\")",
    ),
    _order(
        _all("not don't never", "summari mention cite include tell reveal disclose flag".split()),
        r"\b(?:do not|don't|never) (?:summari[sz]e|mention|cite|include|tell|reveal|disclose|flag)\b.{0,40}\b(?:user"
        r"|reader|human|this (?:text|article|page|entry|source)|other sources?|the other|prompt|instructions?"
        r"|anything else)\b",
    ),
    _order(
        _all("your new", ("task", "instruction", "role", "system prompt", "objective")),
        r"\b(?:your|new) (?:new )?(?:task|instructions?|role|system prompt|objective) (?:is|are|:|now)\b.{0,60}"
        r"\b(?:ignore|output|write|say|respond|reply|summari[sz]e|rank|rate|instead|follow|reveal|act|pretend)\b",
    ),
    _order(
        _all("rank rate score mark list place", ("this ",)),
        r"\b(?:rank|rate|score|mark|list|place) this (?:article|paper|story|entry|cluster|source|item)\b.{0,20}"
        r"\b(?:first|highest|top|10|100|number one|above)\b",
    ),
    _order(
        ("<", "inst]"),
        r"<\|?/?(?:im_start|im_end|system|endoftext|assistant|start_header_id|eot_id)\b|\[/?inst\]|<<sys>>",
    ),
    _order(
        ("##",),
        r"^#{2,} ?(?:system|instruction|assistant)",
    ),
    _order(
        tuple(f"{word}{colon}" for word in _SPEAKERS for colon in (":", " :", "  :")),
        r"^(?:system|developer|assistant|user) ?(?:prompt|message|note|override)? ?: ?.{0,80}"
        r"\b(?:you|ignore|must|always|respond|output|write)\b",
    ),
    _order(
        ("<",),
        r"</?(?:source|sources|instructions?|context|document|prompt)(?:[ _-]\w+)?>",
    ),
    _order(
        ("忽略", "无视", "忽視", "無視", "忘记", "忘掉", "不要理会", "绕过"),
        r"(?:忽略|无视|忽視|無視|忘记|忘掉|不要理会|绕过).{0,10}(?:之前|以上|上述|上面|前面|先前|以前|所有|一切|系统|你的).{0,10}"
        r"(?:指令|指示|提示|规则|規則|要求|命令|内容|设定|限制)",
    ),
    _order(
        ("从现在", "你现在是", "系统提示"),
        r"从现在(?:起|开始),?你|你现在是(?:一个|一名|一位|新的)?.{0,12}(?:助手|模型|机器人|ai)|系统提示(?:词)?[::]",
    ),
    _order(
        ("输出", "回复", "回答"),
        r"(?:请|必须|只能|只需|仅).{0,3}(?:输出|回复|回答).{0,12}(?:以下|这句|如下|[\"“「『])",
    ),
    _order(
        ("标题", "摘要", "排名", "评分"),
        r"(?:把|将).{0,6}(?:标题|摘要|排名|评分).{0,6}(?:改成|改为|设为|设置为|写成|写为)",
    ),
)
"""Every order there is."""


def _by_first_word(orders: Iterable[Order]) -> Mapping[str, list[tuple[str, Order]]]:
    """Return word -> the hints that begin with it, each with its order; under "" those that begin with none."""
    found: dict[str, list[tuple[str, Order]]] = defaultdict(list)
    for order in orders:
        for hint in order.hints:
            first = _FIRST_WORD.match(hint)
            found[first[0] if first else ""].append((hint, order))
    return found


_BY_WORD = _by_first_word(GIVEN)
_WORDS = frozenset(_BY_WORD) - {""}
_WORDLESS = _BY_WORD[""]
_WORDLESS_IN_ASCII = [(hint, order) for hint, order in _WORDLESS if hint.isascii()]


def likely(folded: str) -> Iterator[Order]:
    """Yield the orders that a casefolded text may hold, by its words; some of them more than once."""
    if folded.isascii():
        words, wordless = folded.encode().translate(_ASCII_WORDS).decode().split(), _WORDLESS_IN_ASCII
    else:
        words, wordless = _WORD.findall(folded), _WORDLESS
    hints = chain(wordless, *(_BY_WORD[word] for word in _WORDS.intersection(words)))
    return (order for hint, order in hints if hint in folded)


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def holds_instruction(text: str) -> bool:
    """Return whether any sentence of `text` reads like an order to a model."""
    return any(likely(_folded(text))) and any(is_instruction(text[start:end]) for start, end in sentences(text, ""))


def is_instruction(sentence: str) -> bool:
    """Return whether `sentence` reads like an order to a model rather than news."""
    folded = _folded(sentence[:LONGEST]).strip()
    return any(order.is_in(folded) for order in likely(folded))
