import type { MarketView, PlaceboRankView } from '../../../../../src/experiment-answers.js';
import { pText } from '../../../format/effects.js';
import { percent, share } from '../../../format/numbers.js';
import { day } from '../../../format/times.js';
import { LengthBar } from '../../../parts/bars.js';

const WEIGHTS_SHOWN = 8;

/** How far the forecast can be trusted: what it is made from, and what the same method finds where there is nothing to find. */
export function Trust({ markets }: { readonly markets: MarketView }) {
  const tried = triedText(markets);
  if (markets.weights.length === 0 && tried.length === 0) return null;
  return (
    <div className="grid even trust">
      {markets.weights.length > 0 && <MadeFrom markets={markets} />}
      {tried.length > 0 && (
        <div>
          <h3>Tried where there is nothing to find</h3>
          <ul className="sentences">
            {tried.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function MadeFrom({ markets: { weights, effective_donors } }: { readonly markets: MarketView }) {
  const shown = weights.slice(0, WEIGHTS_SHOWN);
  const most = Math.max(...shown.map(({ weight }) => weight));
  return (
    <div>
      <h3>What the forecast is made from</h3>
      {effective_donors !== null && <p className="quiet">{restsOn(effective_donors)}</p>}
      <table className="table plain spread">
        <thead className="unseen">
          <tr>
            <th scope="col">Market</th>
            <th scope="col">Weight</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ market, weight }) => (
            <tr key={market}>
              <th scope="row">{market}</th>
              <td className="spread-bar">
                <LengthBar value={weight} of={most} />
              </td>
              <td className="figure">{percent(weight, 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {weights.length > WEIGHTS_SHOWN && <p className="quiet">And {weights.length - WEIGHTS_SHOWN} more with less.</p>}
    </div>
  );
}

function restsOn(donors: number): string {
  if (share(donors) === share(1)) return 'It rests on one market alone: what happened there happens to the forecast.';
  return `It rests on as much as ${share(donors)} markets of equal weight would give.`;
}

function triedText({ placebo_in_space, placebo_in_time, conformal_p }: MarketView): string[] {
  return [
    ...(placebo_in_space === null
      ? []
      : [
          `In other markets: each taken for the treated one in turn, the real one is number ${placebo_in_space.rank} of ${placebo_in_space.of} by how far it left its forecast (${rankText(placebo_in_space)}).`,
        ]),
    ...(placebo_in_time === null
      ? []
      : [
          `Before the start: had it begun on ${day(placebo_in_time.from, true)}, when nothing did, it would be number ${placebo_in_time.rank} of ${placebo_in_time.of} (${pText(placebo_in_time.p)}; a small p here would withhold the number).`,
        ]),
    ...(conformal_p === null
      ? []
      : [
          `In the same market with its days dealt anew: ${pText(conformal_p.block)} where neighbouring days stay together, ${pText(conformal_p.iid)} day by day.`,
        ]),
  ];
}

function rankText({ p, smallest_possible_p }: PlaceboRankView): string {
  return `${pText(p)}${p > smallest_possible_p ? '' : ', the least there can be'}`;
}
