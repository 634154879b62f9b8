import type { TouchAnswer } from '../../../../src/answers.js';

/** Why a touch counts or does not, in plain words; the keys are the ledger's stable reasons. */
const BECAUSE: Readonly<Record<string, string>> = {
  counted: 'A person, before the order, inside the window.',
  not_human: 'Not a person’s click.',
  unknown_link: 'The link belongs to no creator.',
  unknown_code: 'The code belongs to no creator.',
  merged_with_order_code: 'It is the code that is on the order already.',
  after_conversion: 'It came after the order.',
  outside_window: 'Too long before the order: outside the window.',
  merged_with_click: 'Same creator as a click before it; the click stands for both.',
  repeated: 'The same link again; the click nearest the order stands for both.',
};

const CLASSES: Readonly<Record<string, string>> = {
  bot: 'A bot',
  preview: 'An app’s link preview',
  prefetch: 'A browser loading ahead',
  head: 'A link checker',
  monitor: 'A monitoring service',
  burst: 'A burst from one place',
  unknown: 'Something unclear',
};

export interface VerdictWords {
  readonly counts: string;
  readonly because: string;
}

export function verdict(touch: TouchAnswer): VerdictWords {
  return { counts: touch.counted ? 'Counts.' : 'Does not count.', because: BECAUSE[touch.reason] ?? touch.reason };
}

export function actor(touch: TouchAnswer): string {
  if (touch.kind === 'code') return 'Used the promo code';
  return touch.click_class === 'human' || touch.click_class === '' ? 'Clicked' : `${CLASSES[touch.click_class] ?? 'Something'} opened`;
}
