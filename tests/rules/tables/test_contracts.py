"""How a contract of the extract and an agreement fit."""

import pytest

from rules.tables.contracts import WORDS, Standing, standing


@pytest.mark.parametrize(
    ("referrals", "is_agreed", "expected"),
    [
        (1, False, Standing.NOT_AGREED),
        (0, True, Standing.NOT_USED),
        (12, True, Standing.AGREED),
        (0, False, Standing.IDLE),
    ],
)
def test_people_referred_need_an_agreement_and_an_agreement_needs_people(
    referrals: int, is_agreed: bool, expected: Standing
) -> None:
    assert standing(referrals=referrals, is_agreed=is_agreed) == expected


def test_every_standing_has_its_own_words() -> None:
    assert len({WORDS[one] for one in Standing}) == len(Standing)


def test_what_needs_attention_stands_first_and_a_standing_is_known_by_its_code() -> None:
    assert [str(one) for one in Standing] == [
        "not_agreed", "not_used", "not_in_extract", "not_linked", "agreed", "idle",
    ]  # fmt: skip
