"""`flask comments evaluate` measures what runs, says what is wrong with a file, and stores nothing."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from blog.cli.classifier import evaluate
from blog.comments.spam import evaluating
from tests.factories import count_queries

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "youtube-spam"
HEAD = "COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS\n"


def rows(number: int, *, spam: bool, day: int = 1) -> str:
    text = "Buy the cheap casino bonus" if spam else "The ferry left in the fog"
    return "".join(f"x,Dara,2026-01-{day:02},{text} {at},{int(spam)}\n" for at in range(number))


def run(*files: Path) -> tuple[int, str]:
    result = CliRunner().invoke(evaluate, [str(file) for file in files])
    return result.exit_code, result.output


@pytest.mark.skipif(not DATA.exists(), reason="the labelled comments are not at hand beside the project")
def test_most_spam_is_found_at_a_small_price() -> None:
    comments = [one for file in sorted(DATA.glob("*.csv")) for one in evaluating.read(file.name, file.read_bytes())]
    measured = evaluating.measure(comments)
    assert (measured.learned, measured.judged) == (420, 280)
    assert measured.found[0.01] > 0.93
    # As README says.
    assert measured.found[0.02] > 0.97


@pytest.mark.skipif(not DATA.exists(), reason="the labelled comments are not at hand beside the project")
def test_what_was_learned_below_one_video_holds_below_another() -> None:
    one, other = (evaluating.read(file.name, file.read_bytes()) for file in sorted(DATA.glob("*.csv")))
    for learned, judged in ((one, other), (other, one)):
        earlier = [evaluating.Labelled(row.name, "", row.text, row.is_spam) for row in learned]
        # As many again of the first file make its share the 60 % that are learned from.
        both = [*earlier, *judged[: len(earlier) * 2 // 3]]
        # As README says.
        assert evaluating.measure(both).found[0.02] > 0.93


def test_nothing_is_stored(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    learned = rows(25, spam=True) + rows(25, spam=False)
    judged = rows(5, spam=True, day=2) + rows(29, spam=False, day=2)
    file.write_text(HEAD + learned + judged, encoding="utf-8-sig")
    with count_queries() as queries:
        code, output = run(file)
    assert (code, queries) == (0, [])
    assert "Learned from 50 comments, judged 34: 5 of spam." in output
    assert "2.0% (   0)       100.0%" in output


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"AUTHOR,DATE,CONTENT\na,b,c\n", "has no column CLASS"),
        (HEAD.encode() + b"x,Dara,2026,\xe9,1\n", "is not UTF-8 (byte 50)"),
        ("\ufeff".encode("utf-16") + HEAD.encode("utf-16"), "is not UTF-8 (byte 1)"),
        (HEAD.encode() + b"x,Dara,2026,text,spam\n", "comment 1: CLASS must be 1"),
        (HEAD.encode() + b"x,Dara,2026\n", "comment 1: CLASS must be 1"),
        (HEAD.encode() + b'x,Dara,2026,"text,1\n', "is not CSV"),
        (HEAD.encode(), "Too few comments"),
        ((HEAD + rows(60, spam=True)).encode(), "Too few comments"),
        ((HEAD + rows(5, spam=True) + rows(5, spam=False)).encode(), "Too few comments"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(content: bytes, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    file.write_bytes(content)
    code, output = run(file)
    assert code == 1
    assert problem in output


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    code, output = run(tmp_path / "none.csv")
    assert (code, "cannot be read: No such file" in output) == (1, True)
