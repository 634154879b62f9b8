export { archivedFile } from './archive.js';
export { webhookSecret } from './delivery/webhook-secret.js';
export { chromiumPath } from './render/pdf.js';
export { renderReport } from './render/render.js';
export { makeReport, reportDigest } from './report.js';
export { Reporter } from './reporter.js';
