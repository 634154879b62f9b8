import { Presets, SingleBar } from 'cli-progress';

/** A bar on stderr where that is a terminal; elsewhere a line every tenth. */
export class Progress {
  readonly #unit: string;
  readonly #bar: SingleBar | undefined;
  #tenths = -1;

  /** @param unit what is counted */
  constructor(total: number, unit: string) {
    this.#unit = unit;
    if (!process.stderr.isTTY) return;
    this.#bar = new SingleBar(
      { format: '{bar} {percentage}% | {value}/{total} {unit}, {phase} | {eta_formatted} left', stream: process.stderr, hideCursor: true },
      Presets.shades_classic,
    );
    this.#bar.start(total, 0, { unit, phase: '' });
  }

  update(done: number, total: number, phase = ''): void {
    if (this.#bar !== undefined) {
      this.#bar.update(done, { phase });
      return;
    }
    const tenths = Math.floor((10 * done) / total);
    if (tenths === this.#tenths) return;
    this.#tenths = tenths;
    process.stderr.write(`${tenths * 10}% (${done}/${total} ${this.#unit})${phase === '' ? '' : `, ${phase}`}\n`);
  }

  stop(): void {
    this.#bar?.stop();
  }
}
