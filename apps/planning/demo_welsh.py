"""Welsh of the demonstration's made-up plans: made by machine, and read by no translator.

Whatever is seeded from here is kept as unchecked, so that pages and documents say so.
"""

from collections.abc import Mapping
from datetime import date

from apps.organisation.models import Region, User
from apps.organisation.own_words import newest_own_words, translate
from apps.planning.own_places import places_in
from apps.planning.queries import plan_content
from apps.planning.welsh_fields import offers_welsh
from rules.definitions.languages import WELSH

# English as it is seeded -> its Welsh. Places in braces are filled alike in both.
SECTIONS: Mapping[str, str] = {
    "foreword": "Lluniwyd y cynllun hwn ar gyfer arddangosiad. Mae’n dweud beth fyddai {region} yn ei wneud "
    "dros dair blynedd, a sut y gall unrhyw un weld a wnaed hynny.",
    "purpose": "Rydym yn amddiffyn y cyhoedd ac yn helpu pobl i fyw o fewn y gyfraith. Yn {region} mae "
    "hynny’n golygu:\n\n- goruchwyliaeth y gall pobl ddibynnu arni\n- gwasanaethau sy’n dechrau pan fydd eu "
    "hangen\n- partneriaid sy’n rhannu’r hyn a wyddant",
    "communities": "Mae gan {region} {units} o unedau cyflawni. Gweithiwn gydag awdurdodau lleol, yr heddlu "
    "a byrddau iechyd, a {providers} o ddarparwyr, gan ddweud wrthynt beth y gallant ei ddisgwyl gennym.",
    "evidence": "Rydym yn seilio ein dewisiadau ar yr hyn y gwyddys ei fod yn helpu: goruchwyliaeth "
    "strwythuredig, cartref sefydlog, gwaith, a thriniaeth sy’n parhau ar ôl rhyddhau.",
    "caseload": "Anghenion tai a gwaith a gofnodir amlaf. Mae’r tablau yn Atodiad A.",
    "performance": "Mae’r apwyntiadau cyntaf gan amlaf yn brydlon; mae cynlluniau dedfryd yn hwyr yn rhy "
    "aml. Mae’r ffigurau yn Atodiad B, sy’n dweud pa mor sicr ydynt.",
    "resources": "Cytunwyd ar gyllideb y flwyddyn gyntaf; mae’r ddwy sy’n dilyn wedi’u cynllunio ar yr un "
    "lefel.",
    "equality": "Lle mae’r dadansoddiad yn dangos gwahaniaeth, edrychwn ar yr achosion y tu ôl iddo cyn "
    "gweithredu. Mae’r dadansoddiad yn Atodiad E.",
    "direction": "Daw tri pheth yn gyntaf: gweld pobl mewn pryd, lle i fyw ar ôl rhyddhau, a llai o fylchau "
    "rhwng un uned a’r nesaf.",
    "national": "Cymerwn ran yn yr hyn a drosglwyddir inni, a dywedwn lle na allwn.",
    "involvement": "Mae pobl ar brawf yn eistedd ar ein paneli, yn adolygu ein llythyrau ac yn ateb ein "
    "harolwg.",
    "commissioning": "Rydym yn cyflwyno rhaglenni ymddygiad ein hunain ac yn prynu’r gweddill. Mae’r gronfa "
    "arloesi yn cau bylchau nad oes contract yn eu cwmpasu.",
    "assurance": "Mae byrddau’n cyfarfod bob chwarter. Darllenir mesurau, archwiliadau ac arolygiadau yno, "
    "ac mae gan bob penderfyniad berchennog a diwrnod.",
}
UPDATED: Mapping[str, str] = {
    "direction": "Daw pedwar peth yn gyntaf: gweld pobl mewn pryd, lle i fyw ar ôl rhyddhau, gwaith o fewn "
    "chwe mis, a llai o fylchau rhwng un uned a’r nesaf.",
    "performance": "Mae’r apwyntiadau cyntaf yn brydlon yn amlach na blwyddyn yn ôl; mae cynlluniau dedfryd "
    "yn dal yn hwyr yn rhy aml. Mae’r ffigurau yn Atodiad B, sy’n dweud pa mor sicr ydynt.",
}
TEXTS: Mapping[str, str] = {
    "See people in time": "Gweld pobl mewn pryd",
    "Every first appointment and every sentence plan within the time that the standards set.": "Pob "
    "apwyntiad cyntaf a phob cynllun dedfryd o fewn yr amser a bennir gan y safonau.",
    "Brief every team on first appointments": "Briffio pob tîm ar apwyntiadau cyntaf",
    "A duty desk in every unit": "Desg ddyletswydd ym mhob uned",
    "Review what worked": "Adolygu’r hyn a weithiodd",
    "A place to live on release": "Lle i fyw ar ôl rhyddhau",
    "Nobody leaves prison without knowing where they will sleep, and we follow them for three months.": "Nid "
    "oes neb yn gadael y carchar heb wybod lle bydd yn cysgu, a dilynwn bawb am dri mis.",
    "Agree referral routes with every housing authority": "Cytuno ar lwybrau atgyfeirio gyda phob awdurdod "
    "tai",
    "Bridge beds in two units": "Gwelyau pontio mewn dwy uned",
    "Extend": "Ymestyn",
    "The same offer everywhere": "Yr un cynnig ym mhobman",
    "Whichever unit supervises a person, the same needs are met.": "Pa uned bynnag sy’n goruchwylio person, "
    "diwellir yr un anghenion.",
    "Map every service by need and unit": "Mapio pob gwasanaeth yn ôl angen ac uned",
    "Close the gaps in finance and debt advice": "Cau’r bylchau mewn cyngor ariannol a dyled",
    "Into work within six months": "I mewn i waith o fewn chwe mis",
    "Work, training or learning for those who leave prison, begun before release.": "Gwaith, hyfforddiant "
    "neu ddysgu i’r rhai sy’n gadael y carchar, wedi’i ddechrau cyn rhyddhau.",
    "An employment lead in every unit": "Arweinydd cyflogaeth ym mhob uned",
    "Ten employers who take part": "Deg cyflogwr sy’n cymryd rhan",
    "Done and seen in every unit.": "Wedi’i wneud a’i weld ym mhob uned.",
    "Two units wait for their rooms.": "Mae dwy uned yn aros am eu hystafelloedd.",
    "One partner has not answered.": "Nid yw un partner wedi ateb.",
    "Involve people on probation at every level": "Cynnwys pobl ar brawf ar bob lefel",
    "Release with somewhere to go": "Rhyddhau gyda rhywle i fynd",
    "Share resettlement across the border": "Rhannu ailsefydlu ar draws y ffin",
    "Our own panel of people on probation already does this.": "Mae ein panel ein hunain o bobl ar brawf yn "
    "gwneud hyn eisoes.",
    "Accommodation support": "Cymorth llety",
    "Work and learning": "Gwaith a dysgu",
    "Personal wellbeing": "Lles personol",
    "Services for women": "Gwasanaethau i fenywod",
    "Debt and benefit advice": "Cyngor ar ddyled a budd-daliadau",
    "Recovery mentors": "Mentoriaid adferiad",
    "Young adults into work": "Oedolion ifanc i mewn i waith",
    "Behaviour programmes in-house": "Rhaglenni ymddygiad mewnol",
    "Involving people on probation": "Cynnwys pobl ar brawf",
    "Housing first steps": "Camau cyntaf tai",
    "Learning hub": "Canolfan ddysgu",
    "To close gaps.": "I gau bylchau.",
    "Family days before release": "Diwrnodau teulu cyn rhyddhau",
    "A debt clinic on wheels": "Clinig dyled symudol",
    "Peer mentors at court": "Mentoriaid cymheiriaid yn y llys",
    "Made up: what would be done, for whom, and how it would be known to help.": "Wedi’i lunio: beth "
    "fyddai’n cael ei wneud, i bwy, a sut y gellid gwybod ei fod yn helpu.",
    "Read by two people against the specification.": "Darllenwyd gan ddau berson yn erbyn y fanyleb.",
    "It closes a gap and is well founded.": "Mae’n cau bwlch ac mae sail dda iddo.",
    "A contract covers this already.": "Mae contract yn cwmpasu hyn eisoes.",
    "Families came to four days; those asked said that it helped them to plan.": "Daeth teuluoedd i bedwar "
    "diwrnod; dywedodd y rhai a holwyd ei fod wedi’u helpu i gynllunio.",
}


def seed_welsh(region: Region, first_year: str, sections: Mapping[str, str], *, by: User, today: date) -> int:
    """Give the region's plan its Welsh, where it offers any: section -> words, and all that TEXTS knows.

    Words that stand are left alone. Gives how many were added.
    """
    if not offers_welsh(region, today):
        return 0
    standing, added = newest_own_words(region, WELSH), 0
    content = plan_content(region, first_year, today)
    keys = {f"section:{first_year}:{section}": words for section, words in sections.items()}
    for place in places_in(content):
        words = keys.get(place.key) or TEXTS.get(place.english, "")
        if not words or (place.key in standing and standing[place.key].english == place.english):
            continue
        seen = standing[place.key].number if place.key in standing else 0
        given = {"language": WELSH, "words": words, "seen": seen, "by": by, "is_unchecked": True}
        added += translate(region, place, **given) is not None
    return added
