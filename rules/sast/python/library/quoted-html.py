import html

import bleach
from django.utils.html import format_html

name = source()

# ok: python.escaped-for-html
sink(html.escape(name))
# ok: python.escaped-for-html
sink("<p>" + bleach.clean(name))
# ok: python.escaped-for-html
sink(format_html("<p>{}</p>", name))
# ruleid: python.escaped-for-html
sink(f"<p>{name}</p>")
# ruleid: python.escaped-for-html
sink("<p>" + name.strip() + html.escape(name))
