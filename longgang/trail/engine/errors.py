"""What cannot be answered, in one sentence for both readers."""


class EngineError(Exception):
    """A question or visits that make no sense; `code` is stable, the sentence is for people."""

    def __init__(self, code: str, chinese: str, english: str) -> None:
        super().__init__(code, chinese, english)
        self.code = code

    def __str__(self) -> str:
        _code, chinese, english = self.args
        return f"{chinese} / {english}"
