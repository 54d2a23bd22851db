"""Look at other processes (Linux)."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest


def eventually(holds: Callable[[], bool], seconds: float = 20) -> bool:
    """Say whether something comes to hold; another process has to do its part first."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def is_running(pid: int) -> bool:
    """Say whether a process is there and more than a name in the table."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def parent_of(pid: int) -> int:
    """Return the process id of a process's parent."""
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def command_of(pid: int) -> str:
    """Return the words with which a process was started; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def all_processes() -> list[int]:
    """Return the process ids of everything that runs."""
    return [int(each.name) for each in Path("/proc").glob("[0-9]*") if is_running(int(each.name))]


def family_of(folder: Path) -> list[str]:
    """Return what runs and was told of ``folder`` when it was started."""
    return [words for words in map(command_of, all_processes()) if str(folder) in words]


def session_of(leader: int) -> list[int]:
    """Return what runs in the session that ``leader`` opened, also after it has ended.

    The resource tracker of ``multiprocessing`` goes when it sees that its master has gone, which is
    some milliseconds later: wait with `eventually` before saying that nothing is left.
    """
    members = []
    for pid in all_processes():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            members.append(pid)
    return members


def python_for_everybody() -> str:
    """Return a Python that others may run; ours may lie in a folder that is closed to them."""
    for candidate in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        asked = [candidate, "-c", "import sys; print(*sys.version_info[:2])"]
        with contextlib.suppress(OSError):
            said = subprocess.run(asked, user="nobody", cwd="/", capture_output=True, check=False)
            if said.stdout.decode().split() == [str(each) for each in sys.version_info[:2]]:
                return candidate
    pytest.skip("no Python of this version is open to others")
