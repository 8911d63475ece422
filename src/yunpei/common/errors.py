"""Why an action did not happen. Portals turn each into its page and status; nothing has been changed then."""

from __future__ import annotations

from dataclasses import dataclass

from yunpei.common.language import Text


class Refused(Exception):
    """An action that did not happen; `text` says why and what to do next. status: the HTTP answer that fits."""

    status = 400

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class NotFound(Refused):
    """It is not there, or not there for this actor: which of the two is not told."""

    status = 404

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(text or Text("没有找到，或不在您的范围内", "not found, or outside what you may see"))


class Forbidden(Refused):
    """The actor may see it but not do this."""

    status = 403

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(text or Text("您没有办理此事的权限", "you do not have the right to do this"))


class Conflict(Refused):
    """Its state does not allow this now, or someone else was first."""

    status = 409


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in what was given. field: name of the argument, "" for the whole."""

    field: str
    text: Text


class Invalid(Refused):
    """What was given cannot be used; `problems` holds all of it, so that it is mended in one go."""

    status = 422

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(Text("；".join(one.text.zh for one in problems), "; ".join(one.text.en for one in problems)))
        self.problems = problems
