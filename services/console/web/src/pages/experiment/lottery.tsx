import type { LiftResult, LotteryView } from '../../../../src/experiment-answers.js';
import { meanText } from '../../format/effects.js';
import { count } from '../../format/numbers.js';
import { type Column, Table } from '../../table/table.js';

type Unit = LotteryView['units'][number];

/** The draw as the test: how many there could have been, and what each unit did. */
export function LotteryPanel({ result }: { readonly result: LiftResult }) {
  const views = result.comparisons.flatMap(({ arm, lottery }) => (lottery === null ? [] : [{ arm, lottery }]));
  const columns: readonly Column<Unit>[] = [
    { key: 'unit', name: 'Drawn', leads: true, cell: ({ unit }) => unit },
    { key: 'arm', name: 'Arm', cell: ({ arm }) => arm },
    { key: 'outcome', name: 'Outcome', figure: true, cell: ({ outcome }) => meanText(result, outcome) },
  ];
  return views.map(({ arm, lottery }) => (
    <section key={arm} className="panel" aria-label={`The draw of ${arm}`}>
      <h2>The draw is the test</h2>
      <p className="says">
        The effect is held against {lottery.exact ? 'all' : 'a sample of'} {count(lottery.assignments)} draws that the lottery could have dealt. No p of it can
        be below {lottery.smallest_possible_p.toPrecision(2)}.
      </p>
      <Table caption="What each drawn unit did" columns={columns} rows={lottery.units} keyOf={({ unit }) => unit} />
    </section>
  ));
}
