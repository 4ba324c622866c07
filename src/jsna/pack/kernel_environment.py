"""What a chapter's kernel is told of the machine: where things are, and nothing that opens doors.

A list of what may pass, not of what may not: the environment of whoever runs this may hold the
keys of services, of the version control and of the cloud, and an executed notebook is kept.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jsna.settings.paths import Paths

PASSED: Final = frozenset((
    # finding programs, libraries, the user's folder and one for temporary files
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TEMP", "TMP", "PYTHONPATH",
    "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "JUPYTER_PATH", "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "MPLCONFIGDIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
    "PROJ_LIB", "PROJ_DATA", "GDAL_DATA",
    # without these no process of Windows starts
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA",
    "PROGRAMDATA", "PROGRAMFILES", "USERPROFILE", "USERNAME", "HOMEDRIVE", "HOMEPATH",
    "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
    # language and how many cores to use
    "LANG", "LANGUAGE", "TZ", "PYTHONUTF8", "PYTHONIOENCODING", "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
))  # fmt: skip
LOCALE: Final = "LC_"


def kernel_environment(
    paths: Paths, scratch: Path, own: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the environment of workers and kernels: one look for every machine and user.

    Args:
        paths: The checkout, and where built files go.
        scratch: A folder for what kernels write while they run.
        own: The environment of this process, unless given.
    """
    known = os.environ if own is None else own
    known_kernels = known.get("JUPYTER_PATH", "")
    passed = {name: value for name, value in known.items() if _may_pass(name)}
    return passed | {
        "JSNA_HOME": str(paths.root),
        "JSNA_WORK": str(paths.work),
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
        "JUPYTER_PATH": os.pathsep.join(filter(None, (str(scratch / "jupyter"), known_kernels))),
        # one thread: kernels run side by side, and a fork takes no thread along
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
    }


def _may_pass(name: str) -> bool:
    return name.upper() in PASSED or name.upper().startswith(LOCALE)
