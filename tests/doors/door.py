"""What a line of the tables of doors says, and how their addresses begin.

`runs` is the operation or query behind the door; `audience` says for whom it is: `anybody`, `signed in`, `author`, `room`,
`desk`, `office`, `nobody` (it tells only whether the site works). `shows` names the secrets (tests/doors/scene.py) that one
of those allowed to see them must see here.
"""

from typing import NamedTuple


class Door(NamedTuple):
    """One method at one address."""

    method: str
    rule: str
    runs: str
    audience: str
    shows: tuple[str, ...] = ()
    query: str = ""


L = "/<language:lang>"
K = f"{L}/desk/proceedings/<any(consultation,hearing,workspace):kind>/<slug>"
Q = f"{L}/desk/proceedings/consultation/<slug>"
A = f"{Q}/questionnaire"
C = f"{L}/consultations/<slug>"
P = f"{L}/desk/people/<any(body, room):kind>/<public_id>"
D = f"{L}/desk/docket/<public_id>"
B = f"{L}/desk/baskets"
H = f"{L}/hearings/<slug>"
O = f"{L}/account/organisations/<organisation>"  # noqa: E741
R = f"{Q}/respondents"
M = f"{L}/desk/proceedings/hearing/<slug>/programme"
PART = "<any(session,item,person,channel):part>"
REGISTRATIONS = f"{L}/desk/proceedings/hearing/<slug>/registrations"


class Event(NamedTuple):
    """What a client may send over a socket; `shows` counts its acknowledgement and all frames that follow from it."""

    runs: str
    audience: str
    shows: tuple[str, ...] = ()
