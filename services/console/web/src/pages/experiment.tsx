import type { ExperimentRow, LiftResult, ResultAnswer } from '../../../src/experiment-answers.js';
import { designWords, stateName } from '../format/designs.js';
import { capital } from '../format/effects.js';
import { useLive } from '../live/use-live.js';
import { EvidenceGrade } from '../parts/evidence-grade.js';
import { Link } from '../parts/link.js';
import { Empty, Notice, Waiting } from '../parts/notice.js';
import { pageAddress } from '../route/router.js';
import { useView } from '../view.js';
import { Arms } from './experiment/arms.js';
import { AssociationPanel } from './experiment/association.js';
import { CoursePanel } from './experiment/course.js';
import { Finding } from './experiment/finding.js';
import { Guards } from './experiment/guards.js';
import { LotteryPanel } from './experiment/lottery.js';
import { MarketsPanel } from './experiment/markets.js';
import { Method } from './experiment/method.js';
import { Steps } from './experiment/steps.js';
import { WedgePanel } from './experiment/wedge.js';
import { WrittenDown } from './experiment/written-down.js';

const EVERY_MS = 15_000;

/** One experiment: what it shows, how sure, what guards it, and how it was written down. */
export function ExperimentPage({ id }: { readonly id: string }) {
  const { route, workspace } = useView();
  const base = `/api/${encodeURIComponent(workspace.workspace_id)}/experiments/${encodeURIComponent(id)}`;
  const { data, problem, retry } = useLive<ResultAnswer>(base, EVERY_MS);
  return (
    <>
      <p className="back">
        <Link to={pageAddress(route, 'experiments')}>← All experiments</Link>
      </p>
      {problem !== undefined && <Notice problem={problem} retry={retry} />}
      {data === undefined && problem === undefined && <Waiting />}
      {data !== undefined && (
        <>
          <Head experiment={data.experiment}>
            <Steps experiment={data.experiment} base={base} changed={retry} />
          </Head>
          {data.result === null ? <NoResult experiment={data.experiment} /> : <Result result={data.result} names={data.unit_names} />}
          <WrittenDown experiment={data.experiment} scope={data.scope} />
        </>
      )}
    </>
  );
}

function Head({ experiment, children }: { readonly experiment: ExperimentRow; readonly children: React.ReactNode }) {
  const { name, design, grade, measures, notes, state } = experiment;
  const over = state === 'running' && Date.parse(experiment.planned_end) <= Date.now();
  return (
    <header className="head">
      <div className="head-title">
        <h1>{name}</h1>
        <p>
          <EvidenceGrade grade={grade} /> <span className={`state ${state}`}>{stateName(state)}</span> {designWords(design).name}
          {over && <span className="quiet"> · the planned end is reached</span>}
        </p>
        <p className="quiet">{grade === 'C' ? `${capital(measures)}.` : `It measures ${measures}.`}</p>
        {notes !== '' && <p className="quiet">{notes}</p>}
      </div>
      {children}
    </header>
  );
}

/** What has to be done elsewhere before it starts. */
function BeforeStart({ experiment: { assignment, id } }: { readonly experiment: ExperimentRow }) {
  if (assignment === 'lottery')
    return (
      <p>
        Before that, draw the lots: <code>npx touchline experiments assign {id} --units units.csv</code>. What was drawn stays drawn, so change the arms first.
      </p>
    );
  if (assignment === 'hash') return null;
  return (
    <p>
      Then say who is in which arm: <code>experiment_assigned</code> events, in the API.
    </p>
  );
}

function NoResult({ experiment }: { readonly experiment: ExperimentRow }) {
  if (experiment.state === 'draft')
    return (
      <section className="panel">
        <Empty title="A draft: nothing is assigned and nothing is measured yet.">
          <p>Start it when everything below is as it should be. From then on nothing changes that fixes the analysis.</p>
          <BeforeStart experiment={experiment} />
        </Empty>
      </section>
    );
  return (
    <section className="panel">
      <Empty title={experiment.started_at === null ? 'It was put away before it began.' : 'It has only just started.'}>
        {experiment.started_at !== null && <p>What it shows appears here as soon as the warehouse has heard of it.</p>}
      </Empty>
    </section>
  );
}

interface ResultProps {
  readonly result: LiftResult;
  readonly names: ResultAnswer['unit_names'];
}

function Result({ result, names }: ResultProps) {
  return (
    <>
      <Finding result={result} />
      <CoursePanel result={result} />
      <MarketsPanel result={result} />
      <LotteryPanel result={result} names={names} />
      <WedgePanel result={result} />
      <AssociationPanel result={result} />
      <div className="grid even">
        <Guards result={result} />
        <Method result={result} />
      </div>
      <Arms result={result} />
    </>
  );
}
