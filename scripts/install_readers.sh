#!/usr/bin/env bash
# The slow tests read bar codes with zbar, price tags with tesseract and reports with Chromium: three Debian packages.
set -euo pipefail
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
