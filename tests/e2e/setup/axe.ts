/** What axe-core finds on a page: where people who see, hear or point otherwise are left out. */
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** WCAG 2.1, levels A and AA, and what axe-core recommends beyond. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

/** A finding in a component of Grafana's, which nothing outside of it can mend. */
export interface Exception {
  rule: string;
  /** Finds the element, or one around it, whatever its class is called in this build. */
  selector: string;
  reason: string;
  /** Where it can be seen: the page's parameters. */
  at: Record<string, string>;
}

export interface Finding {
  rule: string;
  impact: string;
  element: string;
  help: string;
  /** The selector of the exception that it falls under. */
  excused: string | null;
}

export interface Judged {
  /** Only these elements are judged; all where none is given. */
  include?: string[];
  exceptions?: readonly Exception[];
}

/** Everything axe-core finds on the page as it stands. */
export async function findingsOn(page: Page, { include = [], exceptions = [] }: Judged = {}): Promise<Finding[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.addScriptTag({ path: AXE });
  }
  return page.evaluate(
    async ({ tags, include, exceptions }) => {
      const { axe } = window as unknown as { axe: { run: (context: unknown, options: object) => Promise<AxeResults> } };
      const context = include.length > 0 ? { include: include.map((selector) => [selector]) } : document;
      const { violations } = await axe.run(context, { runOnly: tags, resultTypes: ['violations'] });
      return violations.flatMap(({ id, help, impact, nodes }) =>
        nodes.map(({ html, target, failureSummary, impact: own }) => {
          const element = document.querySelector(String(target[0]));
          const excuse = exceptions.find(({ rule, selector }) => rule === id && element?.closest(selector));
          const why = (failureSummary ?? '').split('\n').slice(1, 3).join(' ').trim();
          return {
            rule: id,
            impact: own ?? impact ?? 'minor',
            element: html.slice(0, 200),
            help: `${help}. ${why}`,
            excused: excuse?.selector ?? null,
          };
        })
      );
    },
    { tags: TAGS, include, exceptions: exceptions.map(({ rule, selector }) => ({ rule, selector })) }
  );
}

/** The findings that nobody should have to live with, a line each. */
export function seriousAmong(findings: Finding[]): string[] {
  return findings
    .filter(({ impact, excused }) => excused === null && (impact === 'serious' || impact === 'critical'))
    .map(({ rule, impact, element, help }) => `${rule} (${impact}): ${element}: ${help}`);
}
