"""What can go wrong, said in one sentence: what, where, the given value, what to do."""

from difflib import get_close_matches


class ColaseError(Exception):
    """A sentence for the user; the command line prints it and exits with status 2."""


class InputError(ColaseError):
    """One or more values that cannot be used; ``problems`` holds one sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class PhysicsError(ColaseError):
    """A calculation whose premises do not hold, or whose answer cannot be trusted."""


class ConvergenceError(PhysicsError):
    """A solver stopped before its own residual check passed."""


def nearest(name: str, known: object, ask: str = "Did you mean") -> str:
    """Return `` Did you mean "x"?`` for the closest known name, or an empty string.

    Parameters
    ----------
    name : str
        What was written.
    known : iterable of str
        What would have been understood.
    ask : str
        Words before the suggestion.
    """
    names = [str(k) for k in known]  # type: ignore[attr-defined]
    lower = {n.lower(): n for n in names}
    match = get_close_matches(name.lower(), list(lower), n=1, cutoff=0.5)
    return f' {ask} "{lower[match[0]]}"?' if match else ""
