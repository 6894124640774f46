"""Somebody who is invited and hasn't joined yet; the mail with the link lies in the mail folder."""

from orgs.models import Office, User
from orgs.roles import Role
from orgs.services.invitations import invite

INVITED = ("Yusuf Kiptoo", "yusuf.kiptoo@meridian.example")


def invite_somebody(coordinator: User, office: Office) -> None:
    """Asked to read the reports of an office."""
    name, email = INVITED
    invite(coordinator, email=email, name=name, office=office, role=Role.OBSERVER)
