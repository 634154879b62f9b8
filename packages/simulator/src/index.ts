export type { MarketClick } from './clicks.js';
export type { CreatorEffect, MarketCreator } from './creators.js';
export { type Market, simulateMarket } from './market.js';
export { DEMO_MARKET, type MarketOptions } from './options.js';
export { PlayError } from './play/doors.js';
export { type Played, type PlayOptions, type PlayPhase, playMarket } from './play/play-market.js';
export type { MarketReport } from './reports.js';
export type { CreatorTruth, MarketTruth } from './truth.js';
