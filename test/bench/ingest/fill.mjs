import { openKafkaLog } from '@touchline/event-log';
import { ClickMaker } from './clicks.mjs';

const APPEND_RECORDS = 10_000;
const APPENDS_AT_ONCE = 2;

/** Puts so many clicks into Kafka's topic `clicks` and says how many bytes their values have. */
export async function fillTopic(brokers, texts, { events, onProgress }) {
  const log = openKafkaLog({ brokers, client_id: 'bench' });
  const maker = new ClickMaker(texts);
  let [made, bytes] = [0, 0];
  const fill = async () => {
    while (made < events) {
      const records = maker.next(Math.min(APPEND_RECORDS, events - made));
      made += records.length;
      bytes += records.reduce((sum, { value }) => sum + value.byteLength, 0);
      await log.append('clicks', records);
      onProgress(made);
    }
  };
  await Promise.all(Array.from({ length: APPENDS_AT_ONCE }, fill));
  await log.close();
  return bytes;
}
