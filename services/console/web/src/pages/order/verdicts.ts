import type { TouchAnswer } from '../../../../src/answers.js';

/** Why a touch counts or does not, in plain words; the keys are the ledger's stable reasons. */
const SENTENCES: Readonly<Record<string, string>> = {
  counted: 'Counts. A person, inside the window, before the order.',
  not_human: 'Does not count: not a person’s click.',
  unknown_link: 'Does not count: the link belongs to no creator.',
  unknown_code: 'Does not count: the code belongs to no creator.',
  merged_with_order_code: 'Does not count on its own: it is the code already on the order.',
  after_conversion: 'Does not count: it came after the order.',
  outside_window: 'Does not count: too long before the order.',
  merged_with_click: 'Does not count on its own: the same creator’s click stands for it.',
  repeated: 'Does not count on its own: a repeat of the same link; the one nearest the order stands for it.',
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

export function verdict(touch: TouchAnswer): string {
  return SENTENCES[touch.reason] ?? (touch.counted ? 'Counts.' : `Does not count (${touch.reason}).`);
}

export function actor(touch: TouchAnswer): string {
  if (touch.kind === 'code') return 'Used the promo code';
  return touch.click_class === 'human' || touch.click_class === '' ? 'Clicked' : `${CLASSES[touch.click_class] ?? 'Something'} opened`;
}
