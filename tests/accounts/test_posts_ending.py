"""Posts that end, overlap, begin later, and change hands twice at once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client

from naikkelas.accounts import actions
from naikkelas.accounts.errors import LastManager, PersonUnfit, PostClosed, PostWouldBeVacant
from naikkelas.accounts.models import Holding, Post, PostArea, Role, User, running
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.actors import Act, may
from naikkelas.lib.refusals import NotYours, Refused
from tests.people import PASSWORD, make_area, make_user

pytestmark = pytest.mark.django_db

VILLAGE = "91.37.01.2001"
WEEK = timedelta(days=7)


def fresh(user: User) -> User:
    """The person as the next request sees them."""
    return User.objects.get(pk=user.pk)


def post_of(user: User) -> Post:
    return user.holdings.get().post


def days_from_now(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


@pytest.fixture
def tuti(sukamaju: Area) -> User:
    return User.objects.create_user("tuti", name="Bu Tuti")


def test_who_is_about_to_leave_does_not_keep_a_post_from_standing_empty(
    darma: User, sari: User, tuti: User
) -> None:
    actions.hand_over(post_of(sari), to=tuti, by=darma, overlap=WEEK)

    with pytest.raises(PostWouldBeVacant):
        actions.end_holding(tuti.holdings.get(), by=darma)


def test_an_operator_who_leaves_in_a_week_is_not_the_one_who_stays(darma: User) -> None:
    kabupaten = Area.objects.get(pk="91.37")
    edi = make_user("edi", "Pak Edi", Role.OPERATOR, kabupaten)
    Holding.objects.filter(user=edi).update(until=days_from_now(7))

    with pytest.raises(LastManager):
        actions.end_holding(darma.holdings.get(), by=darma, leave_vacant=True)


def test_an_operator_whose_area_ends_or_whose_account_is_closed_does_not_stay(darma: User) -> None:
    kabupaten = Area.objects.get(pk="91.37")
    moving = make_user("edi", "Pak Edi", Role.OPERATOR, kabupaten)
    PostArea.objects.filter(post=post_of(moving)).update(until=days_from_now(7))
    closed = make_user("udin", "Pak Udin", Role.OPERATOR, kabupaten)
    User.objects.filter(pk=closed.pk).update(is_active=False)

    with pytest.raises(LastManager):
        actions.close_post(post_of(darma), by=darma)


def test_the_last_operator_is_not_moved_to_other_areas(darma: User) -> None:
    other = make_area("91.38", "Kabupaten sebelah")

    with pytest.raises(LastManager):
        actions.change_areas(post_of(darma), [other], by=system_user())

    assert fresh(darma).scopes == ("91.37",)


def test_a_second_hand_over_does_not_lengthen_the_stay_of_who_is_leaving(
    darma: User, sari: User, tuti: User
) -> None:
    budi = User.objects.create_user("budi", name="Budi")
    actions.hand_over(post_of(sari), to=tuti, by=darma, overlap=timedelta(days=3))
    was = sari.holdings.get().until

    actions.hand_over(post_of(sari), to=budi, by=darma, overlap=timedelta(days=31))

    assert sari.holdings.get().until == was


def test_who_comes_back_while_leaving_stays_and_is_named_once(
    darma: User, sari: User, tuti: User
) -> None:
    post = post_of(sari)
    actions.hand_over(post, to=tuti, by=darma, overlap=WEEK)

    actions.appoint(sari, post, by=darma)

    assert sari.holdings.get().until is None
    with time_machine.travel(days_from_now(9)):
        assert fresh(sari).scopes == (VILLAGE,)


def test_a_post_that_begins_next_week_gives_nothing_yet(darma: User, tuti: User) -> None:
    post = Post.objects.create_with_areas(Role.FIELD, [Area.objects.get(pk=VILLAGE)])
    Holding.objects.create(post=post, user=tuti, since=days_from_now(7))

    assert fresh(tuti).scopes == ()
    with time_machine.travel(days_from_now(8)):
        assert fresh(tuti).scopes == (VILLAGE,)


def test_shutting_a_person_out_ends_also_what_was_to_begin_later(darma: User, sari: User) -> None:
    post = Post.objects.create_with_areas(Role.FIELD, [make_area("91.37.01.2002", "Sukadamai")])
    Holding.objects.create(post=post, user=sari, since=days_from_now(7))

    actions.deactivate(sari, by=darma, leave_vacant=True)
    actions.reactivate(sari, by=darma)

    with time_machine.travel(days_from_now(8)):
        assert fresh(sari).scopes == ()


def test_appointing_now_who_was_to_begin_later_lets_them_begin_now(darma: User, tuti: User) -> None:
    post = Post.objects.create_with_areas(Role.FIELD, [Area.objects.get(pk=VILLAGE)])
    Holding.objects.create(post=post, user=tuti, since=days_from_now(7))

    actions.appoint(tuti, post, by=darma)

    assert fresh(tuti).scopes == (VILLAGE,)
    assert tuti.holdings.count() == 1


def test_a_post_is_not_given_to_a_closed_account_or_to_the_system(
    darma: User, sari: User, tuti: User
) -> None:
    User.objects.filter(pk=tuti.pk).update(is_active=False)

    for nobody in (tuti, system_user()):
        with pytest.raises(PersonUnfit):
            actions.hand_over(post_of(sari), to=nobody, by=darma)
    assert fresh(sari).scopes == (VILLAGE,)


def test_nobody_is_invited_into_a_closed_post(darma: User, sari: User) -> None:
    post = post_of(sari)
    actions.close_post(post, by=darma)

    with pytest.raises(PostClosed):
        actions.invite(post, name="Bu Ani", login_name="ani", by=darma)


def test_an_invitation_into_a_post_outlives_the_post_of_who_invited(
    darma: User, sari: User, tuti: User
) -> None:
    """Rights follow the post: what the operator began, the next operator need not begin again."""
    invited = actions.invite(
        post_of(sari), name="Bu Ani", login_name="ani", by=darma, takes_over=True
    )
    actions.hand_over(post_of(darma), to=tuti, by=darma)

    ani = actions.accept(invited.token, password=PASSWORD)

    assert fresh(ani).scopes == (VILLAGE,)
    assert fresh(sari).scopes == ()


def test_who_leaves_in_a_week_stands_among_the_holders_and_not_among_the_former(
    darma: User, sari: User, tuti: User
) -> None:
    post = post_of(sari)
    actions.hand_over(post, to=tuti, by=darma, overlap=WEEK)
    browser = Client()
    browser.force_login(darma)

    page = browser.get(f"/orang/{post.pk}/").content.decode()

    assert page.count("<strong>Sari</strong>") == 1
    assert "Pemegang sebelumnya" not in page


# Who may be named -------------------------------------------------------------------------------


@pytest.fixture
def chair(sari: User) -> Post:
    return actions.open_post(Role.POKJA_CHAIR, [Area.objects.get(pk=VILLAGE)], by=sari)


def test_a_pkb_names_a_member_of_an_own_village_into_another_post(sari: User, chair: Post) -> None:
    ani = make_user("ani", "Bu Ani", Role.POKJA, Area.objects.get(pk=VILLAGE))

    actions.appoint(ani, chair, by=sari)

    assert may(fresh(ani), Act.SEND, VILLAGE)


@pytest.mark.parametrize("login", ["wayan", "wayan@contoh.id", "081234567837", "tuti", "tidakada"])
def test_a_pkb_learns_nothing_of_accounts_elsewhere(
    sari: User, wayan: User, tuti: User, chair: Post, login: str
) -> None:
    User.objects.filter(pk=wayan.pk).update(email="wayan@contoh.id", phone="+6281234567837")
    browser = Client()
    browser.force_login(sari)

    answer = browser.post(f"/orang/{chair.pk}/serahkan/", {"to": login, "overlap": 0})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Tidak ada akun aktif dengan nama masuk ini di wilayah Anda." in page
    assert "Wayan" not in page
    assert not chair.holdings.exists()


def test_the_action_refuses_a_foreign_account_whatever_the_screen_says(
    sari: User, wayan: User, chair: Post
) -> None:
    with pytest.raises(NotYours):
        actions.appoint(wayan, chair, by=sari)
    with pytest.raises(NotYours):
        actions.hand_over(chair, to=wayan, by=sari)
    assert not Event.objects.filter(verb__in=["post.appoint", "post.hand_over"]).exists()


# At once ----------------------------------------------------------------------------------------


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each of some acts came to that began together; `done` or the code of the refusal."""
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_of_two_last_operators_who_leave_at_once_one_stays(darma: User) -> None:
    edi = make_user("edi", "Pak Edi", Role.OPERATOR, Area.objects.get(pk="91.37"))
    system = system_user()

    outcomes = at_once(
        lambda: actions.end_holding(darma.holdings.get(), by=system, leave_vacant=True),
        lambda: actions.deactivate(edi, by=system, leave_vacant=True),
    )

    assert outcomes == ["accounts.last_manager", "done"]
    assert len(fresh(darma).scopes) + len(fresh(edi).scopes) == 1


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_of_two_operators_whose_posts_are_closed_at_once_one_stays(darma: User) -> None:
    edi = make_user("edi", "Pak Edi", Role.OPERATOR, Area.objects.get(pk="91.37"))
    system = system_user()
    posts = [post_of(darma), post_of(edi)]

    outcomes = at_once(*(lambda p=post: actions.close_post(p, by=system) for post in posts))

    assert outcomes == ["accounts.last_manager", "done"]


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_two_hand_overs_at_once_leave_one_holder(darma: User, sari: User) -> None:
    people = [User.objects.create_user(name, name=name) for name in ("tuti", "budi", "eka")]
    post = post_of(sari)

    outcomes = at_once(*(lambda to=one: actions.hand_over(post, to=to, by=darma) for one in people))

    assert outcomes == ["done"] * 3
    assert post.holdings.filter(running(datetime.now(UTC))).count() == 1


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_person_shut_out_while_a_post_is_given_to_them_holds_none(
    darma: User, sari: User
) -> None:
    ani = make_user("ani", "Bu Ani", Role.POKJA, Area.objects.get(pk=VILLAGE))
    post = post_of(sari)

    at_once(
        lambda: actions.hand_over(post, to=ani, by=darma),
        lambda: actions.deactivate(ani, by=darma, leave_vacant=True),
    )

    assert fresh(ani).is_active or not ani.holdings.filter(until__isnull=True).exists()


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_one_link_followed_twice_at_once_opens_one_account(darma: User, sari: User) -> None:
    invited = actions.invite(post_of(sari), name="Bu Ani", login_name="ani", by=darma)

    outcomes = at_once(*(lambda: actions.accept(invited.token, password=PASSWORD),) * 3)

    assert outcomes == ["accounts.invitation_spent"] * 2 + ["done"]
    assert User.objects.filter(name="Bu Ani").count() == 1
