import json

import pyarrow as pa
import pytest

import detente
from detente.batches import RECORDS

TEXT = "India accused Pakistan on Monday of arming rebels in Kashmir."


def test_a_row_comes_out_for_each_that_went_in():
    batch = pa.RecordBatch.from_pylist(
        [
            {"id": "a", "text": TEXT, "published": "2024-06-04", "title": None, "source": "S"},
            {"id": "b", "text": "", "published": None, "title": None, "source": None},
            {"id": None, "text": TEXT, "published": "soon", "title": None, "source": None},
            {"id": None, "text": TEXT, "published": None, "title": "T", "source": None},
        ]
    )
    coded = detente.code_batches(batch)
    assert coded.schema == RECORDS
    first, empty, undated, last = coded.to_pylist()
    record = json.loads(first["record"])
    assert (first["id"], first["error"]) == ("a", None)
    assert record["report"]["published"] == "2024-06-04"
    assert first["report"] == record["report"]["id"]
    assert first["events"] == len(record["events"]) > 0
    assert (empty["id"], empty["record"]) == ("b", None)
    assert "there is no text to read" in empty["error"]
    assert "is not a date" in undated["error"]
    assert last["id"] == last["report"] != first["report"]


def test_no_rows_give_none_and_no_text_is_wrong_use():
    assert detente.code_batches(pa.RecordBatch.from_pylist([], pa.schema([("text", pa.string())]))).num_rows == 0
    with pytest.raises(detente.UsageError, match="no column `text`"):
        detente.code_batches(pa.RecordBatch.from_pylist([{"body": TEXT}]))
