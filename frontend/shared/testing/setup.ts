/**
 * Browser features that jsdom lacks, and the texts. Runs before each test file; the files run in one page, so this
 * clears what each test leaves there.
 */
import '@testing-library/jest-dom/vitest';

import { initPluginTranslations } from '@grafana/i18n';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

import './styles';

await initPluginTranslations('test');

configure({ asyncUtilTimeout: 20_000 });
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
  window.history.replaceState(null, '', '/');
});

class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}

Object.assign(globalThis, {
  ResizeObserver: NoObserver,
  IntersectionObserver: NoObserver,
  matchMedia: (query: string) => ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
  }),
});

// Grafana measures texts on a canvas; any width that grows with the text is enough.
HTMLCanvasElement.prototype.getContext = ((kind: string) =>
  kind === '2d' ? { measureText: (text: string) => ({ width: text.length * 8 }), font: '' } : null) as never;
