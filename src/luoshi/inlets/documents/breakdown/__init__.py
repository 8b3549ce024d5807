"""Breakdown of an official text into what it asks for. Plain Python: no Django, no network, no model."""

from .engine import break_down
from .model import Breakdown, Clause, Proposal, Reason, Requirement, Span, Type, Why
from .table import main, render

__all__ = [
    "Breakdown",
    "Clause",
    "Proposal",
    "Reason",
    "Requirement",
    "Span",
    "Type",
    "Why",
    "break_down",
    "main",
    "render",
]
