from datetime import timedelta

from django.conf import settings

from .models import DemonstrationSignIn, Draft, Person, Post, Sent

AT_A_STATION = (Post.Role.SOCIAL_WORKER, Post.Role.COUNSELLOR, Post.Role.STATION_SUPERVISOR)
DRAFTS_LAST = timedelta(days=7)
SENT_LASTS = timedelta(days=30)  # longer than anything waits on a phone


def post_of(person, role):
    """The post of ``role`` that ``person`` holds now, or None."""
    if not person.is_authenticated:
        return None
    held = getattr(person, "_posts_held", None)
    if held is None:
        held = person._posts_held = list(
            Post.objects.filter(person=person, until=None).select_related(
                "station__street__district", "district"
            )
        )
    return next((post for post in held if post.role == role), None)


def station_of(person):
    """The station where ``person`` works: as a social worker, else as a counsellor or its supervisor; or None."""
    return next(iter(stations_of(person)), None)


def stations_of(person):
    """Every station where ``person`` holds a post, each once; with several posts, that of the social worker first."""
    posts = (post_of(person, role) for role in AT_A_STATION)
    return list({post.station_id: post.station for post in posts if post}.values())


def counsels(person):
    """The station where ``person`` is a counsellor, or None."""
    post = post_of(person, Post.Role.COUNSELLOR)
    return post.station if post else None


def supervises_station(person):
    """The station whose workers ``person`` guides (督导), or None."""
    post = post_of(person, Post.Role.STATION_SUPERVISOR)
    return post.station if post else None


def people_at(station, *roles):
    """Those who hold a post at ``station`` now: any, or one of ``roles``."""
    posts = Post.objects.filter(station=station, until=None, role__in=roles or AT_A_STATION)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("pk")


def supervises(person):
    """Does ``person`` check the work of others, without a hand in it?"""
    return post_of(person, Post.Role.SUPERVISOR) is not None


def adjudicates(person):
    """The post by which ``person`` decides whether two records are one person, or None."""
    return post_of(person, Post.Role.ADJUDICATOR)


def keeps_rules(person):
    """Does ``person`` write, try and switch on the rules of the city?"""
    return post_of(person, Post.Role.RULE_KEEPER) is not None


def forget_posts(person):
    """Ask the database again next time: a post was taken up or left."""
    vars(person).pop("_posts_held", None)


def demonstration_sign_ins():
    """The invented people of a demonstration with their passwords; nobody in a real city."""
    if not settings.DEMONSTRATION:
        return []
    return list(DemonstrationSignIn.objects.select_related("person").order_by("pk"))


def draft_of(person, *, form, at):
    """What ``person`` typed into ``form`` and has not sent, or None."""
    young = Draft.objects.filter(person=person, form=form, kept_at__gte=at - DRAFTS_LAST)
    return young.first()


def has_arrived(person, *, once):
    """Did something arrive from ``person`` under the key of this page?"""
    return Sent.objects.filter(person=person, once=once).exists()
