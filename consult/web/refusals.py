"""What each refusal is called in plain words: what happened and what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.language import gettext as _

# By problem, or by the code that the contract gives it; a sentence takes its numbers from the facts of the refusal.
SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "unauthenticated": lambda _facts: _("Your session has ended. Please sign in again; what you wrote is still here."),
    "not_found": lambda _facts: _("There is no page at this address, or it is not open to you."),
    "not_yet": lambda _facts: _("This is not open for input yet."),
    "closed": lambda _facts: _("This is closed: no more input can be sent."),
    "comments_closed": lambda _facts: _("Comments are closed for now. The hearing goes on."),
    "by_invitation": lambda _facts: _(
        "Only those who were invited can answer here. If you have an invitation, open the link in it first."
    ),
    "invitation_used": lambda _facts: _(
        "An answer was sent with this invitation already. It works once; what was sent can be corrected with its codeword."
    ),
    "nothing_to_appeal": lambda _facts: _(
        "This decision is no longer in force, or it was not taken against you. There is nothing to appeal against."
    ),
    "appealed_already": lambda _facts: _(
        "You have appealed against this decision already. An appeal can be made once."
    ),
    "appeal_too_late": lambda _facts: _("The time to appeal against this decision is over."),
    "appeal_after_erasure": lambda _facts: _(
        "This input was erased, so there is nothing left that could be shown again. An appeal is not possible any more."
    ),
    "appeal_after_withdrawal": lambda _facts: _("You have taken this input back, so no decision on it is in force."),
    "own_decision": lambda _facts: _(
        "You took the decision that is appealed against. Somebody else has to decide the appeal."
    ),
    "own_input": lambda _facts: _("This is your own input. Somebody else has to decide about it."),
    "letter_after_erasure": lambda _facts: _("This input was erased. Nothing can be written about it any more."),
    "nobody_to_write_to": lambda _facts: _(
        "Nobody can read a letter here: this input came without an account and without a codeword."
    ),
    "nothing_to_answer": lambda _facts: _("Nobody has written to you about this input."),
    "no_file_asked": lambda _facts: _("Nobody has asked for a file here. Please answer in words."),
    "answers_enough": lambda _facts: _("You have answered this letter ten times. Please wait for the next one."),
    "code_shape": lambda _facts: _(
        "A code is written with up to 16 Latin letters, digits and hyphens, and begins with a capital letter or a digit."
    ),
    "code_taken": lambda facts: _("The code %(code)s is taken in this docket. Please choose another one.", **facts),
    "code_without_name": lambda _facts: _("What came without a name, or was erased, gets no code."),
    "no_such_filing": lambda _facts: _("There is no other filing of this reference in this docket."),
    "not_numbered": lambda _facts: _("Only filings that have their number in the docket can be related to each other."),
    "related_already": lambda _facts: _("These two filings are related already."),
    "replaced_already": lambda _facts: _("That filing was replaced already. End that relation first."),
    "circle": lambda _facts: _("That filing replaces this one already, so this one cannot replace it."),
    "rate_limited": lambda _facts: _("That was quick. Please wait a moment and send again."),
    "conflict": lambda _facts: _("Something changed while you were writing. Please look at the page again."),
    "changed_meanwhile": lambda _facts: _(
        "Somebody was here before you. Please look at the present state, then decide again."
    ),
    "claimed": lambda _facts: _("Somebody else has this before them. You can take it over, which they will see."),
    "name_taken": lambda _facts: _("You have a view of this name already. Please choose another one."),
    "proposal_waits": lambda _facts: _(
        "A proposal to withhold or erase waits here for a second person. It has to be settled first."
    ),
    "out_of_bounds": lambda facts: _("Please give a number from %(least)s to %(most)s.", **facts),
    "second_person": lambda _facts: _("Here another person than who proposed it has to decide."),
    "agreed": lambda _facts: _(
        "The text of this item is agreed in this language. It can be changed once the agreement has been taken back."
    ),
    "item_goes_on": lambda _facts: _("The text of an item can be agreed once the item is done."),
    "nothing_to_agree": lambda _facts: _("There is no text in this language that could be agreed."),
    "name_withheld": lambda _facts: _(
        "Somebody of this name asked that it is not published. Please choose the turn of this speaker instead of typing a name."
    ),
    "key_used": lambda _facts: _("This form was already sent with another text. Please open a new form."),
    "cannot_write": lambda _facts: _(
        "Nothing was stored: the site cannot save at the moment. Please send again in a few minutes."
    ),
    "too_slow": lambda _facts: _(
        "Nothing was confirmed: the site is very busy. Please send again; it will not be counted twice."
    ),
    "busy": lambda _facts: _("The site is very busy. Please send again in a moment."),
    "stopping": lambda _facts: _("The site is restarting. Please send again in a moment."),
    "required": lambda _facts: _("Please fill in this field."),
    "set_by_secretariat": lambda _facts: _(
        "Only a secretariat says who is a State, a national human rights institution or a United Nations entity. "
        "Register your organisation with another category, such as “Other”, and ask the secretariat to verify it."
    ),
    "only_representative": lambda _facts: _(
        "You may write for this organisation, but only its representatives send. Save this and give it to one of them, "
        "or ask to become a representative."
    ),
    "cannot_note_reading": lambda _facts: _(
        "Who reads what was confided is written down, and that cannot be done at the moment: so it is not shown."
    ),
    "target_exists": lambda _facts: _("There is a target for this already. Please take it away first."),
    "not_citable": lambda facts: _(
        "These references name nothing here that everybody can read: %(references)s.", **facts
    ),
    "no_new_results": lambda _facts: _("There is nothing to publish: write or change the results first."),
    "too_few_members": lambda facts: _(
        "A coalition has at least %(limit)s members. Please name each of them on a line of its own.", **facts
    ),
    "repeated_member": lambda _facts: _("A member is named twice. Please name each once."),
    "no_such_country": lambda _facts: _(
        "There is no country of this name. Please write it as in the list of countries."
    ),
    "no_such_organisation": lambda _facts: _("No organisation is registered at this address."),
    "organisation_exists": lambda _facts: _(
        "An organisation of this name is registered in this country already. Please ask to join it on its page."
    ),
    "last_representative": lambda _facts: _(
        "This is the last representative. Please make somebody else a representative first."
    ),
    "is_member": lambda _facts: _("This person belongs to the organisation already."),
    "asked_already": lambda _facts: _("You have asked already. A representative will answer."),
    "not_a_website": lambda _facts: _("Please give an address that begins with https:// or http://."),
    "not_a_status": lambda _facts: _("A status can be given to a national human rights institution alone."),
    "on_the_list": lambda _facts: _("This address is on the list already."),
    "no_such_language": lambda _facts: _("A mail can be in ar, en or fr."),
    "not_text": lambda _facts: _("This file is not a text in UTF-8. Please save it as CSV UTF-8 and choose it again."),
    "no_such_choice": lambda _facts: _("Please choose one of the options given."),
    "control_character": lambda _facts: _("This text holds invisible control characters. Please type that part again."),
    "direction_mark": lambda _facts: _(
        "This text holds hidden marks that turn the direction of writing. Please remove them or type that part again."
    ),
    "too_many_words": lambda facts: _("This text has %(words)s words; the limit is %(limit)s.", **facts),
    "too_long": lambda facts: _("This text has %(length)s characters; the limit is %(limit)s.", **facts),
    "not_a_time": lambda _facts: _(
        "Please give a date and time such as 2026-11-27T18:00, and a time zone such as Europe/Paris."
    ),
    "skipped_by_clock_change": lambda _facts: _("This time does not exist on that day: the clocks are put forward."),
    "wrong_state": lambda _facts: _("That is not possible in the present state. Please look at the page again."),
    "closing_time_passed": lambda _facts: _("The closing time has passed. Please set a later one first."),
    "not_https": lambda _facts: _(
        "Please give an address that begins with https://, without a name or password in it."
    ),
    "ends_before_start": lambda _facts: _("The end must be later than the beginning."),
    "session_too_long": lambda _facts: _("A session lasts 24 hours at most. Please plan several sessions."),
    "session_number_taken": lambda _facts: _("Another session has this number. Please choose a free one."),
    "has_begun": lambda _facts: _(
        "This session has begun: its beginning cannot be changed, and it cannot be taken away."
    ),
    "is_over": lambda _facts: _("This session is over and cannot be changed any more."),
    "item_is_over": lambda _facts: _(
        "What has been dealt with stays on the agenda as it was, and nothing can be put before it or under it."
    ),
    "item_has_begun": lambda _facts: _("This item, or one below it, has begun: it cannot be moved or taken away."),
    "item_in_use": lambda _facts: _(
        "Somebody has registered or written for this item, so it cannot be taken away. You can change its words."
    ),
    "below_itself": lambda _facts: _("An item cannot be part of itself or of what lies below it."),
    "too_deep": lambda facts: _("An agenda has %(limit)s levels at most.", **facts),
    "no_place_there": lambda _facts: _("The item cannot go further that way."),
    "no_such_account": lambda _facts: _(
        "There is no account with this address. Invite the person first, or leave the address empty."
    ),
    "person_in_use": lambda _facts: _("This person spoke in the hearing and stays in its programme."),
    "room_is_settled": lambda _facts: _(
        "For whom it is was settled when it was announced. It can no longer move into a workspace or out of one."
    ),
    "closes_before_opening": lambda _facts: _("The closing time must be later than the opening time."),
    "slug_taken": lambda _facts: _("This address is in use, or was in use once. Please choose another one."),
    "not_a_slug": lambda _facts: _("Please use lower-case letters a to z, digits and single hyphens only."),
    "not_a_prefix": lambda _facts: _("Please use 2 to 6 capital letters or digits."),
    "not_a_zone": lambda _facts: _("Please give a time zone such as Europe/Paris or Africa/Nairobi."),
    "out_of_range": lambda facts: _("Please give a whole number from %(lowest)s to %(highest)s.", **facts),
    "number_taken": lambda _facts: _("Another paragraph has this number. Please choose a free one."),
    "paragraph_has_comments": lambda _facts: _("A paragraph that has been commented on cannot be removed."),
    "repeated_number": lambda _facts: _("Please give a number from 1 that no other paragraph has."),
    "repeated_key": lambda _facts: _("Another question has this name. Please choose another one."),
    "not_a_key": lambda _facts: _(
        "Please begin with a letter or digit; use lower-case letters, digits and underscores."
    ),
    "not_a_scale": lambda _facts: _("Please give a lowest and a highest step, at most ten steps apart."),
    "not_a_limit": lambda _facts: _("Please give a number of words from 1 to 10,000, or none."),
    "not_options": lambda _facts: _("Please give at least two choices, each with its own name and its words."),
    "same_person": lambda _facts: _("You typed this yourself: somebody else has to check it."),
    "not_yet_received": lambda _facts: _("This day is still to come: please give the day on which it was received."),
    "not_a_day": lambda _facts: _("Please give a day such as 2026-11-27."),
    "not_in_passage": lambda _facts: _(
        "These words stand nowhere in the paragraph. Please copy them from it as they stand."
    ),
    "too_many": lambda facts: _("There are too many: the limit is %(limit)s.", **facts),
    "fixed": lambda _facts: _("Kind, address and prefix cannot be changed any more: references and links hold them."),
    "sign_in_wait": lambda _facts: _(
        "There were several tries with this address. Please wait a few minutes, then sign in again."
    ),
    "other_account": lambda _facts: _(
        "This invitation is for another address. Please sign in with the address that it was sent to."
    ),
    "account_exists": lambda _facts: _("There is an account with this address already."),
    "not_an_address": lambda _facts: _("Please give an address such as name@example.org."),
    "password_short": lambda facts: _("Please choose a password of at least %(limit)s characters.", **facts),
    "password_long": lambda facts: _("Please choose a password of at most %(limit)s characters.", **facts),
    "password_common": lambda _facts: _(
        "This is one of the passwords that are tried first. Please choose another one."
    ),
    "password_is_address": lambda _facts: _(
        "This password can be guessed from your address. Please choose another one."
    ),
    "use_the_form": lambda _facts: _(
        "Please send this with the form on the page: it gives you the code to come back with."
    ),
    "sent_already": lambda _facts: _("This was sent already, and it counts once. Nothing was sent again."),
    "send_multipart": lambda _facts: _("Please send a form with a file, with the content type multipart/form-data."),
    "send_json": lambda _facts: _("Please send JSON, with the content type application/json."),
    "file_too_large": lambda _facts: _("This file is too large: a file of answers has 15 MB at most."),
    "draft_there": lambda _facts: _(
        "Other answers were begun in this browser. Say below that they may be replaced, and choose the file again."
    ),
    "not_json": lambda _facts: _(
        "This is not a file of answers, or it was changed so that it can no longer be read. Please save it again."
    ),
    "not_a_document": lambda _facts: _(
        "This file holds no answers. Please choose the one that the questionnaire saved."
    ),
    "unknown_part": lambda facts: _("It holds a part that is not known here: %(name)s.", **facts),
    "missing_part": lambda facts: _("A part of it is missing: %(name)s.", **facts),
    "not_a_mapping": lambda facts: _("The part %(name)s is not shaped as it should be.", **facts),
    "not_a_name": lambda facts: _("The part %(name)s is not a name.", **facts),
    "not_a_uuid": lambda _facts: _("The key of this file (client_id) is not a UUID. Please save the file again."),
    "other_format": lambda _facts: _("This file was made for another version of this site. It cannot be read here."),
    "other_consultation": lambda facts: _("These answers belong to another consultation: %(name)s.", **facts),
    "no_such_version": lambda _facts: _("These answers are to a questionnaire that this consultation does not have."),
    "not_a_file": lambda _facts: _("Please choose the file that the questionnaire saved."),
    "questions_changed": lambda _facts: _(
        "The questions were changed while you were answering. Please look at them again; what you wrote is still here."
    ),
    "not_repeats": lambda _facts: _("Please give how often this section is answered: from 0 or 1 to at most 20 times."),
    "not_a_number_of_choices": lambda _facts: _("Please give a number of choices that these options allow."),
    "not_a_rating": lambda _facts: _("Please give a highest rating from 2 to 10."),
    "not_rows": lambda _facts: _("Please give 1 to 40 rows, each with its own name and its words."),
    "not_columns": lambda _facts: _("Please give 2 to 12 columns, each with its own name and its words."),
    "not_a_range": lambda _facts: _("Please give limits of which the second is not below the first."),
    "not_a_number_of_files": lambda _facts: _("Please give a number of files from 1 to 20."),
    "not_a_version": lambda _facts: _("Please give the version of what is agreed to, such as a date."),
    "not_a_total": lambda _facts: _("Please give the number of points: a whole number from 1."),
    "not_a_rule": lambda _facts: _(
        "This rule cannot be read. Please give a question, a test and what it is compared with."
    ),
    "rule_on_unknown": lambda facts: _(
        "A rule looks at %(rule)s, which is not there or takes no answer. Please change the rule.", **facts
    ),
    "rule_on_later": lambda facts: _(
        "A rule looks at %(rule)s, which is asked later. A rule can look only at what was asked before.", **facts
    ),
    "nothing_asked": lambda _facts: _("There is no question to be answered yet."),
    "published_type": lambda _facts: _(
        "This question was published, so its type stays and its answers can be compared. Please make another question."
    ),
    "published_key": lambda _facts: _("This name was published, so it stays: exports and earlier answers hold it."),
    "question_in_rules": lambda facts: _(
        "It is needed by a condition of %(others)s. Please change that condition first.", others=facts["others"]
    ),
    "nothing_ticked": lambda _facts: _("Choose at least one first."),
    "nothing_chosen": lambda _facts: _("Nothing is ticked. Please tick what you want to take over."),
    "not_publishable": lambda _facts: _("Some questions cannot be asked yet. Please mend what is listed below."),
    "not_confirmed": lambda _facts: _("Please confirm that it may be published although words are missing."),
    "nothing_to_publish": lambda _facts: _("Nothing was changed since the questions were published."),
    "no_answers": lambda _facts: _("Please answer at least one question."),
    "wrong_codeword": lambda _facts: _(
        "This reference and these words do not belong together. Please check both and try again."
    ),
    "draft_gone": lambda _facts: _(
        "What you were writing is not here any more: it was sent, deleted, or its time is over; or you signed out."
    ),
    "draft_changed": lambda _facts: _(
        "The same answers were saved in another window meanwhile. Nothing was overwritten; please look at both."
    ),
    "too_late_to_remind": lambda _facts: _("It closes too soon for a reminder, or has no closing time."),
    "not_later": lambda _facts: _("Please give a time later than the present closing time."),
    "another_draft": lambda _facts: _(
        "This browser has a draft of its own for this. Send it, delete it, or save it with a code of its own first."
    ),
    "wrong_code": lambda _facts: _("This code opens nothing. Please check it and try again."),
    "no_session": lambda _facts: _(
        "Your browser did not send the cookie of this form. Please allow cookies and send again."
    ),
}
