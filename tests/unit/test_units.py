"""Text with a unit: exact numbers in, readable numbers out, and one sentence for everything else."""

import math
import re
import time
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colase.errors import InputError
from colase.quantity import Quantity
from colase.units import axis_label, convert, digits, exact, flat, parse, pretty, quoted, read, show

LENGTH = Quantity("m", "D", "diameter", "um", "20 um")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("10 um", "m", 1e-05),
        ("10um", "m", 1e-05),
        ("20 µm", "m", 2e-05),
        ("20 μm", "m", 2e-05),
        ("490 nm", "m", 4.9e-07),
        ("655 nm", "m", 6.55e-07),
        ("0.1 uJ/cm^2", "J/m^2", 1e-3),
        ("100 µJ/cm²", "J/m^2", 1.0),
        ("3.26 uJ/cm2", "J/m^2", 0.0326),
        ("1 kW/cm2", "W/m^2", 1e7),
        ("39.8 1/cm", "1/m", 3980.0),
        ("26.2 cm^-1", "1/m", 2620.0),
        ("26.2 cm⁻¹", "1/m", 2620.0),
        ("2.2e18 1/cm^3", "1/m^3", 2.2e24),
        ("1 cm^-3", "1/m^3", 1e6),
        ("8e-15 cm^2", "m^2", 8e-19),
        ("1 eV", "J", 1.602176634e-19),
        ("16.5 meV", "J", 16.5e-3 * 1.602176634e-19),
        ("700 ps", "s", 7e-10),
        ("1 ns", "s", 1e-9),
        ("60 Hz", "Hz", 60.0),
        ("5 kHz", "Hz", 5000.0),
        ("25 degC", "K", 298.15),
        ("-273.15 °C", "K", 0.0),
        ("295 K", "K", 295.0),
        ("50 %", "", 0.5),
        ("0.5", "", 0.5),
        (".5", "", 0.5),
        ("1.1 W/(m K)", "W/m/K", 1.1),
        ("-20 um", "m", -2e-5),
    ],
)
def test_the_float_is_the_one_a_person_expects(text, unit, value):
    if "eV" in text:
        assert math.isclose(parse(text, unit), value, rel_tol=1e-15)
    else:
        assert parse(text, unit) == value


@given(st.integers(1, 10**9), st.integers(-12, 6))
@settings(max_examples=200, derandomize=True)
def test_decimal_digits_survive(mantissa, exponent):
    """A micrometre is a power of ten: the float is the correctly rounded decimal."""
    assert parse(f"{mantissa}e{exponent} um", "m") == float(f"{mantissa}e{exponent - 6}")


@given(st.floats(1e-12, 1e3, allow_nan=False))
@settings(max_examples=200, derandomize=True)
def test_exact_text_reads_back_as_the_same_float(value):
    for quantity in (LENGTH, Quantity("m^2", "s", "", "cm^2"), Quantity("J/m^2", "F", "", "uJ/cm^2")):
        assert parse(exact(value, quantity), quantity.unit) == value


@pytest.mark.parametrize(
    ("text", "value", "error"),
    [
        ("20 +/- 0.5 um", 2e-5, 5e-7),
        ("20 um ± 500 nm", 2e-5, 5e-7),
        ("(20 +/- 0.5) um", 2e-5, 5e-7),
        ("20 um +/- 5 %", 2e-5, 1e-6),
        ("20 um", 2e-5, None),
    ],
)
def test_errors_come_along(text, value, error):
    reading = read(text, "m")
    assert reading.value == value
    assert reading.error == (None if error is None else pytest.approx(error, rel=1e-14))


def test_an_error_in_degrees_is_a_difference():
    assert read("25 +/- 1 degC", "K").error == 1.0


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("490", "m", "write the unit"),
        ("5 s", "m", "a length is wanted, this is a time"),
        ("1 um", "J/m^2", "an energy per area is wanted, this is a length"),
        ("10 nmm", "m", 'Did you mean "nm"?'),
        ("10 uJ/cm^2/sr/x", "J/m^2", "is not a unit"),
        ("nan nm", "m", "finite"),
        ("inf", "", "finite"),
        ("-Infinity um", "m", "finite"),
        ("1e999 nm", "m", "too large"),
        ("1e-999 nm", "m", "too small"),
        ("1e99999 nm", "m", "too large or too small"),
        ("1,5 um", "m", "decimal point"),
        ("25 C", "K", "degC"),
        ("5 rad", "", "without a unit"),
        ("5 J/degC", "J/K", "zero of its own"),
        ("1 +/- 2 +/- 3 um", "m", "one error"),
        ("0.5 +/- 20 %", "", "on the value and on the error"),
        ("1 um +/- -1 um", "m", "at least zero"),
        ("1 um +/- 1 s", "m", "this is a time"),
        ("**", "m", "not a number"),
        ("", "m", "not a number"),
        ("__import__('os').system('true')", "m", "not a number"),
        ("1 um; import os", "m", "is not a unit"),
        ("1 um(1)", "m", "is not a unit"),
        ("1 W/(m K", "W/m/K", "is not a unit"),
        ("9**9**9**9 m", "m", "is not a unit"),
        ("1 m^99", "m", "is not a unit"),
    ],
)
def test_everything_else_is_one_sentence(text, unit, said):
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        parse(text, unit)
    assert len(caught.value.problems) == 1
    assert str(caught.value).endswith((".", "?"))


@given(st.text(max_size=120))
@settings(max_examples=300, derandomize=True)
def test_any_text_gives_a_number_or_a_sentence(text):
    for unit in ("m", "", "K"):
        with suppress(InputError):
            assert math.isfinite(parse(text, unit))


@pytest.mark.parametrize(
    "text", ["9" * 10**6 + " nm", "1 " + "m" * 10**6, "1 " + "m/" * 10**5, "+/-" * 10**5]
)
def test_long_texts_are_refused_at_once(text):
    start = time.perf_counter()
    with pytest.raises(InputError, match="characters"):
        parse(text, "m")
    assert time.perf_counter() - start < 0.5


def test_the_example_is_suggested():
    with pytest.raises(InputError, match='write the unit, for example "490 nm"'):
        read("490", "m", "490 nm")


@pytest.mark.parametrize(
    ("value", "quantity", "text"),
    [
        (2e-5, LENGTH, "20 um"),
        (1e-5 / 3, LENGTH, "3.333 um"),
        (0.029, Quantity("J/m^2", "F", "fluence", "uJ/cm^2"), "2.9 uJ/cm2"),
        (3980.0, Quantity("1/m", "a", "loss", "1/cm"), "39.8 1/cm"),
        (8e-19, Quantity("m^2", "s", "cross section", "cm^2"), "8e-15 cm2"),
        (4200.0, Quantity("", "Q", "quality factor"), "4200"),
        (1e30, Quantity("", "Q", "quality factor"), "1e30"),
        (math.inf, Quantity("", "Q", "quality factor"), "infinite"),
        (298.15, Quantity("K", "T", "temperature", "degC"), "25 degC"),
    ],
)
def test_shown_with_four_digits_and_the_display_unit(value, quantity, text):
    assert show(value, quantity) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.0, "0"), (123456.0, "123500"), (1234567.0, "1.235e6"), (0.00031, "0.00031"), (99999.6, "100000"),
     (-2.5e-9, "-2.5e-9"), (math.nan, "undefined"), (-math.inf, "-infinite"), (812.04, "812")],
)  # fmt: skip
def test_digits(number, text):
    assert digits(number) == text


def test_convert_keeps_decimals_and_takes_arrays():
    assert convert(4.9e-7, "m", "nm") == 490.0
    assert convert(298.15, "K", "degC") == 25.0
    np.testing.assert_allclose(convert(np.array([1e-9, 2e-9]), "m", "nm"), [1, 2], rtol=1e-15)
    assert convert(math.inf, "1/m", "1/cm") == math.inf
    with pytest.raises(InputError, match="a length"):
        convert(1.0, "m", "s")


def test_labels():
    assert axis_label("λ", "wavelength", "nm") == "wavelength λ (nm)"
    assert axis_label("Q", "quality factor", "") == "quality factor Q"
    assert pretty("uJ/cm^2") == "µJ/cm²"
    assert pretty("1/cm") == "cm⁻¹"
    assert pretty("1/m^3") == "m⁻³"
    assert flat("uJ/cm^2") == "uJ/cm2"


def test_quoted_hides_control_characters():
    assert quoted("\x1b[31mred") == '"\\x1b[31mred"'
    assert quoted("x" * 100) == f'"{"x" * 60}…"'
