export { type Clicker, makeClicker, type OfferTruth, offerTruth, type RedirectHoldout, simulateRedirectHoldout } from './clickers.js';
export { simulateCreatorLottery, simulateSteppedWedge, type UnitLottery } from './creators-by-lot.js';
export { type Exposure, simulateExposure } from './exposure.js';
export { type Holdout, type HoldoutFault, simulateHoldout } from './holdout.js';
export { type DailyLooks, simulateDailyLooks } from './looks.js';
export type { Columns } from './lottery.js';
export { type GeoLottery, simulateGeoLottery } from './markets-by-lot.js';
export { type NullPanel, simulateNullPanel, simulateTwoSeries, type TwoSeries } from './series.js';
export { simulateWeekLottery } from './weeks-by-lot.js';
