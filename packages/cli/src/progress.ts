import { Presets, SingleBar } from 'cli-progress';

/** A progress bar on stderr where that is a terminal; elsewhere a line every tenth, so that logs stay short. */
export class Progress {
  readonly #label: string;
  readonly #bar: SingleBar | undefined;
  #tenths = -1;
  #started = false;

  constructor(label: string) {
    this.#label = label;
    if (process.stderr.isTTY) {
      const format = `${label} {bar} {percentage}% | {value}/{total} {phase} | {duration_formatted} gone, {eta_formatted} left`;
      this.#bar = new SingleBar({ format, stream: process.stderr, etaBuffer: 100, hideCursor: true }, Presets.shades_classic);
    }
  }

  update(done: number, total: number, phase = ''): void {
    if (this.#bar === undefined) this.#line(done, total);
    else if (this.#started) this.#bar.update(done, { phase });
    else this.#bar.start(total, done, { phase });
    this.#started = true;
  }

  stop(): void {
    this.#bar?.stop();
  }

  #line(done: number, total: number): void {
    const tenths = total === 0 ? 10 : Math.floor((done / total) * 10);
    if (tenths === this.#tenths) return;
    this.#tenths = tenths;
    process.stderr.write(`${this.#label}: ${tenths * 10}% (${done}/${total})\n`);
  }
}
