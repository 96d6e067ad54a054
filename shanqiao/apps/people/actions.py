from django.db import transaction

from shanqiao.apps.record.actions import note

from .models import Person, Post
from .queries import forget_posts


@transaction.atomic
def admit_person(*, username, name, password, at, by=None):
    """Somebody may sign in from now on; what they may do is said by posts and seats."""
    person = Person(username=username, name=name, date_joined=at)
    person.set_password(password)
    person.save()
    note(act="people.admit", subject=person, by=by, at=at)
    return person


@transaction.atomic
def give_post(*, person, role, at, station=None, by=None):
    """A person takes up a post: a social worker at a station, or a supervisor of the city."""
    post = Post.objects.create(person=person, role=role, station=station, since=at)
    forget_posts(person)
    note(act="people.give_post", subject=post, by=by, at=at)
    return post


@transaction.atomic
def end_post(*, post, at, by=None):
    """A person leaves a post. What they did there stays under their name."""
    Post.objects.filter(pk=post.pk, until=None).update(until=at)
    forget_posts(post.person)
    note(act="people.end_post", subject=post, by=by, at=at)
