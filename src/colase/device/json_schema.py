"""Print the JSON schema of a device file: ``python -m colase.device.json_schema``."""

import json
import sys

from colase.device.generated import json_schema


def text() -> str:
    """Return the schema as it is committed, with a line break at the end."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
