"""One check a file: what it finds in a reply, and what that weighs."""
