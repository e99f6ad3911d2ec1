import pytest

from detente.errors import (
    BinaryReport,
    EmptyReport,
    ForeignLanguage,
    NoArticle,
    OversizedReport,
    UndecodableReport,
    UsageError,
)
from detente.read.html import report_of_page
from detente.read.text import MAX_BYTES, decode, report_of

ENGLISH = "The ministers of the two countries met in the capital on Monday and agreed to hold more talks in May."
PAGE = """<html><head><title>Talks go on</title><meta property="article:published_time" content="2024-05-02T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Talks go on</h1>
<p>The ministers of Chad and Niger met in Abeche on Thursday and agreed to reopen the border between the two countries.</p>
<p>They said that the trade in cattle would be free of duties from the first of June, and that both armies would patrol it.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyReport),
        (b" \n\n ", EmptyReport),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), BinaryReport),
        (b"abc\x00def" * 9, BinaryReport),
        (b"%PDF-1.7 text", BinaryReport),
        (bytes([0x81, 0x8D, 0x8F]) * 30, UndecodableReport),
        (b"a" * (MAX_BYTES + 1), OversizedReport),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(data, error):
    with pytest.raises(error, match=r"file\.txt"):
        decode(data, "file.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings_are_read(encoding):
    assert decode("“Yes,” she said – twice.".encode(encoding), "x") == "“Yes,” she said – twice."


@pytest.mark.parametrize(
    "text",
    [
        "Die Minister der beiden Länder trafen sich am Montag in der Hauptstadt und vereinbarten weitere Gespräche im Mai.",
        "Les ministres des deux pays se sont réunis lundi dans la capitale et ont convenu de poursuivre les négociations en mai.",
        "Министры двух стран встретились в столице в понедельник и договорились продолжить переговоры в мае.",
    ],
)
def test_other_languages_are_refused(text):
    with pytest.raises(ForeignLanguage):
        report_of(text)


def test_headlines_full_of_names_are_english():
    text = "Nigerian president Bola Tinubu appoints retired army general Musa Danjuma, former Kano governor and banker, defence chief."
    assert report_of(text).text == text


def test_a_report_keeps_its_source_and_date():
    report = report_of(ENGLISH, source="Halyard", published="2024-05-02T08:00")
    assert (report.source, report.published, report.published_basis) == ("Halyard", "2024-05-02", "given")
    assert report.id == report_of(ENGLISH, source="Halyard").id != report_of(ENGLISH, source="Other").id


def test_a_bad_date_is_told():
    with pytest.raises(UsageError, match="not a date"):
        report_of(ENGLISH, published="May 2nd")


def test_a_page_gives_its_article_title_and_date():
    report = report_of_page(PAGE)
    assert report.text.startswith("The ministers of Chad") or "The ministers of Chad" in report.text
    assert "Home" not in report.text
    assert report.published == "2024-05-02"
    assert report.published_basis == "page"


def test_a_page_without_an_article_is_refused():
    with pytest.raises(NoArticle):
        report_of_page("<html><body><nav><a href='/'>Home</a></nav></body></html>", path="menu.html")
