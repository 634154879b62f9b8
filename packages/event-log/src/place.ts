import { TOPICS } from './topics.js';

/** One partition of one topic. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** Every partition of a topic. @throws Error when there is no such topic: a programmer's mistake */
export function placesOf(topic: string): Place[] {
  const layout = TOPICS[topic];
  if (layout === undefined) throw new Error(`unknown topic ${topic}`);
  return Array.from({ length: layout.partitions }, (_, partition) => ({ topic, partition }));
}

/** The name under which a place is kept. */
export function nameOf({ topic, partition }: Place): string {
  return `${topic}/${partition}`;
}
