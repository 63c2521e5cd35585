"""The few ways the bot says no. A refusal carries the name of the sentence the person gets, and its values."""


class Refusal(Exception):
    """The bot says no and says why; `reason` is a key of texts/*/refusals.toml, `values` fill its blanks."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


class Stranger(Refusal):
    """Somebody no invite has let in: one polite sentence and nothing else."""

    def __init__(self) -> None:
        super().__init__("stranger")


class NotYours(Refusal):
    """The thing exists but is not the caller's to see or press."""


class Gone(Refusal):
    """The button or link is old: what it was about has been settled, used or withdrawn."""


class SettingsError(Exception):
    """The bot cannot start as it is set up; the message is one sentence that says what to do."""
