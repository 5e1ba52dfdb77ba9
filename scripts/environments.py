"""Makes the two environments, and knows at the cost of a few hashes whether they are up to date."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from scripts import pythons
from scripts.console import PROJECT, Stop, say

APP = PROJECT / ".venv"
ENGINE = PROJECT / ".venv-engine"
REQUIREMENTS = PROJECT / "requirements"
STAMP = "installed-for"
UV = APP / "bin" / "uv"
LAYOUT = "2"  # Raise it when what the set-up writes beside the packages changes.

GIB = 1024**3
NEEDED = {APP: 0.8 * GIB, ENGINE: 3.6 * GIB}

CARRIED_MODEL = PROJECT / "vendor" / "da_core_news_sm-3.4.0+ddt1-py3-none-any.whl"
OFFICIAL_MODEL = (
    "https://github.com/explosion/spacy-models/releases/download/"
    "da_core_news_sm-3.4.0/da_core_news_sm-3.4.0-py3-none-any.whl"
)

_NO_SPACE = ("No space left on device", "Disk quota exceeded", "os error 28", "Errno 28")
_NO_NETWORK = (
    "dns error", "failed to lookup address", "Name or service not known", "Temporary failure in name resolution",
    "Failed to establish a new connection", "error sending request", "Connection refused", "Network is unreachable",
    "Could not connect", "client error (Connect)", "Read timed out", "operation timed out", "No matching distribution",
)  # fmt: skip

# Starts the command line of this checkout from any folder; Python finds the folder from its own place.
LAUNCHER = """#!{python}
import runpy
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
sys.argv[0] = "serviceassistent"
runpy.run_module("bot.cli", run_name="__main__", alter_sys=True)
"""


def sha256(*paths: Path) -> str:
    """One hash of the contents of all files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def app_stamp() -> str:
    return f"{LAYOUT} {PROJECT} {sha256(REQUIREMENTS / 'tools.lock', REQUIREMENTS / 'dev.lock')}"


def engine_stamp(env: dict[str, str]) -> str:
    return f"{LAYOUT} {PROJECT} {sha256(REQUIREMENTS / 'engine.lock')} {danish_model(env)[1]}"


def up_to_date(venv: Path, stamp: str) -> bool:
    """Whether the environment was finished for exactly this stamp, and its interpreter still exists."""
    written = venv / STAMP
    return written.is_file() and written.read_text() == stamp and os.access(str(venv / "bin" / "python"), os.X_OK)


def forget(venv: Path) -> None:
    """Takes the stamp away before the environment is changed."""
    if (venv / STAMP).exists():
        (venv / STAMP).unlink()


def danish_model(env: dict[str, str]) -> list[str]:
    """What to install as da_core_news_sm, and its sha256. Raises Stop for a choice that cannot be pinned."""
    choice = env.get("DANISH_MODEL") or "carried"
    if choice == "carried":
        return [CARRIED_MODEL.as_uri().replace("%2B", "+"), sha256_of_wheel()]
    if choice != "official":
        raise Stop(f"DANISH_MODEL is 'carried' (default) or 'official', not {choice!r}.")
    pinned = env.get("DANISH_MODEL_SHA256", "")
    if len(pinned) != 64:
        raise Stop(
            "DANISH_MODEL=official installs spaCy's own da_core_news_sm 3.4.0, but only against a known hash, and the\n"
            "project does not know the hash of that file yet (it could not be reached where this was written).\n"
            "Check the file yourself and give its sha256: DANISH_MODEL=official DANISH_MODEL_SHA256=… make setup\n"
            f"  {OFFICIAL_MODEL}"
        )
    return [OFFICIAL_MODEL, pinned.lower()]


def sha256_of_wheel() -> str:
    """The hash that stands beside the carried wheel, so that a damaged checkout is noticed when installing."""
    if not CARRIED_MODEL.is_file():
        raise Stop(f"The Danish model is missing: {CARRIED_MODEL.relative_to(PROJECT)} (part of the repository).")
    return hashlib.sha256(CARRIED_MODEL.read_bytes()).hexdigest()


def check_room(venvs: Sequence[Path], free: int | None = None) -> None:
    """Stops before the installation where the disk has not room for what is to be installed."""
    needed = sum(NEEDED[venv] for venv in venvs if not venv.exists())
    free = shutil.disk_usage(str(PROJECT)).free if free is None else free
    if free < needed:
        raise Stop(
            f"Too little room on the disk: the set-up needs {needed / GIB:.1f} GB in {PROJECT}, "
            f"and {free / GIB:.1f} GB are free. Make room and run the same command again."
        )


def run(step: str, command: Sequence[str], env: dict[str, str] | None = None) -> None:
    """Runs a step of the set-up with its output shown; known failures become one message, others show the end of it."""
    say(f"  {step} …")
    process = subprocess.Popen(
        list(command),
        cwd=str(PROJECT),
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
    )
    lines: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith(("Prepared", "Installed", "Downloading")):
            say(f"    {line.rstrip()}")
    if process.wait() == 0:
        return
    output = "\n".join(lines)
    if any(sign in output for sign in _NO_SPACE):
        raise Stop(f"The disk became full while: {step}. Make room and run the same command again.")
    tail = "\n".join("    " + line[:300] for line in [line for line in lines if not line.startswith("WARNING")][-6:])
    if any(sign in output for sign in _NO_NETWORK):
        raise Stop(
            f"The package registry could not be reached while: {step}.\n{tail}\n"
            "The first set-up needs the network. Behind a mirror, configure pip (index-url) or UV_DEFAULT_INDEX for it."
        )
    raise Stop(f"This step failed: {step}\n{tail}")


def uv_environment() -> dict[str, str]:
    """uv reads its own settings only; where just pip is told of a mirror, uv is told of the same one."""
    env = dict(os.environ, UV_NO_PROGRESS="1", UV_HTTP_TIMEOUT="180", UV_PYTHON_DOWNLOADS="manual")
    mirror = os.environ.get("PIP_INDEX_URL")
    if mirror and not (os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL")):
        env["UV_DEFAULT_INDEX"] = mirror
    return env


def install(venv: Path, what: str, *arguments: str) -> None:
    """Installs into the environment what the lock file names, hash-checked."""
    command = [str(UV), "pip", "install", "--python", str(venv / "bin" / "python"), "--require-hashes", *arguments]
    run(f"installing {what}", command, env=uv_environment())


def finish(venv: Path, stamp: str) -> None:
    """Compiles, makes `bot` importable from any folder, then writes the stamp: last, so that no half set-up counts.

    Uncompiled, Rasa's imports cost 10 s at every start instead of 3, where the environment forbids Python to write
    what it compiled. Files that do not compile (test data of packages) do no harm.
    """
    for packages in (venv / "lib").glob("python3.*/site-packages"):
        say("  compiling …")
        compiler = [str(venv / "bin" / "python"), "-m", "compileall", "-q", "-j", "0", str(packages)]
        subprocess.run(compiler, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (packages / "serviceassistenten.pth").write_text(f"{PROJECT}\n")
    (venv / STAMP).write_text(stamp)


def set_up_app() -> None:
    """.venv: Python >= 3.11 with uv, the action server, the portal and what tests need."""
    stamp = app_stamp()
    if up_to_date(APP, stamp):
        return
    say("Setting up .venv (actions, portal, tests)")
    check_room([APP])
    forget(APP)
    current = pythons.ask(str(APP / "bin" / "python"))
    if current is None or current.version < pythons.APP_MINIMUM or not belongs_here(APP):
        python = pythons.find_app_python()
        run(f"making .venv with {python.path}", [python.path, "-m", "venv", "--clear", str(APP)])
    pip = [str(APP / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run("installing uv", [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS / "tools.lock")])
    install(APP, "packages for the portal, the actions and the tests", "-r", str(REQUIREMENTS / "dev.lock"))
    launcher = APP / "bin" / "serviceassistent"
    launcher.write_text(LAUNCHER.format(python=APP / "bin" / "python"))
    launcher.chmod(0o755)
    finish(APP, stamp)


def belongs_here(venv: Path) -> bool:
    """Whether the environment was made in this place (a copied or moved one has scripts that point elsewhere)."""
    activate = venv / "bin" / "activate"
    return activate.is_file() and str(venv) in activate.read_text()


def set_up_engine() -> None:
    """.venv-engine: Python 3.10 with Rasa, spaCy and the Danish model."""
    env = dict(os.environ)
    url, digest = danish_model(env)
    stamp = engine_stamp(env)
    if up_to_date(ENGINE, stamp):
        return
    say("Setting up .venv-engine (Rasa, spaCy and the Danish model; the first time some minutes)")
    check_room([ENGINE])
    forget(ENGINE)
    current = pythons.ask(str(ENGINE / "bin" / "python"))
    if current is None or current.version != pythons.ENGINE_VERSION or not belongs_here(ENGINE):
        python = pythons.find_engine_python(lambda: uv_python("find"), uv_installed_python)
        run(f"making .venv-engine with {python.path}", [python.path, "-m", "venv", "--clear", str(ENGINE)])
    install(ENGINE, "Rasa, TensorFlow, spaCy", "-r", str(REQUIREMENTS / "engine.lock"))
    pinned = ENGINE / "danish-model.txt"
    pinned.write_text(f"da-core-news-sm @ {url} --hash=sha256:{digest}\n")
    install(ENGINE, "the Danish model", "--no-deps", "--reinstall", "-r", str(pinned))
    finish(ENGINE, stamp)


def uv_python(*command: str) -> str | None:
    """What `uv python …` answers for 3.10, or None."""
    done = subprocess.run(
        [str(UV), "python", *command, "3.10"],
        env=uv_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return done.stdout.strip() or None if done.returncode == 0 else None


def uv_installed_python() -> str | None:
    say("  no Python 3.10 on this machine; trying `uv python install 3.10` …")
    uv_python("install")
    return uv_python("find")
