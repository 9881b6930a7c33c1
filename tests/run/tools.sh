# Where tools are. Sourced by the other scripts: one rule for what is installed and what is started.
# shellcheck shell=bash

# Where the installers of Rust and Go put what no PATH names yet: in a shell that was open before, or under sudo.
PATH=$PATH:${CARGO_HOME:-${HOME:-/root}/.cargo}/bin:/usr/local/go/bin

# Prints where a program is: Debian's place first, so that what apt installed is found whatever stands before it on the PATH.
place_of() {
  if [[ -x /usr/bin/$1 ]]; then echo "/usr/bin/$1"; else command -v "$1"; fi
}

# Prints the Python that the independent scorer runs in: SEISMO_PYTHON, Debian's, or the first one, that has numpy.
python_with_numpy() {
  local python
  for python in ${SEISMO_PYTHON:+"$SEISMO_PYTHON"} /usr/bin/python3 python3; do
    if "$python" -c 'import numpy' 2>/dev/null; then
      echo "$python"
      return
    fi
  done
  return 1
}

# Installs Debian's packages where apt and root are at hand: install_from_debian "PACKAGE..."... Each argument is installed by itself.
# Whoever calls looks afterwards whether what they bring is there.
install_from_debian() {
  ((EUID == 0)) && command -v apt-get >/dev/null || return 0
  apt-get update -q
  local packages
  for packages in "$@"; do
    # shellcheck disable=SC2086 # the packages are words
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages
  done
}

# Unpacks what cargo builds of an earlier commit, and prints the folder: tree_of COMMIT
tree_of() {
  git rev-parse --quiet --verify "$1^{commit}" >/dev/null || {
    echo "$1 is not in this clone; a shallow one has too little history: git fetch --unshallow" >&2
    return 1
  }
  mkdir -p "target/before/$1"
  git archive "$1" Cargo.toml Cargo.lock README.md backend tests/system tests/contract plugin.json package.json |
    tar -x -C "target/before/$1"
  echo "target/before/$1"
}

# Builds an earlier commit's plugin, and prints where it is: plugin_of COMMIT
plugin_of() {
  local tree
  tree=$(tree_of "$1")
  cargo build --release --quiet -p seismo-plugin --manifest-path "$tree/Cargo.toml" --target-dir "$tree/target" >&2
  echo "$tree/target/release/gpx_seismo"
}
