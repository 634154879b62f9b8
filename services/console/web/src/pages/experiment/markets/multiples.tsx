import { useCallback } from 'react';
import type { LiftResult, MarketView, SeriesPanel } from '../../../../../src/experiment-answers.js';
import { LazyPanelChart } from '../../../charts/lazy-panel.js';
import { axisText, effectText, meanText } from '../../../format/effects.js';
import { percent } from '../../../format/numbers.js';

interface MultiplesProps {
  readonly markets: MarketView;
  readonly result: LiftResult;
}

/** Each market beside its own forecast, small. One alone proves nothing, and says so. */
export function MarketMultiples({ markets, result }: MultiplesProps) {
  const write = useCallback((value: number) => meanText(result, value), [result]);
  const axis = useCallback((value: number) => axisText(result, value), [result]);
  const each = markets.panels.slice(1);
  if (each.length === 0) return null;
  return (
    <>
      <h3>Market by market</h3>
      <p className="quiet">
        Each beside its own forecast. The difference of one market has no interval of its own: it shows whether all moved alike or one carries the effect.
      </p>
      <div className="multiples">
        {each.map((panel) => (
          <figure key={panel.name}>
            <figcaption>
              {panel.name} <small className="quiet">{apartText(panel, markets.from, result)}</small>
            </figcaption>
            <LazyPanelChart panel={panel} from={markets.from} write={write} axis={axis} />
          </figure>
        ))}
      </div>
    </>
  );
}

/** The mean day since, less what was foretold of it; and as a share of that. */
function apartText({ points }: SeriesPanel, from: string, result: LiftResult): string {
  const since = points.flatMap(({ day, actual, expected }) => (day >= from && expected !== null ? [{ actual, expected }] : []));
  if (since.length === 0) return '';
  const apart = since.reduce((sum, { actual, expected }) => sum + actual - expected, 0) / since.length;
  const foretold = since.reduce((sum, { expected }) => sum + expected, 0) / since.length;
  const share = foretold > 0 ? ` (${apart > 0 ? '+' : ''}${percent(apart / foretold, 0)})` : '';
  return `${effectText(result, 'absolute', apart)} a day${share}`;
}
