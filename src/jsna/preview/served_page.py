"""What the server adds to a page that it shows, and the page that it shows where there is none.

A page's own policy lets it load scripts and styles of its own place and nothing else: no address
is asked by the script that reloads it, it loads another script that the server holds back until
there is something new.
"""

from collections.abc import Iterable
from html import escape
from typing import Final
from urllib.parse import quote

from jsna.errors import Problem

OWN: Final = "_preview"
"""The folder of the server's own files: no page of a pack begins with an underscore."""
NOT_FOR_PUBLICATION: Final = "Preview - not for publication; the gate has not run."
SEARCHED: Final = "Search finds the pages that were opened here."
STYLE: Final = """.preview-mark { position: sticky; top: 0; z-index: 9; margin: 0;
  padding: 0.4rem 1rem; background: #fff3bf; color: #1b1b1b; border-bottom: 2px solid #8a5a00;
  font: 600 1rem/1.4 sans-serif; }
.preview-faults { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b;
  font: 1rem/1.5 sans-serif; }
.preview-faults li { margin: 0 0 1rem; white-space: pre-wrap; }
"""
WAIT: Final = """(function () {
  "use strict";
  var own = document.currentScript, asked = own.getAttribute("data-state");
  function ask() {
    var next = document.createElement("script");
    next.src = asked + "&again=" + Date.now();
    next.onload = function () { next.remove(); ask(); };
    next.onerror = function () { next.remove(); setTimeout(ask, 1000); };
    document.head.appendChild(next);
  }
  window.addEventListener("load", ask);
})();
"""
RELOAD: Final = "location.reload();\n"
NOTHING_NEW: Final = "// nothing new\n"
POLICY: Final = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; base-uri 'none';"
    " form-action 'none'"
)


def with_mark(page: str, name: str, version: int) -> str:
    """Return a page with the mark that it is a preview, and the script that shows what is new.

    Args:
        page: Its HTML, as it was rendered.
        name: Its file without the ending.
        version: Which making of it this is.
    """
    state = f"/{OWN}/state.js?page={quote(name)}&version={version}"
    script = f'<script src="/{OWN}/wait.js" data-state="{escape(state)}"></script>\n'
    before, end, after = marked(page).partition("</head>")
    return f"{before}{script}{end}{after}"


def marked(page: str) -> str:
    """Return a page with the mark that it is a preview."""
    style = f'<link rel="stylesheet" href="/{OWN}/preview.css">\n'
    before, end, after = page.partition("</head>")
    body, start, rest = after.partition("<body>")
    return f"{before}{style}{end}{body}{start}\n{_mark()}{rest}"


def faults_page(problems: Iterable[Problem | str], name: str, version: int) -> str:
    """Return the page that stands for one that can't be made, with every problem, file and line."""
    items = "\n".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
    page = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{escape(name)}: can't be shown</title>\n</head>\n<body>\n"
        '<main class="preview-faults">\n<h1>This page can\'t be made yet</h1>\n'
        f"<ul>\n{items}\n</ul>\n<p>It comes back by itself when this is mended.</p>\n"
        "</main>\n</body>\n</html>\n"
    )
    return with_mark(page, name, version)


def _mark() -> str:
    words = escape(f"{NOT_FOR_PUBLICATION} {SEARCHED}")
    return f'<p class="preview-mark" role="status">{words}</p>\n'
