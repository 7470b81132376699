"""Groups of commands that list them by purpose, each with its whole sentence."""

from __future__ import annotations

from typing import Any, ClassVar

from typer.core import TyperGroup


class Sections(TyperGroup):
    """A group of commands under the titles of ``sections``."""

    sections: ClassVar[dict[str, tuple[str, ...]]] = {}

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the commands in the order of the sections."""
        listed = [name for names in self.sections.values() for name in names]
        return [n for n in listed if n in self.commands] + [n for n in self.commands if n not in listed]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, one section a purpose."""
        for title, names in self.sections.items():
            known = [(n, self.commands[n]) for n in names if n in self.commands]
            rows = [(n, c.get_short_help_str(200)) for n, c in known]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
