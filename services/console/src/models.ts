import type { ModelAnswer } from './answers.js';

/** The rule models in a marketer's words. */
export const MODELS: readonly ModelAnswer[] = [
  { id: 'first', name: 'First touch', explanation: 'The creator who brought the customer in gets the whole order.' },
  { id: 'last', name: 'Last touch', explanation: 'The creator clicked last before the order gets all of it.' },
  { id: 'linear', name: 'Even split', explanation: 'Every touch before the order gets the same share.' },
  { id: 'position', name: 'First and last', explanation: '40% to the first touch, 40% to the last, 20% shared by those between.' },
  {
    id: 'time_decay',
    name: 'Closer counts more',
    explanation: 'The nearer a touch to the order, the larger its share: halving every 7 days back unless the workspace says otherwise.',
  },
];
