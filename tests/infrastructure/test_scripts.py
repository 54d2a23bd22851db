"""The commands of the house work from anywhere, wherever the checkout lies."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import ROOT

SCRIPTS = sorted(
    each.name
    for each in (ROOT / "scripts").iterdir()
    if each.is_file() and each.name != "environment"
)
ALONE = ("verify_draw", "verify_record")
"""Whoever doubts a result runs these on a machine that has nothing but Python."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout in a folder with a space in its name, with the environment of this run.

    Its lock files are those that the environment was made from, so that nothing is fetched.
    """
    folder = tmp_path_factory.mktemp("somebody") / "our neighbours' code"
    folder.mkdir()
    for name in ("backend", "scripts", "mobile_api_spec"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    environment = Path(sys.prefix)
    (folder / ".venv").symlink_to(environment)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        if not (environment / lock).exists():
            pytest.skip("these tests do not run in the environment that the scripts make")
        shutil.copy(environment / lock, folder / lock)
    return folder


def run(
    script: Path, *words: str, cwd: Path = Path("/"), **environment: str
) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [script, *words],
        cwd=cwd,
        env={**kept, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("script", sorted(set(SCRIPTS) - set(ALONE)))
def test_every_script_can_be_run_says_what_it_is_for_and_is_proper_bash(script: str):
    path = ROOT / "scripts" / script
    assert os.access(path, os.X_OK)
    lines = path.read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1].startswith("# ")
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0


@pytest.mark.parametrize("script", ALONE)
def test_what_is_checked_offline_needs_nothing_of_the_house(script: str):
    path = ROOT / "scripts" / script
    assert os.access(path, os.X_OK)
    read = ast.parse(path.read_text())
    assert path.read_text().startswith("#!/usr/bin/env python3\n")
    assert ast.get_docstring(read)
    imported = [
        name.split(".")[0]
        for node in ast.walk(read)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
    ]
    assert set(imported) <= sys.stdlib_module_names


def test_serve_says_what_it_takes_from_any_folder_and_fetches_nothing_twice(
    checkout: Path, tmp_path: Path
):
    # An installer that may ask no index would fail.
    said = run(checkout / "scripts" / "serve", "--help", cwd=tmp_path, PIP_NO_INDEX="1")
    assert said.returncode == 0, said.stderr
    assert "--sample" in said.stdout
    assert said.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_a_relative_way_to_a_script_leads_there_too(checkout: Path):
    by_relative_way = run(Path("scripts/backup"), "--help", cwd=checkout)
    assert by_relative_way.returncode == 0, by_relative_way.stderr


@pytest.mark.parametrize("script", ["backup", "restore", "flask"])
def test_the_commands_at_the_machine_say_what_they_take(checkout: Path, script: str):
    said = run(checkout / "scripts" / script, "--help")
    assert said.returncode == 0, said.stderr
    assert "usage" in said.stdout.lower()


def test_no_place_for_an_environment_is_said_in_words(checkout: Path, tmp_path: Path):
    lonely = tmp_path / "lonely"
    shutil.copytree(checkout, lonely, symlinks=True, ignore=shutil.ignore_patterns(".venv"))
    # A file stands where the folder of the environment would go, in both places.
    (lonely / ".venv").write_text("")
    (tmp_path / "cache").write_text("")
    said = run(lonely / "scripts" / "serve", "--help", XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert said.returncode == 1
    assert "can be written" in said.stderr, said.stderr


def test_ci_runs_the_checks_and_the_tests_and_nothing_else():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    called = [line for line in lines if line and not line.startswith(("#", "set ", "here="))]
    assert called == ['"$here/scripts/check"', '"$here/scripts/test"']


def test_the_tests_run_on_both_versions_of_postgresql_and_each_file_is_there():
    words = (ROOT / "scripts" / "test").read_text().split()
    named = [word for word in words if word.startswith("tests/") and word.endswith(".py")]
    assert len(named) > 3
    assert [name for name in named if not (ROOT / name).exists()] == []
