"""Bring the ledgers of a Markdown page in step: ``python -m colase.papers docs/papers.md``."""

import sys
from pathlib import Path

from .ledger import ledger
from .page import fill


def main(path: Path) -> None:
    """Rewrite the page at ``path``."""
    path.write_text(fill(path.read_text(encoding="utf-8"), ledger()), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
