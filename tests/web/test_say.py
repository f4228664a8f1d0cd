"""The tags that say sentences in the reader's language."""

from __future__ import annotations

from django.template import Context, Template

from yichuang.phrases import Phrase

LONG = """<p>
  {% sentence n=name %}
    您好，{n}，
    请坐。
  {% english %}
    Hello {n},
    take a seat.
  {% endsentence %}
</p>"""
GLUED = """{% inline %}
  {% if yes %}<b>a</b>
  {% else %}<b>b</b>
  {% endif %}, {{ text }}
{% endinline %}"""


def draw(source: str, **given: object) -> str:
    return Template(source).render(Context(given))


def test_a_long_sentence_is_joined_as_its_language_joins_and_escapes_what_it_is_given() -> None:
    assert "您好，&lt;林&gt;，请坐。" in draw(LONG, name="<林>")


def test_lines_of_inline_tags_are_one_line_and_what_is_shown_keeps_its_own() -> None:
    assert draw(GLUED, yes=True, text="c\n d") == "<b>a</b>, c\n d"


def test_a_sentence_may_be_kept_under_a_name() -> None:
    source = "{% sentence as said %}好{% english %}Good{% endsentence %}[{{ said }}]"
    assert draw(source) == "[好]"


def test_names_are_listed() -> None:
    assert draw("{{ all|listed }}", all=[Phrase("甲", "A"), Phrase("乙", "B")]) == "甲、乙"
