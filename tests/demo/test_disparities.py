"""Planted disparities: they move people between groups, and nothing else."""

import numpy as np

from demo.columns import Coded, Ids, Table
from demo.disparities import with_disparities
from demo.profiles import latest_profile

PLANTED = {
    "table": "accommodation",
    "column": "status",
    "words": ["homeless"],
    "characteristic": "care_leaver",
    "group": "yes",
    "from": "no",
    "share": 0.5,
}


def tables(people: int) -> dict[str, Table]:
    """Every second person is homeless; nobody is a care leaver, every tenth is not recorded."""
    numbers = np.arange(people)
    answers = np.where(numbers % 10 == 9, 2, 1).astype(np.int8)
    return {
        "people": {
            "person_id": Ids("X", numbers, 6),
            "care_leaver": Coded(answers, ("yes", "no", "unknown")),
        },
        "accommodation": {
            "person_id": Ids("X", numbers, 6),
            "status": Coded((numbers % 2).astype(np.int8), ("settled", "homeless")),
        },
    }


def test_about_the_share_of_those_with_the_worse_record_moves_and_nobody_else() -> None:
    before = tables(4000)
    after = with_disparities(before, [PLANTED], np.random.default_rng(1))
    moved = after["care_leaver"].is_("yes")
    homeless = before["accommodation"]["status"].is_("homeless")
    assert not moved[~homeless].any()
    assert 0.45 < moved[homeless & before["people"]["care_leaver"].is_("no")].mean() < 0.55
    assert (after["care_leaver"].is_("unknown") == before["people"]["care_leaver"].is_("unknown")).all()
    assert (before["people"]["care_leaver"].codes == tables(4000)["people"]["care_leaver"].codes).all()


def test_the_profile_names_words_that_the_contract_has() -> None:
    planted = latest_profile()["disparities"]["planted"]
    assert [(one["characteristic"], one["group"]) for one in planted] == [
        ("care_leaver", "yes"),
        ("disability", "yes"),
        ("ethnicity", "black"),
    ]
