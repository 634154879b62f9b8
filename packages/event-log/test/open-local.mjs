import { openLocalLog } from '@touchline/event-log';

/** How another process opens the local log. */
export const openLog = (path) => openLocalLog({ path });
