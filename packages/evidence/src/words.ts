import type { ExperimentGrade } from '@touchline/directory';
import { figureText, intervalText, percent } from './figures.js';
import type { Comparison, LiftInputs, LiftResult, Words } from './result.js';

type Head = Omit<LiftResult, 'words'>;

/** What was found, how, and what would make the evidence better, in words for people who do not read intervals. */
export function wordsOf(head: Head, inputs: LiftInputs): Words {
  return { finding: findingOf(head), method: methodOf(head), would_change: wouldChange(head), notes: notesOf(head, inputs) };
}

function findingOf(head: Head): string {
  if (head.withheld.length > 0) return `No number is shown. ${head.withheld.map(sentence).join(' ')}`;
  return head.comparisons.map((comparison) => comparisonText(head, comparison)).join(' ');
}

function comparisonText(head: Head, { arm, against, sequential, fixed }: Comparison): string {
  const effect = fixed ?? sequential;
  if (effect?.estimate == null || effect.interval === null) return `Of ${arm} against ${against} nothing can be estimated yet.`;
  const [low, high] = effect.interval;
  const sure = percent(1 - effect.alpha);
  const figures = `${figureText(head, effect.scale, effect.estimate)} per ${head.unit} (${sure} interval ${intervalText(head, effect.scale, effect.interval)})`;
  if (low !== null && low > 0) return `${arm} did better than ${against}: ${figures}. The interval lies above zero.`;
  if (high !== null && high < 0) return `${arm} did worse than ${against}: ${figures}. The interval lies below zero.`;
  return `Between ${arm} and ${against} no difference is shown: ${figures}. The interval holds zero, so an effect either way is possible.`;
}

const GRADE_WORDS: Readonly<Record<ExperimentGrade, string>> = {
  A: 'Grade A: who was treated was decided by lot, so that the arms differ in nothing else but chance.',
  B: 'Grade B: what was treated was chosen and not drawn; it is compared with what the untreated would have predicted.',
  C: 'Grade C: exposed people are compared with similar unexposed ones. Who is exposed chose it, so this is an association and never incremental.',
};

function methodOf(head: Head): string[] {
  const effect = head.comparisons.map(({ fixed, sequential }) => fixed ?? sequential).find((each) => each !== null);
  const look = head.comparisons.some(({ fixed }) => fixed !== null)
    ? 'The planned end is reached: this is the one look that was planned, at what was there then.'
    : 'The interval is a confidence sequence: it holds however often one looks, so looking early costs nothing but width.';
  return [
    GRADE_WORDS[head.grade],
    `It measures ${head.measures}.`,
    'Every unit counts in the arm it was assigned to, whether it was reached or not (intention to treat).',
    ...(effect === undefined ? [] : [look, `Estimator: ${effect.design}, ${effect.method}.`]),
    ...(head.comparisons.length > 1
      ? [`${head.comparisons.length} arms are compared with one control; each interval is widened so that all hold together (Bonferroni).`]
      : []),
  ];
}

function wouldChange({ grade, guards, withheld }: Head): string[] {
  const broken = guards.filter(({ passed }) => !passed).map(({ name, detail }) => `A number would be shown again if this guard held: ${name} (${detail}).`);
  const better: Readonly<Record<ExperimentGrade, string>> = {
    A: 'There is no higher grade than A; it is lost where a guard fails, as when the split is not the configured one.',
    B: 'Drawing the treated by lot would make it grade A.',
    C: 'A randomised holdout would make it grade A; nothing that is computed from observed exposure can.',
  };
  const waiting = withheld.length > 0 && broken.length === 0 ? withheld.map(sentence) : [];
  return [better[grade], ...broken, ...waiting];
}

function notesOf(head: Head, { sums }: LiftInputs): string[] {
  const immature = (sums?.arms ?? []).reduce((sum, arm) => sum + arm.immature, 0);
  const early = (sums?.arms ?? []).reduce((sum, arm) => sum + arm.outcomes_early, 0);
  return [
    ...(head.simulated ? ['This workspace is simulated: no figure is of a real market.'] : []),
    ...(immature > 0 ? [`${immature} units are still within their conversion window; their later outcomes are yet to come.`] : []),
    ...(early > 0 ? [`${early} outcomes lie between assignment and first exposure; by intention to treat they count, in every arm alike.`] : []),
    ...((sums?.unassigned ?? 0) > 0 ? [`${sums?.unassigned} exposed units were never assigned and count nowhere.`] : []),
  ];
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
