"""What the admins' own rules say."""

from collections.abc import Iterator

from blog.comments.spam import rules
from blog.comments.spam.models import DOMAIN, NETWORK
from blog.comments.spam.verdicts import SPAM, Reason, Submission

HELD = 1.0
CONDEMNED = 5.0


def ruled(submission: Submission) -> Iterator[Reason]:
    """The rules that mean it. What they want is done, whatever else speaks for it. One query."""
    for match in rules.matching(rules.all_rules(), submission):
        condemns = match.rule.verdict == SPAM
        weight = CONDEMNED if condemns else HELD
        yield Reason("rule", _sentence(match.rule), weight, match.snippets, holds=True, condemns=condemns)


def _sentence(rule: rules.Rule) -> str:
    # Of a network only that it is one: its address stands nowhere in clear.
    if rule.kind == NETWORK:
        return "Rule: this network"
    return f"Rule: domain {rule.pattern}" if rule.kind == DOMAIN else f"Rule: “{rule.pattern}”"
