import { percent } from '../format/numbers.js';

interface DeltaProps {
  readonly now: number | null;
  readonly then: number | null;
  /** More is neither good nor bad, as with spend. */
  readonly neutral?: boolean;
  /** The figures are ratios: the change is in percentage points. */
  readonly points?: boolean;
}

/** The change since the period before, by sign and colour both. */
export function Delta({ now, then, neutral = false, points = false }: DeltaProps) {
  if (now === null || then === null || (then === 0 && !points)) return <span className="delta none">new</span>;
  const change = points ? now - then : (now - then) / Math.abs(then);
  const flat = Math.abs(change) < 0.0005;
  const tone = flat || neutral ? 'flat' : change > 0 ? 'up' : 'down';
  const sign = flat ? '' : change > 0 ? '+' : '−';
  const size = points ? `${(Math.abs(change) * 100).toFixed(1)} pts` : percent(Math.abs(change), Math.abs(change) >= 10 ? 0 : 1);
  return (
    <span className={`delta ${tone}`}>
      {sign}
      {size}
    </span>
  );
}
