"""Kernels know where things are, and no key."""

from pathlib import Path

from jsna.pack.kernel_environment import kernel_environment
from jsna.settings.paths import Paths

KEYS = {
    "NOMIS_API_KEY": "0xfeedc0de",
    "JSNA_NOMIS_KEY": "0xfeedc0de",
    "AWS_SECRET_ACCESS_KEY": "k",
    "GITHUB_TOKEN": "k",
    "HTTPS_PROXY": "http://name:word@proxy.example",
    "SSH_AUTH_SOCK": "/run/agent",
    "UNHEARD_OF": "k",
}


def test_only_what_is_listed_reaches_a_kernel() -> None:
    paths = Paths(Path("/checkout"), Path("/work"))
    own = {"PATH": "/bin", "LC_ALL": "C.UTF-8", "SystemRoot": "C", "MPLBACKEND": "qt"} | KEYS
    told = kernel_environment(paths, Path("/scratch"), own)
    assert not KEYS.keys() & told.keys()
    assert "feedc0de" not in str(told)
    assert (told["PATH"], told["LC_ALL"], told["SystemRoot"]) == ("/bin", "C.UTF-8", "C")
    assert told["MPLBACKEND"] == "agg"
    assert Path(told["JSNA_WORK"]) == Path("/work")
