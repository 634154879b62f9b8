export { checkCron, instantInZone, slotId, slotsBetween, type ZonedCron } from './slots.js';
