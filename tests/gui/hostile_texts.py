"""Texts that would do something if they were read as markup, a link, or a format: 100 of them (S33)."""

MARKUP = (
    "<img src=x onerror=alert(1)>",
    '<img src="http://{address}/pixel.png">',
    '<img src="file:///etc/hostname">',
    '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
    "<script>alert(1)</script>",
    "<svg onload=alert(1)></svg>",
    '<a href="http://{address}/">点这里领红包</a>',
    '<a href="javascript:alert(1)">link</a>',
    '<iframe src="http://{address}/"></iframe>',
    '<link rel=stylesheet href="http://{address}/x.css">',
    "<style>* {{ display: none }}</style>",
    "<body background='http://{address}/b.png'>",
    "<table><tr><td>格子</td></tr></table>",
    "<h1>大字</h1><hr>",
    "<font color=red size=7>红字</font>",
    "<b>粗体</b>&nbsp;&lt;i&gt;",
    "<!-- 注释 --> 看得见",
    "<![CDATA[ 数据 ]]>",
    "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>",
    "<qt>Qt 的标签</qt>",
    "{{count}} {{0}} %1 %n %s ${{HOME}} `id`",
    "![图](http://{address}/m.png) [链接](http://{address}/)",
    "\u202e反着写的字 olleh\u202c \u200f\u200e\u2066",
    "👩‍👩‍👧‍👦 🇨🇳 ❤️‍🔥 é ﷽ Z̵͍̈a̷̰͐l̴̼͝g̶̱̈o̴̺͋",
    "没有空格的长句" * 120,
)
DRESSINGS = ("{text}", "请问 {text} 有货吗", "&amp; {text} && &", "一\n{text}\n\n\t三")


def hostile_texts(address: str) -> list[str]:
    """The texts; those that would fetch something would fetch it from `address`."""
    payloads = [text.format(address=address) for text in MARKUP]
    return [dressing.format(text=text) for text in payloads for dressing in DRESSINGS]
