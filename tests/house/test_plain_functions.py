"""No function that Flask calls is a coroutine: it is never waited for."""

from collections.abc import Callable, Iterator
from inspect import iscoroutinefunction
from itertools import chain

from flask import Flask


def called(app: Flask) -> Iterator[Callable]:
    """All that `app` calls to answer a request."""
    yield from app.view_functions.values()
    yield from app.teardown_appcontext_funcs
    for hooks in (
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
        app.template_context_processors,
        app.url_value_preprocessors,
    ):
        yield from chain.from_iterable(hooks.values())
    for by_status in app.error_handler_spec.values():
        yield from chain.from_iterable(handlers.values() for handlers in by_status.values())


def test_all_functions_are_plain_ones(app: Flask) -> None:
    functions = list(called(app))
    assert len(functions) > 100
    assert not [function for function in functions if iscoroutinefunction(function)]
