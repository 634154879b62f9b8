import { runService } from '@touchline/runtime';
import { startConsole } from './console.js';

await runService('console', (config) => config.TOUCHLINE_CONSOLE_ADMIN_PORT, startConsole);
