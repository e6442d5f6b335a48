"""Tokens: shown once, kept as a salted hash, in a file that nobody else may read."""

import datetime
import stat
from pathlib import Path

import pytest

from graph.errors import UsageError
from ketenatlas import tokens
from ketenatlas.tokens import READ, UPDATE, Token, TokenFileError, Tokens
from ketenatlas.web.access import Sessions
from tests.ketenatlas.test_cli import run
from tests.security.conftest import TOMORROW

YESTERDAY = datetime.date.today() - datetime.timedelta(days=1)


def test_a_token_is_kept_nowhere(tmp_path: Path):
    file = tmp_path / "deep" / "tokens.toml"
    one, other = tokens.new(file, "one", [READ], TOMORROW), tokens.new(file, "other", [READ, UPDATE], TOMORROW)
    assert one not in file.read_text()
    assert len(one) - len(tokens.PREFIX) >= 43
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    known = Tokens(file)
    assert known.of(one).name == "one"
    assert known.of(other).rights == {READ, UPDATE}
    assert known.of(one[:-1]) is None
    assert known.of("") is None
    assert len({token.salt for token in known.known()}) == 2


def test_a_token_works_until_its_last_day(tmp_path: Path):
    file = tmp_path / "tokens.toml"
    old = tokens.new(file, "old", [READ], YESTERDAY)
    today = tokens.new(file, "today", [READ], datetime.date.today())
    assert Tokens(file).of(old) is None
    assert Tokens(file).named("old") is None
    assert Tokens(file).of(today) is not None


def test_a_file_that_others_may_read_is_refused(tmp_path: Path):
    file = tmp_path / "tokens.toml"
    tokens.new(file, "one", [READ], TOMORROW)
    file.chmod(0o604)
    with pytest.raises(TokenFileError, match=r"open to everybody on this machine; close it with: chmod 600"):
        Tokens(file)


GOOD = f'name = "a"\nsalt = "{"0" * 32}"\nhash = "{"0" * 64}"\nrights = ["update"]\nexpires = 2030-01-01\n'


@pytest.mark.parametrize(
    "text",
    [
        "not toml", '[[token]]\nname = "a"\n', "token = 1\n", f"[[token]]\n{GOOD}".replace('["update"]', '["everything"]'),
        f"[[token]]\n{GOOD}".replace("2030-01-01", '"2030-01-01"'), f"[[token]]\n{GOOD}".replace('"a"', '"a\\nb"'),
        f"[[token]]\n{GOOD}".replace("0" * 64, "0" * 62), f"[[token]]\n{GOOD}".replace("0" * 32, "zz"),
        f"[[token]]\n{GOOD}[[token]]\n{GOOD}",
    ],
)  # fmt: skip
def test_a_file_that_is_not_as_expected_is_refused(tmp_path: Path, text: str):
    file = tmp_path / "tokens.toml"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(TokenFileError, match=r"tokens\.toml"):
        Tokens(file)


def test_a_file_that_is_gone_lets_nobody_in(tmp_path: Path):
    file = tmp_path / "tokens.toml"
    secret = tokens.new(file, "one", [READ], TOMORROW)
    known = Tokens(file)
    file.unlink()
    assert known.of(secret) is None
    with pytest.raises(TokenFileError, match="is missing; make it with"):
        Tokens(file)
    assert Tokens().of(secret) is None


@pytest.mark.parametrize(
    ("name", "rights", "part"), [("a b", [READ], "no name"), ("a", [], "choose of"), ("a", ["all"], "choose of")]
)
def test_what_cannot_be_made_is_said(tmp_path: Path, name, rights, part):
    with pytest.raises(UsageError, match=part):
        tokens.new(tmp_path / "tokens.toml", name, rights, TOMORROW)


def test_the_command_line_makes_lists_and_revokes(tmp_path: Path, capsys):
    file = str(tmp_path / "tokens.toml")
    code, out, said = run(capsys, "token", "new", "jan", "--rights", "update,read-restricted", "--file", file)
    assert code == 0
    assert Tokens(Path(file)).of(out.strip()).name == "jan"
    assert out.strip() not in said
    assert "taken out first" not in said
    assert "jan  read-restricted, update  until" in run(capsys, "token", "list", "--file", file)[1]
    assert run(capsys, "token", "new", "jan", "--file", file)[0] == 2
    assert run(capsys, "token", "revoke", "jan", "--file", file)[0] == 0
    assert run(capsys, "token", "revoke", "jan", "--file", file)[0] == 2
    assert Tokens(Path(file)).of(out.strip()) is None


def test_sessions_end_and_are_not_without_number():
    token = Token("a", "00" * 16, "00" * 32, frozenset([READ]), TOMORROW)
    short = Sessions(seconds=-1)
    assert short.of(short.begin(token)) is None
    few = Sessions(most=3)
    keys = [few.begin(token) for _ in range(5)]
    assert [few.of(key) is not None for key in keys] == [False, False, True, True, True]
    few.end(keys[-1])
    assert few.of(keys[-1]) is None
    assert few.of("guessed") is None
