import pytest

from feedsvc.capture.guard import AddressRefusedError, checked, is_allowed, literal_refusal, refusal


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.0.0.2", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.8", "192.88.99.1", "198.18.0.1", "203.0.113.7", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:127.0.0.2",
        "::ffff:10.0.0.1", "::ffff:0:7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1",
        "2002:7f00:1::", "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "3fff::1",
        "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "5f00::1", "100::1",
        "2606:4700::5efe:7f00:1", "2130706433", "0177.0.0.1", "example.org", "", "1.2.3", "127.0.0.1 ",
    ],
)  # fmt: skip
def test_private_special_and_unreadable_addresses_are_refused(address):
    assert refusal(address) is not None


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "8.8.8.8",
        "2606:4700::6810:84e5",
        "2400:cb00::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ],
)
def test_public_addresses_may_be_dialled(address):
    assert refusal(address) is None


@pytest.mark.parametrize(
    ("host", "port", "allowed"),
    [
        ("127.0.0.1", 8765, True),
        ("127.0.0.1", 8766, False),
        ("LOCALHOST", 80, True),
        ("::1", 80, True),
        ("127.0.0.2", 8765, False),
    ],
)
def test_the_allow_list_names_host_and_port(host, port, allowed):
    assert is_allowed(host, port, {"127.0.0.1:8765", "localhost:80", "[::1]:80"}) is allowed


def test_one_private_address_among_the_answers_refuses_the_name():
    with pytest.raises(AddressRefusedError, match=r"evil\.test leads to 10\.0\.0\.1"):
        checked("evil.test", 80, ["93.184.216.34", "10.0.0.1"], frozenset())


def test_the_checked_addresses_are_dialled_in_turn_three_at_most():
    addresses = ["2606:4700::1", "8.8.8.8", "8.8.8.8", "8.8.4.4", "1.1.1.1"]
    assert checked("news.test", 80, addresses, frozenset()) == ["8.8.8.8", "8.8.4.4", "1.1.1.1"]


def test_a_name_may_lead_to_an_allowed_address():
    assert checked("localhost", 8765, ["127.0.0.1"], {"127.0.0.1:8765"}) == ["127.0.0.1"]


def test_only_a_literal_address_can_be_judged_before_it_is_looked_up():
    assert literal_refusal("news.test", 80, frozenset()) is None
    assert literal_refusal("127.0.0.1", 80, frozenset()) is not None
    assert literal_refusal("127.0.0.1", 80, {"127.0.0.1:80"}) is None
