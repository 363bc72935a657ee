#!/usr/bin/env bash
# Makes .venv with Python 3.13 and every package in constraints.txt. Uses uv where it is installed; else a Python 3.13
# from PATH or pyenv; else a uv of its own from the package index, which brings a Python along. Its arguments are further extras.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { printf '\nsetup: %s\n' "$*" >&2; exit 1; }

find_python() {
  local candidate
  for candidate in python3.13 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python3.13 python3 python; do
    if "$candidate" -c 'import sys; raise SystemExit(sys.version_info[:2] != (3, 13))' >/dev/null 2>&1; then
      echo "$candidate"; return 0
    fi
  done
  return 1
}

if [[ ! -x .venv/bin/python ]]; then
  if command -v uv >/dev/null 2>&1; then
    uv venv -q --python 3.13 .venv || fail "uv found no Python 3.13 and could not fetch one. Install Python 3.13 (pyenv install 3.13) and run make again."
  elif python=$(find_python); then
    "$python" -m venv .venv || fail "$python cannot make a virtual environment. On Debian: apt-get install python3.13-venv."
  else
    command -v python3 >/dev/null 2>&1 || fail "neither uv, Python 3.13 nor any python3 is here. Install uv or Python 3.13 and run make again."
    echo "setup: no Python 3.13 here; fetching one with uv"
    python3 -m venv .tools && .tools/bin/pip install -q uv || fail "could not install uv from the package index (offline?). Install Python 3.13 and run make again."
    .tools/bin/uv venv -q --python 3.13 .venv || fail "uv could not fetch Python 3.13. Install it (pyenv install 3.13) and run make again."
  fi
fi

extras=render,ray,dev
for extra in "$@"; do extras+=",$extra"; done
echo "setup: installing packages of [$extras] into .venv (bpy is 370 MB to fetch, about 1 GB on disk)"
if command -v uv >/dev/null 2>&1; then
  uv pip install -q --python .venv/bin/python -c constraints.txt -e ".[$extras]" || fail "the packages could not be installed: the package index is out of reach and the local cache does not hold them all."
else
  .venv/bin/python -m ensurepip -q >/dev/null 2>&1 || true
  .venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e ".[$extras]" || fail "the packages could not be installed: the package index is out of reach and the local cache does not hold them all."
fi
.venv/bin/python -c 'import bpy' || fail "bpy was installed but cannot be imported on this machine; the lines above say why."
