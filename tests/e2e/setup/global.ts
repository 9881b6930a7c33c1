/** Starts the sample sessions that most tests share, and ends them after the last test. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

import { outFolder } from '../../../vite.grafana';
import { NOW, PICTURED } from './clock';
import { BUSY_SOURCE, Grafana, grafanaUrl } from './grafana';
import { startSession } from './session';

declare module 'vitest' {
  interface ProvidedContext {
    /** The page of a `seismo try` with the sample fleet as a stress test: every severity within hours. */
    busyUrl: string;
    /** The same with the sample fleet as it is first seen. */
    fleetUrl: string;
  }
}

/** WORKBENCH_URL names a page that is being worked on, over a `seismo try` whose clock stands at the tests' time. */
export default async function setup(project: TestProject) {
  mkdirSync('tests/e2e/results', { recursive: true });
  if (process.env.WORKBENCH_URL) {
    project.provide('busyUrl', process.env.WORKBENCH_URL);
    project.provide('fleetUrl', process.env.WORKBENCH_URL);
    return addBusySource();
  }
  if (!existsSync(resolve(outFolder('frontend/workbench/dist'), 'index.html'))) {
    execFileSync('npm', ['run', '--silent', 'build:workbench'], { stdio: 'inherit' });
  }
  const at = (time: number) => ['--at', new Date(time).toISOString()];
  const [busy, fleet] = await Promise.all([startSession(['--fleet', 'dense', ...at(NOW)]), startSession(at(PICTURED))]);
  project.provide('busyUrl', busy.url);
  project.provide('fleetUrl', fleet.url);
  const forget = await addBusySource();
  return () => Promise.all([busy.stop(), fleet.stop(), forget()]);
}

/** Gives the Grafana, where there is one, a data source with the same fleet. */
async function addBusySource(): Promise<() => Promise<void>> {
  if (!grafanaUrl) {
    return () => Promise.resolve();
  }
  const grafana = new Grafana(grafanaUrl);
  const forget = () => grafana.forgetSource(BUSY_SOURCE.uid);
  await forget();
  await grafana.addSource(BUSY_SOURCE.uid, '', { kind: 'sample', fleet: 'dense' });
  return forget;
}
