"""What workers lack is supplied beside other work, in order, and a failure comes back."""

import threading

from jsna.fleet.supply import Supply


def test_nobody_waits_for_what_takes_long() -> None:
    go, given = threading.Event(), []

    def give(what: str) -> None:
        assert go.wait(10)
        given.append(what)

    supply = Supply(give)
    supply.ask("one")
    supply.ask("two")
    assert (list(supply.come_back()), supply.pending, given) == ([], 2, [])
    go.set()
    while supply.pending:
        for what, why in supply.come_back(wait=True):
            assert (what, why) == (given[2 - supply.pending - 1], None)
    assert given == ["one", "two"]
    assert list(supply.come_back(wait=True)) == []


def test_what_can_not_be_supplied_comes_back_and_stops_nothing() -> None:
    def give(what: str) -> None:
        if what == "bad":
            raise KeyboardInterrupt("whatever it is")

    supply = Supply(give)
    for what in ("bad", "good"):
        supply.ask(what)
    back = []
    while supply.pending:
        back += list(supply.come_back(wait=True))
    assert [(what, type(why)) for what, why in back] == [
        ("bad", KeyboardInterrupt), ("good", type(None)),
    ]  # fmt: skip
