import kafkajs from 'kafkajs';

const LOOK_MS = 25;
const ASSIGNED_MS_MAX = 60_000;

/** Resolves when so many members share a consumer group and each has its partitions: the moment both sides' clocks start at. */
export async function untilAssigned(brokers, group, members) {
  const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  const until = Date.now() + ASSIGNED_MS_MAX;
  try {
    for (;;) {
      const [found] = (await admin.describeGroups([group]).catch(() => ({ groups: [] }))).groups;
      if (found?.state === 'Stable' && found.members.length === members) return;
      if (Date.now() > until) throw new Error(`group ${group} has no ${members} members: ${found?.state} ${found?.members.length}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    await admin.disconnect();
  }
}
