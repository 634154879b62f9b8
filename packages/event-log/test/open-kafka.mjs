import { openKafkaLog } from '@touchline/event-log';

/** How another process opens the Kafka log. */
export const openLog = (argument) => openKafkaLog(JSON.parse(argument));
