"""The headline of a control chart: what the newest figure tells."""


def control_headline(title: str, finding: str) -> str:
    """Return the measure and what is found of it, without a full stop.

    Args:
        title: The measure's title.
        finding: As `narrative.own_measure_words.finding_words` gives it.
    """
    return f"{title}: {finding}"
