// Prints `<passed> <failed>` for a runner's report: node count.mjs <runner> <file>
import { existsSync, readFileSync } from 'node:fs';

const readers = {
  // A line per test binary: `test result: ok. 3 passed; 0 failed; 0 ignored; ...`
  cargo: (text) =>
    [...text.matchAll(/^test result: .*?(\d+) passed; (\d+) failed/gm)].reduce(
      ([passed, failed], [, p, f]) => [passed + Number(p), failed + Number(f)],
      [0, 0]
    ),
  // The JSON reporter. A file that cannot be loaded has no tests, and fails all the same.
  vitest: (text) => {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(text);
    const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
    return [numPassedTests, numFailedTests + unloaded.length];
  },
  // `go test -json`: events, of which those of a test that has subtests would count twice.
  go: (text) => {
    const ends = text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
      .filter(({ Test, Action }) => Test && (Action === 'pass' || Action === 'fail'));
    const parents = new Set(ends.map(({ Package, Test }) => `${Package} ${Test.split('/').slice(0, -1).join('/')}`));
    const leaves = ends.filter(({ Package, Test }) => !parents.has(`${Package} ${Test}`));
    const failed = leaves.filter(({ Action }) => Action === 'fail').length;
    return [leaves.length - failed, failed];
  },
  // The last line with a summary: `12 passed`, `1 failed`.
  summary: (text) =>
    ['passed', 'failed'].map((word) => Number([...text.matchAll(new RegExp(`(\\d+) ${word}`, 'g'))].at(-1)?.[1] ?? 0)),
};

const [runner, file] = process.argv.slice(2);
const count = readers[runner];
if (!count) {
  throw new Error(`unknown runner ${runner}: expected one of ${Object.keys(readers).join(', ')}`);
}
console.log((existsSync(file) ? count(readFileSync(file, 'utf8')) : [0, 0]).join(' '));
