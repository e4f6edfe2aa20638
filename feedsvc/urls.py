"""An address as printed -> the address to follow, the one to publish, and the one that is its identity.

Pure, bottom floor; total: what is no http(s) address of at most 2,048 characters is None, nothing raises.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

URL_LENGTH = 2_048

# Parameters that tell the site who sent the reader, never which page it is. An exact name, lower case;
# one that ends in "*" is a prefix. `from`, `ref`, `source`, `id` are not here: on some sites they choose the page.
TRACKING = frozenset(
    {
        *(
            "utm_*",
            "mtm_*",
            "pk_*",
            "piwik_*",
            "matomo_*",
            "hsa_*",
            "ns_*",
            "itm_*",
            "guce_*",
            "vero_*",
            "oly_*",
        ),
        *("fbclid", "fb_action_ids", "fb_action_types", "fb_source", "fb_ref", "igshid", "igsh", "mibextid"),
        *(
            "gclid",
            "gclsrc",
            "dclid",
            "gbraid",
            "wbraid",
            "srsltid",
            "_ga",
            "_gl",
            "gad_source",
            "gad_campaignid",
        ),
        *("msclkid", "yclid", "ysclid", "_openstat", "twclid", "__twitter_impression", "ref_src", "ref_url"),
        *("ttclid", "li_fat_id", "epik", "rdt_cid", "scclid", "irclickid", "wickedid", "rb_clickid", "s_cid"),
        *("mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "__hstc", "__hssc", "__hsfp", "hsctatracking"),
        *(
            "cmpid",
            "ncid",
            "smid",
            "smtyp",
            "ito",
            "xtor",
            "at_medium",
            "at_campaign",
            "at_custom1",
            "cvid",
            "ocid",
        ),
        *(
            "guccounter",
            "soc_src",
            "soc_trk",
            "tsrc",
            ".tsrc",
            "spm",
            "scm",
            "wt_mc",
            "wtmc",
            "wt.mc_id",
            "chn_t",
        ),
    }
)

_SESSIONS = frozenset({"phpsessid", "jsessionid", "aspsessionid", "oscsid", "zenid", "cftoken"})
_PERHAPS_SESSIONS = frozenset({"sid", "s", "session", "sessionid", "session_id"})  # or the number of a story
_TOKEN = re.compile("[0-9a-f]{32}|[0-9a-f]{40}", re.IGNORECASE)
_SESSION_IN_PATH = re.compile(";jsessionid=[^/;?]*", re.IGNORECASE)
_PREFIXES = tuple(sorted(name[:-1] for name in TRACKING if name.endswith("*")))
_PORTS = {"http": 80, "https": 443}
_EDGES = "".join(map(chr, range(0x21)))
_ESCAPED = re.compile("%([0-9A-Fa-f]{2})")
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HOST_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?")
_IPV6 = re.compile(r"\[[0-9a-f:.]+\]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SLASHES = re.compile(r"(?i)(https?):/*(?=[^/])")
_IN_PATH = "/%:@!$&'()*+,;="
_IN_QUERY = _IN_PATH + "?"


def absolute(href: str, base: str | None) -> str | None:
    """The address that a browser would follow, percent-encoded ASCII; user names in it are left out.

    `base` is the page's address, or what its <base> says. An address with no host needs one. None for
    javascript:, data:, mailto:, an empty address and a place on the same page ("#top", but not "#!/a").
    """
    printed = _as_browsers_read(href)
    if not printed or (printed.startswith("#") and not _is_route(printed[1:])):
        return None
    scheme = _SCHEME.match(printed)
    if scheme and scheme[1].lower() not in _PORTS:
        return None
    return _spelled(_joined(printed, base))


def canonical(url: str) -> str | None:
    """The identity of a page: two addresses of one article are equal here.

    Scheme and host in lower case, no default port, no tracking parameters, percent-encoding in one
    form, no session, the fragment only where it is a route ("#!/a", "#/a"). The order of parameters stays.
    """
    parts = _split(url)
    if parts is None:
        return None
    return _of_anyone(parts, parts.fragment if _is_route(parts.fragment) else "")


def link(url: str) -> str | None:
    """What we publish: as `canonical`, but a place on the page stays."""
    parts = _split(url)
    if parts is None:
        return None
    return _of_anyone(parts, "" if _is_tracking(parts.fragment) else parts.fragment.split(":~:")[0])


def host(url: str) -> str:
    """The host in lower case and punycode, without port; "" where the address is not on the web."""
    parts = _split(url)
    return (parts.hostname or "").rstrip(".") if parts else ""


def is_web(url: str) -> bool:
    """Whether it is an absolute http(s) address with a host."""
    return _split(url) is not None


# -- reading ------------------------------------------------------------------------------------


def _as_browsers_read(href: str) -> str:
    """White space at the ends and line breaks inside go; a backslash before the query is a slash."""
    text = href.strip(_EDGES + "\u3000\u00a0").translate({9: None, 10: None, 13: None})
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in _PORTS:
        return text
    cut = min((at for at in (text.find("?"), text.find("#")) if at >= 0), default=len(text))
    return text[:cut].replace("\\", "/") + text[cut:]


def _joined(printed: str, base: str | None) -> str:
    """`printed` seen from `base`; "http:/a" and "http:///a" are "http://a", "//a" alone is https."""
    if _SCHEME.match(printed):
        return _SLASHES.sub(r"\1://", printed, count=1)
    try:
        return urljoin(_as_browsers_read(base or "") or "https:", printed)
    except ValueError:
        return ""


def _split(url: str) -> SplitResult | None:
    """The parts of an absolute address in normal form."""
    spelled = _spelled(_as_browsers_read(url))
    return urlsplit(spelled) if spelled else None


def _spelled(url: str) -> str | None:
    """One spelling for each address, or None where it is none."""
    try:
        parts = urlsplit(url)
        place = _netloc(parts)
    except ValueError:
        return None
    if parts.scheme not in _PORTS or place is None:
        return None
    path = _percent(_without_dots(parts.path), _IN_PATH) or "/"
    query, fragment = _percent(parts.query, _IN_QUERY), _percent(parts.fragment, _IN_QUERY)
    return _within(SplitResult(parts.scheme, place, path, query, fragment).geturl())


def _within(url: str) -> str | None:
    return url if len(url) <= URL_LENGTH else None


def _netloc(parts: SplitResult) -> str | None:
    name = _host_name(parts.hostname or "")
    port = parts.port
    if name is None:
        return None
    return name if port in {None, _PORTS.get(parts.scheme)} else f"{name}:{port}"


def _host_name(printed: str) -> str | None:
    """Lower case, punycode; None where no host could have this name."""
    if ":" in printed:
        return found if _IPV6.fullmatch(found := f"[{printed.lower()}]") else None
    name = unquote_to_bytes(printed).decode("utf-8", "replace") if "%" in printed else printed
    if not name.isascii():
        name = _punycode(name)
    name = name.lower()
    return name if _HOST_NAME.fullmatch(name) and ".." not in name and len(name) < 254 else None


def _punycode(name: str) -> str:
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _without_dots(path: str) -> str:
    """ "/a/./b/../c" is "/a/c"; urljoin does it for relative addresses only."""
    if "/." not in path:
        return path
    kept: list[str] = []
    steps = path.split("/")
    for step in steps:
        if step == "..":
            del kept[max(1, len(kept) - 1) :]
        elif step != ".":
            kept.append(step)
    return "/".join(kept) + ("/" if steps[-1] in {".", ".."} and kept[-1:] != [""] else "")


def _percent(text: str, allowed: str) -> str:
    """An IRI and its percent-encoded form come out alike: unreserved characters bare, hex in upper case."""
    escaped = quote(_BARE_PERCENT.sub("%25", text), safe=allowed, errors="replace")
    return _ESCAPED.sub(_normal_escape, escaped)


def _normal_escape(found: re.Match[str]) -> str:
    byte = int(found[1], 16)
    return chr(byte) if byte in _UNRESERVED else found[0].upper()


# -- tracking -----------------------------------------------------------------------------------


def _is_route(fragment: str) -> bool:
    """A page that changes with its fragment: "#!/news/1", "#/news/1"."""
    return len(fragment) > 1 and fragment[0] in "!/"


def _of_anyone(parts: SplitResult, fragment: str) -> str | None:
    """The address without what it says of the visitor."""
    path = _SESSION_IN_PATH.sub("", parts.path)
    return _within(parts._replace(path=path, query=_untracked(parts.query), fragment=fragment).geturl())


def _untracked(query: str) -> str:
    kept = [part for part in query.split("&") if part and not _is_tracking(part)]
    # What stands alone names the page, whatever it looks like.
    return "&".join([part for part in kept if not _is_visit(part)] or kept)


def _is_tracking(parameter: str) -> bool:
    name = parameter.split("=", 1)[0].lower()
    return name in TRACKING or name in _SESSIONS or name.startswith(_PREFIXES)


def _is_visit(parameter: str) -> bool:
    """Forums give every visitor without cookies addresses of their own (phpBB: sid=, vBulletin: s=)."""
    name, _, value = parameter.partition("=")
    return name.lower() in _PERHAPS_SESSIONS and bool(_TOKEN.fullmatch(value))
