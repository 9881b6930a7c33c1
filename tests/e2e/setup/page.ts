/** The page built for a Grafana other than the one whose page the program holds: served here, the program behind it. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { preview } from 'vite';

import { outFolder } from '../../../vite.grafana';

interface Served {
  /** The page, with a slash at its end. */
  url: string;
  stop: () => Promise<void>;
}

/** Serves the page; what it asks of the server goes to the program at `backend`. */
export async function servePage(backend: string): Promise<Served> {
  const folder = outFolder('frontend/workbench/dist');
  if (!existsSync(resolve(folder, 'index.html'))) {
    throw new Error(`${folder} has no page; build it with: GRAFANA=${process.env.GRAFANA} npm run build:workbench`);
  }
  const server = await preview({
    configFile: false,
    logLevel: 'silent',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0, proxy: { '/api/': backend } },
  });
  return { url: server.resolvedUrls!.local[0]!, stop: () => server.close() };
}
