import { REPORT_FORMATS, type ReportFormat } from '@touchline/events';
import { archivedFile, makeReport, renderReport, reportDigest } from '@touchline/reports';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import { withDirectory } from '../directory-here.js';

/** @throws TouchlineError TL_INPUT_INVALID */
export function formatOf(name: string): ReportFormat {
  const format = REPORT_FORMATS.find((each) => each === name);
  if (format === undefined) throw new TouchlineError('TL_INPUT_INVALID', `--format: expected one of ${REPORT_FORMATS.join(', ')}.`, '--format');
  return format;
}

export interface ReadReport {
  readonly id: string;
  readonly workspace_id: string;
  readonly format: ReportFormat;
  /** Made again although it is archived. */
  readonly anew: boolean;
}

/**
 * A report's file from the archive, or made again as of its instant; then `same` tells whether it is the report that was made.
 * @throws TouchlineError TL_ENTITY_UNKNOWN, TL_STORE_UNAVAILABLE, TL_REPORT_PDF_UNAVAILABLE
 */
export async function readReport({ id, workspace_id, format, anew }: ReadReport): Promise<{ readonly bytes: Buffer; readonly same: boolean | undefined }> {
  const config = loadConfig();
  const { slot, schedule, zone } = await withDirectory(async (directory) => {
    const slot = directory.get('report_slot', workspace_id, id);
    const schedule = slot === undefined ? undefined : directory.get('report_schedule', workspace_id, slot.entity.schedule_id);
    return { slot, schedule, zone: directory.get('workspace', workspace_id, workspace_id)?.entity.time_zone ?? 'UTC' };
  });
  if (slot === undefined || schedule === undefined)
    throw new TouchlineError('TL_ENTITY_UNKNOWN', `The workspace \`${workspace_id}\` has no report \`${id}\`.`, 'id');
  const archived = anew ? undefined : await archivedFile(config, { workspace_id, slot_id: id }, format);
  if (archived !== undefined) return { bytes: archived, same: undefined };
  const warehouse = openWarehouse(config);
  try {
    const as_of = new Date(slot.entity.slot_at);
    const time_zone = schedule.entity.time_zone ?? zone;
    const report = await makeReport({ warehouse, workspace_id, schedule_id: schedule.id, schedule: schedule.entity, time_zone, as_of });
    const { files, missing } = await renderReport(report, [format], config.TOUCHLINE_CHROMIUM);
    const [file] = files;
    if (file === undefined) throw new TouchlineError(missing.includes('TL_REPORT_PDF_UNAVAILABLE') ? 'TL_REPORT_PDF_UNAVAILABLE' : 'TL_INTERNAL');
    const { report_sha256 } = slot.entity;
    return { bytes: file.bytes, same: report_sha256 === undefined ? undefined : report_sha256 === reportDigest(report) };
  } finally {
    await warehouse.close();
  }
}
