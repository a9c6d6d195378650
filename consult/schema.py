"""All tables in one place, for migrations and tests: importing this module registers every model."""

from consult.accounts import models as accounts
from consult.analysis import models as analysis
from consult.bodies import models as bodies
from consult.consultations import models as consultations
from consult.consultations.editing import models as editing
from consult.contributions import late_models
from consult.contributions import models as contributions
from consult.core import announcements, jobs, localized
from consult.core.db import Base
from consult.followup import models as followup
from consult.ledger import models as ledger
from consult.live import models as live
from consult.moderation import models as moderation
from consult.organisations import models as organisations
from consult.proceedings import models as proceedings
from consult.proceedings.respondents import models as respondents
from consult.staff_log import models as staff_log

metadata = Base.metadata
ROOMS = (
    accounts,
    analysis,
    announcements,
    bodies,
    consultations,
    contributions,
    editing,
    followup,
    jobs,
    late_models,
    ledger,
    live,
    localized,
    moderation,
    organisations,
    proceedings,
    respondents,
    staff_log,
)
