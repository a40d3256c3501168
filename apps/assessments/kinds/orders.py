"""Orders and licences."""

from typing import Any

from apps.assessments.case_rows import Tables, row_of, words
from apps.assessments.kinds.reader import Reader, Root

ORDERS = ("community_order", "suspended_sentence_order")


def _order(tables: Tables, case_id: str) -> dict[str, Any]:
    row = row_of(tables, "sentences", sentence_id=case_id)
    if row is None:
        return {"what": "order"}
    return {
        "what": words(row["sentence_type"]),
        "started_on": row["sentenced_on"].isoformat(),
        "offence": words(row["offence_group"]),
        "risk": words(row["risk_of_serious_harm"] or "not recorded"),
    }


def _licence(tables: Tables, case_id: str) -> dict[str, Any]:
    row = row_of(tables, "releases", release_id=case_id)
    if row is None:
        return {"what": "licence"}
    return {"what": words(row["release_type"]), "started_on": row["released_on"].isoformat()}


def _root_of_order(tables: Tables, case_id: str) -> Root | None:
    sentence = row_of(tables, "sentences", sentence_id=case_id)
    return sentence and Root(sentence, sentence["sentenced_on"], is_order=True)


def root_of_release(tables: Tables, case_id: str) -> Root | None:
    """The sentence served before a release; the case began on the day of release."""
    release = row_of(tables, "releases", release_id=case_id)
    sentence = release and row_of(tables, "sentences", sentence_id=release["sentence_id"])
    return Root(sentence, release["released_on"], is_order=False) if release and sentence else None


ORDER = Reader(described=_order, root=_root_of_order)
LICENCE = Reader(described=_licence, root=root_of_release)
