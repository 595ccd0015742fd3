#!/bin/sh
# `make run` after the set-up: the bundled releases to ./warehouse.duckdb, and one question to it.
set -eu
cd "$(dirname -- "$0")/.."
cablehouse=.venv/bin/cablehouse
question="SELECT mrn, dtg, originator, classification, subject FROM cables ORDER BY dtg, mrn"

printf 'run: %s ingest infra/samples (one of them is broken on purpose)\n' "$cablehouse"
"$cablehouse" ingest infra/samples --warehouse warehouse.duckdb
printf '\nrun: %s query "%s"\n' "$cablehouse" "$question"
"$cablehouse" query "$question" --warehouse warehouse.duckdb
