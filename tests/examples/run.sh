#!/usr/bin/env bash
# Applies the worked examples of CONTRIBUTING.md to a copy of the project, one after the other. Counts the files that each touches,
# and builds and tests the copy: run.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
copy=$root/target/examples

# A copy of everything that git knows or would add.
rm -rf "$copy"
mkdir -p "$copy"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --target-directory="$copy"
ln -s "$root/node_modules" "$copy/node_modules"
cd "$copy"
git init --quiet

# Applies an example, and fails where it touches more files than it may: example NAME MOST
example() {
  local patch=$root/docs/examples/$1.patch count
  git apply "$patch" || {
    echo "docs/examples/$1.patch does not apply: make it anew from what changed since" >&2
    return 1
  }
  count=$(git apply --numstat "$patch" | wc -l)
  git apply --numstat "$patch" | sed "s/^/$1: /"
  ((count <= $2)) || {
    echo "$1 touches $count files, and CONTRIBUTING.md promises at most $2" >&2
    return 1
  }
}

example detector 2
example field 7
# Two, the editor's table, and its texts in two languages.
example output 5
# Its folder with three files, a line, and its texts in two languages.
example view 6

# The same dependencies as the project's own build. What is compiled here is tried for seconds, so it is not optimised.
export CARGO_TARGET_DIR=$root/target
options=(--release --quiet)
for package in detection sources query explain telemetry engine models plugin contract evaluate; do
  options+=(--config "profile.release.package.seismo-$package.opt-level=1")
  options+=(--config "profile.release.package.seismo-$package.codegen-units=16")
done
cargo run "${options[@]}" -p seismo-contract
npm run --silent contract:write
cargo test "${options[@]}" -p seismo-detection -p seismo-query -p seismo-engine --lib example_of
cargo test "${options[@]}" -p seismo-detection --test it laws
cargo test "${options[@]}" -p seismo-contract
npm run --silent typecheck
npm run --silent i18n:check
npx vitest run frontend/datasource frontend/panel/views
