"""Sixty strings that would run, break out or break a page, were any of them more than words.

What a browser would run sets `ran`; what Typst would run panics. No string is longer than a name
may be, and each is the name of something that could stand in a settings file or a data file.
"""

import re

MARKUP = (
    "<script>ran=1</script>",
    "</title><script>ran=1</script>",
    "</script><script>ran=1</script>",
    '"><img src=x onerror=ran=1>',
    "'><svg onload=ran=1>",
    "<iframe srcdoc='<script>parent.ran=1</script>'>",
    '" onmouseover="ran=1" autofocus onfocus="ran=1',
    "' style='animation:x' onanimationstart='ran=1",
    "<a href=javascript:ran=1>a</a>",
    "<details open ontoggle=ran=1>",
    "<!-- --><script>ran=1</script><!--",
    "]]><script>ran=1</script><![CDATA[",
    "<style>*{display:none}</style>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=javascript:ran=1>",
    "&lt;script&gt;ran=1&lt;/script&gt;",
    "&#60;script&#62;ran=1&#60;/script&#62;",
    "<math><mtext><script>ran=1</script>",
    "</table></td><script>ran=1</script>",
    "<template><script>ran=1</script></template>",
)
MARKDOWN = (
    "```\n\n<script>ran=1</script>\n\n```{=html}",
    "```{=html}\n<script>ran=1</script>\n```",
    "`<script>ran=1</script>`{=html}",
    "a\n```\n:::\n\n# Planted\n\n<script>ran=1</script>",
    "[click](javascript:ran=1)",
    "<javascript:ran=1>",
    "javascript:ran=1",
    "![x](x.png){onerror=ran=1}",
    "[x]{onclick=ran=1 .mark}",
    "::: {.lede onclick=ran=1}",
    ":::",
    "::: not-available",
    "{{< include ../../../etc/passwd >}}",
    "{{< env HOME >}} {{< meta title >}}",
    "---\ntitle: planted\n---",
    "title: planted # comment",
    "# Planted heading {#content}",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    ": a definition",
    "Table: a caption {#content}",
    "```{python}\nimport os; os._exit(1)\n```",
    "`{python} 1+1` and `r 1+1`",
    "@fig-none [@nobody] ^[a note] [^1]",
    "$\\frac{1}{2$ and \\input{/etc/passwd} $x$",
    "a\\\nb \\",
    "${title} $body $$ {0} %s %(x)s",
)
CODE = (
    '#eval("panic(1)") #panic("ran")',
    '", author: panic("ran"), x: "',
    '#read("/etc/passwd") #include "x.typ"',
    "] #panic(1) [ = Planted <content> @x",
    "/* open // https://evil.example/ ~ -- ...",
    'Public Health "Insight" Team',
    "O'Brien & Sons, \u201ccurly\u201d \u2018quotes\u2019 <3",
)
CELLS = (
    '=HYPERLINK("https://evil.example","a")',
    "=cmd|' /C calc'!A0",
    "+1+1|x",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|x",
    "\t=1+1",
    "\uff1d1+1",
)
HOSTILE = (*MARKUP, *MARKDOWN, *CODE, *CELLS)
"""Every string."""


def words_of(text: str) -> str:
    """Return the letters and digits of a text, typographic changes of no concern."""
    return re.sub(r"[\W_]+", "", text)
