"""The style sheet by which a browser shows a feed as a page: output/feed.css, for RSS and for Atom.

CSS alone: browsers are about to drop XSLT. It can neither render HTML nor make links, so the HTML content
is hidden, the plain description stands for it, and the page that has links is named at the top.
"""

FEED_CSS = """\
@namespace content url("http://purl.org/rss/1.0/modules/content/");
@namespace atom url("http://www.w3.org/2005/Atom");
@namespace dc url("http://purl.org/dc/elements/1.1/");
:root { color-scheme: light dark; }
rss, atom|feed { display: block; max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem;
  font: 1rem/1.65 system-ui, -apple-system, "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", sans-serif; }
channel, item, atom|entry, title, description, atom|feed > atom|title, atom|subtitle, atom|entry > atom|title
  { display: block; }
link, guid, docs, generator, language, lastBuildDate, enclosure, category, content|encoded, atom|link, atom|id,
  atom|content, atom|generator, atom|updated, atom|category, dc|language, item > source, atom|source { display: none; }
channel::before, atom|feed::before { display: block; margin-bottom: 1.25rem; padding: .75rem 1rem; border-radius: .5rem;
  background: color-mix(in srgb, CanvasText 8%, Canvas);
  content: "這是一份訂閱源：把網址列的網址貼到閱讀器即可訂閱。 This is a feed: copy its address into a feed reader to subscribe."; }
channel > title, atom|feed > atom|title { font-size: 1.6rem; font-weight: 700; line-height: 1.3; }
channel > description, atom|subtitle { opacity: .75; }
item, atom|entry { margin-top: 1.25rem; padding-top: 1.25rem; border-top: 1px solid color-mix(in srgb, CanvasText 18%, Canvas); }
item > title, atom|entry > atom|title { font-size: 1.15rem; font-weight: 600; }
item > description { margin: .25rem 0; white-space: pre-line; }
item > pubDate, atom|published, dc|creator, atom|author { display: inline; font-size: .85rem; opacity: .7;
  margin-right: .75em; }
atom|name { display: inline; }
atom|feed > atom|author { display: none; }
"""
