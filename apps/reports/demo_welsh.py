"""Welsh of the demonstration's annual reports: made by machine, and read by no translator.

Sections say so in their own words; other words are kept as unchecked.
"""

from collections.abc import Mapping

from apps.organisation.models import User
from apps.organisation.own_words import State, translate, translated
from apps.planning.demo_welsh import TEXTS
from apps.reports import writing_actions
from apps.reports.claims.marks import without_marks
from apps.reports.languages import in_welsh
from apps.reports.manuscripts import WELSH, newest_texts, places_of
from apps.reports.models import Report
from apps.reports.translations import written_in

MARK = "*Testun arddangos a luniwyd gan beiriant; nid oes cyfieithydd wedi’i wirio.*"
SOURCE = "Made-up return for the demonstration"
SOURCE_IN_WELSH = "Ffurflen a luniwyd ar gyfer yr arddangosiad"
WORDS: Mapping[str, str] = {
    "foreword": "Mae’r adroddiad hwn yn dweud beth y gall pobl yn {region} ei ddisgwyl gennym, a pha mor "
    "bell oeddem o hynny. Fe’i hysgrifennwyd ar gyfer y rhai a oruchwyliwn, i ddioddefwyr, i’r llysoedd ac i "
    "bawb sy’n gweithio gyda ni.\n\nDiolchaf i’r ymarferwyr y mae eu gwaith y tu ôl i bob ffigur.",
    "performance": "Edrychwn ar ddechrau’r oruchwyliaeth yn gyntaf: anaml y gwneir iawn am yr hyn a gollir "
    "bryd hynny.\n\n## Beth a wnawn am hyn\n\n- Mae arweinwyr tîm yn gweld pob achos y mae ei apwyntiad "
    "cyntaf yn agos.\n- Mae’r llysoedd yn rhoi gwybod inni am ddedfryd ar y diwrnod.",
    "commissioned": "Prynir gwasanaethau lle mae’r anghenion fwyaf, ac archwilir pob contract.",
    "equality": "Darllenwn bob cymhariaeth gyda phenaethiaid yr unedau cyflawni, gofynnwn beth sydd y tu ôl "
    "iddi, ac ysgrifennwn yr hyn sy’n newid. Lle mae rhy ychydig o bobl i’w cymharu, gofynnwn iddynt.",
    "views": "Dywedodd pobl wrthym eu bod am wybod **cyn** apwyntiad beth yw ei ddiben. Dywedwn hynny "
    "bellach ym mhob llythyr a neges.",
    "innovation": "Mae cyfarfod brecwast gyda chyflogwyr, a gynhelir mewn sawl tref, bellach yn cael ei "
    "redeg gan bobl a oruchwyliwyd yno gynt.",
    "concerns": "Gwneir cofnodion o gysylltiadau’n rhy hwyr. Mae gan bob uned gyflawni gynllun, ac mae ei "
    "phennaeth yn atebol amdano.",
}


def seed(report: Report, words: Mapping[str, str], *, by: User, region_name: str) -> None:
    """Put sections and what stands beside them into Welsh, where the region offers it.

    words: section -> the sentences of the service that stand before the region's own words, in English.
    """
    if WELSH not in written_in(report):
        return
    for section, offered in words.items():
        text = WORDS[section].format(region=region_name)
        both = "\n\n".join([*(_in_welsh(one) for one in offered), text, MARK])
        standing = newest_texts(report, WELSH).get(section)
        shown = standing.number if standing else 0
        writing_actions.write_section(report, section, words=both, shown=shown, by=by, language=WELSH)
    _elsewhere(report, by)


def _in_welsh(offered: str) -> str:
    """A sentence of the service without its mark; what the catalogue lacks stays English."""
    return "".join(piece.words for piece in in_welsh(without_marks(offered).strip()))


def _elsewhere(report: Report, by: User) -> None:
    """Sources, and what the plan's people wrote, as far as the demonstration knows it."""
    texts = {**TEXTS, SOURCE: SOURCE_IN_WELSH}
    for one in translated(places_of(report), report.region, WELSH):
        words = texts.get(one.place.english)
        if words and one.state in (State.MISSING, State.OUT_OF_DATE):
            given = {"language": WELSH, "words": words, "seen": one.number, "by": by, "is_unchecked": True}
            translate(report.region, one.place, **given)
