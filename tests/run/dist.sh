#!/usr/bin/env bash
# Completes dist/, into which the front end has been built already, and checks that nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

binary=gpx_seismo_linux_amd64
case "$(uname -sm)" in
  "Linux x86_64") ;;
  "Linux aarch64") binary=gpx_seismo_linux_arm64 ;;
  "Darwin x86_64") binary=gpx_seismo_darwin_amd64 ;;
  "Darwin arm64") binary=gpx_seismo_darwin_arm64 ;;
  *) echo "No plugin binary of Grafana's is named after $(uname -sm)." >&2 && exit 1 ;;
esac
install -m 755 target/release/gpx_seismo "dist/$binary"
for file in LICENSE CHANGELOG.md; do
  install -m 644 "$file" "dist/$file"
done
# README.md of both plugins, and their pictures, which are those that the browser tests make.
node tests/run/pages.mjs
mkdir -p dist/dashboards
install -m 644 provisioning/dashboards/*.json dist/dashboards/

missing=0
require() {
  if [[ ! -s dist/$1 ]]; then
    echo "dist/$1 is missing or empty." >&2
    missing=1
  fi
}
for file in plugin.json module.js "$binary" LICENSE THIRD_PARTY_LICENSES.txt CHANGELOG.md README.md panel/plugin.json \
  panel/module.js panel/THIRD_PARTY_LICENSES.txt panel/README.md; do
  require "$file"
done
# What the two plugin.json name, relative to themselves, in words for the shell.
named=$(node -e '
  const { readFileSync } = require("node:fs");
  for (const folder of ["", "panel/"]) {
    const { id, info, includes = [], languages = [] } = JSON.parse(readFileSync(`dist/${folder}plugin.json`, "utf8"));
    const files = [...Object.values(info.logos), ...info.screenshots.map((shot) => shot.path)];
    files.push(...includes.map((include) => include.path).filter(Boolean));
    files.push(...languages.map((language) => `locales/${language}/${id}.json`));
    console.log(files.map((file) => folder + file).join("\n"));
  }')
while read -r file; do
  [[ -z $file ]] || require "$file"
done <<<"$named"
# The pictures of the two pages are there, under addresses that Grafana takes; and all that plugin.json names are among them.
lost=$(node -e '
  const { existsSync, readFileSync } = require("node:fs");
  for (const folder of ["", "panel/"]) {
    const { id, info } = JSON.parse(readFileSync(`dist/${folder}plugin.json`, "utf8"));
    const page = readFileSync(`dist/${folder}README.md`, "utf8");
    const root = `./public/plugins/${id}/`;
    const shown = [...page.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)].map(([, address]) => address);
    for (const address of shown) {
      if (!address.startsWith(root) || !existsSync(`dist/${folder}${address.slice(root.length)}`)) {
        console.log(`dist/${folder}README.md shows ${address}, which is not there.`);
      }
    }
    for (const { path } of info.screenshots.filter(({ path }) => !shown.includes(root + path))) {
      console.log(`dist/${folder}README.md does not show ${path}.`);
    }
    for (const [, address] of page.matchAll(/(?<!!)\[[^\]]+\]\(((?![a-z]+:|#|\.\/plugins\/)[^)]*)\)/g)) {
      console.log(`dist/${folder}README.md leads to ${address}, which Grafana does not have.`);
    }
  }')
if [[ -n $lost ]]; then
  echo "$lost" >&2
  missing=1
fi
# The plugin's page in Grafana offers the dashboards that plugin.json lists, and no other.
for path in dist/dashboards/*.json; do
  if ! grep -qxF "${path#dist/}" <<<"$named"; then
    echo "plugin.json does not list ${path#dist/} among its includes." >&2
    missing=1
  fi
done
if grep -n '%VERSION%\|%TODAY%' dist/plugin.json dist/panel/plugin.json; then
  echo "A placeholder was left in plugin.json." >&2
  missing=1
fi
# React 19, which Grafana 13 brings, has none of these.
if grep -oE '__SECRET_INTERNALS\w*|findDOMNode|unmountComponentAtNode|createFactory|getChildContext' dist/module.js dist/panel/module.js; then
  echo "What is built asks React for what React 19 has taken away." >&2
  missing=1
fi
((missing == 0))
echo "dist/ holds $(find dist -type f | wc -l) files, $(du -sh dist | cut -f1)."
