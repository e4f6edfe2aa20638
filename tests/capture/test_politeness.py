from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.capture.politeness import backoff, no_robots, retry_after, robots, robots_answer, spacing

NOW = datetime(2025, 10, 30, 8, 0, tzinfo=UTC)
S = timedelta(seconds=1)
AGENT = "feedsvc/0.1 (+me@example.org)"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/news", True),
        ("User-agent: *\nDisallow: /", "/news", False),
        ("User-agent: *\nDisallow: /private/", "/news", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: feedsvc\nAllow: /", "/news", True),
        ("User-agent: feedsvc\nDisallow: /news", "/news", False),
        ("User-agent: otherbot\nDisallow: /", "/news", True),
        ("User-agent: otherbot\nUser-agent: feedsvc\nDisallow: /", "/news", False),
        ("User-agent: *\nDisallow: /*.html$", "/news/1.html", False),
        ("<html><h1>Not here</h1></html>", "/news", True),
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/x", False),  # some editors begin a file so
    ],
)
def test_robots_txt_decides_what_we_ask(text, path, allowed):
    rules = robots(text.encode(), AGENT, NOW)
    assert rules.allows(f"https://news.test{path}", AGENT) is allowed


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("", 0),
        ("Crawl-delay: 10", 10),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 9999", 300),
        ("Crawl-delay: -3", 0),
    ],
)
def test_a_crawl_delay_is_honoured_up_to_five_minutes(line, seconds):
    assert robots(f"User-agent: *\n{line}\n".encode(), AGENT, NOW).delay == seconds * S


@pytest.mark.parametrize(
    ("status", "reading"),
    [
        (200, "rules"),
        (404, "none"),
        (403, "none"),
        (429, "unreachable"),
        (500, "unreachable"),
        (503, "unreachable"),
    ],
)
def test_an_unreachable_robots_txt_closes_the_host_and_a_missing_one_opens_it(status, reading):
    assert robots_answer(status) == reading


def test_without_robots_txt_all_is_allowed_for_a_day():
    assert no_robots(NOW).allows("https://news.test/x", AGENT)
    assert no_robots(NOW).until == NOW + timedelta(days=1)


def test_ten_thousand_other_robots_are_read_as_one():
    text = "".join(f"User-agent: bot{n}\n" for n in range(10_000)) + "Disallow: /\n" * 10_000
    assert robots(text.encode(), AGENT, NOW).allows("https://news.test/", AGENT)


@pytest.mark.parametrize(
    ("polite", "wish", "strikes", "pause"),
    [(2, 0, 0, 2), (2, 10, 0, 10), (5, 3, 0, 5), (2, 0, 3, 16), (2, 0, 99, 300), (0, 0, 9, 0)],
)
def test_the_longest_wish_for_a_pause_wins_and_doubles_with_too_many_requests(polite, wish, strikes, pause):
    assert spacing(polite * S, wish * S, strikes) == pause * S


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("120", 120 * S),
        (" 0 ", 0 * S),
        ("86400000", 86_400 * S),
        ("9" * 5_000, 86_400 * S),
        ("Thu, 30 Oct 2025 08:05:00 GMT", 300 * S),
        ("Thu, 30 Oct 2025 07:00:00 GMT", 0 * S),
        ("Fri, 31 Dec 2100 23:59:59 GMT", 86_400 * S),
        ("Thursday, 30-Oct-25 08:05:00 GMT", 300 * S),
        ("-5", None),
        ("1e9", None),
        ("soon", None),
        ("Thu, 99 Oct 2025 08:05:00 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(value, after):
    assert retry_after(value, NOW) == (None if after is None else NOW + after)


@pytest.mark.parametrize(
    ("failures", "jitter", "seconds"),
    [
        (1, 0.5, 60),
        (2, 0.5, 120),
        (4, 0.5, 480),
        (1, 0.0, 45),
        (1, 1.0, 75),
        (50, 1.0, 86_400),
        (10**6, 0.5, 86_400),
    ],
)
def test_each_failure_doubles_the_wait_up_to_a_day(failures, jitter, seconds):
    assert backoff(failures, jitter) == seconds * S
