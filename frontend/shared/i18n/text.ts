/** Texts, each looked up once a turn of the browser's event loop: a panel asks for the same ones for each of its series. */
import { t as translate } from '@grafana/i18n';

/** Empty again before anything else runs, so that no text outlives its language. */
const texts = new Map<string, string>();

/** `t` of Grafana. */
export const t: typeof translate = (key, text, values) => {
  const asked = values ? `${key} ${JSON.stringify(values)}` : key;
  let found = texts.get(asked);
  if (found === undefined) {
    found = translate(key, text, values);
    keep(asked, found);
  }
  return found;
};

function keep(asked: string, text: string): void {
  if (texts.size === 0) {
    queueMicrotask(() => texts.clear());
  }
  texts.set(asked, text);
}
