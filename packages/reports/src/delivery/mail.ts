import { type Config, TouchlineError } from '@touchline/runtime';
import { createTransport } from 'nodemailer';
import type { RenderedFile } from '../render/render.js';

/** A server that says nothing for longer is taken for gone. */
const SILENCE_MS_MAX = 20_000;
/** SMTP: from here on the answer will be the same next time. */
const REFUSED_FROM = 500;

export interface Mail {
  /** Makes the Message-ID: the same delivery has the same one, however often it is tried. */
  readonly delivery_id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly files: readonly RenderedFile[];
}

/** @throws TouchlineError TL_CONFIG_INVALID without a mail server, TL_DELIVERY_UNREACHABLE, or TL_DELIVERY_REFUSED when trying again is no use */
export async function sendMail({ TOUCHLINE_SMTP_URL, TOUCHLINE_SMTP_FROM }: Config, mail: Mail): Promise<void> {
  if (TOUCHLINE_SMTP_URL === '') throw new TouchlineError('TL_CONFIG_INVALID', 'TOUCHLINE_SMTP_URL: needed to send mail', 'TOUCHLINE_SMTP_URL');
  const limits = { connectionTimeout: SILENCE_MS_MAX, greetingTimeout: SILENCE_MS_MAX, socketTimeout: SILENCE_MS_MAX };
  const transport = createTransport({ url: TOUCHLINE_SMTP_URL, ...limits });
  try {
    const answer = await transport.sendMail({
      from: TOUCHLINE_SMTP_FROM,
      to: [...mail.to],
      messageId: `<${mail.delivery_id}@touchline.invalid>`,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      attachments: mail.files.map(({ name, content_type, bytes }) => ({ filename: name, contentType: content_type, content: bytes })),
      // What is attached is what was made: nothing is fetched or read from disk on its account.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    if (answer.rejected.length > 0) throw new TouchlineError('TL_DELIVERY_REFUSED', `${answer.rejected.length} of ${mail.to.length} addresses were refused.`);
  } catch (error) {
    if (error instanceof TouchlineError) throw error;
    const { responseCode } = error as { responseCode?: number };
    if (responseCode !== undefined && responseCode >= REFUSED_FROM)
      throw new TouchlineError('TL_DELIVERY_REFUSED', `The mail server answered ${responseCode}.`);
    throw new TouchlineError('TL_DELIVERY_UNREACHABLE', 'The mail server does not take the mail now.');
  } finally {
    transport.close();
  }
}
