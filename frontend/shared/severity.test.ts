import { createTheme } from '@grafana/data';
import { describe, expect, it } from 'vitest';

import { SEVERITY_LEVELS, SEVERITY_SCHEMES } from '../contract/limits';
import { asSeverityLevel, countOf, severityColor, severityGroup, severityGroups, severityShape } from './severity';

type Rgb = [number, number, number];

/** The colour vision of dichromats, in linear RGB: Machado, Oliveira and Fernandes (2009), severity 1.0. */
const SIGHT: Record<string, Rgb[]> = {
  full: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** A CIE76 distance at which two marks are distinguishable at a glance; 2.3 is the smallest visible one. */
const APART = 15;
/** WCAG 1.4.11 for the parts of a graphic that are needed to understand it. */
const CONTRAST = 3;

function linear(hex: string): Rgb {
  const channel = (from: number) => {
    const value = parseInt(hex.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function seen(matrix: Rgb[], color: Rgb): Rgb {
  return matrix.map((row) => {
    const light = row[0] * color[0] + row[1] * color[1] + row[2] * color[2];
    return Math.min(1, Math.max(0, light));
  }) as Rgb;
}

function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const THEMES = ['dark', 'light'] as const;
const PAIRS = SEVERITY_LEVELS.flatMap((a) => SEVERITY_LEVELS.filter((b) => b > a).map((b) => [a, b] as const));

describe.each(THEMES)('the %s palette', (mode) => {
  const isDark = mode === 'dark';

  it.each(Object.entries(SIGHT))('keeps all levels apart in %s sight', (_, matrix) => {
    for (const [a, b] of PAIRS) {
      const [first, second] = [a, b].map((level) => lab(seen(matrix, linear(severityColor(level, isDark))))) as [Rgb, Rgb];
      const distance = Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
      expect(distance, `levels ${a} and ${b}`).toBeGreaterThan(APART);
    }
  });

  it('stands out from the background', () => {
    const background = createTheme({ colors: { mode } }).colors.background.primary;
    for (const level of SEVERITY_LEVELS) {
      const lights = [luminance(severityColor(level, isDark)), luminance(background)].sort((a, b) => b - a);
      expect((lights[0]! + 0.05) / (lights[1]! + 0.05), `level ${level}`).toBeGreaterThan(CONTRAST);
    }
  });
});

describe('levels', () => {
  it('have a shape each', () => {
    expect(new Set(SEVERITY_LEVELS.map((level) => severityShape(level))).size).toBe(SEVERITY_LEVELS.length);
  });

  it.each(SEVERITY_SCHEMES)('each stand in exactly one group of %s', (scheme) => {
    const grouped = severityGroups(scheme).flatMap((group) => group.levels);
    expect([...grouped].sort()).toEqual([...SEVERITY_LEVELS]);
  });

  it('are named info, warning and critical in the three-level scheme', () => {
    const names = SEVERITY_LEVELS.map((level) => severityGroup('three_level', level).name);
    expect(names).toEqual(['info', 'warning', 'warning', 'critical']);
  });

  it('of one group look alike', () => {
    expect(severityColor(2, true, 'three_level')).toBe(severityColor(3, true, 'three_level'));
    expect(severityShape(2, 'three_level')).toBe(severityShape(3, 'three_level'));
  });

  it('are counted by group', () => {
    expect(severityGroups('three_level').map((group) => countOf(group, { 1: 1, 2: 2, 3: 3, 4: 1 }))).toEqual([1, 5, 1]);
  });

  it.each([0, 5, 1.5, null, undefined, '1', NaN])('are not read from %s', (value) => {
    expect(asSeverityLevel(value)).toBeNull();
  });
});
