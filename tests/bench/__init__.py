"""`make bench`: the site on a generated newsroom beside Flask's "hello world" and a bare WSGI function, on one server.

It measures and judges nothing away: every figure goes into the table, with the goal and whether it was met. Machines
change their speed by the second, so rounds are interleaved, medians are taken, and only ratios within one run count.
"""
