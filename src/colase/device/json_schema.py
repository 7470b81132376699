"""Print the JSON schema of a device file: ``python -m colase.device.json_schema``."""

import sys

from colase.device.generated import schema_text

if __name__ == "__main__":
    sys.stdout.write(schema_text())
