"""Models are built once each and still know each other; a migration is done and noted, or neither.

See the Notes in the record's `migrating`.
"""

import contextlib

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState

OURS, OTHERS = "record", "auth"


def a_state(room):
    """A state with one model, built already."""
    state = ProjectState()
    state.add_model(ModelState(room, "Told", [("id", models.BigAutoField(primary_key=True))]))
    return state, state.apps.get_model(room, "Told")


def a_model_that_points_to_it(room):
    points = models.ForeignKey(f"{room}.Told", models.CASCADE)
    return CreateModel("Word", [("id", models.BigAutoField(primary_key=True)), ("told", points)])


def test_a_new_model_is_built_alone_and_what_it_points_to_knows_of_it():
    state, told = a_state(OURS)

    a_model_that_points_to_it(OURS).state_forwards(OURS, state)

    word = state.apps.get_model(OURS, "Word")
    assert state.apps.get_model(OURS, "Told") is told
    assert word._meta.get_field("told").related_model is told
    assert [known.related_model for known in told._meta.related_objects] == [word]


def test_others_models_are_built_as_django_does():
    state, told = a_state(OTHERS)

    a_model_that_points_to_it(OTHERS).state_forwards(OTHERS, state)

    assert state.apps.get_model(OTHERS, "Told") is not told


def test_a_state_that_was_not_built_stays_so():
    state = ProjectState()

    a_model_that_points_to_it(OURS).state_forwards(OURS, state)

    assert "apps" not in vars(state)
    assert state.models[OURS, "word"].fields["told"].remote_field.model == f"{OURS}.Told"


@pytest.mark.django_db
@pytest.mark.parametrize("stopped", [True, False])
def test_a_migration_stopped_before_it_is_noted_leaves_no_table(monkeypatch, stopped):
    state, _ = a_state(OURS)
    migration = Migration("0001_initial", "record_of_another_city")
    migration.operations = [
        CreateModel("Told", [("id", models.BigAutoField(primary_key=True))]),
        a_model_that_points_to_it(migration.app_label),
    ]

    def noting(self, room, name):
        if stopped:
            raise KeyboardInterrupt

    monkeypatch.setattr(MigrationRecorder, "record_applied", noting)
    with contextlib.suppress(KeyboardInterrupt):
        MigrationExecutor(connection).apply_migration(state, migration)

    made = {f"{migration.app_label}_told", f"{migration.app_label}_word"}
    there = made & set(connection.introspection.table_names())
    assert there == (set() if stopped else made)
