import { useCallback } from 'react';
import type { LiftResult, MarketView } from '../../../../src/experiment-answers.js';
import { LazyPanelChart } from '../../charts/lazy-panel.js';
import { meanText } from '../../format/effects.js';
import { percent, share } from '../../format/numbers.js';
import { day } from '../../format/times.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';

const WEIGHTS_SHOWN = 5;

/** Markets over time: what was beside what the others foretell, as small charts, and how far that can be trusted. */
export function MarketsPanel({ result }: { readonly result: LiftResult }) {
  const views = result.comparisons.flatMap(({ arm, markets }) => (markets === null ? [] : [{ arm, markets }]));
  const write = useCallback((value: number) => meanText(result, value), [result]);
  if (views.length === 0) return <NoMarkets result={result} />;
  return views.map(({ arm, markets }) => (
    <section key={arm} className="panel" aria-label={`Markets of ${arm}`}>
      <header className="panel-head">
        <h2>
          Actual against foretold <EvidenceGrade grade={result.grade} />
        </h2>
        <ul className="chart-keys">
          <li>
            <i className="key credit" /> Actual
          </li>
          <li>
            <i className="key foretold" /> What the other markets foretell
          </li>
        </ul>
      </header>
      <p className="says">
        Drawn are the markets of the arm {markets.focus}; the line marks {day(markets.from, true)}, the first day that counts.
      </p>
      <div className="multiples">
        {markets.panels.map((panel) => (
          <figure key={panel.name}>
            <figcaption>{panel.name}</figcaption>
            <LazyPanelChart panel={panel} from={markets.from} write={write} />
          </figure>
        ))}
      </div>
      <Trust markets={markets} />
    </section>
  ));
}

/** Before the planned end of an experiment on markets there is nothing to draw, and why is said. */
function NoMarkets({ result }: { readonly result: LiftResult }) {
  if (result.unit !== 'geo') return null;
  return (
    <section className="panel">
      <h2>Actual against foretold</h2>
      <p className="quiet">
        {result.withheld.length > 0
          ? 'Not drawn while the number is withheld: the two lines side by side are the number.'
          : 'Nothing to draw: this method compares the draw itself, or there is no past to foretell from.'}
      </p>
    </section>
  );
}

function Trust({ markets: { weights, effective_donors, placebo_in_space, placebo_in_time, conformal_p } }: { readonly markets: MarketView }) {
  const rows = [
    weights.length === 0
      ? null
      : [
          'Made from',
          `${weights
            .slice(0, WEIGHTS_SHOWN)
            .map(({ market, weight }) => `${market} ${percent(weight, 0)}`)
            .join(', ')}${weights.length > WEIGHTS_SHOWN ? ' and others' : ''}`,
        ],
    effective_donors === null ? null : ['As good as', `${share(effective_donors)} equal markets`],
    placebo_in_space === null
      ? null
      : [
          'Placebo in space',
          `place ${placebo_in_space.rank} of ${placebo_in_space.of} (p ${placebo_in_space.p.toFixed(3)}, never below ${placebo_in_space.smallest_possible_p.toFixed(3)})`,
        ],
    placebo_in_time === null ? null : ['Placebo in time', `place ${placebo_in_time.rank} of ${placebo_in_time.of} (p ${placebo_in_time.p.toFixed(3)})`],
    conformal_p === null ? null : ['Conformal p', `${conformal_p.block.toFixed(3)} by blocks, ${conformal_p.iid.toFixed(3)} by days`],
  ].filter((row) => row !== null);
  if (rows.length === 0) return null;
  return (
    <dl className="written">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
