import type { Draws } from './random.js';

interface Limits {
  /** Up to this many assignments every one is counted. */
  readonly counted_max: number;
  /** Drawn where there are more. */
  readonly drawn: number;
}

const LIMITS: Limits = { counted_max: 40_000, drawn: 10_000 };

/** How units came to their arms: within a block the labels were dealt to the units by lot. */
export interface Lottery {
  /** The label each unit got: an arm, or the step at which it was switched on. */
  readonly labels: readonly number[];
  /** Units of one block exchanged labels with one another alone. */
  readonly blocks: readonly (readonly number[])[];
}

export interface Assignments {
  /** Labels by unit; the first is the one that was used. */
  readonly all: readonly (readonly number[])[];
  /** Whether these are all there could have been. */
  readonly exact: boolean;
}

/** Every way the lottery could have ended, where they are few; else the one it did and others drawn the same way. */
export function assignmentsOf(lottery: Lottery, draws: Draws, { counted_max, drawn }: Limits = LIMITS): Assignments {
  const count = lottery.blocks.reduce((product, block) => product * waysOf(block.map((unit) => lottery.labels[unit] ?? 0)), 1);
  if (count > counted_max) {
    const others = Array.from({ length: drawn - 1 }, () => dealt(lottery, (labels) => draws.shuffled(labels)));
    return { all: [lottery.labels, ...others], exact: false };
  }
  let all: (readonly number[])[] = [lottery.labels];
  for (const block of lottery.blocks) {
    const orders = distinctOrders(block.map((unit) => lottery.labels[unit] ?? 0));
    all = all.flatMap((labels) => orders.map((order) => withBlock(labels, block, order)));
  }
  const used = JSON.stringify(lottery.labels);
  return { all: [lottery.labels, ...all.filter((labels) => JSON.stringify(labels) !== used)], exact: true };
}

function dealt({ labels, blocks }: Lottery, deal: (labels: readonly number[]) => number[]): number[] {
  let result = [...labels];
  for (const block of blocks) result = withBlock(result, block, deal(block.map((unit) => labels[unit] ?? 0)));
  return result;
}

function withBlock(labels: readonly number[], block: readonly number[], order: readonly number[]): number[] {
  const result = [...labels];
  block.forEach((unit, place) => {
    result[unit] = order[place] ?? 0;
  });
  return result;
}

/** n! over the product of the labels' multiplicities' factorials; infinite where a double cannot hold it. */
export function waysOf(labels: readonly number[]): number {
  const seen = new Map<number, number>();
  let ways = 1;
  labels.forEach((label, place) => {
    const times = (seen.get(label) ?? 0) + 1;
    seen.set(label, times);
    ways = (ways * (place + 1)) / times;
  });
  return Math.round(ways);
}

/** Every distinct order of the labels, smallest first. */
function distinctOrders(labels: readonly number[]): number[][] {
  const current = [...labels].sort((left, right) => left - right);
  const orders = [[...current]];
  while (stepForward(current)) orders.push([...current]);
  return orders;
}

/** To the next order in the dictionary's sense; false at the last. */
function stepForward(order: number[]): boolean {
  let pivot = order.length - 2;
  while (pivot >= 0 && (order[pivot] ?? 0) >= (order[pivot + 1] ?? 0)) pivot -= 1;
  if (pivot < 0) return false;
  let other = order.length - 1;
  while ((order[other] ?? 0) <= (order[pivot] ?? 0)) other -= 1;
  [order[pivot], order[other]] = [order[other] ?? 0, order[pivot] ?? 0];
  order.push(...order.splice(pivot + 1).reverse());
  return true;
}
