#!/bin/sh
# Makes the environment in .venv/, for `make run` (first argument `run`), with the optional OCR engines
# (`engines`), with those and what a cluster takes (`cluster`) or for `make test` (`dev`), or the one in
# .venv-bench/, for `make bench` (`bench`).
#
# Does nothing when the last set-up still fits. Exits 3 when something is missing that it may not
# install, after saying what to run by hand.
set -eu

profile=${1:-run}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
case $profile in bench) venv=.venv-bench ;; *) venv=.venv ;; esac
stamp=$venv/.cablehouse-setup

lock_of() {
    case $1 in
        run) echo requirements.lock ;;
        engines) echo requirements-engines.lock ;;
        cluster) echo requirements-cluster.lock ;;
        dev) echo requirements-dev.lock ;;
        bench) echo requirements-bench.lock ;;
        *) echo "setup: unknown profile '$1'; use run, engines, cluster, dev or bench" >&2; exit 2 ;;
    esac
}
lock=$(lock_of "$profile")

say() { printf 'setup: %s\n' "$*"; }

# Prints what to do by hand, one command a line, and gives up with the code for a missing tool.
by_hand() {
    say "$1" >&2
    shift
    say 'run this by hand, then make again:' >&2
    for command in "$@"; do printf '    %s\n' "$command" >&2; done
    exit 3
}

# The packages that are installed depend on these files, and scripts in there name their own folder.
fingerprint() {
    {
        echo "$1 $root"
        cat "$(lock_of "$1")" infra/setup.lock infra/setup.sh pyproject.toml
    } | cksum
}

is_current() {
    [ -x "$venv/bin/cablehouse" ] && [ -f "$stamp.$1" ] &&
        [ "$(cat "$stamp.$1")" = "$(fingerprint "$1")" ]
}

# What is installed for one of these is enough for the profile.
profiles_with() {
    case $1 in
        run) echo run engines cluster dev ;;
        engines) echo engines cluster dev ;;
        cluster) echo cluster dev ;;
        *) echo "$1" ;;
    esac
}

has_python() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14; do
        if has_python "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

has_english() { tesseract --list-langs 2>/dev/null | grep -qx eng; }

# Adds the system packages that are missing to $packages. Names are Debian's; brew has one for all.
find_missing_packages() {
    packages=
    command -v tesseract >/dev/null 2>&1 || packages="$packages tesseract-ocr"
    has_english || packages="$packages tesseract-ocr-eng"
    # What pdf2image calls. OCRmyPDF 17 renders pages itself and runs without Ghostscript and unpaper.
    if [ "$profile" = bench ] && ! command -v pdftoppm >/dev/null 2>&1; then
        packages="$packages poppler-utils"
    fi
    # What the tests of the dashboard click in. Without it they skip, and on CI fail.
    if [ "$profile" = dev ] && [ "$(uname -s)" = Linux ]; then
        command -v chromium >/dev/null 2>&1 || packages="$packages chromium"
        command -v chromedriver >/dev/null 2>&1 || packages="$packages chromium-driver"
    fi
    # Debian splits venv's installer off its python; every other build of Python carries it.
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        packages="$packages $("$python" -c \
            'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    packages=${packages# }
}

install_packages() {
    say "missing on this system: $packages"
    if command -v apt-get >/dev/null 2>&1; then
        install_with_apt
    elif command -v brew >/dev/null 2>&1; then
        formulae=tesseract
        case $packages in *poppler-utils*) formulae='tesseract poppler' ;; esac
        say "installing with brew: $formulae (tesseract's eng data comes with it)"
        # shellcheck disable=SC2086  # words on purpose
        brew install $formulae || by_hand 'brew could not install it.' "brew install $formulae"
    else
        by_hand 'there is neither apt-get nor brew here; use your package manager. On Debian it is' \
            "apt-get install $packages"
    fi
}

install_with_apt() {
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root=sudo
        command -v sudo >/dev/null 2>&1 ||
            by_hand 'installing them needs root, and there is no sudo.' \
                "su -c 'apt-get update && apt-get install -y $packages'"
        # Without a terminal nobody can type a password, so sudo must not ask for one.
        if [ ! -t 0 ]; then as_root='sudo -n'; fi
    fi
    say "installing with ${as_root:+$as_root }apt-get: $packages"
    # shellcheck disable=SC2086  # words on purpose
    { $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qq -y --no-install-recommends $packages; } </dev/null >/dev/null ||
        by_hand 'apt-get could not install them.' \
            "sudo apt-get update && sudo apt-get install -y $packages"
}

make_venv() {
    if [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    say "making $venv with $("$python" --version)"
    "$python" -m venv "$venv"
}

# uv reads neither pip's configuration nor its variables; a machine that set up only pip is common.
lend_pip_settings_to_uv() {
    index=${PIP_INDEX_URL:-$("$venv/bin/python" -m pip config get global.index-url 2>/dev/null || :)}
    if [ -n "$index" ] && [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
        UV_DEFAULT_INDEX=$index
        export UV_DEFAULT_INDEX
    fi
    if [ -n "${PIP_CERT:-}" ] && [ -z "${SSL_CERT_FILE:-}" ]; then
        SSL_CERT_FILE=$PIP_CERT
        export SSL_CERT_FILE
    fi
}

install_requirements() {
    say 'installing the installer (infra/setup.lock)'
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r infra/setup.lock
    lend_pip_settings_to_uv
    say "installing the locked packages ($lock)"
    # Compiled bytecode is not a nicety: without it Prefect compiles 1,800 modules at every start
    # (docs/decisions/0005-prefect-start.md).
    if ! "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --compile-bytecode \
        --require-hashes -r "$lock"; then
        say 'uv could not; trying pip, which takes a minute or two'
        # The lock is complete. Left to resolve, pip takes a requirement with an extra for unpinned.
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
            --require-hashes --no-deps -r "$lock" ||
            by_hand 'neither uv nor pip could install the packages; is a package registry in reach?' \
                "$venv/bin/python -m pip install --require-hashes --no-deps -r $lock"
        "$venv/bin/python" -m compileall -q -j 0 "$venv/lib" >/dev/null || :
    fi
}

install_command() {
    say "putting $venv/bin/cablehouse in place"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --no-index --no-deps --no-build-isolation --editable .
}

prepare_prefect() {
    say 'preparing Prefect (an empty database, made once)'
    env -u PYTHONDONTWRITEBYTECODE "$venv/bin/python" -m flows.server.local_server
}

for enough in $(profiles_with "$profile"); do
    if is_current "$enough"; then exit 0; fi
done
python=$(find_python)
[ -n "$python" ] || by_hand 'no Python 3.11 to 3.14 found (set PYTHON=... if it is elsewhere).' \
    'sudo apt-get install -y python3.11 python3.11-venv'
find_missing_packages
if [ -n "$packages" ]; then install_packages; fi
make_venv
install_requirements
install_command
prepare_prefect
fingerprint "$profile" >"$stamp.$profile"
say "done: $venv/bin/cablehouse --help"
