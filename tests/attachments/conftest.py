"""A consultation that asks for files and takes documents, and a worker that runs what waits."""

import pytest

from consult.contributions.attachments import jobs
from consult.core.jobs import run_due
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.attachments.worker import Run
from tests.factories import make_body, make_proceeding, publish

SECTIONS = [
    {
        "title": {"en": "The only part"},
        "questions": [
            {"key": "why", "type": "short_text", "required": False, "settings": {}, "texts": {"label": {"en": "Why?"}}},
            {
                "key": "papers",
                "type": "file",
                "required": False,
                "settings": {"max_files": 3},
                "texts": {"label": {"en": "Your papers?"}},
            },
        ],
    }
]


@pytest.fixture
def call(site: Site) -> Proceeding:
    """An open consultation with a question for files."""
    made = make_proceeding(site, make_body(site), takes_documents=True)
    publish(site, made, SECTIONS)
    return made


@pytest.fixture
def work(site: Site) -> Run:
    """Runs the jobs of files that are due, with or without a scanner."""

    def run(clamd_url: str | None = None) -> int:
        handlers = jobs.handlers(site.storage, clamd_url)
        return run_due(site.work, {**handlers, "mail": lambda *_: None, "forget_drafts": lambda *_: None})

    return run
