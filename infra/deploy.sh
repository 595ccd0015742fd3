#!/bin/sh
# Makes the work pool, if it is not there, and names the deployments of infra/prefect.yaml to the
# server of PREFECT_API_URL.
set -eu
prefect --no-prompt work-pool inspect cablehouse >/dev/null 2>&1 ||
    prefect --no-prompt work-pool create cablehouse --type process
exec prefect --no-prompt deploy --all --prefect-file infra/prefect.yaml
