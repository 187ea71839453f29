import gc

# Nothing that is loaded here is ever garbage: looking for some takes a sixth of the time to start.
gc.disable()

from blog import create_app  # noqa: E402

app = create_app()

gc.freeze()
gc.enable()
