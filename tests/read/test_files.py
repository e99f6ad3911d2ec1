import json

import pytest

from detente.errors import EmptyReport, MalformedRow, UsageError
from detente.read import Failure, read_reports

TEXT = "The ministers of the two countries met in the capital on Monday and agreed to hold more talks."


def test_files_folders_and_globs(tmp_path):
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text(TEXT)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert len(list(read_reports([tmp_path]))) == 2
    assert len(list(read_reports([str(tmp_path / "*.txt"), tmp_path / "b.txt"]))) == 1


def test_jsonl_rows_and_their_failures(tmp_path):
    rows = [
        json.dumps({"text": TEXT, "published": "2024-01-02T00:00:00", "source": "S"}),
        "{broken",
        json.dumps({"title": "x"}),
    ]
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join(rows))
    report, broken, empty = read_reports([path])
    assert (report.published, report.source, report.path) == ("2024-01-02", "S", f"{path}:1")
    assert isinstance(broken, Failure)
    assert broken.where == f"{path}:2"
    assert isinstance(empty.error, MalformedRow)


def test_csv_with_other_tools_names(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(f"headline,body,link\nTalks,{TEXT},http://a.org\n")
    (report,) = read_reports([path])
    assert (report.title, report.url) == ("Talks", "http://a.org")


def test_a_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.txt").write_text(TEXT)
    first, second = read_reports([tmp_path])
    assert isinstance(first.error, EmptyReport)
    assert second.text == TEXT


@pytest.mark.parametrize("name", ["nothing.txt", "*.nope"])
def test_a_missing_path_is_a_usage_error(tmp_path, name):
    with pytest.raises(UsageError):
        list(read_reports([str(tmp_path / name)]))


def test_a_folder_without_documents_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="no documents"):
        list(read_reports([tmp_path]))
