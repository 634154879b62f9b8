import { type RefObject, useEffect, useRef } from 'react';
import { init } from './engine.js';
import { type ChartColours, coloursAt } from './theme.js';

type Chart = ReturnType<typeof init>;

/** Draws options into a box, and again when they change, the box gets another size, the page turns dark, or the typeface arrives. */
export function useChart(options: (colours: ChartColours) => Parameters<Chart['setOption']>[0]): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart>(null);
  const wanted = useRef(options);

  useEffect(() => {
    wanted.current = options;
    if (box.current !== null) chart.current?.setOption(options(coloursAt(box.current)), true);
  }, [options]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const made = init(element);
    chart.current = made;
    const draw = () => made.setOption(wanted.current(coloursAt(element)), true);
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
  return box;
}
