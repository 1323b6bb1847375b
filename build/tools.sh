#!/bin/sh
# Makes sure that what the tests need is there: Chromium, a font with Chinese
# characters, and Node. Installs them where it may, and says what to install where
# it may not.
set -eu

have() { command -v "$1" >/dev/null 2>&1; }

missing=""
have chromium || have chromium-browser || have google-chrome || missing="chromium"
if ! have fc-list || [ -z "$(fc-list :lang=zh 2>/dev/null)" ]; then missing="$missing fontconfig fonts-noto-cjk"; fi
have node || missing="$missing nodejs"
have npm || missing="$missing npm"
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
  if have sudo && sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="none"; fi
fi
if ! have apt-get || [ "$as_root" = none ]; then
  echo "The tests need a few programs that are not here. On Debian: sudo apt-get install$( printf ' %s' $missing )" >&2
  exit 1
fi
echo "installing$( printf ' %s' $missing ) …"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
