"""Sentences that speak to a machine instead of a reader. Knows patterns, not intentions.

What matches stays out of prompts, evidence and extracts; it is still shown to the reader. The set is small on
purpose: it errs towards articles *about* such attacks, which lose a quoted sentence in their extract.
"""

import re
import unicodedata

from reader.text.sentences import sentences

LONGEST = 2_000
"""Characters of a sentence that are looked at."""

_MACHINE = (
    r"(?:a\.?i\.?s?|llms?|(?:large )?language models?|assistants?|chat ?bots?|summari[sz]ers?|agents?"
    r"|crawlers?|gpt|claude|gemini)"
)
_ORDERS = r"(?:instruction|prompt|rule|guideline|direction|directive|command|message|constraint|context)s?"
_OLD = r"(?:previous|prior|above|earlier|preceding|all|any|your|these|those|system|existing)"
_PATTERNS = (
    rf"\b(?:ignore|disregard|forget|override|bypass|discard)\b.{{0,30}}\b{_OLD}\b.{{0,30}}\b{_ORDERS}\b",
    r"\b(?:ignore|disregard|forget) (?:everything|all|anything) (?:above|before|that came|you (?:were|have|know)|said)",
    r"\byou are now (?:an? |the |in |no longer |acting |dan\b|free )",
    r"\bfrom now on,? (?:you|respond|answer|reply|always|only)\b",
    r"\b(?:reveal|print|repeat|output|show|leak|expose|send)\b.{0,20}\b(?:your|the) (?:system|hidden|initial|secret"
    r"|original) (?:prompt|instructions?|message|rules)",
    r"\b(?:set|change|make|rewrite|replace|write) (?:the |your |its |this )?(?:headline|title|summary|score|rank"
    r"|impact) (?:to\b|as\b|say|read|with\b|so that)",
    # Bound to the beginning and to a colon: "attention for language models" is half of arXiv.
    rf"^\W*(?:note|message|instructions?|important|notice|reminder)s?:? (?:to|for) (?:the |any |all |every )?{_MACHINE}"
    r"\b[^.]{0,40}[:,!—-]",
    rf"^\W*attention,? (?:all |any )?{_MACHINE}\b[^.]{{0,20}}[:!]",
    rf"\b(?:if|when) (?:you are|you're) (?:an? |the )?(?:{_MACHINE}|automated|summari[sz]ing)\b",
    r"\bas an? (?:ai|llm|language model|ai (?:model|assistant)),? (?:you|please|always|never|respond|do)\b",
    r"\b(?:respond|reply|answer|output) (?:only|exactly|solely|nothing)\b.{0,20}(?:with|in|the|but|json|\")",
    r"\b(?:do not|don't|never) (?:summari[sz]e|mention|cite|include|tell|reveal|disclose|flag)\b.{0,40}\b(?:user|reader"
    r"|human|this (?:text|article|page|entry|source)|other sources?|the other|prompt|instructions?|anything else)\b",
    r"\b(?:your|new) (?:new )?(?:task|instructions?|role|system prompt|objective) (?:is|are|:|now)\b.{0,60}"
    r"\b(?:ignore|output|write|say|respond|reply|summari[sz]e|rank|rate|instead|follow|reveal|act|pretend)\b",
    r"\b(?:rank|rate|score|mark|list|place) this (?:article|paper|story|entry|cluster|source|item)\b.{0,20}"
    r"\b(?:first|highest|top|10|100|number one|above)\b",
    r"<\|?/?(?:im_start|im_end|system|endoftext|assistant|start_header_id|eot_id)\b|\[/?inst\]|<<sys>>",
    r"^#{2,} ?(?:system|instruction|assistant)",
    r"^(?:system|developer|assistant|user) ?(?:prompt|message|note|override)?\s?: ?.{0,80}"
    r"\b(?:you|ignore|must|always|respond|output|write)\b",
    r"</?(?:source|sources|instructions?|context|document|prompt)(?:[ -_]\w+)?>",
    r"(?:忽略|无视|忽視|無視|忘记|忘掉|不要理会|绕过).{0,10}(?:之前|以上|上述|上面|前面|先前|以前|所有|一切|系统|你的).{0,10}"
    r"(?:指令|指示|提示|规则|規則|要求|命令|内容|设定|限制)",
    r"从现在(?:起|开始),?你|你现在是(?:一个|一名|一位|新的)?.{0,12}(?:助手|模型|机器人|ai)|系统提示(?:词)?[::]",
    r"(?:请|必须|只能|只需|仅).{0,3}(?:输出|回复|回答).{0,12}(?:以下|这句|如下|[\"“「『])",
    r"(?:把|将).{0,6}(?:标题|摘要|排名|评分).{0,6}(?:改成|改为|设为|设置为|写成|写为)",
)
_INSTRUCTION = re.compile("|".join(f"(?:{p})" for p in _PATTERNS))

# One word of these is in every sentence that matches; a text without any is not split into sentences.
_TRIGGER = re.compile(
    r"ignor|disregard|forget|overrid|bypass|discard|you are|you're|from now on|reveal|system|hidden|secret|headline"
    r"|title|summary|score|rank|impact|\bas an? (?:ai|llm|language)|respond|reply|answer|output|do not|don't|never"
    r"|your|new |mark this|rate this|list this|place this|note|message|instruction|important|notice|reminder|attention"
    r"|<|inst\]|prompt|[忽略无视無视忘记理绕从你系请必须只仅把将]"
)


def holds_instruction(text: str) -> bool:
    """Return whether any sentence of `text` reads like an order to a model."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if not _TRIGGER.search(folded):
        return False
    return any(is_instruction(text[start:end]) for start, end in sentences(text, ""))


def is_instruction(sentence: str) -> bool:
    """Return whether `sentence` reads like an order to a model rather than news."""
    folded = unicodedata.normalize("NFKC", sentence[:LONGEST]).casefold()
    return _INSTRUCTION.search(folded.strip()) is not None
