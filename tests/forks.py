"""Processes that begin with the code of the site in them: one that reads it anew takes a second for that."""

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["blog"])
