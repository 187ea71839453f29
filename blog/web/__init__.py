"""The doors that people come in by: readers, authors, admins. Each has one guard for its one policy."""

from flask import Flask

from blog.web import (
    access_log,
    admin,
    cross_site,
    desk,
    errors,
    headers,
    ids,
    mailed,
    next_page,
    postman,
    public,
    redirects,
    retention,
    second_step,
    senders,
    sessions,
    site_address,
    sizes,
    static_files,
    template_helpers,
    two_step,
)


def init_app(app: Flask) -> None:
    """Hang everything that answers requests on `app`."""
    template_helpers.init_app(app)
    sizes.init_app(app)
    # What changes a response runs in the opposite order: the line is written when all else is settled.
    access_log.init_app(app)
    site_address.init_app(app)
    senders.init_app(app)
    cross_site.init_app(app)
    sessions.init_app(app)
    next_page.init_app(app)
    ids.init_app(app)
    static_files.init_app(app)
    two_step.init_app(app)
    app.register_blueprint(public.door)
    app.register_blueprint(mailed.door)
    app.register_blueprint(desk.door)
    app.register_blueprint(admin.door)
    app.register_blueprint(second_step.door)
    errors.init_app(app)
    headers.init_app(app)
    redirects.init_app(app)
    retention.init_app(app)
    postman.init_app(app)
