"""Where fitted values come from, as the device file says it: files with their hashes, and the day."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

_DIGITS = 12  # of a hash: enough to tell files apart


def origin_of(names: Sequence[str], files: Sequence[str | Path]) -> str:
    """Return "fitted to A (sha256 0123...) and B on 2026-01-31"; data without a file go by their names."""
    told = [f"{Path(f).name} (sha256 {fingerprint(Path(f))[:_DIGITS]})" for f in files]
    day = datetime.now(UTC).date().isoformat()
    return f"fitted to {' and '.join(told or names)} on {day}"


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, or of the names and contents of all files of a folder in order."""
    found = hashlib.sha256()
    for one in sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]:
        if path.is_dir():
            found.update(one.name.encode())
        found.update(one.read_bytes())
    return found.hexdigest()
