"""The registers of the demonstration pack: every kind that is shipped stands on its page."""

from selectolax.lexbor import LexborHTMLParser

from conftest import BuiltPack
from jsna.settings.load import Settings


def test_each_kind_has_its_heading_its_rows_and_its_file(
    demo_pack: BuiltPack, settings: Settings
) -> None:
    page = LexborHTMLParser((demo_pack.site / "registers.html").read_text("utf-8"))
    for id, kind in settings.register_kinds.items():
        heading = page.css_first(f"#register-{id}")
        assert heading and kind.title in heading.text(), id
        assert page.css_first(f"#tbl-area-register-{id} tbody th"), id
        assert (demo_pack.site / "figures" / f"area.register-{id}.csv").is_file(), id
