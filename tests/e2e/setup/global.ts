/** Starts the sample session that most tests share, and ends it after the last test. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

import { outFolder } from '../../../vite.grafana';
import { NOW } from './clock';
import { startSession } from './session';

declare module 'vitest' {
  interface ProvidedContext {
    /** The page of a `seismo try` with the sample fleet. */
    sampleUrl: string;
  }
}

/** WORKBENCH_URL names a page that is being worked on, over a `seismo try` whose clock stands at the tests' time. */
export default async function setup(project: TestProject) {
  mkdirSync('tests/e2e/results', { recursive: true });
  if (process.env.WORKBENCH_URL) {
    project.provide('sampleUrl', process.env.WORKBENCH_URL);
    return undefined;
  }
  if (!existsSync(resolve(outFolder('frontend/workbench/dist'), 'index.html'))) {
    execFileSync('npm', ['run', '--silent', 'build:workbench'], { stdio: 'inherit' });
  }
  const session = await startSession(['--at', new Date(NOW).toISOString()]);
  project.provide('sampleUrl', session.url);
  return session.stop;
}
