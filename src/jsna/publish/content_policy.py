"""The content security policy of a page: with it a browser runs the page's own script alone.

It is the second wall: what is data is escaped where it is written.
"""

import base64
import hashlib
from collections.abc import Iterator
from typing import Final

from jsna.publish.html_page import HtmlPage
from jsna.publish.known_scripts import OWN_SOURCES
from jsna.settings.basemap import Basemap

POLICY: Final = "content-security-policy"
OWN: Final = {"'none'", "'self'", "file:"}
KNOWN_RULES: Final = {
    "default-src": {"'none'"}, "base-uri": {"'none'"}, "form-action": {"'none'"},
    "img-src": OWN, "font-src": OWN,
    "style-src": {*OWN, "'unsafe-inline'"},
}  # fmt: skip
"""What the policy of a page may allow beside the hash of its own script and styles."""


def policy_faults(page: HtmlPage, basemap: Basemap | None = None) -> Iterator[str]:
    """Yield what a page's policy lacks, or allows beyond the pack's own files and script.

    The page of a map may load pictures from the host of the area's background map.
    """
    elements = list(page.root.walk())
    is_policy = [e.tag == "meta" and e.get("http-equiv").lower() == POLICY for e in elements]
    if True not in is_policy:
        yield "has no content security policy"
        return
    first = is_policy.index(True)
    if any(e.tag in ("script", "style", "link", "body") for e in elements[:first]):
        yield "its content security policy stands behind what it should hold"
    for place, found in enumerate(is_policy):
        if found:
            yield from _rule_faults(page, elements[place].get("content"), _hosts(page, basemap))


def _hosts(page: HtmlPage, basemap: Basemap | None) -> set[str]:
    """Return the hosts that a page may load pictures from: a map's, which has its script in it."""
    is_map = any(not script.get("src") for script in page.root.all("script"))
    return {basemap.host} if basemap and is_map else set()


def _rule_faults(page: HtmlPage, policy: str, hosts: set[str]) -> Iterator[str]:
    """A policy that allows nothing, but for styles and pictures of the pack and its own script."""
    told = [rule.strip().partition(" ")[::2] for rule in policy.split(";") if rule.strip()]
    rules = dict(reversed(told))  # of two rules of one name a browser takes the first
    if rules.get("default-src") != "'none'" or rules.get("base-uri") != "'none'":
        yield "its content security policy does not begin by allowing nothing"
    for name, tag in (("script-src", "script"), ("style-src-elem", "style")):
        if set(rules.pop(name, "").split()) != _own(page, tag):
            yield f"its content security policy allows another <{tag}> than the page's own"
    for name, sources in rules.items():
        if unknown := set(sources.split()) - KNOWN_RULES.get(name, set()) - _more(name, hosts):
            yield f"its content security policy has {name} {' '.join(sorted(unknown))}"


def _more(rule: str, hosts: set[str]) -> set[str]:
    return hosts if rule == "img-src" else set()


def _own(page: HtmlPage, tag: str) -> set[str]:
    """What a policy has to allow for a page's own elements: a hash, or the scripts beside it."""
    elements = page.root.all(tag)
    hashes = {_hash(element.raw_text) for element in elements if not element.get("src")}
    beside = any(element.get("src") for element in elements)
    return hashes | (OWN_SOURCES if beside else set())


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
