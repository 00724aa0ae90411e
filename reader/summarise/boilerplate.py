"""What stands in feeds and is no news: invitations, credits, footers, datelines. Knows patterns of five languages.

News is also written *about* newsletters, cookies, adverts and images: most patterns are bound to the beginning of a
sentence or to the words that only a page says of itself ("our", "this site").
"""

import re

_AT_START = (
    r"(?:please |to |you can |don't forget to )*(?:subscribe|sign up|sign in|log in|register|join us|download)\b",
    r"share (?:this|on|via)\b|(?:advertisement|sponsored|promoted|affiliate)\b|copyright\b",
    r"(?:photo|image|picture|video|illustration|foto|bild|imagen)s?(?: credit)?(?: ?:| by\b| courtesy\b| via\b)",
    r"(?:additional )?(?:reporting|editing|written|compiled|translated|edited) by\b",
    r"(?:tags?|categories|filed under|via|source|quelle|fuente) ?:",
    r"(?:anzeige|werbung|publicidad)\b|suscr[ií]b|免责声明",
    r"originally published (?:at|by|in|on)\b",
    # What WordPress ends a text with, in its languages.
    r"(?:the post|the article) .{1,200} (?:appeared first|first appeared) on\b",
    r"der beitrag .{1,200} erschien zuerst auf\b|het bericht .{1,200} verscheen eerst op\b",
    r"l['’]article .{1,200} est apparu en premier sur\b|l['’]articolo .{1,200} proviene da\b",
    r"la entrada .{1,200} (?:se publicó primero|apareció primero) en\b|o post .{1,200} apareceu primeiro em\b",
    r"(?:本报|本网|本台|本刊)?记者\s?\S{2,8}(?:\s\S{2,6})?\s?报道。?$",
)
_WORDS = (
    r"(?:continue|keep) reading\b|read (?:more|the (?:full|whole|rest|original|complete))\b",
    r"click (?:here|on the link|the link|to (?:read|view|see|enlarge|subscribe|share|expand))\b",
    r"(?:subscribe|sign up|sign in|log in|register) (?:now|here|today|for (?:our|free)"
    r"|to (?:our|read|continue|get|receive))\b",
    r"(?:our|this) (?:(?:free|daily|weekly) )?newsletter\b|follow us on\b|get our app\b|leave a comment\b",
    r"share this (?:article|post|story|page)\b|in your inbox\b|where people are continuing the conversation\b",
    r"(?:we|this (?:web)?site) uses? cookies\b|(?:accept|our use of) cookies\b|our (?:privacy|terms)\b",
    r"this (?:post|article) (?:is sponsored|contains affiliate)\b",
    r"enable javascript\b|your (?:ad blocker|browser does not support)\b",
    r"(?:file|undated|handout) (?:photo|picture|image)\b|photo by\b|(?:ap|reuters|afp) photo\b",
    r"this (?:post|article|story) (?:was |is )?(?:first |originally )?(?:appeared|published|updated)\b",
    r"all rights reserved\b|the views expressed\b|points: \d|submitted by /?u/|(?:comments|article) url\b",
    r"weiterlesen\b|mehr (?:lesen|dazu)\b|newsletter (?:abonnieren|bestellen)\b",
    r"jetzt (?:abonnieren|anmelden)\b|alle rechte vorbehalten\b",
    r"(?:seguir|sigue|continuar) leyendo\b|leer más\b|todos los derechos reservados\b",
    r"lire (?:la suite|aussi)\b|abonnez-vous\b|inscrivez-vous\b|tous droits réservés\b",
)
_CHINESE = (
    r"点击(?:这里|此处|查看|阅读)|阅读(?:原文|全文|更多)|查看(?:原文|更多)|继续阅读|未完待续",
    r"扫码(?:关注|加入|阅读|订阅|下载)|扫描.{0,6}二维码|关注(?:我们|.{0,8}公众号)|微信公众号|欢迎(?:关注|订阅|投稿|转发)",
    r"责任编辑|责编|版权所有|转载(?:请|须|自)|未经.{0,8}(?:授权|许可).{0,4}(?:不得|禁止|转载)|投稿邮箱|商务合作",
    r"(?:图片|图|照片)来源|题图(?:来自|：)|图源[：:]|原文链接|记者[：:].{1,30}编辑[：:]|本文(?:来自|源自|首发|转自|不构成)",
)
_SIGNS = ("©", "/getty images")
_BARS = 2
"""" | " so often is a row of links; once it is a conditional probability."""
_REFERENCE = re.compile(r"&#?\w{1,8};")


_STARTING = re.compile(rf"\W*(?:{'|'.join(_AT_START)})")
# One word boundary in front of all: looked for at the beginnings of words alone, four times as fast.
_WITHIN = re.compile(rf"\b(?:{'|'.join(_WORDS)})")
_WITHIN_CHINESE = re.compile("|".join(_CHINESE))

_AGENCY = r"(?:AP|Reuters|AFP|dpa|DPA|EFE|Xinhua|Bloomberg|UPI|ANSA|TASS|Kyodo|CNN|PTI|ANI)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_PLACE = r"[A-ZÀ-Ö][\w.’'-]*(?:[ ,/]+(?:[A-ZÀ-Ö][\w.’'-]*|\d{1,2}(?: [a-z]{3,4}\.?)?)){0,5}"
_CAPITALS = r"[A-ZÀ-Ö]{3,}(?:[ ,]+[A-ZÀ-Ö][\w.]*){0,4}"
_OPENS = r"(?=[A-ZÀ-Ö“\"])"
_DATELINE = re.compile(
    rf"(?:{_PLACE}\s*)?\(\s?{_AGENCY}[^)]{{0,12}}\)\s*\.?[—–-]+\s*(?=\S)"
    rf"|(?:{_PLACE} )?\(CNN[^)]{{0,12}}\)\s?{_OPENS}"
    rf"|{_CAPITALS}(?: \([A-Z][^)]{{1,30}}\))?,? (?:{_MONTH} \d{{1,2}} )?(?:[—–]+-?\s*(?=\S)|--?\s+{_OPENS})"
    # Without spaces it may be an aside: "NASA—Artemis behind schedule—said".
    rf"|{_CAPITALS}—{_OPENS}(?![^—]*—)"
    rf"|[-–—]{{1,3}}\s+{_OPENS}"
    r"|(?:新华社|中新社|中新网|央视网|法新社|路透社)[^，。：]{0,20}?[日社网](?:电|讯)(?:\s?[（(][^）)]{1,24}[）)])?[：:\s]*(?=\S)"
    r"|[^\s，。：]{2,8}(?:消息|讯|报道)[：:，,]\s*(?=\S)"
)


def is_boilerplate(sentence: str) -> bool:
    """Return whether a sentence invites, credits or warns instead of telling."""
    text = sentence.lower()
    return (
        any(sign in text for sign in _SIGNS)
        or text.count(" | ") >= _BARS
        or _STARTING.match(text) is not None
        or _WITHIN.search(text) is not None
        or ("&" in text and _REFERENCE.search(text) is not None)
        or (not text.isascii() and _WITHIN_CHINESE.search(text) is not None)
    )


def dateline(sentence: str) -> int:
    """Return how many characters of place, date and agency stand before the sentence proper; 0 if none.

    What is left is a whole sentence: "PARIS (Reuters) — The court …", "ROME—The …", "新华社北京5月3日电（记者 张三）…".
    """
    found = _DATELINE.match(sentence)
    return found.end() if found else 0
