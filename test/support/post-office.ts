import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A file that came with a letter. */
export interface Attachment {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Letter {
  readonly to: readonly string[];
  /** As it came over the wire. */
  readonly raw: string;
  readonly attachments: readonly Attachment[];
}

/** A real mail server on a free port that keeps what it takes. */
export class PostOffice {
  readonly letters: Letter[] = [];
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, { envelope }, answer) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        this.letters.push({ to: envelope.rcptTo.map(({ address }) => address), raw, attachments: attachmentsOf(raw) });
        answer();
      });
    },
  });

  static async open(): Promise<PostOffice> {
    const office = new PostOffice();
    office.#server.listen(0, '127.0.0.1');
    await once(office.#server.server, 'listening');
    return office;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** Parts with a file name, which a mailer writes in base64. */
function attachmentsOf(raw: string): Attachment[] {
  const boundaries = [...raw.matchAll(/boundary="([^"]+)"/g)].map(([, boundary = '']) => boundary);
  const parts = boundaries.reduce<string[]>((texts, boundary) => texts.flatMap((text) => text.split(`--${boundary}`)), [raw]);
  return parts.flatMap((part) => {
    const [head = '', ...body] = part.replace(/^\r\n/, '').split('\r\n\r\n');
    const name = /filename="?([^"\r\n;]+)"?/.exec(head)?.[1];
    return name === undefined ? [] : [{ name, bytes: Buffer.from(body.join('').replaceAll(/\s/g, ''), 'base64') }];
  });
}
