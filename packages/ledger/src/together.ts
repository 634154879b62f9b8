type Results<Work extends readonly unknown[]> = { -readonly [Place in keyof Work]: Awaited<Work[Place]> };

/** All side by side. Throws what one threw once no other is under way any more: nothing is written behind the back of who tries again. */
export async function together<const Work extends readonly unknown[]>(...work: Work): Promise<Results<Work>> {
  const settled = await Promise.allSettled(work);
  for (const each of settled) if (each.status === 'rejected') throw each.reason;
  return (await Promise.all(work)) as Results<Work>;
}
