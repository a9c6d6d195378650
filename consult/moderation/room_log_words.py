"""Acts of those who lead workspaces, in words."""

from consult.web.language import gettext as _


def room_words() -> dict[str, str]:
    """What an operation does, as a line of the log."""
    return {
        "edit_room": _("Changed what a workspace is"),
        "invite_to_room": _("Invited somebody to a workspace"),
        "invite_organisation": _("Invited an organisation to a workspace"),
        "invite_guest": _("Invited a guest to a document"),
        "withdraw_guest_invitation": _("Took the invitation of a guest back"),
        "remove_guest": _("Removed a guest of a document"),
        "decide_request": _("Decided on a request to join"),
        "remove_member": _("Removed a member of a workspace"),
        "change_role": _("Changed the role of a member"),
        "edit_seat": _("Changed what is told of a member"),
        "rename_discussion": _("Changed the title of a discussion"),
        "close_discussion": _("Closed a discussion"),
        "reopen_discussion": _("Reopened a discussion"),
        "pin_discussion": _("Pinned or unpinned a discussion"),
        "mark_decision": _("Marked a message as a decision"),
        "unmark_decision": _("Took the mark of a decision away"),
        "plan_meeting": _("Planned a meeting"),
        "mark_attendance": _("Marked who was at a meeting"),
        "open_vote": _("Opened a vote"),
        "close_vote": _("Closed a vote"),
        "withdraw_vote": _("Withdrew a vote"),
        "give_advice": _("Gave advice of a group"),
        "publish_advice": _("Published advice of a group"),
        "withdraw_advice": _("Withdrew advice of a group"),
        "ask_handover": _("Handed the record of a workspace over"),
        "make_version": _("Made a version of a document"),
        "adopt_document": _("Marked a document as adopted"),
        "publish_document": _("Let everybody read a document"),
        "unpublish_document": _("Made a document private again"),
        "withdraw_document": _("Withdrew a document"),
        "remove_document": _("Took a document away"),
        "accept_amendment": _("Accepted an amendment"),
        "reject_amendment": _("Rejected an amendment"),
        "break_lock": _("Ended somebody's turn at a paragraph"),
        "add_objective": _("Set an objective of a workspace"),
        "edit_objective": _("Changed an objective of a workspace"),
        "move_objective": _("Moved an objective of a workspace"),
        "remove_objective": _("Took an objective of a workspace away"),
        "take_step": _("Took a step with a request to or from an institution"),
    }
