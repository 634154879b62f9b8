export { type ArmSumsReport, type ArmSumsRequest, armSums } from './arm-sums.js';
export { type AssignedUnit, type DailyFigures, type DailyFiguresRequest, dailyFigures } from './daily/daily-figures.js';
export {
  type ClickerHistory,
  type ClickerRequest,
  clickerHistory,
  type HistoryRequest,
  type HistoryRow,
  marketHistory,
  orderHistory,
} from './daily/history.js';
export { type Drawn, drawLottery, type LotteryRequest, type LotteryUnit } from './lottery/draw.js';
export { weekDays, weeksOf } from './lottery/weeks.js';
export { type ObservedPeople, type ObservedPeopleRequest, observedPeople, PEOPLE_COLUMNS } from './people/observed-people.js';
export type { ArmSums } from './sums.js';
