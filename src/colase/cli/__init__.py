"""The command line: ``colase COMMAND``. Nothing heavy is imported before a command needs it."""


def main() -> None:
    """Run the command line and end the process with its status."""
    from .app import app

    app()


__all__ = ["main"]
