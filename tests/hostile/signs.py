"""Text whose single characters do harm, and text that other languages than HTML would carry out."""

from tests.hostile.markup import CANARY

SIGNS: dict[str, list[str]] = {
    # Every control character there is, in the middle of a word.
    "control characters": [
        *(f"con{chr(code)}trol" for code in (*range(0x20), 0x7F, 0x80, 0x85, 0x8D, 0x90, 0x9B, 0x9D)),
        "\x1b[2J\x1b[1;31mred", "\x1b]0;owned\x07", "\x9b31m", "a\rb", "a\r\nb", "bell\x07bell",
    ],
    # What reverses the words that come after it.
    "directions": [
        *(f"Dara{chr(code)}gnp.exe" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
        "Dara\u200egnp.exe", "Dara\u200fgnp.exe", "Dara\u061cgnp.exe",
        "\u202e" * 60 + "x", "نرگس\u202eabc\u202c", "\u2067\u2067\u2067https://example.org/", "سلام (" * 10,
    ],
    # Marks that tower over the lines above and hang into those below.
    "towers": [
        "Z" + "\u0335\u0321\u0353\u0351" * 12, "a" + "\u0301" * 75, "ก" + "\u0e47" * 60, "x" + "\u20dd" * 40,
        "e\u0301\u200d\u0301\u200d\u0301\u200d\u0301\u200d\u0301\u200d\u0301",
    ],
    # Signs that nobody sees, that are no characters, or that are too many lines in one.
    "odd characters": [
        "\ufeffbom", "b\ufeffom", "a\u2028b", "a\u2029b", "\ufffd", "a\ufffeb", "a\uffffb", "\U0010ffff", "\ue000",
        "a\u00adb", "\u200b\u200b", "\u3164", "\u2800", "a\u034fb", "\ufff9x\ufffay\ufffb", "\U000e0041\U000e0042",
        "\U0001d4d5\U0001d4ea\U0001d4f7", "ﷺ" * 10, "꧅" * 10, "𒐫𒈙⸻", "İıſK", "ß" * 20, "\u1160\u115f",
    ],
    # People, families and flags of many characters that are one sign.
    "emoji": [
        "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇮🇷🇵🇹", "👍🏿👍🏻", "1️⃣2️⃣3️⃣", "❤️‍🔥", "🏳️‍🌈", "👨‍👩‍👧‍👦" * 8, "☝🏽‍\u200d\u200d",
        "می‌خواهم",
    ],
    # What a template engine would work out.
    "templates": [
        "{{7*7}}", "{{ config.SECRET_KEY }}", "{% raw %}{{ 1 }}{% endraw %}", "{% include '/etc/passwd' %}",
        "{{''.__class__.__mro__}}", "{# x #}", "{{ self._TemplateReference__context }}", "${7*7}", "#{7*7}",
        "<%= 7*7 %>", "<?php echo 7*7 ?>", "[[${7*7}]]", "{{{7*7}}}", "@(7*7)", "$(id)", "`id`", "*{7*7}", "{7*7}",
        "{{constructor.constructor('alert(1)')()}}",
    ],
    # What a database would carry out.
    "SQL": [
        "' OR '1'='1", "'; DROP TABLE users;--", "\" OR \"\"=\"", "1) UNION SELECT password FROM users--",
        "admin'/*", "%' OR 1=1#", "\\'; SELECT pg_sleep(9);--", "_%_%", "' || (SELECT 1) || '",
        "1;ATTACH DATABASE 'x' AS y", "NULL", "$$; SELECT 1; $$",
    ],
    # Lines that would become headers of an answer or of a mail, or lines of a log.
    "headers": [
        "x\r\nSet-Cookie: a=b", "x\nBcc: victim@canary.example", "x\r\n\r\n<script>alert(1)</script>",
        "x%0d%0aSet-Cookie:a=b", "x\u560a\u560dSet-Cookie:a=b", "x\n127.0.0.1 - - [x] \"GET / HTTP/1.1\" 200 1",
        "x\u2028Location: //canary.example/", "x; filename=\"a.html\"", "=?utf-8?q?x=0D=0ABcc:v@canary.example?=",
    ],
    # Styles that fetch, cover or run.
    "styles": [
        f"<div style='background:url({CANARY})'>", f"<style>@import '{CANARY}';</style>",
        "<style>*{display:none}</style>", f"x;background:url({CANARY})", "</style><style>body{display:none}",
        "expression(alert(1))", "<p class='toast' id='undo'>", f"--x:url({CANARY})", "position:fixed;inset:0",
    ],
    # Names of files and of addresses that lead elsewhere.
    "paths": [
        "../../../../etc/passwd", "..\\..\\windows\\win.ini", "....//....//etc", "%2e%2e%2f%2e%2e%2fetc",
        "..%c0%af..%c0%afetc", "/etc/passwd\0.png", "file.png/../x.html", "con", "nul.png", "a.php;.png", "x.svg",
        "x.html", ".htaccess", "~root", "C:\\x.png", "|id;.png", "-rf", "a" * 250 + ".png", "photo\u202egnp.html",
        "تصویر\u202egpj.exe", "عکس.png", "שלום.jpg", " .png", "?x=1#y", "x\".png\"; y=\"", "x\n.png",
    ],
    # What a formatter would fill in.
    "formats": [
        "%s%s%s%n", "%(x)s", "{0}{1}", "{}", "{0.__class__}", "%d%%", "{__import__('os')}", "%x%x%x%x", "$name",
        "{name!r:>99999999}",
    ],
    # Numbers that are none, or too many.
    "numbers": [
        "-1", "0", "1e309", "9" * 19, "9" * 5000, "NaN", "-0", "0x7fffffff", "2147483648", "1_000", "٣", "１", "1.0",
        "+1", "1e5", "²", "½", "Ⅷ", "1,000", "--1", "0" * 500 + "1",
    ],
    # Words that programs take for something else than words.
    "words": [
        "null", "undefined", "None", "true", "__proto__", "constructor", "toString", "inf", "", " ", "\t", "CON",
        "id", "main", "error-summary", "respond", "comments",
    ],
}  # fmt: skip

# Bytes that are no UTF-8, for forms and addresses as they come over the wire: overlong forms, halves of characters,
# too high ones, a character cut off, UTF-16 and UTF-7.
BYTES = [
    b"\xc0\xbcscript\xc0\xbe", b"\xe0\x80\xbc", b"\xf0\x80\x80\xbc", b"\xed\xa0\x80", b"\xed\xa0\xbd\xed\xb8\x80",
    b"\xf4\x90\x80\x80", b"\xff\xfe<\x00", b"\xe2\x82", b"\x80\xbf", b"+ADw-script+AD4-", b"\xef\xbb\xbfbom",
    b"caf\xe9", b"\xfe\xff\x00<", b"\xc3\x28", b"%u003cscript%u003e", b"\xf8\x88\x80\x80\x80",
]  # fmt: skip
