"""The faults planted in `invented_draft.txt`, by kind and words, and the sentences that are sound.

Written before the checks were tried on it. The council is invented; so are its figures.
"""

from pathlib import Path

DRAFT = Path(__file__).with_name("invented_draft.txt")

PLANTED = (
    ("broken-reference", "Error! Reference source not found"),
    ("broken-reference", "Further answers by ward are in Table 9"),
    ("dangling-citation", "Housing is dearer than it was [7]"),
    ("other-area", "https://fingertips.phe.org.uk/profile/public-health-outcomes-framework"),
    ("bare-verdict", "Rates of hip fractures are significantly worse than England"),
    ("bare-verdict", "Loneliness is higher than the national average"),
    ("percentage", "84 of 240 pupils (45%)"),
    ("change-sum", "Calls to the helpline rose from 400"),
    ("contradiction", "In mid-2022 the population of Otherborough was 41,900"),
    ("facts-differ", "22.8% of adults in Otherborough were inactive"),
    ("stale-figure", "In 2019 the smoking prevalence in adults in Otherborough was 15.2%"),
    ("target-two-ways", "Our goal for smoking in adults"),
    ("target-two-ways", "The share of people with a health check will be raised"),
    ("impossible-date", "31.06.2025"),
    ("impossible-date", "30 February 2028"),
    ("no-such-edition", "Index of Multiple Deprivation 2017"),
    ("no-such-edition", "census of 2019"),
    ("flipped-verdict", "The measure for school readiness has improved"),
    ("cause-claimed", "Thanks to our walking programme"),
    ("short-projection", "projected to grow by 6% to 45,900 by 2029"),
)

SOUND = (
    "Otherborough is a rural council of 15 wards",
    "agreed this strategy on 29 February 2024",
    "We want every child to have a better start in life",
    "Partners meet on the last Friday",
    "People told us what matters to them",
    "The Census 2021 counted 43,100 residents",
    "School Census 2019",
    "Everything that we found is in section 2",
    "Of 500 answers, 412 came from residents (82.4%)",
    "One in four answers (25%)",
    "Of the 88 answers from staff, 33 (37.5%)",
    "the population of Otherborough was 43,300",
    "projected to grow by 38% by 2032",
    "9.4% of adults in Otherborough smoked",
    "9.9% of children in Reception were obese",
    "17.0% of children in Year 6",
    "Emergency admissions rose from 120",
    "Life expectancy at birth of women was 84.1 years",
    "The gap between wards is described on page 2",
    "Vaccination at 24 months was 91.2%",
    "Figures of small wards are left out, because",
    "Indices of Deprivation 2019",
    "We will reduce smoking in adults in Otherborough to 8% by 2030",
    "We will raise the share of five year olds",
    "A first report comes out on 30 September 2026",
    "goes live on 31.12.25",
    "Our walking programme began in 2019",
    "In a randomised trial, exercise classes reduced falls",
    "Some wards have poor bus services",
    "Breastfeeding did not change by more than chance",
    "We will raise the share of people with a health check to 60% by 2027",
    "The Better Care Fund brings £2.4m",
    "We expect fewer people to wait",
    "Our neighbours' strategies are on their own pages",
    "Two thirds of the budget (66.7%)",
    "Services due to open in 2027",
    "All partners signed",
    "Annual Population Survey",
    "Breastfeeding at 6 to 8 weeks, https",
    "Table 1: Who answered the consultation",
)
