"""Looks at the certificate that a host shows, whatever a browser would say of it."""

import asyncio
import ssl
from dataclasses import dataclass, replace
from ipaddress import ip_address

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from crawler.host import Certificate, Facet, Told, Trust

# Old servers of small offices speak old ciphers; they are to be seen, too.
CIPHERS = "DEFAULT:@SECLEVEL=0"
# X509_V_FLAG_NO_CHECK_TIME, which the ssl module does not name: dates are the rule's business.
ANY_TIME = ssl.VerifyFlags(0x200000)
# Codes of OpenSSL (X509_V_ERR_…).
NO_ISSUER = frozenset({2, 20, 21})
SELF_SIGNED_LEAF, SELF_SIGNED_ROOT = 18, 19
TRUSTS = {
    SELF_SIGNED_LEAF: Trust.SELF_SIGNED,
    SELF_SIGNED_ROOT: Trust.UNKNOWN_ISSUER,
} | dict.fromkeys(NO_ISSUER, Trust.INCOMPLETE)
# What comes back from a server that does not speak TLS at all.
PLAIN = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL")
OLD_PROTOCOLS = {"SSLv3": "SSL 3.0", "TLSv1": "TLS 1.0", "TLSv1.1": "TLS 1.1"}
OLD_HASHES = frozenset({"md5", "sha1"})
LEAST_RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class Place:
    """Where a host is: its name, an address that was checked, and a port."""

    host: str
    address: str
    port: int


@dataclass(frozen=True, slots=True)
class Handshake:
    """What came of it."""

    https: Facet
    certificate: Certificate | None = None


async def shake(place: Place, seconds: float, roots: ssl.SSLContext | None = None) -> Handshake:
    """Connect securely and look at the certificate; `roots` knows the issuers to be trusted."""
    try:
        encoded, protocol = await _connect(place, _open_context(), seconds)
    except ssl.SSLError as error:
        return Handshake(_secure_fault(error, place.port))
    except ConnectionRefusedError:
        return Handshake(Facet(Told.NO, f"{place.port} 端口没有开放"))
    except TimeoutError:
        return Handshake(Facet(Told.UNKNOWN, f"{place.port} 端口 {seconds:g} 秒没有应答"))
    except OSError:
        return Handshake(Facet(Told.UNKNOWN, f"{place.port} 端口的连接中断"))
    try:
        certificate = read(encoded, place.host, protocol)
    except (ValueError, x509.DuplicateExtension, UnsupportedAlgorithm):
        return Handshake(Facet(Told.YES))
    trust = await _trust(place, roots or _known_roots(), seconds)
    return Handshake(Facet(Told.YES), replace(certificate, trust=trust))


async def _connect(place: Place, context: ssl.SSLContext, seconds: float) -> tuple[bytes, str]:
    async with asyncio.timeout(seconds):
        _, writer = await asyncio.open_connection(
            place.address, place.port, ssl=context, server_hostname=place.host
        )
    try:
        secure: ssl.SSLObject = writer.get_extra_info("ssl_object")
        return secure.getpeercert(binary_form=True) or b"", secure.version() or ""
    finally:
        # A farewell in good order would wait for the other side.
        writer.transport.abort()


async def _trust(place: Place, roots: ssl.SSLContext, seconds: float) -> Trust:
    try:
        await _connect(place, roots, seconds)
    except ssl.SSLCertVerificationError as error:
        return TRUSTS.get(error.verify_code, Trust.UNKNOWN)
    except (OSError, TimeoutError):
        return Trust.UNKNOWN
    return Trust.TRUSTED


def _secure_fault(error: ssl.SSLError, port: int) -> Facet:
    if error.reason in PLAIN:
        return Facet(Told.NO, f"{port} 端口有应答，但不是安全连接")
    # Servers that speak the national ciphers only are well, and strangers to this machine.
    return Facet(Told.UNKNOWN, f"{port} 端口没有完成安全连接，可能只支持国密算法")


def _open_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers(CIPHERS)
    return context


def _known_roots() -> ssl.SSLContext:
    """Return a context that knows what browsers know, and what this machine trusts besides."""
    # A tenth of a second, which only a crawl of an https site has to spend.
    import httpx

    return lenient(httpx.create_ssl_context())


def lenient(context: ssl.SSLContext) -> ssl.SSLContext:
    """Make a context look at nothing but who issued a certificate."""
    context.check_hostname = False
    # Strictness, the default from Python 3.13 on, refuses what browsers accept.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.verify_flags |= ANY_TIME
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers(CIPHERS)
    context.load_default_certs()
    return context


def read(encoded: bytes, host: str, protocol: str) -> Certificate:
    """Read a certificate; one that makes no sense is a `ValueError`."""
    found = x509.load_der_x509_certificate(encoded)
    names = _names(found)
    issuer = found.issuer.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    issuer = issuer or found.issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return Certificate(
        names=names,
        issuer=str(issuer[0].value) if issuer else "",
        since=found.not_valid_before_utc,
        until=found.not_valid_after_utc,
        is_for_host=any(covers(name, host) for name in names),
        weakness=_weakness(found, protocol),
    )


def _names(found: x509.Certificate) -> tuple[str, ...]:
    """Return the names it is for; browsers have long stopped looking at the common name."""
    try:
        said = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    addresses = [str(each) for each in said.get_values_for_type(x509.IPAddress)]
    return (*said.get_values_for_type(x509.DNSName), *addresses)


def covers(name: str, host: str) -> bool:
    """Whether a name in a certificate is the host's; a star stands for one label (RFC 9525)."""
    name, host = name.lower().rstrip("."), host.lower().rstrip(".")
    try:
        return ip_address(name) == ip_address(host.strip("[]"))
    except ValueError:
        pass
    head, _, rest = host.partition(".")
    return name == host or bool(head and rest and name == f"*.{rest}")


def _weakness(found: x509.Certificate, protocol: str) -> str:
    if protocol in OLD_PROTOCOLS:
        return f"服务器最高只支持 {OLD_PROTOCOLS[protocol]}"
    try:
        key, hashed = found.public_key(), found.signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm):
        # The national curve, for one.
        return ""
    if isinstance(key, RSAPublicKey) and key.key_size < LEAST_RSA_BITS:
        return f"证书的密钥只有 {key.key_size} 位"
    if hashed is not None and hashed.name in OLD_HASHES:
        return f"证书用 {hashed.name.upper()} 签名"
    return ""
