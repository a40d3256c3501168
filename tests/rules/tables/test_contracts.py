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
