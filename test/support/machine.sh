#!/bin/sh
# Installs what the tests need of the operating system. Quick, and silent, when everything is there.
set -eu

say() { printf '%s\n' "$*" >&2; }
# ippeveprinter is in /usr/sbin, which is not in every PATH.
has() { PATH="$PATH:/usr/sbin" command -v "$1" >/dev/null 2>&1; }

installed() { [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" = 'install ok installed' ]; }

has_chromium() { has chromium || has chromium-browser || has google-chrome; }

# SQL keeps to PostgreSQL 15, so one run of the job is on a PostgreSQL of the distribution.
has_postgresql() {
  for program in /usr/lib/postgresql/*/bin/postgres; do
    [ -x "$program" ] || continue
    version=${program#/usr/lib/postgresql/}
    [ "${version%%/*}" -ge 15 ] && return 0
  done
  return 1
}

missing_packages() {
  has_chromium || echo chromium
  has_postgresql || echo postgresql
  for package in fonts-noto-cjk build-essential python3 libpcsclite-dev pcscd vsmartcard-vpcd \
    libusb-1.0-0 libudev1 openssl poppler-utils qpdf ghostscript zbar-tools iproute2 util-linux softhsm2 umockdev socat cups-ipp-utils dbus; do
    installed "$package" || echo "$package"
  done
}

missing_programs() {
  has_chromium || echo chromium
  for program in c++ make python3 pcscd openssl pdftoppm qpdf gs zbarimg ip unshare softhsm2-util umockdev-wrapper socat cc ippeveprinter dbus-daemon; do
    has "$program" || echo "$program"
  done
}

install_packages() {
  missing=$(missing_packages | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif has sudo && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
  else
    say "The tests need more of this machine. Run:  sudo apt-get update && sudo apt-get install -y $missing"
    exit 1
  fi
  say "Installing for the tests: $missing"
  log=$(mktemp)
  # shellcheck disable=SC2086 # both are lists of words
  if ! { $as_root env DEBIAN_FRONTEND=noninteractive apt-get update &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    say "This did not install: $missing. Install it by hand, then run npm test again."
    exit 1
  fi
  rm -f "$log"
}

# npm leaves an optional dependency out when it could not be built, and does not try again by itself.
build_pcsc_driver() {
  node -e "require('nfc-pcsc')" 2>/dev/null && return 0
  version=$(node -p "require('./package.json').optionalDependencies['nfc-pcsc']")
  node_folder=$(node -p 'path.dirname(path.dirname(process.execPath))')
  # The headers that came with Node, where they did, spare a download.
  [ -d "$node_folder/include/node" ] && export npm_config_nodedir="$node_folder"
  say "Building nfc-pcsc $version"
  npm install --no-save --no-audit --no-fund --loglevel=error "nfc-pcsc@$version" >&2
  node -e "require('nfc-pcsc')"
}

cd "$(dirname "$0")/../.."
if has apt-get && has dpkg-query; then
  install_packages
else
  missing=$(missing_programs | tr '\n' ' ')
  if [ -n "$missing" ]; then
    say "The tests need these programs, which this system's package manager has: $missing (and PC/SC's headers, its virtual reader vpcd, Noto CJK fonts)."
    exit 1
  fi
fi
build_pcsc_driver
