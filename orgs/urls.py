"""The addresses of people and their roles, below /people/."""

from django.urls import path

from orgs.views import invitations, people

app_name = "people"
urlpatterns = [
    path("", people.person_list, name="list"),
    path("invitations/", invitations.invitation_list, name="invitation_list"),
    path("invite/", invitations.invite_person, name="invite"),
    path("invitations/<int:pk>/send-again/", invitations.send_again, name="send_again"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw"),
    path("roles/<int:pk>/", people.role_change, name="role_change"),
    path("roles/<int:pk>/end/", people.role_end, name="role_end"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/hand-over/", people.hand_over_page, name="hand_over"),
    path("<int:pk>/close/", people.close, name="close"),
]
