"""What is in the way gets one sentence in both languages and exit code 2, never a traceback."""

import socket

import pytest

from longgang.launch import environment
from longgang.launch.sentences import CannotStartError


def assert_refused(answer: tuple[int, str], chinese: str, english: str) -> None:
    code, said = answer
    assert code == 2, said
    assert chinese in said
    assert english in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1


def test_serve_refuses_a_port_that_is_taken(installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert_refused(installation.ask("serve", PORT=port), f"端口 {port}", f"Port {port}")


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_serve_refuses_what_is_not_a_port(installation, port):
    assert_refused(installation.ask("serve", PORT=port), "不是端口号", "not a port number")


def test_serve_refuses_a_folder_it_cannot_write_to(installation):
    answer = installation.ask("serve", VAR_DIR="/proc/longgang")
    assert_refused(answer, "文件夹不可写", "cannot be written to")


def test_commands_refuse_a_database_that_does_not_answer(installation):
    url = "postgresql://nobody@127.0.0.1:9/none"
    answer = installation.ask("check", DATABASE_URL=url)
    assert_refused(answer, "无法连接", "does not answer")


def test_commands_refuse_to_make_new_keys_for_old_data(tmp_path, monkeypatch):
    """New keys would let everything start, with every sealed value lost."""
    for name in ("SECRET_KEY", "SEALING_KEYS", "INDEX_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    (tmp_path / "postgres").mkdir()
    with pytest.raises(CannotStartError, match="SEALING_KEYS"):
        environment.load(tmp_path)
    assert not (tmp_path / "env").exists()


def test_an_office_never_becomes_a_demo(tmp_path, monkeypatch):
    """A demo shows login codes on the page."""
    monkeypatch.delenv("DEMO")
    environment.choose_kind(tmp_path, demo=False)
    with pytest.raises(CannotStartError, match="not a demo"):
        environment.choose_kind(tmp_path, demo=True)


def test_an_office_gets_no_invented_people(installation):
    installation.var_dir.mkdir()
    environment.write(installation.var_dir, {"DEMO": "false"})
    assert_refused(installation.ask("demo"), "是正式安装", "is not a demo")


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    environment.write(tmp_path, {"LOG_LEVEL": "INFO", "DISTRICT_CODE": "211404"})
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    monkeypatch.delenv("DISTRICT_CODE")
    environment.load(tmp_path)
    assert environment.os.environ["LOG_LEVEL"] == "ERROR"
    assert environment.os.environ["DISTRICT_CODE"] == "211404"


def test_longgang_alone_prints_every_command_with_its_help(installation):
    code, said = installation.ask()
    assert code == 0
    assert "serve" in said
    assert "write_docs" in said
    assert not installation.var_dir.exists()
