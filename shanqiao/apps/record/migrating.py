"""A new installation is ready sooner, and one that was stopped while it made its tables goes on."""

from contextlib import nullcontext

from django.apps import apps
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

OURS = set()  # labels of our rooms

# Note [A trigger changes no model]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Django builds every model that is related to a changed one anew after each step of a migration; all of ours are related.
# A trigger, a constraint or an index changes nothing that a later step asks of a model: it is written into the state,
# from which the model is built when a field changes. Building it at once took half of the time a new installation needs.
#
# Note [A new model changes no other]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# For the same reason a new model is built alone, as it is when a program starts: those that it points to are told of it,
# and need not be built anew. That took half of what was left.
#
# Note [Made and noted together]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Where a migration leaves foreign keys to its end, Django commits its tables first and notes after it that it was done.
# Killed between the two, the next start would make the tables again, and fail for ever.


_RELOADS = ProjectState.reload_model


def _reload_model(self, app_label, model_name, delay=False):
    if not getattr(self, "_spares", False):
        _RELOADS(self, app_label, model_name, delay)


def _sparing(step):
    """The step as it is, without building models anew, for ours; others' migrations may ask for more."""

    def state_forwards(self, app_label, state):
        state._spares = app_label in OURS
        try:
            step(self, app_label, state)
        finally:
            state._spares = False

    return state_forwards


def _alone(step):
    """The step as it is, building nothing but the new model, for ours."""
    sparing = _sparing(step)

    def state_forwards(self, app_label, state):
        sparing(self, app_label, state)
        if app_label in OURS and "apps" in vars(state):
            state.apps.render_multiple([state.models[app_label, self.name_lower]])

    return state_forwards


def _whole(apply):
    """A migration and the note that it was done, both or neither."""

    def apply_migration(self, state, migration, **how):
        whole = transaction.atomic(self.connection.alias) if migration.atomic else nullcontext()
        with whole:
            return apply(self, state, migration, **how)

    return apply_migration


def mend_migrations():
    """For this process.

    See Note [A trigger changes no model], see Note [A new model changes no other], see Note [Made and noted together].
    """
    OURS.update(app.label for app in apps.get_app_configs() if app.name.startswith("shanqiao."))
    ProjectState.reload_model = _reload_model
    for step in (AddTrigger, AddConstraint, AddIndex):
        step.state_forwards = _sparing(step.state_forwards)
    CreateModel.state_forwards = _alone(CreateModel.state_forwards)
    MigrationExecutor.apply_migration = _whole(MigrationExecutor.apply_migration)
