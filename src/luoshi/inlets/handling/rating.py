"""The form of a rating: what those below say of what came down to them."""

from typing import Any

QUESTIONS = {"clear", "helpful"}


def check(body: dict[str, Any]) -> None:
    """Both questions, each with yes or no. Raises ValueError."""
    if set(body) != QUESTIONS or not all(isinstance(said, bool) for said in body.values()):
        raise ValueError("a rating answers two questions with yes or no")
