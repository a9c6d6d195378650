"""Servers for the proof of writing together: `python -m tests.workspaces.writing.entry serve --port N`.

CONSULT_TEST_COMPOSED says which: `brisk` has locks that run out after a moment, `last_wins` also lets the last save win, as so
many editors do: the proof must see what that loses.
"""

from gevent import monkey

monkey.patch_all()

import os  # noqa: E402
import sys  # noqa: E402
from datetime import timedelta  # noqa: E402
from typing import Any  # noqa: E402

from consult.core.clock import now  # noqa: E402
from consult.core.config import read_settings  # noqa: E402
from consult.serving import serve_site  # noqa: E402
from consult.workspaces.writing.operations import ground, locks, saving  # noqa: E402
from consult.workspaces.writing.routes import editing  # noqa: E402

MOMENT = timedelta(milliseconds=150)


def save_over(
    db: Any, actor: Any, *, document_id: int, key: str, text: str, token: str = "", **_more: Any
) -> saving.Saved:
    """The last one wins: what it is written over is kept nowhere."""
    place = ground.held_paragraph(db, actor, document_id, key)
    locks.drop_own(db, actor, place.paragraph, token)
    row = place.paragraph
    row.text, row.revision, row.saved_at = text, row.revision + 1, now()
    return saving.Saved("saved", row.revision)


if __name__ == "__main__":
    locks.LASTS = locks.LASTS_ALONE = MOMENT
    if os.environ["CONSULT_TEST_COMPOSED"] == "last_wins":
        setattr(editing, "save_paragraph", save_over)  # noqa: B010
    serve_site(read_settings(), "127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1]))
