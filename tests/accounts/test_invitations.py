"""Invitations: one link, one use, 72 hours, bound to a login name."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from naikkelas.accounts import actions
from naikkelas.accounts.errors import InvitationSpent, LoginNameUnfit, WeakPassword
from naikkelas.accounts.models import Invitation, Post, Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from tests.people import PASSWORD, make_area

pytestmark = pytest.mark.django_db

VILLAGE = "91.37.01.2001"


@pytest.fixture
def chair(sari: User) -> Post:
    """The vacant post of the ketua Pokja of Sukamaju."""
    return actions.open_post(Role.POKJA_CHAIR, [Area.objects.get(pk=VILLAGE)], by=sari)


def test_accepting_opens_the_account_and_fills_the_post(chair: Post, sari: User) -> None:
    invited = actions.invite(chair, name="Bu  Ani", login_name="0812-3456-7837", by=sari)

    ani = actions.accept(invited.token, password=PASSWORD)

    assert (ani.name, ani.phone, ani.scopes) == ("Bu Ani", "+6281234567837", (VILLAGE,))
    assert ani.check_password(PASSWORD)
    assert Event.objects.get(verb="invitation.accept").actor_id == ani.pk


def test_a_second_use_is_refused(chair: Post, sari: User) -> None:
    invited = actions.invite(chair, name="Bu Ani", login_name="ani", by=sari)
    actions.accept(invited.token, password=PASSWORD)

    with pytest.raises(InvitationSpent):
        actions.accept(invited.token, password=PASSWORD)

    assert User.objects.filter(name="Bu Ani").count() == 1


@pytest.mark.parametrize(("hours", "holds"), [(71, True), (73, False)])
def test_it_holds_for_72_hours(chair: Post, sari: User, hours: int, holds: bool) -> None:
    invited = actions.invite(chair, name="Bu Ani", login_name="ani", by=sari)

    with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours)):
        if holds:
            assert actions.accept(invited.token, password=PASSWORD)
            return
        with pytest.raises(InvitationSpent):
            actions.accept(invited.token, password=PASSWORD)


def test_a_withdrawn_or_replaced_link_is_worth_nothing(chair: Post, sari: User) -> None:
    first = actions.invite(chair, name="Bu Ani", login_name="ani", by=sari)
    second = actions.invite(chair, name="Bu Ani", login_name="ani", by=sari)
    actions.withdraw_invitation(second.invitation, by=sari)

    for invited in (first, second):
        with pytest.raises(InvitationSpent):
            actions.accept(invited.token, password=PASSWORD)


def test_the_secret_is_not_in_the_database(chair: Post, sari: User) -> None:
    invited = actions.invite(chair, name="Bu Ani", login_name="ani", by=sari)

    stored = Invitation.objects.values().get()
    assert invited.token not in str(stored)
    assert len(invited.token) >= 43  # 256 bits in base 64
    assert all(invited.token not in str(event.data) for event in Event.objects.all())


def test_a_weak_password_leaves_the_link_as_it_was(chair: Post, sari: User) -> None:
    invited = actions.invite(chair, name="Bu Ani", login_name="ani", by=sari)

    with pytest.raises(WeakPassword):
        actions.accept(invited.token, password="pendek")

    assert actions.accept(invited.token, password=PASSWORD).name == "Bu Ani"


def test_accepting_can_take_the_post_over(darma: User, sari: User) -> None:
    post = sari.holdings.get().post
    invited = actions.invite(post, name="Bu Tuti", login_name="tuti", by=darma, takes_over=True)

    tuti = actions.accept(invited.token, password=PASSWORD)

    assert tuti.scopes == (VILLAGE,)
    assert User.objects.get(pk=sari.pk).scopes == ()


def test_who_has_an_account_joins_with_it_under_its_own_login_name_only(
    chair: Post, sari: User, darma: User
) -> None:
    invited = actions.invite(chair, name="Sari", login_name="sari", by=sari)

    with pytest.raises(InvitationSpent):
        actions.join(invited.token, user=darma)

    actions.join(invited.token, user=sari)
    assert {seat.role for seat in User.objects.get(pk=sari.pk).posts} == {
        Role.FIELD,
        Role.POKJA_CHAIR,
    }


@pytest.mark.parametrize("login_name", ["", "bu ani", "a", "ani@", "0812"])
def test_an_unfit_login_name_is_refused(chair: Post, sari: User, login_name: str) -> None:
    with pytest.raises(LoginNameUnfit):
        actions.invite(chair, name="Bu Ani", login_name=login_name, by=sari)

    assert not Event.objects.filter(verb="invitation.send").exists()


def test_nobody_invites_into_a_post_that_is_not_theirs_to_fill(
    darma: User, sari: User, wayan: User
) -> None:
    elsewhere = Post.objects.create_with_areas(
        Role.POKJA, [make_area("92.41.03.2009", "Karangsari")]
    )
    for person, post in ((sari, elsewhere), (wayan, sari.holdings.get().post), (darma, elsewhere)):
        with pytest.raises(NotYours):
            actions.invite(post, name="Bu Ani", login_name="ani", by=person)
