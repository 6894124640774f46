"""The rows of the access table for what concerns signing in: no office, no role."""

OK, LOGIN, NOTHING, SEE = 200, 302, 404, 302

# What anybody may open without signing in, and what a signed-in person finds there.
PUBLIC: dict[str, tuple[int, int]] = {
    "healthz": (OK, OK),
    "checklists:link": (SEE, SEE),
    "checklists:link_item": (OK, OK),
    "account_login": (OK, SEE),
    "account_logout": (SEE, OK),
    "account_signup": (OK, SEE),
    "account_inactive": (OK, OK),
    "account_reset_password": (OK, OK),
    "account_reset_password_done": (OK, OK),
    "account_reset_password_from_key": (OK, OK),
    "account_reset_password_from_key_done": (OK, OK),
    "account_email_verification_sent": (OK, OK),
    "account_confirm_email": (OK, OK),
    # An invented link is the same page for everybody; so is an unknown provider.
    "join": (NOTHING, NOTHING),
    "reports:link": (NOTHING, NOTHING),
    # For who has the installation's token.
    "reports:metrics": (NOTHING, NOTHING),
    "openid_connect_login": (NOTHING, NOTHING),
    "openid_connect_callback": (NOTHING, NOTHING),
    "socialaccount_login_cancelled": (OK, OK),
    "socialaccount_login_error": (401, 401),
    # Only in the middle of signing in.
    "mfa_authenticate": (SEE, SEE),
    "mfa_login_webauthn": (SEE, SEE),
}
# What concerns one's own account alone.
OWN_ACCOUNT: dict[str, int] = {
    "account_change_password": OK,
    "account_set_password": SEE,
    "account_reauthenticate": OK,
    "usersessions_list": OK,
    "mfa_index": OK,
    "mfa_list_webauthn": OK,
    # These ask once more who it is, before anything else.
    "mfa_reauthenticate": SEE,
    "mfa_reauthenticate_webauthn": SEE,
    "mfa_activate_totp": SEE,
    "mfa_deactivate_totp": NOTHING,
    "mfa_generate_recovery_codes": SEE,
    "mfa_add_webauthn": SEE,
    "mfa_remove_webauthn": SEE,
    "mfa_edit_webauthn": SEE,
    "mfa_view_recovery_codes": NOTHING,
    "mfa_download_recovery_codes": NOTHING,
}

# What stands in their addresses.
ARGUMENTS: dict[str, list[object]] = {
    "account_reset_password_from_key": ["1", "no-key"],
    "account_confirm_email": ["no-key"],
    "join": ["no-token"],
    "reports:link": ["no-token"],
    "openid_connect_login": ["organization"],
    "openid_connect_callback": ["organization"],
    "mfa_remove_webauthn": [1],
    "mfa_edit_webauthn": [1],
}
