"""What a backup consists of."""

import re

from blog.media.models import FILE_NAME

FORMAT = "meridian backup 1"

DATABASE = "database.sqlite3"
SECRETS = "secrets.toml"
PICTURES = "uploads/"

KNOWN = re.compile(f"{re.escape(DATABASE)}|{re.escape(SECRETS)}|{PICTURES}{FILE_NAME.pattern}")
