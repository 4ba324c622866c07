"""A worker process: executes one notebook after another with papermill, each in a fresh kernel.

The only module that knows papermill. It is started by `worker_pool.py` as
`python -m jsna.pack.worker`, keeps papermill loaded (measured: half the time of one papermill
command a notebook), reads one job a line on standard input and answers one line each.
When its input closes, its parent is gone: it ends its kernel and itself.
"""

import json
import os
import queue
import sys
import threading
from pathlib import Path
from typing import IO, Any, Final

import jsna.errors
from jsna.errors import JsnaError
from jsna.pack.availability import NOTEBOOK
from jsna.pack.canonical import canonical_notebook

KERNEL: Final = "python3"
"""Started anew for each run; a job may name another."""
START_TIMEOUT: Final = 180
"""Seconds: under load a kernel often needs more than papermill's 60."""

DONE, FAILED, DEAD = "done", "failed", "dead"


def execute(job: dict[str, Any]) -> dict[str, Any]:
    """Execute one job and return what came of it.

    Args:
        job: notebook (text of the stripped notebook), parameters, run_folder (absolute; the
            chapter writes its figures there, and the executed notebook goes there), and the
            kernel's name unless it is KERNEL.

    Returns:
        status (done, failed or dead), reason (for readers), details (traceback or streams, for
        whoever mends it). `chapter.ipynb` stands in the folder only when it is done.
    """
    import nbformat
    import papermill
    from nbclient.exceptions import DeadKernelError

    folder = job["run_folder"]
    os.environ["JSNA_RUN_FOLDER"] = folder
    # a notebook object instead of a path: papermill would format() braces in any path
    notebook = nbformat.reads(job["notebook"], as_version=4)  # type: ignore[no-untyped-call]
    try:
        executed = papermill.execute_notebook(
            notebook,
            None,
            parameters=job["parameters"],
            kernel_name=job.get("kernel", KERNEL),
            language="python",
            start_timeout=START_TIMEOUT,
            progress_bar=False,
            cwd=folder,
            shutdown_kernel="immediate",
        )
    except papermill.PapermillExecutionError as error:
        return _failure(error.ename, error.evalue, "\n".join(error.traceback))
    except (DeadKernelError, RuntimeError) as error:
        return {"status": DEAD, "reason": "its kernel died", "details": str(error)}
    text = canonical_notebook(executed)
    Path(folder, NOTEBOOK).write_text(text, "utf-8", newline="\n")
    return {"status": DONE, "reason": "", "details": _streams(executed)}


def main() -> None:
    """Execute the jobs that arrive until the input closes."""
    answers = _private_output()
    _use_own_kernel()
    jobs: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read_jobs, args=(jobs,), daemon=True).start()
    import papermill  # noqa: F401  # loaded while the parent still prepares the first job

    while True:
        answer = _safely_execute(json.loads(jobs.get()))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _safely_execute(job: dict[str, Any]) -> dict[str, Any]:
    try:
        return execute(job)
    except Exception as error:
        # whatever it is, it is this chapter's fault alone: the worker goes on
        return _failure(type(error).__name__, str(error), repr(error))


def _failure(name: str, message: str, details: str) -> dict[str, Any]:
    known = getattr(jsna.errors, name, None)
    told = isinstance(known, type) and issubclass(known, JsnaError)
    reason = message if told else f"a fault in the chapter ({name}: {message})"
    return {"status": FAILED, "reason": reason, "error": name, "details": details}


def _streams(notebook: dict[str, Any]) -> str:
    outputs = (out for cell in notebook["cells"] for out in cell.get("outputs", ()))
    return "".join(out["text"] for out in outputs if out["output_type"] == "stream")


def _private_output() -> IO[str]:
    """Return the real standard output; whatever else prints (a kernel too) goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _use_own_kernel() -> None:
    """Make `python3` mean this interpreter, whatever kernels and start-up files a user has."""
    kernels = Path(sys.prefix, "share", "jupyter")
    known = os.environ.get("JUPYTER_PATH", "")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, (str(kernels), known)))


def _read_jobs(jobs: queue.Queue[str]) -> None:
    for line in sys.stdin:
        jobs.put(line)
    end_children(os.getpid())
    os._exit(0)


def end_children(pid: int) -> None:
    """Kill every descendant of a process (kernels start a session of their own)."""
    import psutil

    try:
        children = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return
    for child in children:
        try:
            child.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(children, timeout=5)


if __name__ == "__main__":
    main()
