"""Acts of staff and the doors of readings in words."""

from consult.bodies.words import role_words
from consult.moderation.room_log_words import room_words
from consult.web.language import gettext as _


def operation_words(name: str) -> str:
    """What an operation does, as a line of the log; one that nobody described is told by its name."""
    return _words().get(name) or room_words().get(name, name.replace("_", " "))


def detail_words(detail: str | None) -> str | None:
    """The variant of an act: of a decision, of a change of state, or the role that was given."""
    words = {
        "approve": _("approved"),
        "decline": _("declined"),
        "hide": _("hidden"),
        "restore": _("restored"),
        "keep": _("kept public"),
        "redact": _("words withheld"),
        "unredact": _("words shown again"),
        "erase": _("erased"),
        "verify": _("verified"),
        "unverify": _("verification taken back"),
        "list": _("put on the public list"),
        "unlist": _("taken off the public list"),
    }
    return words.get(detail or "", detail)


def role_told(role: str) -> str:
    """The role in which somebody acted."""
    return role_words(role) if role != "staff" else _("Staff")


def door_words(door: str) -> str:
    """The page that showed what was confided."""
    words = {
        "desk.item": _("The page of one input at the desk"),
        "desk.docket": _("The docket"),
        "desk.home": _("The queue"),
        "desk.publish": _("Publish by decision"),
        "desk.late": _("Late filings"),
        "search": _("Search"),
        "submission": _("The public page of the input"),
        "submissions": _("The public list of responses"),
        "comments": _("The public list of comments"),
        "file": _("A file"),
        "original_file": _("A file as it was sent"),
        "records.desk_zip": _("An export"),
        "registrations.all": _("The registrations for a hearing"),
        "registrations.one": _("One registration for a hearing"),
        "registrations.rule": _("The selection of speakers"),
        "registrations.csv": _("A file of registrations"),
        "hearings.statements": _("Statements sent ahead"),
        "command export restricted": _("A command on the server: an export of the restricted edition"),
        "citations.docket": _("Citations of the docket"),
        "citations.one": _("Citations of the input"),
        "baskets.one": _("A basket"),
    }
    return words.get(door, door)


def _words() -> dict[str, str]:
    return {
        "decide": _("Decided on an input"),
        "publish_contributions": _("Published by decision"),
        "give_late_pass": _("Gave a late pass"),
        "end_late_pass": _("Ended a late pass"),
        "decide_late": _("Decided on a late filing"),
        "create_proceeding": _("Made a proceeding"),
        "edit_proceeding": _("Changed a proceeding"),
        "announce_proceeding": _("Announced a proceeding"),
        "set_rules": _("Set the rules of a hearing"),
        "add_session": _("Planned a session"),
        "edit_session": _("Changed a session"),
        "remove_session": _("Took a session away"),
        "add_item": _("Put an item on the agenda"),
        "edit_item": _("Changed an agenda item"),
        "move_item": _("Moved an agenda item"),
        "remove_item": _("Took an item off the agenda"),
        "add_paper": _("Added a document to the agenda"),
        "remove_paper": _("Took a document off the agenda"),
        "add_person": _("Gave somebody a part in a hearing"),
        "edit_person": _("Changed somebody’s part in a hearing"),
        "remove_person": _("Took somebody’s part in a hearing away"),
        "add_channel": _("Added a link to a hearing"),
        "edit_channel": _("Changed a link of a hearing"),
        "remove_channel": _("Took a link of a hearing away"),
        "decide_registrations": _("Decided on registrations for a hearing"),
        "add_by_hand": _("Registered somebody for a hearing"),
        "confirm_selection": _("Confirmed a selection of speakers"),
        "set_category": _("Said what somebody who registered is"),
        "note_presence": _("Checked somebody in or out"),
        "deliver_statement": _("Took a statement to the record"),
        "open_proceeding": _("Opened a proceeding"),
        "close_proceeding": _("Closed a proceeding"),
        "reopen_proceeding": _("Reopened a proceeding"),
        "extend_deadline": _("Put off a closing"),
        "publish_written": _("Published the questions"),
        "put_question": _("Wrote a question"),
        "remove_question": _("Took a question away"),
        "put_section": _("Wrote a section"),
        "remove_section": _("Took a section away"),
        "put_paragraph": _("Wrote a paragraph"),
        "invite": _("Invited somebody to a role"),
        "end_grant": _("Ended a role"),
        "withdraw_invitation": _("Withdrew an invitation"),
        "create_body": _("Made a body"),
        "edit_body": _("Changed what a body wants of its desk"),
        "add_addresses": _("Invited respondents"),
        "make_link": _("Made a link to take part"),
        "revoke_invitation": _("Withdrew a link to take part"),
        "add_category": _("Added a category"),
        "end_category": _("Ended a category"),
        "undo_decision": _("Undid a decision"),
        "start_bulk": _("Decided on many inputs at once"),
        "undo_bulk": _("Undid decisions taken at once"),
        "cancel_bulk": _("Stopped decisions taken at once"),
        "propose_redaction": _("Proposed to withhold words"),
        "propose_lifting": _("Proposed to show withheld words again"),
        "propose_erasure": _("Proposed an erasure"),
        "settle_proposal": _("Decided on a proposal as the second person"),
        "settle_appeal": _("Decided on an appeal"),
        "refuse_request": _("Refused a request for erasure"),
        "write_letter": _("Wrote to an author"),
        "give_codes": _("Gave stakeholder codes"),
        "relate": _("Related two inputs"),
        "end_relation": _("Ended a relation of two inputs"),
        "verify_organisation": _("Verified an organisation"),
        "withdraw_verification": _("Took a verification back"),
        "list_organisation": _("Listed or unlisted an organisation"),
        "save_questionnaire": _("Wrote the questions"),
        "publish_questionnaire": _("Published the questions"),
        "save_paragraphs": _("Wrote the text"),
        "set_paging": _("Changed the pages of the questions"),
        "copy_question": _("Copied a question"),
        "copy_section": _("Copied a section"),
        "move_question": _("Moved a question"),
        "move_section": _("Moved a section"),
        "take_from": _("Took questions from another consultation"),
        "take_from_bank": _("Took questions from the bank"),
        "keep_question": _("Kept a question in the bank"),
        "forget_kept": _("Took a question out of the bank"),
        "send_trial": _("Sent a test response"),
        "forget_trials": _("Deleted the test responses"),
        "open_comments": _("Let comments be made"),
        "close_comments": _("Let no more comments be made"),
        "add_target": _("Set a target of participation"),
        "end_target": _("Took a target of participation away"),
        "put_results": _("Wrote the results"),
        "put_outcome": _("Wrote what became of input"),
        "remove_outcome": _("Took an outcome away"),
        "publish_results": _("Published the results"),
    }
