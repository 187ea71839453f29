"""The command line as an operator has it: `flask`, outside of any request."""

import contextvars
from typing import Any

from click.testing import Result
from flask import has_app_context
from flask.cli import FlaskGroup
from flask.testing import FlaskCliRunner

from blog.tools.database import db


class CommandLine(FlaskCliRunner):
    """What `app.test_cli_runner()` gives: each command has contexts of its own, as in a process of its own."""

    def invoke(self, cli: Any = None, args: Any = None, **kwargs: Any) -> Result:
        # What the test has done is committed, or the command would not see it and might wait for its locks.
        if has_app_context():
            db.session.commit()
        return contextvars.Context().run(super().invoke, cli or FlaskGroup(), args, **kwargs)
