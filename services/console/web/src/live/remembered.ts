import { onSession } from './session.js';

const REMEMBERED_MAX = 40;

/** Last answers by address, so that going back shows them at once. */
const remembered = new Map<string, { readonly text: string; readonly data: unknown }>();

/** Something was written: what was answered before may no longer be so. */
export function forgetAnswers(): void {
  remembered.clear();
}

// What one key was shown is nothing for the next one (I6).
onSession(forgetAnswers);

export function remember(path: string, text: string): unknown {
  const known = remembered.get(path);
  if (known?.text === text) return known.data;
  if (remembered.size >= REMEMBERED_MAX) remembered.delete(remembered.keys().next().value ?? '');
  const data: unknown = JSON.parse(text);
  remembered.set(path, { text, data });
  return data;
}

export function recall(path: string): unknown {
  return remembered.get(path)?.data;
}
