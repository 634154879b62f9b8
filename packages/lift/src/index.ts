export { type ArmSumsReport, type ArmSumsRequest, armSums } from './arm-sums.js';
export { type Drawn, drawLottery, type LotteryRequest, type LotteryUnit } from './lottery/draw.js';
export { weeksOf } from './lottery/weeks.js';
export type { ArmSums } from './sums.js';
