import { Presets, SingleBar } from 'cli-progress';

const SECOND_MS = 1_000;

/** A progress bar with rate and time left on stderr where that is a terminal; elsewhere a line every tenth, so that logs stay short. */
export class Progress {
  readonly #label: string;
  readonly #unit: string;
  readonly #bar: SingleBar | undefined;
  #tenths = -1;
  /** Where and when it began: what was done before says nothing about the rate. */
  #first: { readonly done: number; readonly at_ms: number } | undefined;

  /** @param unit what is counted, for the rate: records, orders … */
  constructor(label: string, unit = 'steps') {
    this.#label = label;
    this.#unit = unit;
    if (process.stderr.isTTY) {
      const format = `${label} {bar} {percentage}% | {value}/{total} {phase} | {rate} | {duration_formatted} gone, {left} left`;
      this.#bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
    }
  }

  update(done: number, total: number, phase = ''): void {
    const begun = this.#first !== undefined;
    this.#first ??= { done, at_ms: Date.now() };
    const pace = paceOf(this.#first, done, total);
    const shown = { phase, rate: `${pace.rate} ${this.#unit}/s`, left: pace.left };
    if (this.#bar === undefined) this.#line(done, total, `${shown.rate}, ${shown.left} left`);
    else if (!begun) this.#bar.start(total, done, shown);
    else {
      this.#bar.setTotal(total);
      this.#bar.update(done, shown);
    }
  }

  stop(): void {
    this.#bar?.stop();
  }

  #line(done: number, total: number, pace: string): void {
    const tenths = total === 0 ? 10 : Math.floor((done / total) * 10);
    if (tenths === this.#tenths) return;
    this.#tenths = tenths;
    process.stderr.write(`${this.#label}: ${tenths * 10}% (${done}/${total}), ${pace}\n`);
  }
}

function paceOf(first: { readonly done: number; readonly at_ms: number }, done: number, total: number): { rate: number; left: string } {
  const gone_ms = Math.max(1, Date.now() - first.at_ms);
  const per_ms = Math.max(0, done - first.done) / gone_ms;
  const left_s = per_ms === 0 ? undefined : Math.ceil(Math.max(0, total - done) / per_ms / SECOND_MS);
  return { rate: Math.round(per_ms * SECOND_MS), left: left_s === undefined ? '?' : spanOf(left_s) };
}

/** 42s, 3m05s, 2h07m. */
function spanOf(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3_600)}h${two(Math.floor(seconds / 60) % 60)}m`;
}
