"""Why a command of the records refuses: one line that names file, line and reason."""

from consult.core.errors import SetupError


class Refused(SetupError):
    """The command cannot do this; the text is its one line and says what to do."""


class Broken(Refused):
    """A file that cannot be taken as it is; nothing of it has become visible."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        where = f"{file}, line {line}" if line else file
        super().__init__(f"{where}: {reason}; nothing was imported")
