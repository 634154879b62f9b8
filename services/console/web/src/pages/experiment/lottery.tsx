import type { LiftResult, LotteryView, ResultAnswer } from '../../../../src/experiment-answers.js';
import { unitsName } from '../../format/designs.js';
import { capital, meanText, metricName, pText } from '../../format/effects.js';
import { count } from '../../format/numbers.js';
import { weekSpan } from '../../format/times.js';
import { LengthBar } from '../../parts/bars.js';
import { Dots } from '../../parts/dots.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';
import { type Column, Table } from '../../table/table.js';

type Unit = LotteryView['units'][number];

interface LotteryProps {
  readonly result: LiftResult;
  readonly names: ResultAnswer['unit_names'];
}

/** The draw as the test: how many there could have been, and what each unit did. A stepped wedge has a panel of its own. */
export function LotteryPanel({ result, names }: LotteryProps) {
  const views = result.comparisons.flatMap(({ arm, fixed, lottery }) => (lottery === null || lottery.units.length === 0 ? [] : [{ arm, fixed, lottery }]));
  return views.map(({ arm, fixed, lottery }) => (
    <section key={arm} className="panel" aria-label={`The draw of ${arm}`}>
      <h2>
        The draw is the test <EvidenceGrade grade={result.grade} />
      </h2>
      <p className="says">{drawText(lottery, fixed?.p ?? null, unitsName(result.unit))}</p>
      <p className="quiet">{countsText(result)}</p>
      <Dots rows={armRows(lottery.units)} write={(value) => meanText(result, value)} />
      <details className="figures-of-chart" open={result.unit === 'week'}>
        <summary>Every one of the {unitsName(result.unit)}</summary>
        <Table
          caption="What each drawn unit did"
          columns={columnsOf(result, names, lottery.units)}
          rows={ordered(result, lottery.units)}
          keyOf={({ unit }) => unit}
        />
      </details>
    </section>
  ));
}

const KINDS: Readonly<Record<LotteryView['kind'], string>> = {
  complete: 'all together',
  stratified: 'within strata',
  matched_pairs: 'within matched pairs',
  stepped_wedge: 'in the order of starting',
};

/** How the lots could have fallen, and how rarely an effect like this one comes of it. */
export function drawText({ kind, assignments, exact, smallest_possible_p }: LotteryView, p: number | null, units: string): string {
  const held = exact ? `all ${count(assignments)} ways the lots could have fallen` : `${count(assignments)} of the ways the lots could have fallen`;
  const found = p === null ? '' : ` By chance alone one at least as large has ${pText(p)}`;
  const least = smallest_possible_p < 0.001 ? '.' : `; ${pText(smallest_possible_p)} is the least there can be.`;
  return `Lots were drawn for the ${units} ${KINDS[kind]}. The effect is held against ${held}.${found}${p === null ? '' : least}`;
}

function countsText({ unit, metric }: LiftResult): string {
  const figure = metricName(metric);
  if (unit === 'geo') return `A dot is a market: its mean day of ${figure} since the start, less its mean day before, so that large and small ones compare.`;
  if (unit === 'week') return `A dot is a week: its ${figure} over all seven days.`;
  return `A dot is a creator: the ${figure} tracked to them since the start.`;
}

/** The control arm first, as everywhere. */
function armRows(units: readonly Unit[]) {
  return [...new Set(units.map(({ arm }) => arm))].map((arm) => {
    const values = units.filter((unit) => unit.arm === arm).map(({ outcome }) => outcome);
    return { name: arm, values, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
  });
}

/** Weeks as they came, others by what they did. */
function ordered({ unit }: LiftResult, units: readonly Unit[]): Unit[] {
  return units.toSorted((one, other) => (unit === 'week' ? (one.unit < other.unit ? -1 : 1) : other.outcome - one.outcome));
}

function columnsOf(result: LiftResult, names: LotteryProps['names'], units: readonly Unit[]): readonly Column<Unit>[] {
  const most = Math.max(...units.map(({ outcome }) => outcome));
  const control = units[0]?.arm;
  const name = ({ unit }: Unit) => (result.unit === 'week' ? weekSpan(unit) : (names[unit] ?? unit));
  return [
    { key: 'unit', name: { geo: 'Market', creator: 'Creator', week: 'Week' }[result.unit as 'geo' | 'creator' | 'week'] ?? 'Drawn', leads: true, cell: name },
    { key: 'arm', name: 'Arm', cell: ({ arm }) => arm },
    ...(units.some(({ stratum }) => stratum !== '') ? [{ key: 'stratum', name: 'Drawn within', cell: ({ stratum }: Unit) => stratum }] : []),
    {
      key: 'bar',
      name: '',
      cell: ({ arm, outcome }) => (
        <span className={arm === control ? 'bar-cell control' : 'bar-cell'}>
          <LengthBar value={outcome} of={most} />
        </span>
      ),
    },
    {
      key: 'outcome',
      name: result.unit === 'geo' ? 'Change of a day' : capital(metricName(result.metric)),
      figure: true,
      cell: ({ outcome }) => meanText(result, outcome),
    },
  ];
}
