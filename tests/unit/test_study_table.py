"""Tables: aligned as text, escaped as HTML."""

from colase.study.table import Table

TABLE = Table(("mode", "Q"), (("TE l=9", "4200"), ("TM <b>", "12")), title="Two", note="and more")


def test_text_is_aligned_numbers_to_the_right_words_to_the_left():
    assert TABLE.text().splitlines() == ["Two", "mode       Q", "TE l=9  4200", "TM <b>    12", "and more"]


def test_no_line_ends_in_blanks_and_an_indent_stands_before_every_row():
    lines = Table(("a", "b"), (("1", "x"), ("100", ""))).text(indent="  ").splitlines()
    assert lines == ["    a  b", "    1  x", "  100"]


def test_html_escapes_what_people_wrote():
    html = TABLE._repr_html_()
    assert "TM &lt;b&gt;" in html
    assert "<b>" not in html
    assert html.count("<tr>") == 3


def test_an_empty_table_is_its_heads():
    assert str(Table(("a", "b"), ())) == "a  b"
