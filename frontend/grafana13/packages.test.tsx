import React from 'react';
import { version as domVersion } from 'react-dom';
import { describe, expect, it } from 'vitest';
import { createDataFrame } from '@grafana/data';
import * as ui from '@grafana/ui';

import { grafana, packagePath } from '../../vite.grafana';

/** The React version of each Grafana. */
const REACT: Record<string, string> = { 12: '18', 13: '19' };

describe('the packages that the tests run with', () => {
  it('are those of the Grafana that was asked for', async () => {
    const { default: data } = await import(/* @vite-ignore */ packagePath('@grafana/data/package.json'));
    expect(data.version.split('.')[0]).toBe(grafana);
    expect([React.version, domVersion].map((version) => version.split('.')[0])).toEqual([REACT[grafana], REACT[grafana]]);
  });

  it('are one React for our sources, for @grafana/ui and for the testing library', async () => {
    const { render, screen } = await import('@testing-library/react');
    // Hooks throw if there are two Reacts.
    render(<ui.Button variant="primary">{String(createDataFrame({ fields: [] }).length)}</ui.Button>);
    expect(screen.getByRole('button', { name: '0' })).toBeInTheDocument();
  });
});
