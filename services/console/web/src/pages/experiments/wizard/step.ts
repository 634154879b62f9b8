import type { Draft } from './draft.js';

export const STEPS = [
  { id: 'design', name: 'Design' },
  { id: 'scope', name: 'Scope and arms' },
  { id: 'figure', name: 'Figure and guards' },
  { id: 'plan', name: 'Plan' },
  { id: 'review', name: 'Review' },
] as const;

export type StepName = (typeof STEPS)[number]['id'];

export interface StepProps {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
}

const PLACES: readonly (readonly [StepName, readonly string[]])[] = [
  ['design', ['design', 'assignment', 'unit', 'name', 'notes']],
  ['scope', ['scope', 'arms', 'control_arm', 'control_share', 'holdout_url']],
  ['figure', ['metric', 'scale', 'method', 'alpha', 'guards', 'conversion_window_ms', 'winsorising_cap_minor']],
  ['plan', ['planned_end', 'n_star']],
];

/** The step on which a field of the API stands. */
export function stepOf(path: string): StepName {
  const field = path.split('.')[0] ?? '';
  return PLACES.find(([, fields]) => fields.includes(field))?.[0] ?? 'review';
}
