"""The reader's time zone, and the page for a deed that the state doesn't allow."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from orgs.access import ConflictError
from orgs.middleware import ConflictMiddleware, TimeZoneMiddleware
from orgs.models import User
from tests.factories import make_user
from tests.pages import visit


def _say_time_zone(request: HttpRequest) -> HttpResponse:
    return HttpResponse(timezone.get_current_timezone_name())


def _request(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]  # its middleware sets it
    return request


@pytest.mark.parametrize(
    ("user", "zone"),
    [(User(time_zone="Africa/Kinshasa"), "Africa/Kinshasa"), (AnonymousUser(), "UTC")],
)
def test_times_are_the_readers(user: User | AnonymousUser, zone: str) -> None:
    response = TimeZoneMiddleware(_say_time_zone)(_request(user))
    assert response.content.decode() == zone


@pytest.mark.parametrize("name", ["Mars/Olympus", "Africa", "", "../etc/passwd"])
def test_time_zone_that_is_none_any_more_is_utc(name: str) -> None:
    response = TimeZoneMiddleware(_say_time_zone)(_request(User(time_zone=name)))
    assert response.content.decode() == "UTC"


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/account/profile/"])
def test_pages_open_without_the_time_zone(url: str) -> None:
    user = make_user()
    User.objects.filter(pk=user.pk).update(time_zone="Mars/Olympus")
    visit(user, url)


def test_time_zone_is_put_back_after_the_request() -> None:
    TimeZoneMiddleware(_say_time_zone)(_request(User(time_zone="Africa/Kinshasa")))
    assert timezone.get_current_timezone_name() == "UTC"


def test_conflict_is_answered_with_409_and_the_reason() -> None:
    middleware = ConflictMiddleware(_say_time_zone)
    request = _request(AnonymousUser())
    response = middleware.process_exception(request, ConflictError("It is signed off."))
    assert response is not None
    assert (response.status_code, b"It is signed off." in response.content) == (409, True)


def test_other_errors_are_left_alone() -> None:
    middleware = ConflictMiddleware(_say_time_zone)
    assert middleware.process_exception(_request(AnonymousUser()), ValueError("x")) is None
