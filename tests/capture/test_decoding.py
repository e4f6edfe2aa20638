import gzip
import zlib

import pytest

from feedsvc.capture.decoding import Decoder, EncodingBrokenError, EncodingRefusedError, encoding

PAGE = "山城新聞".encode() * 2_000
RAW = zlib.compress(PAGE, wbits=-15)
BODIES = {
    "plain": ("", PAGE),
    "identity": ("identity", PAGE),
    "gzip": ("gzip", gzip.compress(PAGE)),
    "members": ("gzip", gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:])),
    "zlib": ("deflate", zlib.compress(PAGE)),
    "raw deflate": ("deflate", RAW),
    "with identity": ("gzip, identity", gzip.compress(PAGE)),
}


def decoded(label, data, *, step=None, wire=10**6, most=10**6):
    decoder = Decoder(label, wire=wire, decoded=most)
    step = step or max(len(data), 1)
    out = b"".join(decoder.feed(data[at : at + step]) for at in range(0, len(data), step))
    decoder.finish()
    return out


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("step", [None, 1, 7, 1_000])
def test_a_body_is_decoded_however_it_is_cut_into_chunks(name, step):
    assert decoded(*BODIES[name], step=step) == PAGE


@pytest.mark.parametrize("name", BODIES)
def test_the_bound_on_decoded_bytes_is_exact(name):
    assert decoded(*BODIES[name], most=len(PAGE)) == PAGE
    with pytest.raises(EncodingRefusedError, match="decoded"):
        decoded(*BODIES[name], most=len(PAGE) - 1)


def test_the_bound_on_the_wire_counts_what_was_sent():
    data = gzip.compress(PAGE)
    assert decoded("gzip", data, wire=len(data)) == PAGE
    with pytest.raises(EncodingRefusedError, match="wire"):
        decoded("gzip", data, wire=len(data) - 1)


@pytest.mark.parametrize(
    ("label", "data"),
    [
        ("gzip", gzip.compress(PAGE)[:-1]),
        ("gzip", gzip.compress(PAGE)[:5]),
        ("gzip", b"\x1f"),
        ("gzip", b"<html>plain</html>"),
        ("gzip", gzip.compress(PAGE) + gzip.compress(PAGE)[:30]),
        ("deflate", zlib.compress(PAGE)[:-2]),
        ("deflate", RAW[:50]),
        ("deflate", b"\xff\xff\xff\xff"),
    ],
)
def test_a_cut_or_wrong_body_is_an_error(label, data):
    with pytest.raises(EncodingBrokenError):
        decoded(label, data)


@pytest.mark.parametrize("label", ["br", "zstd", "gzip, gzip", "deflate, gzip", "compress", "x" * 1_000])
def test_what_was_not_asked_for_is_refused(label):
    with pytest.raises(EncodingRefusedError):
        encoding(label)


@pytest.mark.parametrize(
    ("label", "name"), [("", ""), ("GZIP", "gzip"), ("x-gzip", "gzip"), ("identity", ""), ("utf-8", "")]
)
def test_these_labels_are_known(label, name):
    assert encoding(label) == name


def test_an_empty_body_is_whole_whatever_its_label():
    assert decoded("gzip", b"") == b""
