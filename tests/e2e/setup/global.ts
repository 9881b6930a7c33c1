/** Starts the sample session that most tests share, and ends it after the last test. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import type { TestProject } from 'vitest/node';

import { NOW } from './clock';
import { startSession } from './session';

declare module 'vitest' {
  interface ProvidedContext {
    /** The page of a `seismo try` with the sample fleet. */
    sampleUrl: string;
  }
}

export default async function setup(project: TestProject) {
  if (!existsSync('frontend/workbench/dist/index.html')) {
    execFileSync('npm', ['run', '--silent', 'build:workbench'], { stdio: 'inherit' });
  }
  mkdirSync('tests/e2e/results', { recursive: true });
  const session = await startSession(['--at', new Date(NOW).toISOString()]);
  project.provide('sampleUrl', session.url);
  return session.stop;
}
