"""LaTeX, HTML and languages: outside text as a reader would write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.html import html_to_text, tags
from reader.text.language import detect, settle, subtag
from reader.text.latex import latex_to_text

LATEX = [
    (r"V\"uhle", "Vühle"),
    (
        r"Jos\'{e}, {\"O}zg\"ur, Ha\v{c}ek, \c{c}a, na\"{\i}ve, Erd\H{o}s--R\'enyi",
        "José, Özgür, Haček, ça, naïve, Erdős–Rényi",
    ),
    (r"Stra\ss e, \O re, {\aa}", "Straße, Øre, å"),
    (r"$\pi=\sum_{\alpha\in\mathcal{A}} \lambda_{\alpha} \pi_{\alpha}$", "π=∑_(α∈A) λ_α π_α"),
    (r"$10^{-3}$ and 10^{-3}", "10⁻³ and 10⁻³"),
    (r"\textbf{LEAP}: a \emph{small $x^2$} thing", "LEAP: a small x² thing"),
    (r"$\mathbb{R}^{d\times d}$, $x_{max}$, $W_{ij}^{T}$", "ℝ^(d×d), x_max, Wᵢⱼᵀ"),
    (r"$O(n\log n)$ or $\mathcal{O}(\sqrt{n})$", "O(n log n) or O(√n)"),
    (r"$\frac{a+b}{c}$, $\binom{n}{k}$, $\hat{x}$, $\sqrt[3]{y}$", "(a+b)/c, C(n,k), x̂, ³√y"),
    (r"\(a_1\) and \[ x^2 \] and \begin{equation} a = b \end{equation}", "a₁ and x² and a = b"),
    (r"H$_2$O, 10$\times$ and 90$^\circ$", "H₂O, 10× and 90°"),
    (r"\href{http://x.example}{this}~\cite{foo}, Fig.~\ref{x}", "this, Fig."),
    (
        "layers---from the first---learn image--text pairs of $k$ kinds",
        "layers—from the first—learn image–text pairs of k kinds",
    ),
    ("a rule---of thumb", "a rule—of thumb"),
    (r"``quoted'' text of $k=5$ pages 3--5", "“quoted” text of k=5 pages 3–5"),
    (r"{\bf bold} and \begin{itemize}\item one \item two\end{itemize}", "bold and • one • two"),
    (r"99\% of \$5 \& more", "99% of $5 & more"),
]
UNTOUCHED = [
    "$5 million and $6 million",
    "costs $20,000, US$30,000 or $5-$10",
    "$IV = substr($Crypt, 4); $a/$b; echo $x=$y",
    "$AAPL and $GOOG rose, $MSFT/$IBM fell",
    r"C:\new\times\alpha and \unknown{abc}",
    r"said \"Hello there\" to \"us\"",
    "{curly} %s and {BERT}: a_b ~/bin/x --flag",
    "a ^ b _ c ` d",
    "\\",
    "$",
    "$$",
    "",
]


@pytest.mark.parametrize(("raw", "expected"), LATEX)
def test_latex_becomes_what_it_means(raw: str, expected: str) -> None:
    assert latex_to_text(raw) == expected


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_no_latex_stays(text: str) -> None:
    assert latex_to_text(text) == text


PIECES = st.sampled_from(
    ["\\", "$", "$$", "{", "}", "[", "]", "^", "_", "\\frac", "\\sqrt[", "\\begin{equation}", "\\end{equation}", "\\(",
     "\\)",
     "\\textbf{", '\\"', "\\'{", "\\item", "\\left.", "\\mathbb",
     "a", " ", "\n", "é", "1", "``", "''", "~", "--", "\\\\", "\ufdd0"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
def test_latex_never_raises_and_never_grows_out_of_bounds(text: str) -> None:
    assert len(latex_to_text(text)) <= 3 * len(text) + 10


@given(st.text(max_size=200))
def test_any_text_can_be_read_as_latex_and_as_html(text: str) -> None:
    latex_to_text(text)
    html_to_text(text)


# Each of these took a converter of another make from seconds to for ever; the suite's own time-out is the bound.
FLOODS = ["\\", "$", "{", "$a ", "\\begin{equation}", "\\(", "^", "\\textbf{", "``", "\\frac", '\\"{', "---", "\\sqrt["]


@pytest.mark.parametrize("piece", FLOODS)
def test_a_flood_of_latex_is_read_in_bounded_time(piece: str) -> None:
    latex_to_text(piece * (200_000 // len(piece)))


HTML = [
    ("<p>Hello <b>world</b>.</p><p>Two &amp; three&nbsp;four</p>", "Hello world.\nTwo & three four"),
    ("<div>a</div><div>b</div>c<br/>d", "a\nb\nc\nd"),
    ("<ul><li>one<li>two</ul>after", "• one\n• two\nafter"),
    ("a<script>x<y</script>b<style>c", "ab"),
    ("a<form>b</form>c<svg><text>d</text></svg>e<!-- f -->g", "a\nceg"),
    ("never <form>closed", "never\nclosed"),
    ("<pre>x = 1\n  y = 2</pre>", "x = 1\ny = 2"),
    ("<td>a<td>b", "a b"),
    ("x<y and a<b and c>d, vector<int>, I <3 you", "x<y and a<b and c>d, vector<int>, I <3 you"),
    ("<p>x<y and a<b.</p>", "x<y and a<b."),
    ('<a href="x>y">link</a> <my-box a="1">in</my-box>', "link in"),
    ("&lt;p&gt;twice &amp;amp; escaped&lt;/p&gt;", "twice & escaped"),
    ("<p>write &lt;b&gt; in HTML</p>", "write <b> in HTML"),
    ("AT&T, R&D, caf&eacute; &#8212; &#xD800;", "AT&T, R&D, café — \ufffd"),
    ("&#" + "9" * 9_000 + ";", "\ufffd"),
    ("<p>a&amp;nbsp;b</p><math><mrow><mi>x</mi></mrow></math>", "a b\nx"),
    ("plain\ntext", "plain\ntext"),
]


@pytest.mark.parametrize(("raw", "expected"), HTML)
def test_html_becomes_paragraphs(raw: str, expected: str) -> None:
    assert html_to_text(raw) == expected


HTML_FLOODS = [
    "<div>",
    "<b><i>x</i></b>",
    "&",
    "<!--",
    "<a ",
    '<a "',
    "<",
    "<form>",
    "<script>",
    "&lt;p&gt;",
    "<![CDATA[",
    "<a-",
]


@pytest.mark.parametrize("piece", HTML_FLOODS)
def test_a_flood_of_html_is_read_in_bounded_time(piece: str) -> None:
    html_to_text(piece * (250_000 // len(piece)))


def test_tags_come_with_their_attributes() -> None:
    found = list(tags('<LINK rel=\'a b\' HREF=/x?a=1&amp;b title="t" title="u" hidden>text</link>'))
    assert found == [("link", {"rel": "a b", "href": "/x?a=1&b", "title": "t", "hidden": ""})]


SAMPLES = {
    "en": "The model was released on Tuesday, and its authors say that it is faster than what they had before.",
    "de": "Das Modell wurde am Dienstag veröffentlicht und ist nach Angaben der Autoren schneller als das alte.",
    "fr": "Le modèle est sorti mardi et les auteurs disent qu'il est plus rapide que tous ceux qui ont été publiés.",
    "es": "El modelo se publicó el martes y sus autores dicen que es más rápido que los que había hasta la fecha.",
    "it": "Il modello è uscito martedì e gli autori dicono che non è più lento di quello che c'era nella versione.",
    "pt": "O modelo foi lançado na terça e os autores dizem que ele não é mais lento do que os que já havia.",
    "nl": "Het model is op dinsdag uitgebracht en de makers zeggen dat het niet langzamer is dan wat er al was.",
    "pl": "Model został wydany we wtorek i autorzy mówią, że jest szybszy niż to, co było do tej pory.",
    "cs": "Model byl vydán v úterý a autoři říkají, že je rychlejší než to, co bylo až do této chvíle k dispozici.",
    "zh": "研究人员周二发布了新模型，称其速度比以前更快。",
    "ja": "研究者は火曜日に新しいモデルを公開し、以前より速いと述べた。",
    "ko": "연구진은 화요일에 새 모델을 공개했다.",
    "ru": "Исследователи выпустили новую модель, которая работает быстрее.",
    "uk": "Дослідники випустили нову модель, яка працює швидше і є кращою.",
    "ar": "أصدر الباحثون نموذجا جديدا يوم الثلاثاء.",
    "el": "Οι ερευνητές παρουσίασαν ένα νέο μοντέλο.",
    "he": "החוקרים פרסמו מודל חדש ביום שלישי.",
    "hi": "शोधकर्ताओं ने मंगलवार को एक नया मॉडल जारी किया।",
}


@pytest.mark.parametrize("language", SAMPLES)
def test_a_language_is_told_from_a_sentence(language: str) -> None:
    found, confidence = detect(SAMPLES[language])
    assert found == language
    assert 0.5 < confidence <= 1


@pytest.mark.parametrize("text", ["", "…", "OK", "GPT 5", "123 456", "x = y"])
def test_nothing_is_said_of_what_tells_nothing(text: str) -> None:
    assert detect(text) == ("", 0.0)


def test_a_stated_language_holds_until_the_text_contradicts_it() -> None:
    assert settle("OK", "", "fi") == ("fi", "feed", 1.0)
    assert settle("OK", "de-AT", "en") == ("de", "entry", 1.0)
    assert settle(SAMPLES["zh"], "", "en-US")[:2] == ("zh", "detected")
    assert settle(SAMPLES["zh"], "", "ja")[:2] == ("ja", "feed")
    assert settle(SAMPLES["de"] + SAMPLES["de"], "", "en-US")[:2] == ("de", "detected")
    assert settle("GPT-5 发布：最强模型", "", "en")[:2] == ("zh", "detected")
    assert settle("", "", "nonsense tag") == ("", "", 0.0)


def test_language_tags_are_read_as_they_are_meant() -> None:
    assert [subtag(tag) for tag in ("en-US", "ZH_cn", "jp", "nb-NO", "", "english", "x")] == [
        "en", "zh", "ja", "no", "", "", "",
    ]  # fmt: skip


@given(st.lists(st.sampled_from("the of and der die und le la de et x 3 don't under_score Q.".split())).map(" ".join))
def test_a_language_is_the_same_beside_other_signs(text: str) -> None:
    assert detect(text[:300]) == detect(f"{text[:300]} …")


@given(st.lists(st.sampled_from(["<p>", "</p>", "a<b", "&lt;", "<!--", "-->", "<li>", "x ", "<td>", "<?x ?>", "<"])))
def test_markup_is_the_same_before_the_end_of_a_section(fragments: list[str]) -> None:
    text = f"<div>{''.join(fragments)}</div>"
    assert html_to_text(f"{text}]]>") == html_to_text(text)
