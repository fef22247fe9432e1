"""No Docker engine is at hand here: the files are held against tables of what must be in them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from _portal.processes import PREPARATION, PROCESSES, command

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]

VARIABLES = {
    "db": {"POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"},
    "prepare": {"DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "DATA_DIR"},
    "web": {"DATABASE_URL", "REDIS_URL", "CACHE_URL", "DATA_DIR", "BIND", "TRUSTED_PROXIES"},
    "worker": {"DATABASE_URL", "REDIS_URL", "CACHE_URL", "DATA_DIR", "TRUSTED_PROXIES"},
    "beat": {"DATABASE_URL", "REDIS_URL", "DATA_DIR"},
}
VOLUMES = {
    "db": {"/var/lib/postgresql"},
    "broker": {"/data"},
    "prepare": {"/srv/data"},
    "web": {"/srv/data"},
    "worker": {"/srv/data"},
    "beat": {"/srv/data"},
    "nginx": {"/etc/nginx/conf.d/default.conf", "/etc/nginx/certificates"},
}
WITH_HEALTH_CHECK = {"db", "broker", "cache", "web", "worker", "beat", "nginx"}


def test_services_are_those_of_the_architecture():
    assert set(SERVICES) == WITH_HEALTH_CHECK | {"prepare"}


@pytest.mark.parametrize(("service", "names"), VARIABLES.items())
def test_service_gets_its_variables(service, names):
    assert names <= set(SERVICES[service]["environment"])


@pytest.mark.parametrize(("service", "targets"), VOLUMES.items())
def test_service_has_its_volumes(service, targets):
    found = {re.sub(r":ro$", "", volume).rsplit(":", 1)[1] for volume in SERVICES[service]["volumes"]}
    assert found == targets


@pytest.mark.parametrize("service", sorted(WITH_HEALTH_CHECK))
def test_service_has_a_health_check_and_restarts(service):
    assert SERVICES[service]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert SERVICES[service]["restart"] == "unless-stopped"


def test_named_volumes_are_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert {name for name in used if re.fullmatch(r"[a-z]+", name)} == set(COMPOSE["volumes"])


@pytest.mark.parametrize("name", PROCESSES)
def test_compose_starts_the_same_processes_as_script_run(name):
    assert SERVICES[name]["command"] == ["script/process", name]


def test_only_the_preparing_service_knows_the_owner_and_admin():
    knowing = {name for name, service in SERVICES.items() if "DATABASE_OWNER_URL" in service.get("environment", {})}
    assert knowing == {"prepare"}


def test_processes_wait_for_the_preparation():
    for name in PROCESSES:
        assert SERVICES[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert [step[0] for step in PREPARATION] == ["migrate", "build_assets", "collectstatic"]


def test_broker_keeps_its_queue_and_cache_forgets():
    assert "--appendonly yes" in " ".join(SERVICES["broker"]["command"])
    assert "allkeys-lru" in SERVICES["cache"]["command"]
    assert "volumes" not in SERVICES["cache"]


def test_every_variable_of_compose_is_in_the_example():
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"(?m)^(\w+)=", (ROOT / ".env.example").read_text()))
    assert asked <= offered


def test_commands_take_address_and_data_folder_from_the_environment():
    web = command("web", {"BIND": "0.0.0.0:8000", "WEB_WORKERS": "4"})
    assert web[web.index("--bind") + 1] == "0.0.0.0:8000"
    assert web[web.index("--workers") + 1] == "4"
    assert "/srv/data/beat-schedule" in command("beat", {"DATA_DIR": "/srv/data"})


def test_image_runs_as_an_ordinary_user_with_hashed_requirements():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes" in dockerfile
    assert dockerfile.rindex("USER portal") > dockerfile.rindex("COPY")
    assert "requirements-dev" not in dockerfile
    assert "requirements-local" not in dockerfile


@pytest.mark.parametrize(
    "line",
    [
        "client_max_body_size 12m",
        "proxy_set_header   X-Forwarded-For   $remote_addr",
        "proxy_set_header   X-Forwarded-Proto $scheme",
        "proxy_pass         http://web:8000",
        "return 301 https://$host$request_uri",
        "server_tokens off",
    ],
)
def test_nginx_says(line):
    assert f"{line};" in (ROOT / "docker/nginx.conf").read_text()


def has_compose():
    return (
        bool(shutil.which("docker"))
        and subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not has_compose(), reason="no docker compose here")
def test_docker_reads_the_compose_file(tmp_path):
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    subprocess.run(["docker", "compose", "config", "--quiet"], cwd=tmp_path, check=True)
