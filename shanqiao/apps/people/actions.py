from django.conf import settings
from django.db import IntegrityError, transaction

from shanqiao.apps.record.actions import note

from .models import DemonstrationSignIn, Draft, Person, Post, Sent
from .queries import DRAFTS_LAST, SENT_LASTS, forget_posts


class NoDemonstration(Exception):
    """This is a real city: no password is kept where it can be read."""


@transaction.atomic
def admit_person(*, username, name, password, at, by=None):
    """Somebody may sign in from now on; what they may do is said by posts and seats."""
    person = Person(username=username, name=name, date_joined=at)
    person.set_password(password)
    person.save()
    note(act="people.admit", subject=person, by=by, at=at)
    return person


@transaction.atomic
def give_post(*, person, role, at, station=None, district=None, by=None):
    """A person takes up a post: a social worker at a station, a supervisor or rule keeper of the city, an adjudicator.

    Args:
        district: of an adjudicator; None is the whole city.
    """
    post = Post.objects.create(
        person=person, role=role, station=station, district=district, since=at
    )
    forget_posts(person)
    note(act="people.give_post", subject=post, by=by, at=at)
    return post


@transaction.atomic
def end_post(*, post, at, by=None):
    """A person leaves a post. What they did there stays under their name."""
    Post.objects.filter(pk=post.pk, until=None).update(until=at)
    forget_posts(post.person)
    note(act="people.end_post", subject=post, by=by, at=at)


@transaction.atomic
def show_sign_in(*, person, desk, password, at):
    """An invented person of a demonstration may be signed in by anybody who opens the sign-in page.

    Raises:
        NoDemonstration: this installation is none.
    """
    if not settings.DEMONSTRATION:
        raise NoDemonstration("set SHANQIAO_DEMONSTRATION=1 to run a demonstration")
    shown, _is_new = DemonstrationSignIn.objects.update_or_create(
        person=person, defaults={"desk": desk, "password": password}
    )
    note(act="people.show_sign_in", subject=shown, by=None, at=at)
    return shown


@transaction.atomic
def keep_draft(*, form, typed, by, at):
    """What somebody has typed so far outlives a lost connection; drafts that are too old go. No line in the record."""
    Draft.objects.filter(kept_at__lt=at - DRAFTS_LAST).delete()
    Draft.objects.update_or_create(person=by, form=form, defaults={"typed": typed, "kept_at": at})


def drop_draft(*, form, by, at):
    """The form was sent, or is begun anew."""
    Draft.objects.filter(person=by, form=form).delete()


@transaction.atomic
def take_once(*, once, said, by, at):
    """Is it the first time that ``by`` sends this? Then it is taken, and everything after is told no.

    To be asked within the transaction of what is sent: whoever sends the same at the same moment waits for its end.

    Args:
        once: the key (a UUID) that the page carried.
        said: the digest of what was sent, so that other words under the same key are something else.
    """
    Sent.objects.filter(at__lt=at - SENT_LASTS).delete()
    try:
        with transaction.atomic():
            Sent.objects.create(person=by, once=once, said=said, at=at)
    except IntegrityError:
        return False
    return True


def give_back(*, once, said, by, at):
    """What was sent was not accepted: the same may be sent again."""
    Sent.objects.filter(person=by, once=once, said=said).delete()
