import { runService } from '@touchline/runtime';
import { startTracker } from './tracker.js';

await runService('tracker', (config) => config.TOUCHLINE_TRACKER_ADMIN_PORT, startTracker);
