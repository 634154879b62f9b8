const NAMES: Readonly<Record<string, string>> = {
  first: 'First touch',
  last: 'Last touch',
  linear: 'Even split',
  position: 'First and last',
  time_decay: 'Closer counts more',
  markov: 'Removal effect',
  shapley: 'Fair share',
};

/** What marketers call a model; one this app does not know has its own name. */
export function modelName(model: string): string {
  return NAMES[model] ?? model;
}
