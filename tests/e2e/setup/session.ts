/** A `seismo try` of its own; its page is that of the Grafana which is asked for. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { grafana } from '../../../vite.grafana';
import { servePage } from './page';

const PROGRAM = resolve('target/release/seismo');
/** Starting the plugin takes a second; this is for a machine that has much else to do. */
const START_TIMEOUT_MS = 60_000;

export interface Session {
  /** The page, with a slash at its end. */
  url: string;
  stop: () => Promise<void>;
}

/** Starts the program and waits until it says where its page is. */
export async function startSession(args: string[]): Promise<Session> {
  if (!existsSync(PROGRAM)) {
    throw new Error(`${PROGRAM} is missing; build it with: cargo build --release -p seismo-plugin -p seismo-cli`);
  }
  const child = spawn(PROGRAM, ['try', '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    const url = await printedUrl(child);
    if (grafana === '12') {
      return { url, stop };
    }
    const page = await servePage(url);
    return { url: page.url, stop: () => page.stop().then(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function printedUrl(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    const timer = setTimeout(() => failed(new Error(`no URL after ${START_TIMEOUT_MS} ms: ${said}`)), START_TIMEOUT_MS);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /http:\/\/\S+\//.exec(said)?.[0];
      if (url) {
        clearTimeout(timer);
        found(url);
      }
    };
    child.stdout?.on('data', listen);
    // Read to the end, so that a full pipe never stops the program.
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(new Error(`seismo try ended with ${code}: ${said}`));
    });
  });
}
