"""``python -m colase`` is the command line."""

from colase.cli import main

if __name__ == "__main__":
    main()
