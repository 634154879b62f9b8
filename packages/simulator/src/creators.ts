import type { MarketOptions } from './options.js';
import type { Random } from './random.js';

export type Platform = 'instagram' | 'tiktok' | 'youtube';

const FIRST_NAMES =
  'Mira Jonas Aylin Theo Lena Noor Emil Carla Yuki Bruno Ines Malik Greta Oskar Leila Finn Zoe Mateo Hanna Idris Romy Luca Priya Nils Vera Tariq Alma Kaito Elif Hugo'.split(
    ' ',
  );
const LAST_NAMES = 'Falk Okoye Berger Lindqvist Moreau Tanaka Rossi Weiss Haddad Novak Silva Janssen Keller Duarte Marin'.split(' ');
const NICHES = ['glow', 'runs', 'cooks', 'home', 'trail', 'studio', 'daily', 'fits', 'greens', 'lab'] as const;

export interface MarketCreator {
  readonly id: string;
  readonly entity: { readonly name: string; readonly handle: string; readonly platform: Platform; readonly followers: number };
}

/** What nobody in the market can see, and every estimate is after. */
export interface CreatorEffect {
  /** How much likelier than usual a follower is to click. */
  readonly appeal: number;
  /** Probability that one click causes an order that would not have come otherwise. */
  readonly conversion: number;
  /** Probability that a post remembered without a click causes an order with the creator's code. */
  readonly code_conversion: number;
  /** How much the brand's existing customers gather here: high means credited orders that would have come anyway. */
  readonly loyal_pull: number;
  /** Paid for each post, in minor units of the workspace's currency. */
  readonly fee_minor: number;
}

export interface CreatorModel extends MarketCreator {
  readonly effect: CreatorEffect;
}

export function makeCreators(options: MarketOptions, random: Random): CreatorModel[] {
  const names = new Set<string>();
  return Array.from({ length: options.creators }, (_, index) => {
    const first = random.pick(FIRST_NAMES);
    const name = unused(names, `${first} ${random.pick(LAST_NAMES)}`);
    const platform = random.weighted<Platform>([
      [5, 'instagram'],
      [4, 'tiktok'],
      [2, 'youtube'],
    ]);
    const followers = Math.round(Math.min(2_000_000, Math.max(2_500, random.logNormal(45_000, 1.1))));
    const number = String(index + 1).padStart(3, '0');
    const handle = `${first.toLowerCase()}.${random.pick(NICHES)}.${number}`;
    return { id: `cr-${number}`, entity: { name, handle, platform, followers }, effect: effectOf(followers, random) };
  });
}

function effectOf(followers: number, random: Random): CreatorEffect {
  const harvests = random.chance(0.2);
  const conversion = Math.min(0.12, random.logNormal(harvests ? 0.007 : 0.028, 0.7));
  return {
    appeal: Math.min(3, random.logNormal(1, 0.35)),
    conversion,
    code_conversion: conversion * 0.1,
    loyal_pull: harvests ? 4 : 1,
    // The price follows the followers, as on the real market, and not the effect.
    fee_minor: Math.round((random.logNormal(2.1, 0.35) * followers ** 0.85) / 100) * 100,
  };
}

function unused(taken: Set<string>, wanted: string): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`;
  taken.add(name);
  return name;
}
