"""Each check: a sentence that it finds, and sentences that look like one and are sound."""

from dataclasses import replace

import pandas as pd
import pytest
from invented_facts import fact, facts_of

from jsna.review.check import CitedFigure, Known
from jsna.review.readers.plain_text import read
from jsna.review.review import all_checks, review

FOUND = {
    "broken-reference": [
        "Table 1: People\n\nThe rest is in Table 3.",
        "Error! No text of specified style in document. It goes on.",
        "1. One\n\n2. Two\n\n3. Three\n\nMore is said in section 5.",
    ],
    "dangling-citation": ["A claim [4].\n\n[1] A source", "A claim.\u00b3\n\n\u00b9 A source"],
    "other-area": [
        "See https://www.nomisweb.co.uk/sources/census_2021/report?compare=E06000015 for more.",
        "See https://www.derby.gov.uk/jsna/overview for more.",
        "See https://fingertips.phe.org.uk/x#page/1/par/E12000004/ati/6 for more.",
    ],
    "bare-verdict": [
        "Recovery is significantly worse here than elsewhere.",
        "In 2021 dental decay was above the national average in the district.",
        "Rates for those aged 65 and over are higher than the England average.",
    ],
    "percentage": [
        "We asked and 12 out of 50 people (30%) came.",
        "It was 2.8% (7/335) in all.",
        "Of 300 forms, 200 were complete (50%).",
        "One in ten people (25%) said so.",
        "Nearly two thirds (45%) agreed.",
    ],
    "change-sum": [
        "It fell from 80 to 60, a reduction of 30%.",
        "It rose from 60 to 50, an increase of 10.",
        "It rose from 12% to 15%, an increase of 9%.",
        "It is to grow by 12% to 42,277 by 2025 (an increase of 1,890 residents).",
    ],
    "contradiction": [
        "In 2021 there were 310 pupils with a care package. In 2021, there were 290 pupils with a"
        " care package."
    ],
    "target-two-ways": [
        "We will reduce childhood obesity to 15% by 2030.\n\nOur target is to cut childhood"
        " obesity to"
        " 18% by 2030."
    ],
    "impossible-date": [
        "It ends on 31/11/2025.", "It ends on 29 February 2025.", "It ends on the 31st of April.",
        "They meet on Monday 1 January 2025.",
    ],
    "no-such-edition": [
        "The IMD 2018 shows it.", "The 2016 Index of Multiple Deprivation shows it.",
        "It was counted in the 2020 Census.",
    ],
    "flipped-verdict": ["Smoking has gone from red to amber.",
                        "It improved and is no longer significantly worse than England."],
    "cause-claimed": [
        "Our falls service has reduced admissions by 12%.",
        "Admissions have fallen by 12% because of our new falls team.",
    ],
    "short-projection": [
        "Health Strategy 2020-2030\n\nThe number is projected to rise to 5,000 by 2025.",
    ],
    "bare-indicator": ["Headline indicators\n\n- More people feeling safe"],
    "wrong-source": [
        "In 2019 the population was 39,927.[1]\n\n[1] https://www.ons.gov.uk/releases/"
        "nationalpopulationprojections2018based",
        "The share is 14.0%.[1]\n\n[1] https://fingertips.phe.org.uk/",
        "Two wards are worse than England.[1]\n\n[1] https://fingertips.phe.org.uk/profile/"
        "public-health-outcomes-framework",
    ],
    "facts-differ": ["In 2022, 23.1% of adults in Otherborough were inactive."],
    "stale-figure": ["In Otherborough 21.0% of adults were inactive."],
    "own-citation": ["It was so [@otherborough-2026-adult-smokin]."],
    "register-tied": [
        "It is 588.5 per 100,000 people.", "Only 2.8% were so.", "It is 1,250 per 100,000 people.",
        "It is 1250 per 100,000 people.", "It is 37.0% of them.", "It is 37% of them.",
    ],
}  # fmt: skip
SOUND = {
    "broken-reference": [
        "Table 1: People\n\nSee Table 3 of the national plan.", "The rest is in Table 3.",
        "1. One\n\n2. Two\n\nThe section 75 agreement and section 117 aftercare go on.",
        "It was an Error! Nobody knew.",
    ],
    "dangling-citation": [
        "It covers 12 km\u00b2.\n\n\u00b9 A source", "95% CI [3]", "A claim [1].\n\n[1] A source",
    ],
    "other-area": [
        "See https://fingertips.phe.org.uk/x#par/E12900001/are/E06900001 for more.",
        "See https://www.derby.gov.uk/parking for more.",
        "See https://fingertips.phe.org.uk/x#are/E06900001/compare/E06000015 for more.",
        "See http://[2 for data.",
        "See https://www.gov.uk/statistics and https://www.ons.gov.uk/data for more.",
    ],
    "bare-verdict": [
        "We want to be significantly better than England.",
        "In 2021, 14.2% smoked, significantly higher than England (12.1%).",
        "We will make services better than they are.",
        "The programme is significantly different now.",
        "People stay longer than average patients do.",
        "(a) Significantly higher than the England average in this table.",
    ],
    "percentage": [
        "We asked and 12 out of 50 people (24%) came.", "In 2016/17 (25%) it was so.",
        "It was 2.1% (7/335) in all.", "About one in three (30%) agreed.",
        "Of 300 forms, 200 were complete (66.7%).", "Of 300 forms, 200 (66.6%) were complete.",
        "There were 40 of 12 (30%).",
    ],
    "change-sum": [
        "It fell from 80 to 60, a reduction of 25%.", "It fell from 80 to 60, a fall of 20.",
        "It rose from 12% to 15%, an increase of 25%.", "It rose from 12% to 15%, an increase"
        " of 3%.",
        "It is to grow by 5% to 42,277 by 2025 (an increase of 1,890 residents).",
        "It rose from 1.2 to 1.3, an increase of 8%.", "From 2019 to 2021, an increase of 20%"
        " was seen.",
    ],
    "contradiction": [
        "In 2021 there were 310 pupils with a care package. In 2022 there were 290 pupils with a"
        " care package.",
        "In 2021 there were 310 boys with a care package. In 2021 there were 290 girls with a care"
        " package.",
        "In 2021 there were 310 pupils with a care package. In 2021 there were 310 pupils with a"
        " care package.",
    ],
    "target-two-ways": [
        "We will reduce childhood obesity to 15% by 2030.\n\nWe will reduce adult obesity to 18% by"
        " 2030.",
        "We will reduce childhood obesity to 15% by 2030.\n\nOur target is to cut childhood"
        " obesity to"
        " 15% by 2030.",
    ],
    "impossible-date": [
        "It ends on 31/12/2025.", "It ends on 29 February 2024.", "Version 31.06.17.2 is out.",
        "They meet on Wednesday 1 January 2025.", "See 12/31/2025 and 1.31.", "On 12 March it"
        " began.",
    ],
    "no-such-edition": [
        "The IMD 2019 shows it.", "The Welsh Index of Multiple Deprivation 2014 shows it.",
        "The School Census 2020 shows it.", "The next is the Census 2031.", "Census 2021/22.",
        "By January 2017 Census forms of pupils came in.",
    ],
    "flipped-verdict": ["Smoking fell from 14% to 12%.", "The light is green.",
                        "Tested over five years, it improved from significantly worse to similar."],
    "cause-claimed": [
        "A trial showed that our falls service has reduced admissions by 12%.",
        "Our falls service should reduce admissions by 12%.",
        "Due to our ageing population, admissions have increased by 12%.",
        "Our team has reduced waiting lists.",
    ],
    "short-projection": [
        "Health Strategy 2020-2030\n\nThe number is projected to rise to 5,000 by 2040.",
        "The number is projected to rise to 5,000 by 2025.",
        "Health Strategy 2020-2030\n\nWe expected to reach everyone by 2025.",
    ],
    "bare-indicator": ["Headline indicators\n\n- More people feeling safe: 85% by 2030",
                       "What we do\n\n- More people feeling safe"],
    "wrong-source": [
        "It is projected to grow.[1]\n\n[1] https://www.ons.gov.uk/releases/"
        "subnationalpopulationprojectionsforengland2018based",
        "The share is 14.0%.[1]\n\n[1] https://fingertips.phe.org.uk/search/smoking",
        "In 2019 it was 40,000. It is projected to be 42,000.[1]\n\n[1] https://www.ons.gov.uk/a/"
        "subnationalpopulationprojections",
        "In 2020, 12% smoked.[1]\n\n[1] https://fingertips.phe.org.uk/profile/tobacco-control",
    ],
    "facts-differ": [
        "In 2022, 21.0% of adults in Otherborough were inactive.",
        "In 2022, 21% of adults in Otherborough were inactive.",
        "In 2022, 30.2% of adults in routine work in Otherborough were inactive.",
        "In 2022, 23.1% of adults were inactive.",
        "In 2022, 23.1% of adults in England were inactive, as Otherborough knows.",
        "In 1999, 23.1% of adults in Otherborough were inactive.",
    ],
    "stale-figure": ["In 2023, 19.4% of adults in Otherborough were inactive.",
                     "In Otherborough 19.4% of adults were inactive.",
                     "In Otherborough 18.3% of adults were inactive."],
    "own-citation": ["It was so [@marmot-2010].", "Mail us @otherborough-council."],
    "register-tied": [
        "It is 580.2 per 100,000 people.", "So it is.\n\nThere are 588.5 of them.",
        "It is 1,250,000 or 37.05.",
    ],
}  # fmt: skip
FIGURES = {
    "otherborough-2026-adult-smoking": CitedFigure(
        "In 2024, 9.1% smoked.", (9.1, 11.6, 10.2), "Some data"
    ),
}


CLAIMS = pd.DataFrame(
    [
        ("1", 1, 588.5, 0.1, "per 100,000", 297, 51186, ""),
        ("2", 1, 2.8, 0.1, "%", None, None, "4/3"),
        ("3", 9, 335, None, "", None, None, ""),
        ("5", 1, 1250, 1, "per 100,000", 10, 1000, ""),
        ("6", 1, 37, 0.1, "%", 36, 100, ""),
        ("7", 1, 4.5, 0.1, "%", 5, 0, ""),
        ("4", 9, 7, None, "", None, None, ""),
    ],
    columns=["claim_id", "line", "value", "precision", "unit", "count", "denominator", "counts_in"],
)  # fmt: skip
"""A register of claims whose first number its counts do not give, and its second two others."""


@pytest.fixture(scope="module")
def known(settings):
    area = settings.area("otherborough")
    about = {"indicator_id": "93015", "sex": "Persons", "age": "19+ yrs"}
    rows = [
        fact(area.code, value, value - 1.5, value + 1.5, period=f"{year}-01-01/P1Y",
             period_label=str(year), **about)
        for year, value in ((2022, 21.0), (2023, 19.4))
    ]  # fmt: skip
    return Known(
        area, settings.indicators, facts_of(*rows), FIGURES, sources=settings.sources,
        snapshots={"a" * 64: "fingertips"}, claims=CLAIMS,
    )  # fmt: skip


def _kinds(text: str, known: Known) -> set[str]:
    return {finding.kind for finding in review(read("draft.txt", text.encode()), known).findings}


def test_a_share_of_nothing_is_told_as_that(known):
    (found,) = review(read("draft.txt", b"It is 4.5% of them."), known).findings
    assert found.what == "5 of 0 is no share at all, not 4.5% (claim 7)."


def test_every_check_has_both_kinds_of_sentences():
    ids = {check.id for check in all_checks()}
    assert set(FOUND) == set(SOUND) == ids
    assert all(len(SOUND[id]) >= 2 for id in ids)


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, ts in FOUND.items() for t in ts])
def test_a_fault_is_found(known, kind, text):
    assert kind in _kinds(text, known)


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, ts in SOUND.items() for t in ts])
def test_what_is_sound_is_left_alone(known, kind, text):
    assert kind not in _kinds(text, known)


@pytest.mark.parametrize(
    ("text", "severity", "says"),
    [
        (
            "It is 9.1% [@otherborough-2026-adult-smoking].",
            "note",
            "says now: In 2024, 9.1% smoked. Source: Some data.",
        ),
        ("It is 8.4% [@otherborough-2026-adult-smoking].", "doubtful", "does not have 8.4%"),
        ("It is so [@otherborough-2026-adult-smokin].", "serious", "No pack of Otherborough"),
    ],
)
def test_our_own_citations_are_resolved_to_what_the_figure_says_now(known, text, severity, says):
    (finding,) = review(read("draft.txt", text.encode()), known).findings
    assert (finding.kind, finding.severity) == ("own-citation", severity)
    assert says in finding.what
    if severity == "serious":
        assert "adult-smoking" in finding.mend


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "In 2022, 23.1% of adults in Otherborough were inactive.",
            "The facts have 21.0% (95% interval 19.5% to 22.5%), not 23.1%: Physically inactive"
            " adults, aged 19 and over, Otherborough, 2022. Source: ",
        ),
        (
            "In Otherborough 21.0% of adults were inactive.",
            "There is a newer figure, 19.4% (95% interval 17.9% to 20.9%): Physically inactive"
            " adults, aged 19 and over, Otherborough, 2023. Source: ",
        ),
    ],
)
def test_a_number_of_the_facts_carries_interval_area_period_and_source(known, text, says):
    found = [f.what for f in review(read("draft.txt", text.encode()), known).findings]
    assert any(what.startswith(says) for what in found)
    # the facts of this area are invented
    assert all("in the form of Fingertips" in what for what in found)
    own = replace(known, snapshots={"a" * 64: "local-csv"})
    council = {f.what for f in review(read("draft.txt", text.encode()), own).findings}
    assert council and all("Fingertips" not in what for what in council)


@pytest.mark.filterwarnings("error")
def test_a_share_of_nothing_is_held_against_facts_without_an_interval(known):
    none = known.facts.assign(lower_95=float("nan"), upper_95=float("nan"))
    text = b"In 2022, 0% of adults in Otherborough were inactive."
    (differs, *_) = review(read("draft.txt", text), replace(known, facts=none)).findings
    assert differs.what.startswith("The facts have 21.0%, not 0%: ")


def test_a_fault_tells_what_would_mend_it(known):
    text = "\n\n".join(text for texts in FOUND.values() for text in texts)
    findings = review(read("draft.txt", text.encode()), known).findings
    assert len(findings) > 30
    for finding in findings:
        assert finding.what.endswith((".", "?", '"'))
        assert finding.mend
        assert 0 <= finding.start <= finding.end <= len(finding.passage.text)
