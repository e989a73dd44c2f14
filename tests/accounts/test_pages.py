"""The administrators' pages, step by step."""

from datetime import timedelta

import pytest

from longgang.accounts.actions import edit_own_account, edit_staff
from longgang.accounts.api import Permission, Post, Role, User, add_shift, close_account, holds
from longgang.accounts.models import Shift
from longgang.audit.api import SYSTEM
from longgang.core.clock import now, today
from tests.cast import DISTRICT, EAST_EXIT, INDUSTRY_DESK, LONGWAN, appoint
from tests.forms import sent_back

REASON = {"reason": "文号 7"}


def page_of(user, verb=""):
    return f"/accounts/users/{user.number}/{verb}"


def in_english(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def by_zhu(zhu, signed_in):
    return in_english(signed_in(zhu))


@pytest.fixture
def by_yan(yan, signed_in):
    return in_english(signed_in(yan))


# Accounts


def names_in(page):
    return [str(row) for row in page.context["table"].page.rows]


def test_list_shows_staff_with_their_posts(by_zhu, lin, ada):
    page = by_zhu.get("/accounts/users/")
    text = page.content.decode()
    assert "Reviewer\N{NO-BREAK SPACE}· 工信窗口" in text
    assert ada.number not in text
    assert lin.phone not in text


def test_list_sorts_as_names_sound(by_zhu, lin, bo, mei):
    assert names_in(by_zhu.get("/accounts/users/")) == ["博", "林", "梅", "朱"]


def test_list_costs_the_same_for_many(by_zhu, lin, django_assert_max_num_queries):
    for each in "甲乙丙丁戊己庚辛壬癸子丑":
        appoint(f"多{each}", Role.REVIEWER, desk_code=INDUSTRY_DESK)
    with django_assert_max_num_queries(12):
        by_zhu.get("/accounts/users/")


@pytest.mark.parametrize("typed", ["林", "l", "139 0000 0001", "number"])
def test_list_finds_staff_by_name_phone_and_number(by_zhu, lin, bo, typed):
    text = lin.number if typed == "number" else typed
    assert names_in(by_zhu.post("/accounts/users/", {"q": text}, follow=True)) == ["林"]


def test_list_filters_by_role(by_zhu, lin, mei):
    assert names_in(by_zhu.get("/accounts/users/", {"role": "desk_supervisor"})) == ["梅"]


def test_residents_are_found_by_their_whole_phone_only(by_zhu, ada):
    def look(**query):
        return by_zhu.post("/accounts/users/", {"kind": "residents", **query}, follow=True)

    def found(**query):
        return names_in(look(**query))

    assert found() == []
    assert found(q="艾达") == []
    assert found(q="13800000") == []
    assert found(q=ada.phone) == ["艾达"]
    page = look(q=ada.phone)
    assert "艾达" not in page.content.decode()
    assert "艾*" in page.content.decode()


def test_other_areas_are_out_of_sight(lin, signed_in, db):
    street = appoint("街管", Role.ADMINISTRATOR, LONGWAN)
    newcomer = User.objects.create(name="新", is_staff_member=True)
    client = signed_in(street)
    assert set(names_in(client.get("/accounts/users/"))) == {"街管", "新"}
    assert client.get(page_of(lin)).status_code == 404
    assert client.post(page_of(lin, "close/"), {"close-reason": "x"}).status_code == 404
    assert client.get(page_of(newcomer)).status_code == 200


def test_accounts_are_in_sight_of_administrators_only(lin, ada, zhu):
    assert not User.objects.visible_to(lin).exists()
    assert set(User.objects.visible_to(zhu)) == {lin, ada, zhu}


def test_create_shows_the_password_once(by_zhu):
    page = by_zhu.post("/accounts/users/create/", {"name": "新", "phone": "137 0000 0001"})
    user = User.objects.get(name="新")
    assert user.phone == "13700000001"
    password = page.context["password"]
    assert user.check_password(password)
    assert password in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert password not in by_zhu.get(page_of(user)).content.decode()


def test_create_refuses_a_taken_phone(by_zhu, ada):
    page = by_zhu.post("/accounts/users/create/", {"name": "新", "phone": ada.phone})
    assert page.status_code == 422
    assert page.context["form"].has_error("phone", "accounts.phone_taken")


def test_create_refuses_a_name_of_200_kilobytes(by_zhu):
    page = by_zhu.post("/accounts/users/create/", {"name": "长" * 70_000})
    assert page.status_code == 422


def test_edit_keeps_the_phone_unless_typed(by_zhu, lin):
    assert lin.phone not in by_zhu.get(page_of(lin, "edit/")).content.decode()
    assert by_zhu.post(page_of(lin, "edit/"), {"name": "林一", "phone": ""}).status_code == 302
    lin.refresh_from_db()
    assert (lin.name, lin.phone) == ("林一", "13900000001")


def test_edit_refuses_a_taken_phone(by_zhu, lin, bo):
    page = by_zhu.post(page_of(lin, "edit/"), {"name": "林", "phone": bo.phone})
    assert page.context["form"].has_error("phone", "accounts.phone_taken")


def test_close_and_reopen(by_zhu, lin):
    assert by_zhu.post(page_of(lin, "close/"), {"close-reason": "left"}).status_code == 302
    lin.refresh_from_db()
    assert not lin.is_active
    assert "Open the account again" in by_zhu.get(page_of(lin)).content.decode()
    assert by_zhu.post(page_of(lin, "reopen/"), {"close-reason": "back"}).status_code == 302
    lin.refresh_from_db()
    assert lin.is_active


def test_reset_shows_the_password_once(by_zhu, lin):
    page = by_zhu.post(page_of(lin, "reset/"), {"reset-reason": "lost"})
    lin.refresh_from_db()
    assert lin.check_password(page.context["password"])


@pytest.mark.parametrize("verb", ["close/", "reset/"])
def test_a_reason_is_needed(by_zhu, lin, verb):
    assert by_zhu.post(page_of(lin, verb)).status_code == 422
    lin.refresh_from_db()
    assert lin.is_active


def test_reopening_needs_a_reason(by_zhu, lin):
    close_account(lin, by=SYSTEM, reason="left")
    assert by_zhu.post(page_of(lin, "reopen/")).status_code == 422


def test_closing_twice_says_who_was_faster(by_zhu, lin):
    by_zhu.post(page_of(lin, "close/"), {"close-reason": "left"})
    assert by_zhu.post(page_of(lin, "close/"), {"close-reason": "left"}).status_code == 409


def test_nothing_can_be_done_to_ones_own_account(by_zhu, zhu):
    page = by_zhu.get(page_of(zhu)).content.decode()
    assert "Close the account" not in page
    assert by_zhu.post(page_of(zhu, "close/"), {"close-reason": "离职"}).status_code == 422


# Posts


def grant(client, user, **values):
    return client.post(page_of(user, "posts/grant/"), {**REASON, **values})


@pytest.mark.parametrize(
    ("role", "place", "area", "desk", "premises"),
    [
        ("reviewer", f"desk:{INDUSTRY_DESK}", DISTRICT, INDUSTRY_DESK, ""),
        ("checkpoint_officer", f"premises:{EAST_EXIT}", DISTRICT, "", EAST_EXIT),
        ("street_officer", f"area:{LONGWAN}", LONGWAN, "", ""),
    ],
)
def test_grant_at_every_kind_of_place(by_yan, db, role, place, area, desk, premises):
    user = User.objects.create(name="新", is_staff_member=True)
    assert grant(by_yan, user, role=role, place=place).status_code == 302
    post = user.posts.get()
    assert (post.area_code, post.desk_code, post.premises_number) == (area, desk, premises)
    assert (post.role, post.starts_on) == (role, today())


def test_grant_shows_why_not(by_yan, lin):
    page = grant(by_yan, lin, role="auditor", place=f"area:{DISTRICT}")
    assert page.status_code == 422
    assert page.context["form"].has_error("role", "accounts.offices_not_separate")


def test_grant_refuses_a_place_nobody_knows(by_yan, lin):
    page = grant(by_yan, lin, role="command", place="area:999999")
    assert page.context["form"].has_error("place")


def test_end_a_post(by_yan, lin):
    post = lin.posts.get()
    url = page_of(lin, f"posts/{post.number}/end/")
    assert by_yan.post(url).status_code == 422
    assert by_yan.post(url, {f"{post.number}-reason": "moved"}).status_code == 302
    assert not holds(User.objects.get(pk=lin.pk), Permission.PASS_REVIEW)
    assert "ended" in by_yan.get(page_of(lin)).content.decode()


def test_a_post_of_somebody_else_is_not_found(by_yan, lin, bo):
    url = page_of(lin, f"posts/{bo.posts.get().number}/end/")
    assert by_yan.post(url, {"reason": "x"}).status_code == 404


def test_posts_are_listed(by_yan, lin, mei):
    assert "工信窗口" in by_yan.get("/accounts/posts/").content.decode()
    lin.posts.update(starts_on="2020-01-01", ends_on="2020-12-31")

    def holders(**query):
        rows = by_yan.get("/accounts/posts/", query).context["table"].page.rows
        return {post.user.name for post in rows}

    assert "林" not in holders()
    assert "林" in holders(when="ever")
    assert holders(role="desk_supervisor") == {"梅"}
    assert "2020-12-31" in by_yan.get("/accounts/posts/", {"when": "ever"}).content.decode()


def test_a_post_with_a_last_day_says_so(by_yan, lin):
    lin.posts.update(ends_on="2099-12-31")
    assert "until 2099-12-31" in by_yan.get(page_of(lin)).content.decode()


def test_an_account_without_posts(by_yan, db):
    user = User.objects.create(name="新", is_staff_member=True)
    assert "No posts." in by_yan.get(page_of(user)).content.decode()


# One's own account and the permissions


def test_me_changes_name_and_language(ada, signed_in):
    client = signed_in(ada)
    assert ada.phone in client.get("/accounts/me/").content.decode()
    assert client.post("/accounts/me/", {"name": "Ada", "language": "en"}).status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.language) == ("Ada", "en")
    assert client.post("/accounts/me/", {"name": "", "language": "xx"}).status_code == 422


def test_me_without_a_post(db, signed_in):
    user = User.objects.create(name="新", is_staff_member=True)
    assert "You hold no post" in in_english(signed_in(user)).get("/accounts/me/").content.decode()


def test_permissions_say_what_every_role_may_do(hai, signed_in):
    page = in_english(signed_in(hai)).get("/accounts/permissions/").content.decode()
    assert "Approve, return for correction or refuse applications." in page
    assert "Decides the applications of one desk." in page


# The duty roster


def test_duty_lists_my_desks(lin, mei, signed_in):
    moment = now()
    add_shift(
        lin,
        desk_code=INDUSTRY_DESK,
        starts_at=moment,
        ends_at=moment.replace(microsecond=0) + (now() - moment) + _hours(2),
        by=mei,
    )
    page = in_english(signed_in(lin)).get("/accounts/duty/").content.decode()
    assert "工信窗口" in page
    assert "交通窗口" not in page
    assert "now" in page
    assert "交通窗口" in in_english(signed_in(mei)).get("/accounts/duty/").content.decode()


def test_plan_take_over_and_remove(lin, bo, mei, signed_in):
    url = f"/accounts/duty/{INDUSTRY_DESK}/"
    client = in_english(signed_in(mei))
    start, end = now() + _hours(1), now() + _hours(9)
    form = {
        "user": lin.number,
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{end:%Y-%m-%dT%H:%M}",
    }
    assert client.post(f"{url}add/", form).status_code == 302
    assert client.post(f"{url}add/", {**form, "user": bo.number}).status_code == 422
    assert client.post(f"{url}add/", {**form, "ends_at": form["starts_at"]}).status_code == 422
    shift = Shift.objects.get()
    assert "Take off the roster" in client.get(url).content.decode()
    assert client.post(f"{url}{shift.number}/remove/").status_code == 302
    assert not Shift.objects.exists()
    mine = in_english(signed_in(lin))
    assert mine.post(f"{url}take-over/").status_code == 302
    assert Shift.objects.get().user == lin
    assert mine.post(f"{url}add/", form).status_code == 403


def test_a_desk_with_nobody(mei, signed_in):
    page = in_english(signed_in(mei)).get(f"/accounts/duty/{INDUSTRY_DESK}/").content.decode()
    assert "nobody is told" in page


def test_no_desks_in_the_post(db, signed_in, monkeypatch):
    user = appoint("别", Role.COMMAND, "210000001")
    assert "No desks" in in_english(signed_in(user)).get("/accounts/duty/").content.decode()


def test_posts_are_never_deleted_with_their_holder(lin):
    assert Post.objects.filter(user=lin).exists()


def _hours(hours):
    return timedelta(hours=hours)


# Two at once


def test_what_was_changed_in_another_window_is_not_undone(by_zhu, lin, zhu):
    url, name = page_of(lin, "edit/"), "林一"
    sent = sent_back(by_zhu.get(url).context["form"])
    edit_staff(lin, name=lin.name, phone="13900000077", by=zhu)
    assert by_zhu.post(url, sent | {"name": name}).status_code == 422
    sent = sent_back(by_zhu.post(url, sent | {"name": name}).context["form"])
    assert by_zhu.post(url, sent).status_code == 302
    lin.refresh_from_db()
    assert (lin.name, lin.phone) == (name, "13900000077")


def test_my_own_account_in_two_windows(by_zhu, zhu):
    sent = sent_back(by_zhu.get("/accounts/me/").context["form"])
    edit_own_account(zhu, name="朱一", language="en")
    page = by_zhu.post("/accounts/me/", sent | {"language": "zh-hans"})
    assert page.status_code == 422
    assert sent_back(page.context["form"])["name"] == "朱一"
