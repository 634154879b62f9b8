import type { ComparedCreator, ModelsAnswer } from '../../../../src/attribution-answers.js';
import { modelName } from '../../format/models.js';
import { money } from '../../format/money.js';
import { count, NONE } from '../../format/numbers.js';
import { SELDOM_MS, useLive } from '../../live/use-live.js';
import { CreatorLabel } from '../../parts/creator-label.js';
import { IntervalBar, intervalText } from '../../parts/interval-bar.js';
import { Money } from '../../parts/money.js';
import { Empty, Notice, Waiting } from '../../parts/notice.js';
import { type Column, type FootRow, Table } from '../../table/table.js';
import { reportPath, useView } from '../../view.js';

/** Creators down, models across: the same orders, credited by every rule. */
export function ModelsView() {
  const view = useView();
  const { data, stale, problem, retry } = useLive<ModelsAnswer>(reportPath(view, 'attribution/models'), SELDOM_MS);
  if (problem !== undefined) return <Notice problem={problem} retry={retry} />;
  if (data === undefined) return <Waiting />;
  if (data.models.length === 0) return <Empty title="Nothing was credited in these days." />;
  const flagged = data.creators.filter((creator) => creator.disagreement !== null).length;
  return (
    <>
      <p className="says" role="status">
        {flagged === 0
          ? 'The models agree about every creator, as far as these orders can tell.'
          : `About ${count(flagged)} of ${count(data.creators.length)} creators the models say different things: there the choice of model decides, not the data.`}
      </p>
      <Table
        caption="Revenue credited by creator and model"
        columns={columnsOf(data, view.model.name)}
        rows={data.creators}
        keyOf={(creator) => creator.creator_id}
        foot={footOf(data)}
        stale={stale}
      />
    </>
  );
}

function columnsOf(answer: ModelsAnswer, chosen: string): readonly Column<ComparedCreator>[] {
  const { currency, models } = answer;
  const most = Math.max(0, ...answer.creators.map((creator) => creator.interval?.high ?? 0));
  return [
    { key: 'name', name: 'Creator', leads: true, cell: (creator) => <CreatorLabel creator={creator} stretch /> },
    ...models.map(
      (model, place): Column<ComparedCreator> => ({
        key: model,
        name: modelName(model),
        credited: true,
        figure: true,
        cell: ({ credits }) => <Money minor={credits[place]?.revenue_minor ?? 0} currency={currency} />,
      }),
    ),
    {
      key: 'interval',
      name: `95% interval by ${chosen.toLowerCase()}`,
      credited: true,
      cell: ({ credits, interval }) => {
        if (interval === null) return NONE;
        const value = credits.find((credit) => credit.model === answer.model)?.revenue_minor ?? 0;
        return (
          <span className="with-interval">
            <IntervalBar value={value} interval={interval} most={most} />
            <small>{intervalText(interval, currency)}</small>
          </span>
        );
      },
    },
    { key: 'agreement', name: 'Do the models agree?', cell: (creator) => <Agreement creator={creator} currency={currency} /> },
  ];
}

/** In words, because a colour alone says nothing. */
function Agreement({ creator, currency }: { readonly creator: ComparedCreator; readonly currency: string }) {
  const { disagreement } = creator;
  if (disagreement === null) return <span className="quiet">No difference beyond chance</span>;
  return (
    <span className="disagreement">
      <strong>Models disagree</strong>
      <small>
        {modelName(disagreement.most)} gives {money(disagreement.difference_minor, currency)} more than {modelName(disagreement.least).toLowerCase()}
      </small>
    </span>
  );
}

function footOf(answer: ModelsAnswer): readonly FootRow[] {
  const { currency, models, creators, unattributed } = answer;
  const credited = models.map((_, place) => creators.reduce((sum, { credits }) => sum + (credits[place]?.revenue_minor ?? 0), 0));
  const nobody = models.map((_, place) => unattributed[place]?.revenue_minor ?? 0);
  const cells = (figures: readonly number[]) => [...figures.map((minor, place) => <Money key={models[place]} minor={minor} currency={currency} />), '', ''];
  return [
    { key: 'credited', label: 'All creators', cells: cells(credited) },
    { key: 'unattributed', label: '(unattributed)', cells: cells(nobody) },
    { key: 'all', label: 'All orders', cells: cells(credited.map((minor, place) => minor + (nobody[place] ?? 0))), total: true },
  ];
}
