"""What the LaTeX converter knows: a closed table of commands. Data only."""


def _table(text: str) -> dict[str, str]:
    """Return name -> glyph from "name glyph name glyph …"."""
    parts = text.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


SYMBOLS = _table(
    # Greek
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ "
    "mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ "
    "omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω omicron ο "
    # relations
    "leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ ll ≪ gg ≫ "
    "lesssim ≲ gtrsim ≳ prec ≺ succ ≻ preceq ⪯ succeq ⪰ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ models ⊨ vdash ⊢ "
    "dashv ⊣ perp ⊥ parallel ∥ mid | nmid ∤ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ "
    "sqsubseteq ⊑ sqsupseteq ⊒ "
    # operators
    "cup ∪ cap ∩ setminus ∖ times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ "
    "odot ⊙ wedge ∧ land ∧ vee ∨ lor ∨ neg ¬ lnot ¬ uplus ⊎ sqcup ⊔ sqcap ⊓ bowtie ⋈ ltimes ⋉ rtimes ⋊ amalg ⨿ "
    "sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigwedge ⋀ bigvee ⋁ "
    "partial ∂ nabla ∇ infty ∞ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ therefore ∴ because ∵ angle ∠ "
    # arrows
    "to → rightarrow → longrightarrow → leftarrow ← gets ← longleftarrow ← leftrightarrow ↔ Rightarrow ⇒ implies ⇒ "
    "Longrightarrow ⇒ Leftarrow ⇐ impliedby ⇐ Leftrightarrow ⇔ iff ⇔ mapsto ↦ longmapsto ↦ uparrow ↑ downarrow ↓ "
    "updownarrow ↕ nearrow ↗ searrow ↘ hookrightarrow ↪ rightsquigarrow ⇝ rightleftharpoons ⇌ "
    # dots, letters, marks
    "ldots … dots … dotsc … dotsb … cdots ⋯ vdots ⋮ ddots ⋱ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ wp ℘ prime ′ dagger † "
    "ddagger ‡ degree ° bot ⊥ top ⊤ triangle △ Box □ square □ blacksquare ■ diamond ⋄ checkmark ✓ sharp ♯ flat ♭ "
    "natural ♮ imath ı jmath ȷ colon : lbrace { rbrace } backslash \\ vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖ "
    "langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lbrack [ rbrack ] slash / "
)
"""Commands that are one glyph, in formulas everywhere and in text where no letter stands before them."""

TEXT_SYMBOLS = _table(
    "S § P ¶ pounds £ euro € texteuro € copyright © textcopyright © textregistered ® texttrademark ™ dag † ddag ‡ "
    "textdegree ° textbullet • textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “ "
    "textquotedblright ” textellipsis … textasciitilde ~ textbackslash \\ textbar | textless < textgreater > "
    "textunderscore _ textmu µ textmicro µ texttimes × ldots … dots … LaTeX LaTeX TeX TeX BibTeX BibTeX "
)
"""Commands of running text that are one glyph or word."""

LETTERS = _table("ss ß ae æ AE Æ oe œ OE Œ aa å AA Å o ø O Ø l ł L Ł i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ")
"""Letters of their own."""

ESCAPED = frozenset("%&#$_{}")
"""Characters that a backslash makes ordinary."""

FUNCTIONS = frozenset(
    "log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth min max sup inf lim limsup liminf"
    " arg argmin argmax det dim ker deg gcd hom Pr mod bmod softmax sign sgn tr Tr diag rank poly polylog".split(" ")
)
"""Commands that are their own name, set off by a space."""

MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
"""Accent commands of text -> combining mark."""

MATH_MARKS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0304", "breve": "\u0306", "dot": "\u0307", "ddot": "\u0308", "mathring": "\u030a",
    "check": "\u030c", "underline": "\u0332", "vec": "\u20d7", "not": "\u0338",
}  # fmt: skip
"""Accents of formulas -> combining mark, put on a single character."""

WRAPPERS = frozenset(
    "textbf textit textsl textsc textsf texttt textrm textup textmd textnormal text emph underline uline mbox hbox fbox"
    " url path nolinkurl mathbf mathrm mathit mathsf mathtt mathcal mathscr mathfrak mathnormal boldsymbol bm pmb"
    " operatorname ensuremath mathop mathbin mathrel mathord boxed textcolor footnotesize ul section subsection"
    " subsubsection paragraph title sout st hl acrshort acrlong gls enquote ce".split(" ")
)
"""Commands that leave their last argument behind."""

TWO_ARGUMENTS = frozenset("href textcolor colorbox stackrel overset underset".split(" "))
"""Commands whose first argument goes and whose second stays."""

SWITCHES = frozenset(
    "bf it em tt sc sf rm sl bfseries itshape ttfamily scshape sffamily rmfamily upshape mdseries normalfont cal"
    " tiny small footnotesize scriptsize normalsize large Large LARGE huge Huge centering noindent displaystyle"
    " textstyle scriptstyle limits nolimits nonumber notag left right middle big Big bigg Bigg bigl bigr Bigl Bigr"
    " biggl biggr Biggl Biggr xspace protect allowbreak maketitle smallskip medskip bigskip !".split(" ")
)
"""Commands that only change how things look, without an argument."""

DROPPED = frozenset(
    "cite citep citet citealp citealt citeauthor citeyear Citet Citep parencite textcite autocite footcite nocite ref"
    " eqref autoref cref Cref pageref label footnote footnotemark thanks vspace hspace tag bibliography"
    " bibliographystyle index phantom color vphantom hphantom includegraphics".split(" ")
)
"""Commands that go together with their argument."""

SPACES = frozenset(
    [",", ";", ":", " ", "\n", "quad", "qquad", "enspace", "thinspace", ">", "par", "newline", "\\", "hfill"]
)
"""Commands that are white space."""

FORMULAS = frozenset(
    "equation align gather multline eqnarray math displaymath split aligned cases array matrix pmatrix bmatrix".split(
        " "
    )
)
"""Environments that hold a formula; others lose their \\begin and \\end and keep their text."""

DOUBLE_STRUCK = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ1", "𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ𝟙", strict=True))
"""Letters of \\mathbb."""

ABOVE = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW′∗*⊤−",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ′**ᵀ⁻",
        strict=True,
    )
)
"""Characters that have a superscript form."""

BELOW = dict(zip("0123456789+-=()aehijklmnoprstuvx−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₋", strict=True))
"""Characters that have a subscript form."""
