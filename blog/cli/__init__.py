"""The operators' door: `flask serve`, `flask people …`, `flask content …`, `flask comments …`, `flask upkeep …`."""

from flask import Flask

from blog.cli import backup, classifier, comments, content, keys, mail, people, purge, serve, upkeep


def init_app(app: Flask) -> None:
    """Hang the commands on `app`."""
    for command in (serve.serve, people.people, content.content, comments.comments, upkeep.upkeep):
        app.cli.add_command(command)
    for command in (classifier.relearn, classifier.evaluate):
        comments.comments.add_command(command)
    for command in (backup.backup, backup.restore, purge.purge, keys.rotate_keys, mail.send_mail):
        upkeep.upkeep.add_command(command)
