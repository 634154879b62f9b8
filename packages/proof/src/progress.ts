import { Presets, SingleBar } from 'cli-progress';

/** A bar on stderr where that is a terminal; elsewhere a line every tenth. */
export class Progress {
  readonly #bar: SingleBar | undefined;
  #tenths = -1;

  constructor(total: number) {
    if (!process.stderr.isTTY) return;
    this.#bar = new SingleBar(
      { format: '{bar} {percentage}% | {design} | {eta_formatted} left', stream: process.stderr, hideCursor: true },
      Presets.shades_classic,
    );
    this.#bar.start(total, 0, { design: '' });
  }

  update(done: number, total: number, design: string): void {
    if (this.#bar !== undefined) {
      this.#bar.update(done, { design });
      return;
    }
    const tenths = Math.floor((10 * done) / total);
    if (tenths === this.#tenths) return;
    this.#tenths = tenths;
    process.stderr.write(`${tenths * 10}% (${done}/${total} worlds), ${design}\n`);
  }

  stop(): void {
    this.#bar?.stop();
  }
}
