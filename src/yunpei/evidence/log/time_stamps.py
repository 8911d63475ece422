"""Time-stamps of a third party (RFC 3161): asked for, and held against what was asked. No database.

A token is checked with the certificate that comes in it. Whether that authority is to be trusted is not ours to say: the
site's operator chose it, and a reader checks it with its root (`openssl ts -verify`).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

WAIT_S = 20
LARGEST = 1 << 20
_SHA256 = bytes.fromhex("608648016503040201")
_DIGESTS: dict[bytes, hashes.HashAlgorithm] = {
    _SHA256: hashes.SHA256(),
    bytes.fromhex("608648016503040202"): hashes.SHA384(),
    bytes.fromhex("608648016503040203"): hashes.SHA512(),
}
_MESSAGE_DIGEST, _TST_INFO = bytes.fromhex("2a864886f70d010904"), bytes.fromhex("2a864886f70d0109100104")
_SEQUENCE, _INTEGER, _OCTETS, _OID, _BOOLEAN, _SET, _CHOICE_0 = 0x30, 0x02, 0x04, 0x06, 0x01, 0x31, 0xA0


_NO_STAMP = (
    LookupError,
    UnicodeDecodeError,
    InvalidSignature,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.ExtensionNotFound,
)


class Token(NamedTuple):
    """A time-stamp that holds: its bytes, its time, the SHA-256 of the certificate that signed it."""

    token: bytes
    at: datetime
    certificate: str


class Part(NamedTuple):
    """One DER value: tag, content, and the whole of it."""

    tag: int
    content: bytes
    whole: bytes


def fetch(address: str, data: bytes) -> Token:
    """A time-stamp over `data` from the authority at an http or https address. Raises OSError, ValueError."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("a time-stamp authority has an http or https address")
    nonce = secrets.randbits(63) | 1 << 62
    headers = {"Content-Type": "application/timestamp-query"}
    with urlopen(Request(address, query(data, nonce), headers), timeout=WAIT_S) as answer:  # noqa: S310 - checked above
        reply = answer.read(LARGEST)
    return accept(reply, data, nonce)


def query(data: bytes, nonce: int) -> bytes:
    """A TimeStampReq for SHA-256 of `data` that asks for the certificate."""
    algorithm = _der(_SEQUENCE, _der(_OID, _SHA256), b"\x05\x00")
    imprint = _der(_SEQUENCE, algorithm, _der(_OCTETS, hashlib.sha256(data).digest()))
    number = _der(_INTEGER, nonce.to_bytes(nonce.bit_length() // 8 + 1))
    return _der(_SEQUENCE, _der(_INTEGER, b"\x01"), imprint, number, _der(_BOOLEAN, b"\xff"))


def accept(reply: bytes, data: bytes, nonce: int) -> Token:
    """The time-stamp in a TimeStampResp, if it is over `data` and answers this query. Raises ValueError."""
    try:
        status, *rest = parts(parts(reply)[0].content)
        if int.from_bytes(parts(status.content)[0].content) > 1 or not rest:
            raise ValueError("the authority gave no time-stamp")
        token = rest[0].whole
        at, certificate, numbers = _read(token, data)
        if nonce not in numbers:
            raise ValueError("the time-stamp answers another query")
    except _NO_STAMP as error:
        raise ValueError(f"no time-stamp ({type(error).__name__})") from error
    return Token(token, at, certificate)


def parts(data: bytes) -> list[Part]:
    """DER values that stand in a row. Raises ValueError, IndexError for what is not DER."""
    found, at = [], 0
    while at < len(data):
        tag, length, start = data[at], data[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            if not 0 < count <= 4:
                raise ValueError("not DER")
            length, start = int.from_bytes(data[start : start + count]), start + count
        if start + length > len(data):
            raise ValueError("not DER")
        found.append(Part(tag, data[start : start + length], data[at : start + length]))
        at = start + length
    return found


def _read(token: bytes, data: bytes) -> tuple[datetime, str, list[int]]:
    """Time, certificate and the numbers (serial, nonce) of a token over `data`."""
    signed = parts(parts(parts(parts(token)[0].content)[1].content)[0].content)
    wrapped = parts(signed[2].content)
    if wrapped[0].content != _TST_INFO:
        raise ValueError("not a time-stamp")
    info = parts(wrapped[1].content)[0].content
    fields = parts(parts(info)[0].content)
    algorithm, digest = parts(fields[2].content)
    if parts(algorithm.content)[0].content != _SHA256 or digest.content != hashlib.sha256(data).digest():
        raise ValueError("the time-stamp is over something else")
    kept = [one.whole for part in signed[3:-1] if part.tag == _CHOICE_0 for one in parts(part.content)]
    certificate = _signer(parts(parts(signed[-1].content)[0].content), info, kept)
    time = datetime.strptime(fields[4].content.decode("ascii")[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return time, certificate, [int.from_bytes(one.content) for one in fields if one.tag == _INTEGER]


def _signer(fields: list[Part], info: bytes, certificates: list[bytes]) -> str:
    """The certificate whose key signed the token; the signature is over attributes that name the digest of `info`."""
    _version, issuer, algorithm, attributes, _way, signature = fields[:6]
    kind = _DIGESTS[parts(algorithm.content)[0].content]
    stated = [parts(one.content) for one in parts(attributes.content)]
    named = [parts(value.content)[0].content for oid, value in stated if oid.content == _MESSAGE_DIGEST]
    if named != [hashlib.new(kind.name, info).digest()]:
        raise ValueError("the time-stamp was changed")
    serial = int.from_bytes(parts(issuer.content)[1].content)
    body = bytes([_SET]) + attributes.whole[1:]  # signed as a SET, sent as [0]
    for der in certificates:
        found = x509.load_der_x509_certificate(der)
        # The attributes name the certificate itself by its digest (RFC 2634, RFC 5816): another of the same key is none.
        digests = hashlib.sha256(der).digest(), hashlib.sha1(der, usedforsecurity=False).digest()
        if found.serial_number == serial and any(one in attributes.content for one in digests):
            _check(found, signature.content, body, kind)
            return found.fingerprint(hashes.SHA256()).hex()
    raise ValueError("the authority's certificate is not in the time-stamp")


def _check(certificate: x509.Certificate, signature: bytes, body: bytes, kind: hashes.HashAlgorithm) -> None:
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if ExtendedKeyUsageOID.TIME_STAMPING not in usage:
        raise ValueError("the certificate is none for time-stamps")
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, body, padding.PKCS1v15(), kind)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, body, ec.ECDSA(kind))
    else:
        raise ValueError("a signature of an unknown kind")


def _der(tag: int, *contents: bytes) -> bytes:
    """A DER value of fewer than 65,536 bytes."""
    content = b"".join(contents)
    short = len(content) < 0x80
    return bytes([tag]) + (bytes([len(content)]) if short else b"\x82" + len(content).to_bytes(2)) + content
