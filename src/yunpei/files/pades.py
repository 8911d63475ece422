"""PDFs signed by the site (PAdES, ECDSA P-256): any reader shows who signed, and whether a byte was changed since.

Key and certificate are the site's own, in <data>/paper-seal.pem, made with the first paper that is signed. A site with a
certificate of an authority puts its own key and certificate there before.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from yunpei.common.kept import kept

NAME = "云培 文书签章"
_FIELD = "Seal"
_LASTS = timedelta(days=3653)


def sign(data: bytes, *, reason: str, at: datetime) -> bytes:
    """The PDF with the site's signature over all of it; `at` is the time that it names."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    class AtThatTime(signers.PdfSigner):  # pyHanko asks the machine's clock, and takes no other time
        def init_signing_session(self, *given: Any, **more: Any) -> Any:
            session = super().init_signing_session(*given, **more)
            session.system_time = at
            return session

    pades = fields.SigSeedSubFilter.PADES
    meta = signers.PdfSignatureMetadata(
        field_name=_FIELD, reason=reason, name=NAME, subfilter=pades, md_algorithm="sha256"
    )
    out = io.BytesIO()
    AtThatTime(meta, signer=_signer(_seal(at))).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), output=out)
    return out.getvalue()


def holds(data: bytes, *, at: datetime) -> bool:
    """Whether this site signed the PDF, all of it, and nothing was changed since. at: when it is said to have been signed."""
    from asn1crypto import x509 as asn1  # type: ignore[import-untyped]
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import errors, validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    own = asn1.Certificate.load(_certificate(_seal(at)).public_bytes(serialization.Encoding.DER))
    context = ValidationContext(trust_roots=[own], allow_fetching=False, moment=at)
    try:
        found = PdfFileReader(io.BytesIO(data)).embedded_signatures
        if len(found) != 1:
            return False
        status = validate_pdf_signature(found[0], context, skip_diff=True)
    except (PdfError, errors.SignatureValidationError, ValueError, KeyError):
        return False
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return bool(status.intact and status.valid and whole and status.signing_cert.dump() == own.dump())


def fingerprint(at: datetime) -> str:
    """SHA-256 of the certificate, in capitals, as PDF readers show it."""
    return _certificate(_seal(at)).fingerprint(hashes.SHA256()).hex().upper()


def _seal(at: datetime) -> bytes:
    from django.conf import settings

    return kept(Path(settings.YUNPEI_PAPER_SEAL), lambda: _new_seal(at))


def _new_seal(at: datetime) -> bytes:
    """A fresh key and the certificate that it signs for itself, PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + _LASTS)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    return key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + certificate.public_bytes(pem)


def _certificate(seal: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(seal[seal.index(b"-----BEGIN CERTIFICATE") :])


def _signer(seal: bytes) -> Any:
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    der = serialization.Encoding.DER
    key = serialization.load_pem_private_key(seal, password=None)
    own = asn1.Certificate.load(_certificate(seal).public_bytes(der))
    raw = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return signers.SimpleSigner(
        signing_cert=own,
        signing_key=keys.PrivateKeyInfo.load(raw),
        cert_registry=SimpleCertificateStore.from_certs([own]),  # type: ignore[no-untyped-call]
    )
