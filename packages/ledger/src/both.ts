/** Both, side by side. Throws what one threw once the other is under way no more: nothing is written behind the back of who tries again. */
export async function both<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  const settled = await Promise.allSettled([one, other]);
  for (const each of settled) if (each.status === 'rejected') throw each.reason;
  return Promise.all([one, other]);
}
