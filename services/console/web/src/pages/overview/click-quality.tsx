import type { ClickQuality } from '../../../../src/answers.js';
import { count, percent } from '../../format/numbers.js';
import { SplitBar } from '../../parts/bars.js';

const KINDS = [
  { tone: 'human', name: 'People', says: 'valid: these can earn credit' },
  { tone: 'previews', name: 'Previews', says: 'apps looking at a link before anyone taps it' },
  { tone: 'bots', name: 'Bots', says: 'crawlers, scanners and bursts' },
  { tone: 'unknown', name: 'Unclear', says: 'not enough to tell' },
] as const;

/** What the clicks were made of: everything is counted, only people's clicks earn credit. */
export function ClickQualityPanel({ quality }: { readonly quality: ClickQuality }) {
  const all = quality.human + quality.bots + quality.previews + quality.unknown;
  return (
    <section className="panel quality">
      <h2>Who clicked</h2>
      <SplitBar parts={KINDS.map(({ tone, name }) => ({ name, tone, value: quality[tone] }))} />
      <dl>
        {KINDS.filter(({ tone }) => tone !== 'unknown' || quality.unknown > 0).map(({ tone, name, says }) => (
          <div key={tone}>
            <dt>
              <i className={`key ${tone}`} /> {name}
              <small>{says}</small>
            </dt>
            <dd>
              {count(quality[tone])}
              <small>{all === 0 ? '' : percent(quality[tone] / all)}</small>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
