"""A new installation's models are built once each, and still know each other. See the Notes in the record's `migrating`."""

from django.db import models
from django.db.migrations import CreateModel
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
