"""Made-up words for the demonstration's plans: no region wrote them, no provider exists."""

SECTIONS = {
    "foreword": "This plan is made up for a demonstration. It says what {region} would do over three "
    "years, and how anybody can tell whether it was done.",
    "purpose": "We protect the public and help people lead law-abiding lives. In {region} that means:\n\n"
    "- supervision that people can rely on\n- services that begin when they are needed\n- partners who "
    "share what they know",
    "communities": "{region} has {units} delivery units. We work with local authorities, police and "
    "health boards, and {providers} providers, and tell them what they can expect of us.",
    "evidence": "We rest our choices on what is known to help: structured supervision, settled housing, "
    "work, and treatment that continues after release.",
    "caseload": "Needs for housing and work are recorded most often. Annex A holds the tables.",
    "performance": "First appointments are mostly in time; sentence plans are late too often. Annex B holds "
    "the figures and says how certain they are.",
    "resources": "The budget of the first year is agreed; the two that follow are planned at the same level.",
    "equality": "Where the analysis shows a disparity we look at the cases behind it before we act. Annex E "
    "holds the analysis.",
    "direction": "Three things come first: people seen in time, a place to live on release, and fewer gaps "
    "between one unit and the next.",
    "national": "We take part in what is handed down, and say where we cannot.",
    "involvement": "People on probation sit on our panels, review our letters and answer our survey.",
    "commissioning": "We deliver behaviour programmes ourselves and buy the rest. The innovation fund closes "
    "gaps that no contract covers.",
    "assurance": "Boards meet every quarter. Measures, audits and inspections are read there, and every "
    "decision has an owner and a day.",
}
# What the April update says anew, by section.
UPDATED = {
    "direction": "Four things come first: people seen in time, a place to live on release, work within six "
    "months, and fewer gaps between one unit and the next.",
    "performance": "First appointments are in time more often than a year ago; sentence plans are still late "
    "too often. Annex B holds the figures and says how certain they are.",
}
# Title, words, years from the first plan's beginning, the measure moved, and its milestones (quarter counted
# from the beginning of the first plan, title).
PRIORITIES = (
    (
        "See people in time",
        "Every first appointment and every sentence plan within the time that the standards set.",
        (0, 2),
        "SL004",
        (
            (2, "Brief every team on first appointments"),
            (5, "A duty desk in every unit"),
            (9, "Review what worked"),
        ),
    ),
    (
        "A place to live on release",
        "Nobody leaves prison without knowing where they will sleep, and we follow them for three months.",
        (0, 3),
        "",
        (
            (3, "Agree referral routes with every housing authority"),
            (6, "Bridge beds in two units"),
            (11, "Extend"),
        ),
    ),
    (
        "The same offer everywhere",
        "Whichever unit supervises a person, the same needs are met.",
        (0, 2),
        "",
        ((4, "Map every service by need and unit"), (7, "Close the gaps in finance and debt advice")),
    ),
)
NEW_PRIORITY = (
    "Into work within six months",
    "Work, training or learning for those who leave prison, begun before release.",
    (1, 3),
    "",
    ((6, "An employment lead in every unit"), (8, "Ten employers who take part")),
)
HANDED_DOWN = (
    (
        "national",
        "Involve people on probation at every level",
        "Each region says how people on probation take part in plans, delivery and review.",
    ),
    (
        "national",
        "Release with somewhere to go",
        "Support the cross-government aim that fewer people are homeless on release.",
    ),
)
LATE_HANDED_DOWN = (
    "cross_regional",
    "Share resettlement across the border",
    "Regions whose people are released across their border agree who meets them.",
)
PROVIDERS = (
    "Harbourlight Homes", "Second Page Learning", "Meadowgate Works", "The Lantern Trust", "Even Keel Advice",
    "Riverbend Recovery", "Kindred Families", "Open Door Mentors", "Threshold Women", "Fairer Start",
)  # fmt: skip
AWARDS = (
    ("Family days before release", "Kindred Families", "family", "awarded"),
    ("A debt clinic on wheels", "Even Keel Advice", "finance", "refused"),
    ("Peer mentors at court", "Open Door Mentors", "user_involvement", "applied"),
)
