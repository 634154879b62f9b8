/**
 * The same text in one piece. V8 keeps a text that was put together as a tree, which whoever copies it walks anew: dear for what goes
 * into every answer.
 */
export function flatText(text: string): string {
  return Buffer.from(text).toString();
}
