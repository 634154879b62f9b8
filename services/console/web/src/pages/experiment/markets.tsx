import { useCallback } from 'react';
import type { LiftResult, MarketView } from '../../../../src/experiment-answers.js';
import { LazyPanelChart } from '../../charts/lazy-panel.js';
import { unitsName } from '../../format/designs.js';
import { axisText, meanText, metricName } from '../../format/effects.js';
import { day } from '../../format/times.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';
import { MarketMultiples } from './markets/multiples.js';
import { Trust } from './markets/trust.js';

/** Markets over time: what was beside what the others foretell, and how far that can be trusted. */
export function MarketsPanel({ result }: { readonly result: LiftResult }) {
  const views = result.comparisons.flatMap(({ arm, against, markets }) => (markets === null ? [] : [{ arm, against, markets }]));
  if (views.length === 0) return <NoMarkets result={result} />;
  return views.map(({ arm, against, markets }) => (
    <section key={arm} className="panel" aria-label={`Markets of ${arm}`}>
      <header className="panel-head">
        <h2>
          Actual against foretold <EvidenceGrade grade={result.grade} />
        </h2>
        <ul className="chart-keys">
          <li>
            <i className="key line credit" /> Actual
          </li>
          <li>
            <i className="key line foretold" /> Foretold by the other markets
          </li>
        </ul>
      </header>
      <p className="says">{markets.focus === against ? heldText(markets) : treatedText(markets)}</p>
      <Together markets={markets} result={result} />
      <MarketMultiples markets={markets} result={result} />
      <Trust markets={markets} />
    </section>
  ));
}

function treatedText({ from, panels }: MarketView): string {
  const [whose, they] = panels.length === 1 ? ['the treated market', 'it'] : ['the treated markets', 'they'];
  return `What ${whose} did, beside what ${they} would have done going on like the others. The days from ${day(from, true)} on count; before, both lines should lie on each other.`;
}

function heldText({ from, panels }: MarketView): string {
  const [whose, they] = panels.length === 1 ? ['the market that went without', 'it'] : ['the markets that went without', 'they'];
  return `What ${whose} did, beside what ${they} would have done with the campaign, like the others. The days from ${day(from, true)} on count: what the actual line lies below the other was lost by going without.`;
}

/** All of them as one, with the difference day by day below. */
function Together({ markets, result }: { readonly markets: MarketView; readonly result: LiftResult }) {
  const write = useCallback((value: number) => meanText(result, value), [result]);
  const axis = useCallback((value: number) => axisText(result, value), [result]);
  const [first, ...each] = markets.panels;
  if (first === undefined) return null;
  const title = each.length === 0 ? first.name : `The mean of all ${each.length} markets`;
  return (
    <figure className="together">
      <figcaption>
        {title}: {metricName(result.metric)} a day; below, actual less foretold
      </figcaption>
      <LazyPanelChart panel={first} from={markets.from} write={write} axis={axis} tall />
    </figure>
  );
}

/** Before the planned end of an experiment on markets there is nothing to draw, and why is said. */
function NoMarkets({ result }: { readonly result: LiftResult }) {
  const withheld = result.withheld.length > 0;
  // Where the draw itself is compared there is a panel on it.
  if (result.unit !== 'geo' || (!withheld && result.comparisons.length > 0)) return null;
  return (
    <section className="panel">
      <h2>Actual against foretold</h2>
      <p className="quiet">
        {withheld
          ? `Not drawn while the number is withheld: the lines of the ${unitsName(result.unit)} side by side are the number.`
          : 'There is no past to foretell from.'}
      </p>
    </section>
  );
}
