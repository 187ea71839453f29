"""An admin gives people roles and closes accounts."""

import threading

import pytest
from flask import Flask

from blog.accounts import inviting, managing
from blog.accounts.managing import OnlyAdmin
from blog.accounts.models import ADMIN, AUTHOR, User
from blog.tools.database import db
from tests.factories import make_user


def test_the_only_admin_stays_one(admin: User, author: User) -> None:
    session = admin.fs_uniquifier
    with pytest.raises(OnlyAdmin):
        managing.give_role(admin, AUTHOR)
    with pytest.raises(OnlyAdmin):
        managing.deactivate(admin)
    assert (admin.role, admin.active, admin.fs_uniquifier) == (ADMIN, True, session)


def test_a_deactivated_admin_does_not_count_as_another(admin: User) -> None:
    managing.deactivate(make_user("Omid Karimi", ADMIN))
    with pytest.raises(OnlyAdmin):
        managing.deactivate(admin)


def test_an_admin_who_has_not_accepted_the_invitation_does_not_count_as_another(admin: User) -> None:
    inviting.invite("Omid Karimi", "omid@example.com", ADMIN)
    with pytest.raises(OnlyAdmin):
        managing.give_role(admin, AUTHOR)


def test_of_two_admins_one_may_go(admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    managing.give_role(admin, AUTHOR)
    with pytest.raises(OnlyAdmin):
        managing.deactivate(omid)


def test_another_role_or_a_closed_account_ends_all_sessions(admin: User, author: User) -> None:
    sessions = {author.fs_uniquifier}
    managing.give_role(author, ADMIN)
    sessions.add(author.fs_uniquifier)
    managing.deactivate(author)
    sessions.add(author.fs_uniquifier)
    assert len(sessions) == 3
    assert not author.active
    managing.reactivate(author)
    assert author.active


def test_two_admins_who_close_each_others_account_leave_one_beside_an_invitation(app: Flask, admin: User) -> None:
    omid = make_user("Omid Karimi", ADMIN)
    inviting.invite("Pia Long", "pia@example.com", ADMIN)
    ids = [admin.id, omid.id]
    db.session.commit()
    together, refused = threading.Barrier(2), []

    def close(user_id: int) -> None:
        with app.app_context():
            user = db.session.get(User, user_id)
            assert user
            together.wait(30)
            try:
                managing.deactivate(user)
                db.session.commit()
            except OnlyAdmin:
                refused.append(user_id)

    threads = [threading.Thread(target=close, args=(user_id,)) for user_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert [user.id for user in db.session.query(User).filter(User.active, User.id.in_(ids))] == refused
