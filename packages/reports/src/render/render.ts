import type { ReportFormat } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Report } from '../report.js';
import { renderCsv } from './csv.js';
import { renderPdf } from './pdf.js';

export interface RenderedFile {
  readonly format: ReportFormat;
  readonly name: string;
  readonly content_type: string;
  readonly bytes: Buffer;
}

export interface Rendered {
  readonly files: readonly RenderedFile[];
  /** Codes of what could not be made; the others are delivered without it. */
  readonly missing: readonly string[];
}

const CONTENT_TYPES: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
};

/** The forms asked for, in their order. HTML, CSV and JSON of one report are the same bytes for ever; a PDF carries its date. */
export async function renderReport(report: Report, formats: readonly ReportFormat[], chromium: string): Promise<Rendered> {
  const files: RenderedFile[] = [];
  const missing: string[] = [];
  for (const format of formats) {
    try {
      const bytes = await render(report, format, chromium);
      files.push({ format, name: `report.${format}`, content_type: CONTENT_TYPES[format], bytes });
    } catch (error) {
      if (!(error instanceof TouchlineError)) throw error;
      missing.push(error.code);
    }
  }
  return { files, missing };
}

async function render(report: Report, format: ReportFormat, chromium: string): Promise<Buffer> {
  if (format === 'csv') return Buffer.from(renderCsv(report));
  if (format === 'json') return Buffer.from(`${JSON.stringify(report, null, 2)}\n`);
  // Its charts bring a large library, for which no start of a process should wait.
  const { renderHtml } = await import('./html.js');
  const html = renderHtml(report, { charts: true });
  return format === 'pdf' ? renderPdf(html, chromium) : Buffer.from(html);
}
