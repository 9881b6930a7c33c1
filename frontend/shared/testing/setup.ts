/** What a browser has and jsdom has not, and the texts. Runs before each test file. */
import '@testing-library/jest-dom/vitest';

import { initPluginTranslations } from '@grafana/i18n';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

await initPluginTranslations('test');

configure({ asyncUtilTimeout: 20_000 });
afterEach(cleanup);

class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}

vi.stubGlobal('ResizeObserver', NoObserver);
vi.stubGlobal('IntersectionObserver', NoObserver);
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener() {},
  removeEventListener() {},
  addListener() {},
  removeListener() {},
}));

// Grafana measures texts on a canvas; any width that grows with the text will do.
HTMLCanvasElement.prototype.getContext = ((kind: string) =>
  kind === '2d' ? { measureText: (text: string) => ({ width: text.length * 8 }), font: '' } : null) as never;
