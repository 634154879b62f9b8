import type { Effect } from '../../../src/experiment-answers.js';

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch that holds zero and every bound there is, with a little room. */
export function stretchOf(effects: readonly (Pick<Effect, 'estimate' | 'interval'> | null)[]): Stretch {
  const values = effects.flatMap((effect) => [effect?.estimate, ...(effect?.interval ?? [])]).filter((value) => typeof value === 'number');
  const [from, to] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room = (to - from) * 0.06 || 1;
  return { from: from - room, to: to + room };
}

interface EffectBarProps {
  readonly effect: Pick<Effect, 'estimate' | 'interval'>;
  readonly stretch: Stretch;
  /** Also drawn, as where pooling puts it. */
  readonly shrunk?: number;
}

/** An effect as a point within its interval, zero marked; the words beside it say the same, so it is hidden from screen readers. */
export function EffectBar({ effect, stretch, shrunk }: EffectBarProps) {
  if (effect.estimate === null) return null;
  const place = (value: number) => `${(100 * Math.max(0, Math.min(1, (value - stretch.from) / (stretch.to - stretch.from)))).toFixed(2)}%`;
  const [low, high] = [effect.interval?.[0] ?? stretch.from, effect.interval?.[1] ?? stretch.to];
  const open = effect.interval?.[0] == null && effect.interval?.[1] == null;
  return (
    <span className={open ? 'interval effect open' : 'interval effect'} aria-hidden="true">
      <i className="interval-mark" style={{ insetInlineStart: place(0) }} />
      <i className="interval-range" style={{ insetInlineStart: place(low), insetInlineEnd: `calc(100% - ${place(high)})` }} />
      <i className="interval-point" style={{ insetInlineStart: place(effect.estimate) }} />
      {shrunk !== undefined && <i className="interval-shrunk" style={{ insetInlineStart: place(shrunk) }} />}
    </span>
  );
}
