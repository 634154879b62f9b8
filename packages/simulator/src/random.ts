import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';

/** Seeded draws; the same seed and the same calls give the same numbers on every machine. */
export class Random {
  readonly #generator: JumpableRandomGenerator;

  private constructor(generator: JumpableRandomGenerator) {
    this.#generator = generator;
  }

  static fromSeed(seed: number): Random {
    return new Random(xoroshiro128plus(seed));
  }

  /** An independent stream, 2^64 draws away, so that one part of the market may change without moving the others. */
  split(): Random {
    const child = new Random(this.#generator.clone());
    this.#generator.jump();
    return child;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return uniformFloat64(this.#generator);
  }

  /** Uniform integer, both ends included. */
  integer(least: number, most: number): number {
    return uniformInt(this.#generator, least, most);
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.unit();
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.integer(0, choices.length - 1)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  }

  /** One of the choices, each as likely as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.unit() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return this.pick(choices)[1];
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /** Standard normal, by Box and Muller 1958. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** By Knuth's multiplication; for small means only. */
  poisson(mean: number): number {
    const bound = Math.exp(-mean);
    let count = 0;
    for (let product = this.unit(); product > bound; product *= this.unit()) count += 1;
    return count;
  }
}
