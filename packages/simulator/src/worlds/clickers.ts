import type { Random } from '../random.js';

/** Those who follow a link, and how likely each is to order from the plain page and from the offer. */
const KINDS = [
  { share: 0.8, plain_chance: 0.02, offer_chance: 0.035 },
  { share: 0.2, plain_chance: 0.15, offer_chance: 0.19 },
] as const;

const BASKET_MINOR = 4_000;
const BASKET_SIGMA = 0.5;

/** One who clicks: the order they place if they land on the plain page, and if on the offer; minor units, undefined for none. */
export interface Clicker {
  readonly plain_minor: number | undefined;
  readonly offer_minor: number | undefined;
}

export function makeClicker(random: Random): Clicker {
  const kind = random.chance(KINDS[0].share) ? KINDS[0] : KINDS[1];
  const amount_minor = Math.max(1, Math.round(random.logNormal(BASKET_MINOR, BASKET_SIGMA)));
  // One draw for both pages: whoever buys from the plain page buys from the better offer too.
  const reluctance = random.unit();
  return {
    plain_minor: reluctance < kind.plain_chance ? amount_minor : undefined,
    offer_minor: reluctance < kind.offer_chance ? amount_minor : undefined,
  };
}

/** Of the offer among those who click, on all there could be; never of the post. */
export interface OfferTruth {
  readonly conversion_difference: number;
  /** Minor units a clicker; the mean of a log-normal is its median times exp(σ²/2). */
  readonly revenue_difference_minor: number;
}

export function offerTruth(): OfferTruth {
  const conversion_difference = KINDS.reduce((sum, { share, plain_chance, offer_chance }) => sum + share * (offer_chance - plain_chance), 0);
  return { conversion_difference, revenue_difference_minor: conversion_difference * BASKET_MINOR * Math.exp(BASKET_SIGMA ** 2 / 2) };
}

export interface RedirectHoldout {
  /** Sent to the plain page. */
  readonly control: { readonly n: number; readonly conversions: number };
  /** Sent to the offer. */
  readonly treatment: { readonly n: number; readonly conversions: number };
  readonly truth: OfferTruth;
}

/** Grade A on the offer: of those who click, a share is sent elsewhere. */
export function simulateRedirectHoldout(random: Random, { clickers, held_share }: { readonly clickers: number; readonly held_share: number }): RedirectHoldout {
  const [control, treatment] = [
    { n: 0, conversions: 0 },
    { n: 0, conversions: 0 },
  ];
  for (let index = 0; index < clickers; index += 1) {
    const { plain_minor, offer_minor } = makeClicker(random);
    const held = random.chance(held_share);
    const arm = held ? control : treatment;
    arm.n += 1;
    if ((held ? plain_minor : offer_minor) !== undefined) arm.conversions += 1;
  }
  return { control, treatment, truth: offerTruth() };
}
