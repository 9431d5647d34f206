#!/bin/sh
# Installs what package-lock.json names and builds the peer.
set -eu
cd "$(dirname "$0")"
npm ci
npm run build
