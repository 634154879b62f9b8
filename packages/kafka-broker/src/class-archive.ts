import { existsSync, renameSync, rmSync } from 'node:fs';

/**
 * Kafka's classes, laid out by Java for mapping into memory (Class Data Sharing): with them a broker starts in half the processor
 * time. Java itself passes over an archive of another Java or of other jars.
 */
export class ClassArchive {
  readonly #file: string;
  readonly #partial: string;

  /** @param jars the folder whose classes it holds */
  constructor(jars: string) {
    this.#file = `${jars}.jsa`;
    this.#partial = `${jars}.${process.pid}.partial`;
  }

  get exists(): boolean {
    return existsSync(this.#file);
  }

  /** Options of a Java that uses it. */
  get use(): readonly string[] {
    return this.exists ? ['-Xshare:auto', '-Xlog:disable', '-Xlog:all=error', `-XX:SharedArchiveFile=${this.#file}`] : [];
  }

  /** Options of a Java that makes it of what it has loaded when it ends. */
  get make(): readonly string[] {
    return ['-Xlog:disable', `-XX:ArchiveClassesAtExit=${this.#partial}`];
  }

  /** When the one that made it has ended. Two who make it at once do no harm: it takes its name only when it is whole. */
  keep(): void {
    if (existsSync(this.#partial)) renameSync(this.#partial, this.#file);
  }

  drop(): void {
    rmSync(this.#partial, { force: true });
  }
}
