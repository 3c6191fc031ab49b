"""Rights follow the post: opening, filling, handing over and ending posts."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from naikkelas.accounts import actions
from naikkelas.accounts.errors import AreaUnfit, LastManager, PostWouldBeVacant
from naikkelas.accounts.models import Post, Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.actors import Act, may
from naikkelas.lib.refusals import NotYours
from tests.people import make_area, make_user

pytestmark = pytest.mark.django_db

VILLAGE = "91.37.01.2001"


def fresh(user: User) -> User:
    """The person as the next request sees them."""
    return User.objects.get(pk=user.pk)


def post_of(user: User) -> Post:
    return user.holdings.get().post


def test_a_hand_over_moves_the_rights_in_one_step(darma: User, sari: User) -> None:
    tuti = User.objects.create_user("tuti", name="Bu Tuti")

    actions.hand_over(post_of(sari), to=tuti, by=darma)

    assert not may(fresh(sari), Act.SEND, VILLAGE)
    assert may(fresh(tuti), Act.SEND, VILLAGE)
    event = Event.objects.get(verb="post.hand_over")
    assert (event.before, event.after) == ({"holders": [sari.pk]}, {"holders": [tuti.pk]})


def test_two_pkb_may_overlap_during_a_hand_over(darma: User, sari: User) -> None:
    tuti = User.objects.create_user("tuti", name="Bu Tuti")
    begin = datetime.now(UTC) + timedelta(hours=1)

    with time_machine.travel(begin):
        post = Post.objects.create_with_areas(Role.FIELD, [Area.objects.get(pk=VILLAGE)])
        actions.appoint(sari, post, by=darma)
    with time_machine.travel(begin + timedelta(days=1)):
        actions.hand_over(post, to=tuti, by=darma, overlap=timedelta(days=7))
        both = [VILLAGE in seat.scopes for person in (sari, tuti) for seat in fresh(person).posts]
    with time_machine.travel(begin + timedelta(days=9)):
        after = [seat.post_id for seat in fresh(sari).posts]

    assert all(both)
    assert post.pk not in after


def test_an_ended_post_loses_access_with_the_next_request(darma: User, sari: User) -> None:
    actions.end_holding(sari.holdings.get(), by=darma, leave_vacant=True)

    assert fresh(sari).scopes == ()
    assert not may(fresh(sari), Act.SEE, VILLAGE)


def test_a_post_is_not_left_empty_by_oversight(darma: User, sari: User) -> None:
    with pytest.raises(PostWouldBeVacant):
        actions.end_holding(sari.holdings.get(), by=darma)

    assert fresh(sari).scopes == (VILLAGE,)
    assert not Event.objects.filter(verb="post.leave").exists()


def test_the_last_operator_of_a_kabupaten_stays(darma: User) -> None:
    with pytest.raises(LastManager):
        actions.end_holding(darma.holdings.get(), by=darma, leave_vacant=True)

    make_user("edi", "Pak Edi", Role.OPERATOR, Area.objects.get(pk="91.37"))
    actions.end_holding(darma.holdings.get(), by=darma, leave_vacant=True)
    assert fresh(darma).scopes == ()


def test_a_pkb_has_several_villages_and_a_pokja_one(darma: User) -> None:
    villages = [Area.objects.get(pk=VILLAGE), make_area("91.37.02.2001", "Bukit Raya")]

    post = actions.open_post(Role.FIELD, villages, by=darma)

    assert post.codes == [VILLAGE, "91.37.02.2001"]
    with pytest.raises(AreaUnfit):
        actions.open_post(Role.POKJA, villages, by=darma)
    with pytest.raises(AreaUnfit):
        actions.open_post(Role.POKJA, [Area.objects.get(pk="91.37")], by=darma)


def test_villages_move_from_one_pkb_to_another_with_an_overlap(darma: User, sari: User) -> None:
    other = make_area("91.37.01.2002", "Sukadamai")

    actions.change_areas(post_of(sari), [other], by=darma, overlap=timedelta(days=3))

    assert set(fresh(sari).scopes) == {VILLAGE, "91.37.01.2002"}
    with time_machine.travel(datetime.now(UTC) + timedelta(days=4)):
        assert fresh(sari).scopes == ("91.37.01.2002",)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HEAD, Role.FIELD, Role.SYSTEM, Role.ADMIN])
def test_a_pkb_fills_posts_of_the_pokja_only(sari: User, role: Role) -> None:
    village = Area.objects.get(pk=VILLAGE)

    assert actions.open_post(Role.POKJA_CHAIR, [village], by=sari).role == Role.POKJA_CHAIR
    with pytest.raises(NotYours):
        actions.open_post(role, [village], by=sari)


def test_nobody_fills_posts_outside_their_area(darma: User) -> None:
    elsewhere = make_area("92.41.03.2007", "Karangasri")

    with pytest.raises(NotYours):
        actions.open_post(Role.FIELD, [elsewhere], by=darma)


def test_deactivating_ends_every_post_and_keeps_the_account(darma: User, sari: User) -> None:
    actions.deactivate(sari, by=darma, leave_vacant=True)

    assert (fresh(sari).is_active, fresh(sari).scopes) == (False, ())
    assert Event.objects.filter(verb="account.deactivate", subject_id=str(sari.pk)).exists()


def test_a_person_with_two_posts_acts_under_the_one_chosen(darma: User, sari: User) -> None:
    elsewhere = make_area("91.37.02", "Bukit")
    post = actions.open_post(Role.DISTRICT, [elsewhere], by=darma)
    actions.appoint(sari, post, by=darma)

    newest, older = fresh(sari), fresh(sari)
    older.acting_as = post_of_role(sari, Role.FIELD).pk

    assert (newest.role, newest.scopes) == (Role.DISTRICT, ("91.37.02",))
    assert (older.role, older.scopes) == (Role.FIELD, (VILLAGE,))


def post_of_role(user: User, role: Role) -> Post:
    return user.holdings.get(post__role=role).post


def test_who_holds_a_post_is_one_query(
    sari: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert (sari.scopes, sari.role, sari.post) == (
            (VILLAGE,),
            Role.FIELD,
            f"PKB/PLKB {VILLAGE}",
        )
