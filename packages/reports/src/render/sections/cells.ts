import { escapeHtml } from '../escape.js';

export function text(value: string, tag: 'td' | 'th' = 'td'): string {
  return `<${tag}>${escapeHtml(value)}</${tag}>`;
}

export function number(value: string, tag: 'td' | 'th' = 'td'): string {
  return `<${tag} class="number">${escapeHtml(value)}</${tag}>`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p class="faint">None.</p>';
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.join('')}</tr>`).join('')}</tbody></table>`;
}

export function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`;
}

/** A p as people read it. */
export function pText(p: number | null): string {
  if (p === null) return '';
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}

/** Three digits that say something. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(3)));
}
