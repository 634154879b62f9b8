import { useEffect, useRef } from 'react';
import type { DayPoint } from '../../../src/answers.js';
import { money } from '../format/money.js';
import { count } from '../format/numbers.js';
import { day } from '../format/times.js';
import { dailyOptions } from './daily-options.js';
import { init } from './engine.js';
import { coloursAt } from './theme.js';

interface DailyChartProps {
  readonly days: readonly DayPoint[];
  readonly currency: string;
  readonly creditedOnly: boolean;
}

/** Columns of revenue over a line of valid clicks, one pointer through both. */
export default function DailyChart({ days, currency, creditedOnly }: DailyChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof init>>(null);
  const drawn = useRef<DailyChartProps>({ days, currency, creditedOnly });

  useEffect(() => {
    drawn.current = { days, currency, creditedOnly };
    if (box.current !== null) chart.current?.setOption(dailyOptions(drawn.current, coloursAt(box.current)));
  }, [days, currency, creditedOnly]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const made = init(element);
    chart.current = made;
    const draw = () => made.setOption(dailyOptions(drawn.current, coloursAt(element)), true);
    draw();
    const size = new ResizeObserver(() => made.resize());
    size.observe(element);
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    void document.fonts.ready.then(() => chart.current === made && draw());
    return () => {
      chart.current = null;
      size.disconnect();
      scheme.removeEventListener('change', draw);
      made.dispose();
    };
  }, []);

  const first = days[0];
  const last = days.at(-1);
  const credited = days.reduce((sum, point) => sum + point.credited_minor, 0);
  const clicks = days.reduce((sum, point) => sum + point.clicks_valid, 0);
  const says =
    first === undefined || last === undefined
      ? 'No days'
      : `${day(first.day)} to ${day(last.day)}: ${money(credited, currency)} credited, ${count(clicks)} valid clicks. The table below has every day.`;
  return <div ref={box} className="chart" role="img" aria-label={says} />;
}
