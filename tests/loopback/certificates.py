"""Certificates for a TLS server on this machine: good, self-signed, expired, another host's."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

HOST = "127.0.0.1"


def server_context(kind: str, folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a server's context, and the file of the authority that signed its certificate.

    Args:
        kind: good, expired, other-host: each signed by an authority of its own, which nobody
            trusts unless the file is named to them.
        folder: Where to write the authority's certificate.
    """
    authority = trustme.CA()
    past = datetime.now(UTC) - timedelta(days=30)
    host = "other.example" if kind == "other-host" else HOST
    issued = authority.issue_cert(
        host,
        not_before=past if kind == "expired" else None,
        not_after=past + timedelta(days=1) if kind == "expired" else None,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued.configure_cert(context)
    file = folder / f"{kind}.pem"
    authority.cert_pem.write_to_path(str(file))
    return context, file
