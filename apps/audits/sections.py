"""The parts of Audits, in the order of its sub-navigation."""

from apps.organisation.sub_navigation import Part

PARTS = (
    Part(key="rounds", label="Rounds", url_name="audits:rounds", verb="view_audit_results"),
    Part(key="board", label="Progress", url_name="audits:board", verb="open_round"),
    Part(key="moderation", label="Moderation", url_name="audits:moderation", verb="view_moderation"),
    Part(key="challenges", label="Challenges", url_name="audits:challenges", verb="answer_challenge"),
    Part(key="scores", label="Scores", url_name="audits:scores", verb="view_audit_results"),
    Part(key="questions", label="Questions", url_name="audits:questions", verb="view_audit_results"),
    Part(key="findings", label="Findings", url_name="audits:findings", verb="view_actions"),
    Part(key="actions", label="Actions", url_name="audits:actions", verb="view_actions"),
    Part(key="sheets", label="Audited cases", url_name="audits:sheets", verb="view_own_audits"),
    Part(key="contracts", label="Contracts", url_name="audits:contracts", verb="view_contract_results"),
    Part(key="banks", label="Question banks", url_name="assessments:banks", verb="view_banks"),
)
