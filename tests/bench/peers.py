"""What readers could be given instead, as it was measured once beside Flask's "hello world".

Those products are not installed by this repository. On one machine of two processors, in 2026, with the generated
newsroom's like (200 articles, one of them with 100 comments), 16 connections and the same "hello world" on the same
server as here: so "hello" of this run tells how fast they would be on this machine, roughly. Goals in milliseconds and
seconds are of that machine, too, and are told as what they come to on this one.

WordPress 6.1 (Twenty Twenty-One, PHP-FPM 8.2 with opcache, MariaDB), Isso 0.14, Flask 3.1 on granian 2.8.
"""

HELLO_RATE = 10_965.0
HELLO_CPU_MS = 0.153

# Answers a second, and milliseconds of processor time each.
WORDPRESS_REPLY_RATE = 128.0
WORDPRESS_REPLY_CPU_MS = 13.8
WORDPRESS_ARTICLE_CPU_MS = 52.2
ISSO_REPLY_RATE = 209.0
ISSO_REPLY_CPU_MS = 4.58

BESIDE = "as measured once beside hello"
THERE = f"{{}} where hello took {HELLO_CPU_MS} ms"


def on_this_machine(time: float, hello_cpu_ms: float) -> float:
    """What takes so much time on the machine where the peers were measured, on this one; in the same unit."""
    return time * hello_cpu_ms / HELLO_CPU_MS


def times_faster(rate: float, hello_rate: float, peer_rate: float) -> float:
    """How many times the rate of the peer `rate` is, both beside the "hello world" of their own run."""
    return (rate / hello_rate) / (peer_rate / HELLO_RATE)


def times_cheaper(cpu_ms: float, hello_cpu_ms: float, peer_cpu_ms: float) -> float:
    """How many times the processor time of `cpu_ms` the peer takes, both beside the "hello world" of their own run."""
    return (peer_cpu_ms / HELLO_CPU_MS) / (cpu_ms / hello_cpu_ms)
