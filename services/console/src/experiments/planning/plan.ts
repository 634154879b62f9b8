import type { PlanAnswer } from '../../experiment-answers.js';
import { historyOf, type Past } from './history.js';
import { drawnBy, planLotteries } from './lotteries.js';
import { planMarkets } from './markets.js';
import { planPeople } from './people.js';
import type { PlanQuestion } from './question.js';

/** Fewer units, or nobody who ordered, and their mean says nothing. */
const UNITS_MIN = 100;

const NOTHING: PlanAnswer = { history: null, people: null, markets: null, lottery: null, reason: '' };

/** Sample size, duration and what can be seen, from the workspace's own past. @throws TouchlineError TL_STORE_UNAVAILABLE */
export async function planOf(question: PlanQuestion, past: Past): Promise<PlanAnswer> {
  if (drawnBy(question) !== undefined) {
    const found = await planLotteries(question, past);
    return typeof found === 'string' ? { ...NOTHING, reason: found } : { ...NOTHING, lottery: found };
  }
  if (question.unit === 'geo') {
    const found = await planMarkets(question, past);
    return typeof found === 'string' ? { ...NOTHING, reason: found } : { ...NOTHING, markets: found };
  }
  if (question.design === 'matched_exposure')
    return { ...NOTHING, reason: 'Nobody is assigned here, so there is no sample to plan: it stays grade C however many there are.' };
  const history = await historyOf(question, past);
  if (history === undefined) return { ...NOTHING, reason: 'Of such units nothing is known.' };
  const mean = question.mean ?? history.mean;
  const thin = question.mean === undefined && (history.units < UNITS_MIN || history.conversions === 0);
  if (thin)
    return { ...NOTHING, history, reason: `The past has ${history.units} such units, ${history.conversions} of which ordered: too little to plan from.` };
  const tooMuch = question.metric.kind === 'conversion_rate' && mean * (1 + question.effect) > 1;
  if (tooMuch) return { ...NOTHING, history, reason: 'An effect of that size would need a conversion rate above 100 %.' };
  if (question.metric.kind !== 'conversion_rate' && history.variance === 0)
    return { ...NOTHING, history, reason: 'All past units are alike, so nothing can be said of chance.' };
  return { ...NOTHING, history, people: planPeople(question, history) };
}
