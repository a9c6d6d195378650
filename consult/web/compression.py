"""Public pages go out compressed: on a slow line they arrive in a quarter of the time.

Only what is sent to a browser that holds no session is compressed. Where secret words and words that somebody else chose
stand in one page, its compressed length tells whether they are alike (BREACH); the pages of people with a session hold such
secrets, so they keep their plain length. What remains in a public page is the key of its form, whose signature is another
one every second; in a kept page (places.py) it is not compressed at all. The answer to a sending may show a codeword, and is
never compressed.
"""

import gzip

from flask import Flask, Response, request, session

LEAST = 1_000
LEVEL = 5
KINDS = ("text/html", "application/json")


def install(app: Flask) -> None:
    """Compress after everything else has had its turn with the answer: what is registered first runs last."""
    app.after_request(compressed)


def compressed(response: Response) -> Response:
    """The same answer, shorter where that is safe and wanted."""
    if response.mimetype not in KINDS or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if wants_packed() and "Content-Encoding" not in response.headers:
        plain = response.get_data()
        if len(plain) >= LEAST:
            response.set_data(gzip.compress(plain, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
    return response


def wants_packed() -> bool:
    """Whether this answer may be compressed, and its reader takes it so."""
    return is_public() and request.accept_encodings.quality("gzip") > 0


def is_public() -> bool:
    """Whether this was a look at a page by somebody without an account's or a codeword's session."""
    return request.method == "GET" and "token" not in session
