import type { Finding } from './proof.js';
import type { Part } from './trial.js';

const TITLES: Readonly<Record<Part, string>> = {
  coverage: '95 % intervals that hold the truth',
  false_alarms: 'Alarms, at a level of 5 %',
  grade_c: 'Grade C, adjusted association: nobody was drawn by lot',
  guards: 'Guards',
};

/** The findings as a table for people, and under it in how many of them the bounds hold. */
export function tableOf(findings: readonly Finding[]): string {
  const widths = [widest(findings, 'design'), widest(findings, 'counted')] as const;
  const parts = [...new Set(findings.map(({ part }) => part))].sort((left, right) => placeOf(left) - placeOf(right));
  const lines = parts.flatMap((part) => ['', TITLES[part], ...findings.filter((each) => each.part === part).map((each) => lineOf(each, widths))]);
  const held = findings.filter((each) => each.held).length;
  return `${[...lines.slice(1), '', `${held} of ${findings.length} hold, over ${findings[0]?.runs ?? 0} runs each.`].join('\n')}\n`;
}

function lineOf({ design, counted, share, least, most, held }: Finding, [first, second]: readonly [number, number]): string {
  const bounds = `${percent(least)} to ${percent(most)}`;
  return `  ${design.padEnd(first)}  ${counted.padEnd(second)}  ${percent(share).padStart(7)}  ${bounds.padStart(18)}  ${held ? 'holds' : 'MISSED'}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function widest(findings: readonly Finding[], key: 'design' | 'counted'): number {
  return findings.reduce((most, each) => Math.max(most, each[key].length), 0);
}

function placeOf(part: Part): number {
  return Object.keys(TITLES).indexOf(part);
}
