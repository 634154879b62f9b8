import { naturalEventId, type ReportTarget } from '@touchline/events';
import { type Config, consoleUrl } from '@touchline/runtime';
import { instantInZone } from '@touchline/schedule';
import { Webhook } from 'standardwebhooks';
import { renderHtml } from '../render/html.js';
import type { RenderedFile } from '../render/render.js';
import type { Report } from '../report.js';
import { sendMail } from './mail.js';
import { post } from './post.js';
import { webhookSecret } from './webhook-secret.js';

/** One report on its way to one target. */
export interface Parcel {
  readonly report: Report;
  readonly slot_id: string;
  /** Its place among the schedule's targets. */
  readonly place: number;
  readonly files: readonly RenderedFile[];
}

/** The same for every try of the same delivery, in every process: by it a recipient knows a repeat. */
function deliveryId({ report, slot_id, place }: Pick<Parcel, 'report' | 'slot_id' | 'place'>): string {
  return naturalEventId(['report_delivery', report.workspace_id, slot_id, String(place)]);
}

/** One try. @throws TouchlineError TL_DELIVERY_…, or TL_CONFIG_INVALID without a mail server */
export function deliver(config: Config, target: ReportTarget, parcel: Parcel): Promise<void> {
  if (target.channel === 'email') return mail(config, target.to, parcel);
  return target.channel === 'slack' ? slack(config, target.url, parcel) : webhook(config, target.url, parcel);
}

function mail(config: Config, to: readonly string[], parcel: Parcel): Promise<void> {
  const { report, files } = parcel;
  const subject = `${report.name}: ${instantInZone(new Date(report.as_of), report.time_zone)}`;
  const text = `${linesOf(report).join('\n\n')}\n`;
  return sendMail(config, { delivery_id: deliveryId(parcel), to, subject, text, html: renderHtml(report, { charts: false }), files });
}

function slack(config: Config, url: string, { report }: Parcel): Promise<void> {
  const text = [`*${slackText(report.name)}*`, ...linesOf(report).map(slackText), slackText(consoleUrl(config))].join('\n');
  return post(config, { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) });
}

/** `<`, `>` and `&` begin links and mentions there. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function webhook(config: Config, url: string, parcel: Parcel): Promise<void> {
  const { report, slot_id } = parcel;
  const id = deliveryId(parcel);
  const now = new Date();
  const body = JSON.stringify({ type: 'report.made', timestamp: report.as_of, data: { slot_id, report } });
  const signature = new Webhook(webhookSecret(config, report.workspace_id, report.schedule_id)).sign(id, now, body);
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signed = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  return post(config, { url, headers: { 'content-type': 'application/json', ...signed }, body });
}

function linesOf({ results }: Report): string[] {
  if (results.length === 0) return ['No experiment has started yet.'];
  return results.map(({ name, grade, title, words }) => `${name} (grade ${grade}, ${title}): ${words.finding}`);
}
