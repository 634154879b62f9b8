import type { Random } from '../random.js';

/** Those who follow a link, and how likely each is to order from the plain page and from the offer. */
const KINDS = [
  { share: 0.8, plain_chance: 0.02, offer_chance: 0.035 },
  { share: 0.2, plain_chance: 0.15, offer_chance: 0.19 },
] as const;

export interface RedirectHoldout {
  /** Sent to the plain page. */
  readonly control: { readonly n: number; readonly conversions: number };
  /** Sent to the offer. */
  readonly treatment: { readonly n: number; readonly conversions: number };
  /** Of the offer among those who click; never of the post. */
  readonly truth: { readonly conversion_difference: number };
}

/** Grade A on the offer: of those who click, a share is sent elsewhere. */
export function simulateRedirectHoldout(random: Random, { clickers, held_share }: { readonly clickers: number; readonly held_share: number }): RedirectHoldout {
  const [control, treatment] = [
    { n: 0, conversions: 0 },
    { n: 0, conversions: 0 },
  ];
  for (let index = 0; index < clickers; index += 1) {
    const kind = random.chance(KINDS[0].share) ? KINDS[0] : KINDS[1];
    const held = random.chance(held_share);
    const arm = held ? control : treatment;
    arm.n += 1;
    if (random.chance(held ? kind.plain_chance : kind.offer_chance)) arm.conversions += 1;
  }
  const conversion_difference = KINDS.reduce((sum, { share, plain_chance, offer_chance }) => sum + share * (offer_chance - plain_chance), 0);
  return { control, treatment, truth: { conversion_difference } };
}
