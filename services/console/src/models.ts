import type { ModelAnswer } from './answers.js';

/** The models in a marketer's words. */
export const MODELS: readonly ModelAnswer[] = [
  { id: 'first', name: 'First touch', explanation: 'The creator who brought the customer in gets the whole order.', fitted: false },
  { id: 'last', name: 'Last touch', explanation: 'The creator clicked last before the order gets all of it.', fitted: false },
  { id: 'linear', name: 'Even split', explanation: 'Every touch before the order gets the same share.', fitted: false },
  { id: 'position', name: 'First and last', explanation: '40% to the first touch, 40% to the last, 20% shared by those between.', fitted: false },
  {
    id: 'time_decay',
    name: 'Closer counts more',
    explanation: 'The nearer a touch to the order, the larger its share: halving every 7 days back unless the workspace says otherwise.',
    fitted: false,
  },
  {
    id: 'markov',
    name: 'Removal effect',
    explanation: 'Shared by how many orders all known journeys, those without an order too, would lose without each creator (Markov chain).',
    fitted: true,
  },
  {
    id: 'shapley',
    name: 'Fair share',
    explanation: 'Shared by what each creator adds on average to every possible group of the others (Shapley value).',
    fitted: true,
  },
];
