"""All tables in one place, for migrations and tests: importing this module registers every model."""

from consult.accounts import models as accounts
from consult.analysis import models as analysis
from consult.bodies import models as bodies
from consult.consultations import models as consultations
from consult.consultations.editing import models as editing
from consult.contributions import intake_models, late_models
from consult.contributions import models as contributions
from consult.contributions.docket import models as docket
from consult.core import announcements, jobs, localized
from consult.core.db import Base
from consult.followup import models as followup
from consult.hearings.floor import models as floor
from consult.hearings.hall import models as hall
from consult.hearings.notes import models as hearing_notes
from consult.hearings.polls import models as polls
from consult.hearings.programme import models as programme
from consult.hearings.record import models as hearing_record
from consult.hearings.registration import models as registration
from consult.ledger import models as ledger
from consult.live import models as live
from consult.moderation import bulk_models, letter_models, proposal_models
from consult.moderation import models as moderation
from consult.moderation.baskets import models as baskets
from consult.moderation.likeness import models as likeness
from consult.notices import models as notices
from consult.organisations import models as organisations
from consult.proceedings import models as proceedings
from consult.proceedings.respondents import models as respondents
from consult.staff_log import models as staff_log
from consult.workspaces.advice import models as advice
from consult.workspaces.closing import models as closing
from consult.workspaces.documents import models as documents
from consult.workspaces.meetings import models as room_meetings
from consult.workspaces.plan import models as plan
from consult.workspaces.requests import models as requests
from consult.workspaces.rooms import models as rooms
from consult.workspaces.threads import models as threads
from consult.workspaces.votes import models as votes
from consult.workspaces.writing import models as writing

metadata = Base.metadata
ROOMS = (
    accounts,
    advice,
    analysis,
    announcements,
    baskets,
    bodies,
    bulk_models,
    closing,
    consultations,
    contributions,
    docket,
    documents,
    editing,
    floor,
    followup,
    hall,
    hearing_notes,
    hearing_record,
    intake_models,
    jobs,
    late_models,
    likeness,
    ledger,
    letter_models,
    live,
    localized,
    moderation,
    notices,
    organisations,
    plan,
    polls,
    proceedings,
    programme,
    proposal_models,
    registration,
    requests,
    respondents,
    rooms,
    staff_log,
    threads,
    votes,
    room_meetings,
    writing,
)
