"""The house looks after itself: what would otherwise be said in review."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.db.models import BinaryField, CharField, TextField
from django.urls import get_resolver

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "shanqiao"
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "delete", "save"}
LONGEST = 300  # lines; a file of ours is meant to fit on two screens
OTHERS_PAGES = ("allauth.", "django.")  # pages of well-kept libraries, guarded by themselves


def own_models():
    return [m for m in apps.get_models() if m.__module__.startswith("shanqiao.")]


def rooms():
    return sorted(path for path in (HOUSE / "apps").glob("*/*.py") if path.name not in {"apps.py"})


def actions():
    """Every function that changes rows of a room: those of actions.py and of the files it was split into."""
    for path in sorted(HOUSE.glob("apps/*/actions.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield path, node


def test_engines_run_where_django_is_not_installed():
    code = (
        "import sys; sys.modules['django'] = None\n"
        "import importlib, pkgutil, shanqiao.engines as e\n"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(e.__path__, 'shanqiao.engines.')]"
    )

    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_every_action_has_a_name_of_its_own_a_docstring_and_keywords():
    names = Counter()
    for path, node in actions():
        names[node.name] += 1
        assert ast.get_docstring(node), f"{path.parent.name}.{node.name} says what becomes true"
        assert not node.args.args, f"{path.parent.name}.{node.name} takes keywords only"
    assert {n for n, times in names.items() if times > 1} == set()


def test_every_action_that_writes_is_told_the_time():
    for path, node in actions():
        writes = any(
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in WRITES
            for call in ast.walk(node)
        )
        told = {a.arg for a in node.args.kwonlyargs}
        assert not writes or "at" in told, f"{path.parent.name}.{node.name} is told the time"


def test_only_the_clock_asks_the_clock():
    for path in sorted(HOUSE.rglob("*.py")):
        if path == HOUSE / "apps/record/clock.py" or path.is_relative_to(HOUSE / "host"):
            continue
        assert not re.search(r"timezone\.now\(|datetime\.now\(|date\.today\(", path.read_text()), (
            path
        )


def test_every_constraint_speaks_to_people():
    for model in own_models():
        for constraint in model._meta.constraints:
            assert (
                constraint.violation_error_message != constraint.default_violation_error_message
            ), constraint.name


def test_every_page_has_a_door():
    def views(patterns):
        for p in patterns:
            if hasattr(p, "url_patterns"):
                yield from views(p.url_patterns)
            else:
                yield p.callback

    for view in views(get_resolver().url_patterns):
        if not view.__module__.startswith(OTHERS_PAGES):
            assert hasattr(view, "may"), f"{view.__module__}.{view.__name__} says who may open it"
            assert view.may.__doc__, (
                f"the door of {view.__module__}.{view.__name__} says its sentence"
            )


def test_every_field_about_people_says_how_long_it_is_kept():
    policy = tomllib.loads((HOUSE / "data/retention.toml").read_text())
    listed = Counter(field for group in policy["keep"] for field in group["fields"])
    held = {
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if (isinstance(field, CharField | TextField | BinaryField) and not field.choices)
        or (model._meta.app_label in {"residents", "people"} and not field.is_relation)
        if not field.primary_key or model._meta.app_label == "places"
    }

    assert held - set(listed) == set(), (
        "say in shanqiao/data/retention.toml how long these are kept"
    )
    assert set(listed) - held == set(), (
        "these are gone; take them out of shanqiao/data/retention.toml"
    )
    assert max(listed.values()) == 1
    assert all(group["until"] and group["why"] for group in policy["keep"])


def test_every_note_is_written_once_and_read_somewhere():
    text = "\n".join(p.read_text() for p in HOUSE.rglob("*.py"))
    written = Counter(re.findall(r"^# Note \[(.+?)\]", text, re.M))
    read = set(re.findall(r"[Ss]ee\s+Note \[(.+?)\]", text))
    assert set(written) == read
    assert set(written.values()) <= {1}


def test_no_table_points_to_a_later_room():
    """The import contract cannot see foreign keys written as strings; the tables can."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())
    [order] = [c for c in contract["tool"]["importlinter"]["contracts"] if c["id"] == "rooms"]
    floor = {r.strip(): n for n, layer in enumerate(order["layers"]) for r in layer.split("|")}
    for model in own_models():
        assert model._meta.app_label in floor, f"{model._meta.label} lives in a room of the plan"
        for field in model._meta.get_fields():
            theirs = getattr(field.remote_field, "model", None) if not field.auto_created else None
            here, there = (getattr(m, "_meta", model._meta).app_label for m in (model, theirs))
            if here in floor and there in floor:
                assert floor[there] >= floor[here], (
                    f"{model.__name__}.{field.name} points to {there}"
                )


def test_a_room_changes_another_only_through_its_actions():
    for path in rooms():
        tree = ast.parse(path.read_text())
        foreign = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("shanqiao.apps.")
            and node.module.endswith(".models")
            for name in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                roots = {n.id for n in ast.walk(node.func) if isinstance(n, ast.Name)}
                assert not (node.func.attr in WRITES and roots & foreign), (
                    f"{path.relative_to(HOUSE)}:{node.lineno} writes {roots & foreign}"
                )


def test_screens_write_no_table():
    for path in [*HOUSE.glob("www/**/*.py"), *HOUSE.glob("stories/*.py")]:
        tree = ast.parse(path.read_text())
        rows = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".models")
            for name in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                roots = {n.id for n in ast.walk(node.func) if isinstance(n, ast.Name)}
                assert not (node.func.attr in WRITES and roots & rows), (
                    f"{path.relative_to(HOUSE)}:{node.lineno} asks an action instead"
                )


def test_files_fit_on_two_screens():
    ours = [
        *HOUSE.rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "scripts").rglob("*.py"),
        *(HOUSE / "templates").rglob("*.html"),
    ]
    long = {
        str(path.relative_to(ROOT)): lines
        for path in ours
        if "migrations" not in path.parts and (lines := path.read_text().count("\n")) > LONGEST
    }
    assert long == {}
