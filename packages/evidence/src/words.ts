import type { ExperimentGrade } from '@touchline/directory';
import type { Interval } from '@touchline/incrementality';
import { estimatorText } from './estimator-words.js';
import { figureText, intervalText, percent } from './figures.js';
import { type AnalysisKind, kindOf } from './kind.js';
import type { Comparison, Experiment, JudgedGuard, LiftInputs, LiftResult, Words } from './result.js';

type Head = Omit<LiftResult, 'words'>;

/** What was found, how, and what would make the evidence better, in words for people who do not read intervals. */
export function wordsOf(head: Head, inputs: LiftInputs): Words {
  return { finding: findingOf(head), method: methodOf(head, inputs), would_change: wouldChange(head), notes: notesOf(head, inputs) };
}

function findingOf(head: Head): string {
  if (head.withheld.length > 0) return `No number is shown. ${head.withheld.map(sentence).join(' ')}`;
  return head.comparisons.map((comparison) => comparisonText(head, comparison)).join(' ');
}

function comparisonText(head: Head, comparison: Comparison): string {
  const { sequential, fixed } = comparison;
  const [arm, against] = sidesText(head, comparison);
  const effect = fixed ?? sequential;
  if (effect?.estimate == null) return `Of ${arm} against ${against} nothing can be estimated yet.`;
  const figure = `${figureText(head, effect.scale, effect.estimate)} per ${head.effect_per}`;
  const sure = percent(1 - effect.alpha);
  const [low, high] = effect.interval ?? [null, null];
  if (effect.interval === null || (low === null && high === null))
    return `${arm} against ${against}: ${figure}. No ${sure} interval can be told, so an effect either way is possible.`;
  const figures = `${figure} (${sure} interval ${intervalText(head, effect.scale, effect.interval)})`;
  if (head.grade === 'C') return associationText(head, arm, figures, effect.interval);
  if (low !== null && low > 0) return `${arm} did better than ${against}: ${figures}. The interval lies above zero.`;
  if (high !== null && high < 0) return `${arm} did worse than ${against}: ${figures}. The interval lies below zero.`;
  return `Between ${arm} and ${against} no difference is shown: ${figures}. The interval holds zero, so an effect either way is possible.`;
}

/** In a stepped wedge every arm is on in the end: what is on is compared with what is not yet. */
function sidesText({ design, unit }: Head, { arm, against }: Comparison): readonly [arm: string, against: string] {
  if (design !== 'stepped_wedge') return [arm, against];
  const units = unit === 'geo' ? 'markets' : `${unit}s`;
  return [`${units} that were on`, 'those that were not yet'];
}

/** Of grade C nothing may sound like an effect (I8). */
function associationText({ unit }: Head, arm: string, figures: string, [low, high]: Interval): string {
  const apart = (low !== null && low > 0) || (high !== null && high < 0);
  const found = apart ? 'differ from similar unexposed ones by' : 'do not differ from similar unexposed ones by more than chance:';
  return `Of the ${unit}s, those ${arm} ${found} ${figures}. That is an adjusted association, not incremental.`;
}

const GRADE_WORDS: Readonly<Record<ExperimentGrade, string>> = {
  A: 'Grade A: who was treated was decided by lot, so that the arms differ in nothing else but chance.',
  B: 'Grade B: what was treated was chosen and not drawn; it is compared with what the untreated would have predicted.',
  C: 'Grade C: exposed people are compared with similar unexposed ones. Who is exposed chose it, so this is an association and never incremental.',
};

function methodOf(head: Head, { experiment }: LiftInputs): string[] {
  const effect = head.comparisons.map(({ fixed, sequential }) => fixed ?? sequential).find((each) => each !== null);
  return [
    GRADE_WORDS[head.grade],
    measuresText(head),
    ...(kindOf(experiment) === 'people' ? [] : ['Every unit counts in the arm it was assigned to, whether it was reached or not (intention to treat).']),
    ...COUNTED[kindOf(experiment)](experiment),
    ...(effect == null ? [] : [lookText(head), estimatorText(effect)]),
    ...(head.comparisons.length > 1
      ? [`${head.comparisons.length} arms are compared with one control; each interval is widened so that all hold together (Bonferroni).`]
      : []),
  ];
}

/** What grade C measures is named so that it cannot be taken for an effect (I8). */
function measuresText({ grade, measures }: Head): string {
  return grade === 'C' ? `What it shows is an ${measures}.` : `It measures ${measures}.`;
}

/** What is counted of a unit, where that is not plain from its name. */
const COUNTED: Readonly<Record<AnalysisKind, (experiment: Experiment) => string[]>> = {
  arms: () => [],
  people: () => [
    'Exposed people are looked at from their first exposure on, others from an instant drawn from those of the exposed; both for the conversion window.',
    'They are compared as far as their earlier orders tell them apart: doubly robust, by a model of who is exposed and one of what they buy (AIPW).',
  ],
  units: ({ unit, design, method }) => [
    ...(unit === 'geo' && method === 'permutation' ? ['A market counts by its mean day since the start, less its mean day before.'] : []),
    ...(unit === 'creator' ? ['A creator counts by the orders tracked to them: of their links’ clicks, or of their codes.'] : []),
    ...(unit === 'week' ? ['A week counts by all orders of its seven days, whatever they are tracked to.'] : []),
    ...(design === 'stepped_wedge'
      ? ['The time was cut into as many steps as there are arms; at each, units that are on are compared with those that are not yet.']
      : []),
  ],
};

function lookText({ comparisons }: Head): string {
  if (comparisons.some(({ looks }) => looks.length > 0))
    return 'The looks were planned: each interval is widened so that all of them together err no more than one look would (Lan and DeMets, O’Brien and Fleming).';
  if (comparisons.some(({ fixed }) => fixed !== null)) return 'The planned end is reached: this is the one look that was planned, at what was there then.';
  return 'The interval is a confidence sequence: it holds however often one looks, so looking early costs nothing but width.';
}

const HELD: Readonly<Record<JudgedGuard['withholds'], string>> = {
  everything: 'A number would be shown again if this guard held',
  fixed: 'The single look at the planned end would be shown if this guard held',
};

function wouldChange({ grade, guards, withheld }: Head): string[] {
  const broken = guards.filter(({ passed }) => !passed).map((guard) => `${HELD[guard.withholds]}: ${guard.name} (${guard.detail}).`);
  const better: Readonly<Record<ExperimentGrade, string>> = {
    A: 'There is no higher grade than A; it is lost where a guard fails, as when the split is not the configured one.',
    B: 'Drawing the treated by lot would make it grade A.',
    C: 'A randomised holdout would make it grade A; nothing that is computed from observed exposure can.',
  };
  const waiting = withheld.length > 0 && broken.length === 0 ? withheld.map(sentence) : [];
  return [better[grade], ...broken, ...waiting];
}

function notesOf(head: Head, { sums, figures, people }: LiftInputs): string[] {
  const immature = (sums?.arms ?? []).reduce((sum, arm) => sum + arm.immature, 0);
  const early = (sums?.arms ?? []).reduce((sum, arm) => sum + arm.outcomes_early, 0);
  return [
    ...(head.simulated ? ['This workspace is simulated: no figure is of a real market.'] : []),
    ...(immature > 0 ? [`${immature} units are still within their conversion window; their later outcomes are yet to come.`] : []),
    ...(early > 0 ? [`${early} outcomes lie between assignment and first exposure; by intention to treat they count, in every arm alike.`] : []),
    ...(figures?.source === 'orders' && head.unit === 'geo'
      ? ['No market reported this figure: it was counted from the countries and regions of orders.']
      : []),
    ...(people?.unexposed_by === 'buyers' ? ['Nobody was told to be unexposed: the exposed are compared with everybody else who had bought before.'] : []),
    ...(people?.drawn === true ? ['There were more people than are compared one by one: as many as can be were drawn by lot.'] : []),
    ...((sums?.unassigned ?? 0) > 0 ? [`${sums?.unassigned} exposed units were never assigned and count nowhere.`] : []),
  ];
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
