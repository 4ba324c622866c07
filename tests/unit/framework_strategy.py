"""A small strategy of Anytown with a framework that lacks something of each kind."""

from jsna.settings.strategy import Strategy

STAGES = [
    {"id": "starting-well", "title": "Starting well", "ages": "0 to 4", "start": 0, "to": 4},
    {"id": "ageing-well", "title": "Ageing well", "ages": "65 and over", "start": 65},
]


def strategy(**changes) -> Strategy:
    given = {
        "slug": "plan", "title": "A plan", "short_title": "Plan", "area": "anytown",
        "start": "2024-01-01", "end": "2029-12-31", "document": {"title": "A plan"},
        "life_stages": STAGES,
        "bodies": [{"id": "council", "title": "Care <b>team</b>, Anytown Council"},
                   {"id": "homes", "title": "Homes, Anytown Council"},
                   {"id": "health", "title": "Health, care and more"}],
        "matrix": [
            {"priority": "first", "life_stage": "starting-well", "lead": "council",
             "supporting": ["health"], "line": 11},
            {"priority": "first", "life_stage": "ageing-well", "advising": ["health"], "line": 12},
        ],
        "big_issues": [
            {"id": "health", "title": "Few <i>healthy</i> years", "life_stage": "ageing-well",
             "indicators": ["1"], "line": 3},
            {"id": "alone", "title": "People alone", "life_stage": "ageing-well",
             "unmeasured": [{"what": "Company", "why": "Nobody asks."}]},
            {"id": "tied", "title": "Tied by name", "indicators": ["2"], "priorities": ["second"]},
        ],
        "metrics": [
            {"id": "years", "title": "Years in health", "headline": True, "priority": "first",
             "owner": "council", "source": "Surveys", "indicators": ["1"], "figures": [
                 {"kind": "baseline", "period": "2015/16", "value": 58.5},
                 {"kind": "target", "period": "2029/30", "value": 62}]},
            {"id": "bare", "title": "A bare measure", "headline": True, "figures": [
                {"kind": "target", "period": "no date given", "value": 5}]},
        ],
        "milestones": [{"id": "opened", "title": "Opened", "due": "2026-04"}],
        "priorities": [
            {"id": "first", "number": 1, "title": "First", "aim": "Better.", "indicators": ["1"],
             "objectives": [{"id": "o", "title": "Longer health", "indicators": ["1"]},
                            {"id": "p", "title": "More joy"}],
             "actions": [{"id": "do", "title": "Do it", "lead": ["council"],
                          "timescale": "Mar-26", "status": "amber"},
                         {"id": "try", "title": "Try it"}]},
            {"id": "second", "number": 2, "title": "Second", "aim": "Better."},
        ],
    }  # fmt: skip
    return Strategy.model_validate(given | changes)
