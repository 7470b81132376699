"""One page a measurement: data, fit, residuals, numbers with intervals, method, warnings, provenance."""

from .page import write_measurement

__all__ = ["write_measurement"]
