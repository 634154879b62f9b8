import type { AssociationView, LiftResult } from '../../../../src/experiment-answers.js';
import { capital, effectText, pText } from '../../format/effects.js';
import { count, percent, trueMinus } from '../../format/numbers.js';
import { EffectBar, stretchOf } from '../../parts/effect-bar.js';
import { EvidenceGrade } from '../../parts/evidence-grade.js';

/** Of the normal distribution: 95 % lie within. */
const Z = 1.96;
/** Beyond this two groups still differ (Austin 2009); the guard `balance` has the same. */
const APART_MOST = 0.1;

interface ViewProps {
  readonly association: AssociationView;
  readonly result: LiftResult;
}

/** Grade C: how alike exposed and unexposed people were made, and what would overturn it. Nothing here is incremental (I8). */
export function AssociationPanel({ result }: { readonly result: LiftResult }) {
  const views = result.comparisons.flatMap(({ arm, association }) => (association === null ? [] : [{ arm, association }]));
  return views.map(({ arm, association }) => (
    <div key={arm} className="grid even">
      <section className="panel" aria-label="How alike they are">
        <h2>
          How alike they are <EvidenceGrade grade="C" />
        </h2>
        <p className="says">
          {count(association.exposed)} exposed people against {count(association.unexposed)} unexposed, who, weighed to resemble them, tell as much as{' '}
          {count(Math.round(association.effective_sample_size))} would. {overlapText(association)}
        </p>
        <Balance association={association} />
      </section>
      <section className="panel" aria-label="How far it holds">
        <h2>
          How far it holds <EvidenceGrade grade="C" />
        </h2>
        <ul className="sentences">
          {doubts(association, result).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <Estimators association={association} result={result} />
      </section>
    </div>
  ));
}

function overlapText({ outside_overlap }: AssociationView): string {
  return outside_overlap === 0 ? 'Everybody has a counterpart.' : `${percent(outside_overlap)} have no counterpart and are left out.`;
}

const COVARIATES: Readonly<Record<string, string>> = {
  orders_before: 'Orders before',
  bought_before: 'Had bought before',
  days_since_order: 'Days since the last order',
  revenue_before: 'Revenue before',
};

const apartText = (value: number) => (Math.abs(value) < 0.0005 ? '0.000' : trueMinus(value.toFixed(3)));

/** Standardised differences before and after (Love plot): the hollow mark wanders to the full one, which should lie within the dashed lines. */
function Balance({ association: { balance } }: Pick<ViewProps, 'association'>) {
  const most = Math.max(2 * APART_MOST, ...balance.flatMap(({ before, after }) => [Math.abs(before), Math.abs(after)])) * 1.1;
  const place = (value: number) => `${(50 + (50 * value) / most).toFixed(2)}%`;
  return (
    <table className="table plain love">
      <caption className="quiet">Differences in standard deviations; within the dashed lines (±{APART_MOST}) the groups count as alike.</caption>
      <thead>
        <tr>
          <th scope="col">What told them apart</th>
          <th scope="col" className="love-bar">
            <span className="unseen">Drawn</span>
          </th>
          <th scope="col" className="figure">
            Before
          </th>
          <th scope="col" className="figure">
            Weighed
          </th>
        </tr>
      </thead>
      <tbody>
        {balance.map(({ covariate, before, after }) => (
          <tr key={covariate}>
            <th scope="row">{COVARIATES[covariate] ?? capital(covariate.replaceAll('_', ' '))}</th>
            <td className="love-bar">
              <span className="love-line" aria-hidden="true">
                <i className="love-bound" style={{ insetInlineStart: place(-APART_MOST) }} />
                <i className="love-bound" style={{ insetInlineStart: place(APART_MOST) }} />
                <i className="love-before" style={{ insetInlineStart: place(before) }} />
                <i className="love-after" style={{ insetInlineStart: place(after) }} />
              </span>
            </td>
            <td className="figure">{apartText(before)}</td>
            <td className="figure">{apartText(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What speaks against it, or does not. */
function doubts({ placebo, e_value }: AssociationView, result: LiftResult): string[] {
  return [
    'Whoever saw a post chose to: they may have been about to buy. What is not known of people is not adjusted for, and no formula can make it.',
    ...(placebo === null
      ? ['There is no figure from before the exposure to try the method on.']
      : [
          `Tried on what they bought shortly before the exposure, where nothing can be found, it finds ${effectText(result, 'absolute', placebo.estimate)} (${pText(placebo.p)}); a small p here would withhold the number.`,
        ]),
    ...(e_value === null
      ? []
      : [`Something unseen that makes both exposure and buying ${e_value.toFixed(2)} times as likely would explain all of it away (E-value).`]),
  ];
}

const ESTIMATORS: Readonly<Record<string, string>> = {
  'plain difference': 'Plain difference, nothing adjusted',
  AIPW: 'Weighed and corrected by a model (AIPW): the figure shown',
  IPW: 'Weighed only (IPW)',
  'regression adjustment': 'Corrected by a model only',
};

/** The same question by other estimators: the further they lie apart, the more hangs on the model. */
function Estimators({ association: { estimators }, result }: ViewProps) {
  const shown = estimators.map(({ name, estimate, standard_error }) => {
    const interval = standard_error === null ? null : ([estimate - Z * standard_error, estimate + Z * standard_error] as const);
    return { name, effect: { estimate, interval } };
  });
  const stretch = stretchOf(shown.map(({ effect }) => effect));
  return (
    <>
      <h3>The same by other ways</h3>
      <ul className="beside effects estimators">
        {shown.map(({ name, effect }) => (
          <li key={name}>
            <span>{ESTIMATORS[name] ?? capital(name)}</span>
            <EffectBar effect={effect} stretch={stretch} />
            <span className="beside-says">{effectText(result, 'absolute', effect.estimate)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
