/** Does every entry, at most `concurrency` at a time, beginning in the order given; the first failure stops the rest. */
export async function eachAtMost<T>(entries: readonly T[], concurrency: number, work: (entry: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < entries.length && !failed) {
      const index = next;
      next += 1;
      try {
        await work(entries[index] as T, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, entries.length) }, worker));
}
