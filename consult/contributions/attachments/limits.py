"""How much may be sent, said to people before they choose a file."""

FILE_BYTES = 50_000_000
DOCUMENT_BYTES = 25_000_000
DRAFT_FILES = 20
DRAFT_BYTES = 200_000_000
REQUEST_BYTES = (
    12 * FILE_BYTES
)  # of one form: what is over the limit of a file is read and thrown away, so that the rest of the form arrives
ALT_CHARACTERS = 500
OFFLINE_BYTES = 10_000_000  # of all files that travel within a file of answers, before they are written as text
OFFLINE_FILE_BYTES = 15_000_000  # of the file of answers with them
