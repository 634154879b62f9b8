import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, Elsewhere, type Task } from './elsewhere.js';
import { everything, isDense, type Lacks, numbers, type OpenContractLog, record, SINGLE, TOPIC, until, watch, withLog } from './harness.js';

/** With it, longer than any lease may last without being renewed. */
const BEYOND_LEASE_MS = 1_500;

export function processContract(open: OpenContractLog, lacks: Lacks): void {
  describe('several processes', () => {
    const current = withLog(open);
    const started: Elsewhere[] = [];
    const start = (task: Task) => {
      const process = new Elsewhere(current().elsewhere, task);
      started.push(process);
      return process;
    };
    afterEach(async () => {
      await Promise.all(started.splice(0).map((process) => process.kill()));
    });

    it('append at once: offsets stay dense, each answer is true, each caller keeps its order (I1)', async () => {
      const { log } = current();
      const names = ['red', 'green', 'blue'];
      const processes = names.map((name) => start({ do: 'append', topic: TOPIC, name, callers: 8, each: 60, once: false }));
      await log.append(
        TOPIC,
        numbers(100).map((n) => record(n, `here ${n}`)),
      );
      await Promise.all(processes.map((process) => process.ended()));
      const kept = await everything(log, TOPIC);
      expect(kept).toHaveLength(100 + names.length * 8 * 60);
      expect(await isDense(log, TOPIC)).toBe(true);
      const texts = new Map(kept.map(({ partition, offset, text }) => [`${partition}/${offset}`, text]));
      for (const process of processes) for (const { partition, offset, text } of process.answers()) expect(texts.get(`${partition}/${offset}`)).toBe(text);
      for (const name of names) {
        const own = kept.filter(({ text }) => text.startsWith(`${name} 3 `)).map(({ text }) => text);
        expect(own).toEqual(numbers(60, `${name} 3 `));
      }
    });

    const itWithOnce: (name: string, test: () => Promise<void>) => void = lacks.once === undefined ? it : () => undefined;
    itWithOnce('append the same once_ids at once: each is kept once, and all are told the same place (I2)', async () => {
      const { log } = current();
      const processes = numbers(3).map(() => start({ do: 'append', topic: TOPIC, name: 'same', callers: 4, each: 50, once: true }));
      await Promise.all(processes.map((process) => process.ended()));
      const answers = processes.flatMap((process) => process.answers());
      const places = new Map<string, Set<string>>();
      for (const { text, partition, offset } of answers) places.set(text, (places.get(text) ?? new Set()).add(`${partition}/${offset}`));
      expect([...places.values()].every((told) => told.size === 1)).toBe(true);
      expect(answers.filter(({ outcome }) => outcome === 'appended')).toHaveLength(200);
      expect((await everything(log, TOPIC)).map(({ text }) => text).sort()).toEqual([...places.keys()].sort());
    });

    it('lose nothing that was answered when one is killed under load, and double nothing when it is sent again, where ids are remembered (I1, I2)', async () => {
      const { log } = current();
      const task = { do: 'append', topic: TOPIC, callers: 40, each: 1_000_000 } as const;
      const survivor = start({ ...task, name: 'survivor', callers: 4, each: 150, once: false });
      const answers: Answer[] = [];
      for (const name of ['first', 'second', 'third']) {
        const victim = start({ ...task, name, once: true });
        await until(() => victim.answers().length > 400);
        await victim.kill();
        answers.push(...victim.answers());
      }
      await survivor.ended();
      // LMDB shows what a writer had committed as it was killed, and could not tell readers of, with the next write.
      await log.append(TOPIC, [record('next', 'next')]);
      const kept = await everything(log, TOPIC);
      const texts = new Map(kept.map(({ partition, offset, text }) => [`${partition}/${offset}`, text]));
      const untrue = [...answers, ...survivor.answers()].filter(({ partition, offset, text }) => texts.get(`${partition}/${offset}`) !== text);
      expect(untrue).toEqual([]);
      expect(await isDense(log, TOPIC)).toBe(true);
      if (lacks.once !== undefined) return;
      expect(new Set(kept.map(({ text }) => text)).size).toBe(kept.length);
      const again = await log.append(
        TOPIC,
        answers.map(({ text }) => record(text, text, text)),
      );
      expect(again.map(({ outcome }) => outcome)).toEqual(answers.map(() => 'duplicate'));
      expect(await everything(log, TOPIC)).toHaveLength(kept.length);
    });

    it('share a group: what a killed consumer had not finished is handed to another, and not before it is dead (I1)', async () => {
      const { log } = current();
      await log.append(
        SINGLE,
        numbers(6).map((n) => record(n, n)),
      );
      const victim = start({ do: 'consume', topic: SINGLE, group: 'test', batch_records_max: 2, hangAt: 2 });
      await until(() => victim.lines().some((line) => line === 'hangs at 2'));
      const heir = watch(log, { topics: [SINGLE], batch_records_max: 2 });
      await sleep(current().lease_ms + BEYOND_LEASE_MS);
      expect(heir.texts()).toEqual([]);
      await victim.kill();
      await heir.untilTexts(4);
      await heir.consumer.stop();
      expect(heir.texts()).toEqual(['2', '3', '4', '5']);
      expect(victim.lines().filter((line) => line.startsWith('handled'))).toEqual(['handled 0..1']);
    });

    it('see what another appended, and keep what a killed consumer had handled', async () => {
      const { log } = current();
      const victim = start({ do: 'consume', topic: SINGLE, group: 'test', batch_records_max: 1 });
      for (const n of numbers(5)) await log.append(SINGLE, [record('k', n)]);
      await until(async () => (await log.positions(SINGLE, 'test')).get(0) === 5);
      await victim.kill();
      await log.append(SINGLE, [record('k', 'new')]);
      const heir = watch(log, { topics: [SINGLE] });
      await heir.untilTexts(1);
      await heir.consumer.stop();
      expect(heir.texts()).toEqual(['new']);
    });
  });
}
