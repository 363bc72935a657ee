#!/usr/bin/env bash
# The slow tests read bar codes with zbar, price tags with tesseract and reports with Chromium: three Debian packages. One looks
# at faces with MediaPipe, which needs a Python 3.11 of its own, in .venv/mediapipe; without one that test is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
with_mediapipe() {
  local python
  for python in "uv venv -q --seed --python 3.11" "python3.11 -m venv" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.11*/bin/python3.11\ -m\ venv; do
    $python .venv/mediapipe >/dev/null 2>&1 && .venv/mediapipe/bin/python -m pip install -q --disable-pip-version-check \
      mediapipe==0.10.14 "numpy<2" >/dev/null 2>&1 && return 0
    rm -rf .venv/mediapipe
  done
  return 1
}
if [[ ! -x .venv/mediapipe/bin/python ]] && ! with_mediapipe; then
  echo "make check: no Python 3.11 with mediapipe 0.10.14 can be had here; the test that compares with it is skipped" >&2
fi
missing=()
command -v zbarimg >/dev/null 2>&1 || missing+=(zbar-tools)
command -v tesseract >/dev/null 2>&1 || missing+=(tesseract-ocr)
command -v chromium >/dev/null 2>&1 || missing+=(chromium)
[[ ${#missing[@]} -eq 0 ]] && exit 0
if command -v apt-get >/dev/null 2>&1 && [[ $(id -u) -eq 0 ]]; then
  apt-get update -qq && apt-get install -y -qq "${missing[@]}" >/dev/null
else
  echo "make check needs ${missing[*]}: install them (Debian: sudo apt-get install ${missing[*]}) and run it again." >&2
  exit 1
fi
