"""Rows that may not begin before the row they belong to: what no key of one column can say."""

# Table, column, its parent's id, parent, the parent's column.
FOLLOWS = (
    ("releases", "released_on", "sentence_id", "sentences", "sentenced_on"),
    ("requirements", "imposed_on", "sentence_id", "sentences", "sentenced_on"),
    ("crs_appointments", "scheduled_on", "referral_id", "crs_referrals", "referred_on"),
)
