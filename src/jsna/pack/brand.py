"""A council's logo and colours in the project of a pack: a style sheet, a picture, their names."""

import shutil
from pathlib import Path
from typing import Final

from jsna.narrative.html_text import escape_html
from jsna.settings.project import Project

BRAND_CSS: Final = "brand.css"
RULES: Final = ":root {{ --banner: {banner}; --link: {link}; }}\n"


def write_brand(folder: Path, project: Project) -> dict[str, str]:
    """Write the style sheet and the logo of an area into a project; return what pages print.

    Nothing for an area without a brand of its own. The settings were checked when they were read.
    """
    brand = project.area.brand
    if brand is None:
        return {}
    rules = RULES.format(banner=brand.banner, link=brand.link)
    (folder / BRAND_CSS).write_text(rules, "utf-8", newline="\n")
    told = {"brand-css": BRAND_CSS, "brand-banner": _quoted_sign(brand.banner)}
    told["brand-link"] = _quoted_sign(brand.link)
    if brand.logo is None:
        return told
    name = f"logo{Path(brand.logo).suffix}"
    shutil.copyfile(project.paths.areas / brand.logo, folder / name)
    # as raw HTML: an attribute keeps its quotes whatever the name holds
    html = f"`{escape_html(brand.logo_alt)}`{{=html}}"
    return told | {"logo": name, "logo-alt": html, "logo-words": _in_typst(brand.logo_alt)}


def _quoted_sign(colour: str) -> str:
    return f"`{colour}`{{=typst}}"


def _in_typst(words: str) -> str:
    """A text within the quotes of a Typst string, as raw Typst that Pandoc leaves alone."""
    inner = words.replace("\\", "\\\\").replace('"', '\\"').replace("`", "'")
    return f"`` {inner} ``{{=typst}}"
