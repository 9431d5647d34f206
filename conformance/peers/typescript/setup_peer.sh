#!/bin/sh
# Installs what package-lock.json names and builds the peer.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
npm run build
