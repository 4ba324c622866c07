"""Where a chapter's Markdown and figures go, and how it reads outside a pack."""

from pathlib import Path

import pytest

from jsna.chapter.page import RUN_FOLDER, Page, figure_reference, plain_markdown

SECTION = """## At a glance

::: {.outcomes}
- [**1** worse]{.worse}
:::

::: {.findings}
- [W]{.mark .worse aria-hidden="true"} **Worse than England:** 12% against 9%. @fig-a-1-trend
:::

::: {#fig-a-1-trend}
![](figures/a.1.trend.svg){fig-alt="Line chart: 12%."}

Subtitle.
:::

::: {.details summary="Table of these values"}
```{=html}
<table><caption>Values [x]</caption></table>
```
:::

- [Values (CSV)](figures/a.1.trend.csv)
"""


def test_in_a_notebook_a_section_is_plain_and_holds_its_picture(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a.1.trend.png").write_bytes(b"picture")
    text = plain_markdown(SECTION, tmp_path)
    assert ":::" not in text and "{" not in text and "@fig" not in text
    assert "- **1** worse" in text
    assert "- W **Worse than England:** 12% against 9%." in text
    assert "![Line chart: 12%.](data:image/png;base64,cGljdHVyZQ==)" in text
    assert "<table><caption>Values [x]</caption></table>" in text
    assert "[Values (CSV)](figures/a.1.trend.csv)" in text


def test_in_a_notebook_a_picture_that_is_svg_alone_is_shown(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a.1.trend.svg").write_bytes(b"picture")
    text = plain_markdown(SECTION, tmp_path)
    assert "![Line chart: 12%.](data:image/svg+xml;base64,cGljdHVyZQ==)" in text


def test_a_run_writes_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    assert Page.of_this_run() == Page(tmp_path, in_pack=True)
    monkeypatch.delenv(RUN_FOLDER)
    alone = Page.of_this_run()
    assert not alone.in_pack and alone.folder.is_dir() and alone.folder != tmp_path


def test_a_section_is_one_markdown_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import IPython.display

    shown: list[object] = []
    monkeypatch.setattr(IPython.display, "display", shown.append)
    page = Page(tmp_path, in_pack=True)
    page.show("\n## Heading\n")
    page.show("\n")
    assert [type(one) for one in shown] == [IPython.display.Markdown]
    assert getattr(shown[0], "data", "") == "## Heading"


def test_references_use_dashes_for_dots() -> None:
    assert figure_reference("early-help.90362-male.trend") == "@fig-early-help-90362-male-trend"
