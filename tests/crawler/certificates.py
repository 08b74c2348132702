"""Certificates of every kind, made on the spot, and a server that shows them."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
CURVE = ec.SECP256R1()
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        """The certificate as text."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def write(self, path: Path, *chain: "Pair") -> Path:
        """Write key and certificate, and those between it and the root."""
        secret = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path.write_bytes(secret + self.pem + b"".join(each.pem for each in chain))
        return path


def issued(
    name: str,
    by: Pair | None = None,
    *,
    days: int = 200,
    hosts: tuple[str, ...] = ("localhost",),
    is_authority: bool = False,
    bits: int = 0,
) -> Pair:
    """Issue a certificate that ends in so many days; without an issuer it signs itself."""
    key: Key = rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(CURVE)
    until = datetime.now(UTC) + timedelta(days=days)
    names = [_name(host) for host in hosts]
    builder = (
        x509.CertificateBuilder()
        .subject_name(_called(name))
        .issuer_name(by.certificate.subject if by else _called(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - YEAR)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return Pair(builder.sign(by.key if by else key, hashes.SHA256()), key)


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)])


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = HOME.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


HOME = f"<html><head><title>青禾区</title></head><body><p>{'首页的文字。' * 30}</p></body></html>"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    context: ssl.SSLContext

    def finish_request(self, request: Any, client_address: Any) -> None:
        # In the thread of the connection: a client that refuses must not hold up the others.
        with self.context.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)  # type: ignore[arg-type]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that do not trust us hang up."""


@contextmanager
def securely(pem: Path, protocol: ssl.TLSVersion | None = None, *, port: int = 0) -> Iterator[int]:
    """Serve a home page over TLS on 127.0.0.1, on a free port unless one is named."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    if protocol is not None:
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = protocol
    context.load_cert_chain(pem)
    with _Server(("127.0.0.1", port), _Handler) as server:
        server.context = context
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
