import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { StoredRecord } from '@touchline/event-log';
import { lineOf } from './line.js';
import { type ArchiveFile, fileNameOf } from './manifest.js';

/** Fast, and within a tenth of the best it can do on events. */
const GZIP_LEVEL = 4;

export interface FilePlace {
  readonly folder: string;
  readonly topic: string;
  readonly partition: number;
}

/** Writes one file of an archive; until it is whole and on disk it has another name. */
export class FileWriter {
  readonly #place: FilePlace;
  readonly #name: string;
  readonly #path: string;
  readonly #gzip = createGzip({ level: GZIP_LEVEL });
  readonly #hash = createHash('sha256');
  readonly #written: Promise<void>;
  readonly #first_offset: number;
  #last_offset = 0;
  #records = 0;
  #bytes = 0;
  /** Before compression. */
  text_bytes = 0;

  private constructor(place: FilePlace, first_offset: number) {
    this.#place = place;
    this.#first_offset = first_offset;
    this.#name = fileNameOf(place, first_offset);
    this.#path = join(place.folder, this.#name);
    const measure = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.#hash.update(chunk);
        this.#bytes += chunk.byteLength;
        done(null, chunk);
      },
    });
    const file = createWriteStream(`${this.#path}.part`);
    this.#gzip.once('error', (error) => measure.destroy(error));
    measure.once('error', (error) => file.destroy(error));
    this.#written = finished(this.#gzip.pipe(measure).pipe(file));
    // Heard again in `close`; a full disk must not end the process before.
    this.#written.catch(() => undefined);
  }

  static async create(place: FilePlace, first_offset: number): Promise<FileWriter> {
    await mkdir(dirname(join(place.folder, fileNameOf(place, first_offset))), { recursive: true });
    return new FileWriter(place, first_offset);
  }

  get records(): number {
    return this.#records;
  }

  async write(records: readonly StoredRecord[]): Promise<void> {
    const text = records.map(lineOf).join('');
    this.#records += records.length;
    this.#last_offset = records.at(-1)?.offset ?? this.#last_offset;
    this.text_bytes += text.length;
    if (!this.#gzip.write(text)) await Promise.race([once(this.#gzip, 'drain'), this.#written]);
  }

  /** Resolves when the file is on disk under its name. */
  async close(): Promise<ArchiveFile> {
    this.#gzip.end();
    await this.#written;
    const file = await open(`${this.#path}.part`, 'r+');
    await file.sync();
    await file.close();
    await rename(`${this.#path}.part`, this.#path);
    const { topic, partition } = this.#place;
    const [first_offset, last_offset] = [this.#first_offset, this.#last_offset];
    return { file: this.#name, topic, partition, first_offset, last_offset, records: this.#records, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}
