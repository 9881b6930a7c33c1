import * as i18n from '@grafana/i18n';
import { beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';

import { t } from './text';

let asked: MockInstance<typeof i18n.t>;
const rows = (count: number) => t('panel.count.rows', '{{count}} rows', { count, defaultValue_one: '{{count}} row' });

describe('t', () => {
  beforeEach(async () => {
    await Promise.resolve();
    asked = vi.spyOn(i18n, 't');
  });

  it('looks a text up once in a turn', () => {
    expect([t('panel.severity.low', 'Low'), t('panel.severity.low', 'Low'), t('panel.severity.high', 'High')]).toEqual(['Low', 'Low', 'High']);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('looks it up for each of its values', () => {
    expect([rows(1), rows(2), rows(1)]).toEqual(['1 row', '2 rows', '1 row']);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('looks it up again in the next turn, as the language may be another', async () => {
    t('panel.severity.low', 'Low');
    await Promise.resolve();
    asked.mockReturnValueOnce('Niedrig');
    expect(t('panel.severity.low', 'Low')).toBe('Niedrig');
  });
});
