import type { Directory } from '@touchline/directory';
import type { Entities } from '@touchline/events';
import type { Warehouse } from '@touchline/warehouse';
import { Market } from './market.js';

type Experiment = Entities['experiment'];
type Change = Partial<Experiment> & Pick<Experiment, 'name' | 'design' | 'unit' | 'assignment' | 'metric'>;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * DAY_MS;
/** Every experiment here ran four weeks, but for the lottery of weeks, and is over. */
const [AGO_DAYS, RAN_DAYS, PRE_DAYS, WEEKS] = [32, 28, 42, 12];
const WORKSPACE = 'lab';
const MARKETS = 'Berlin,Hamburg,Munich,Cologne,Frankfurt,Stuttgart,Leipzig,Bremen,Dresden,Hanover,Nuremberg,Essen,Dortmund,Bonn,Kiel,Mainz'.split(',');
const CREATORS = 'Ada,Bo,Cleo,Dario,Edda,Finn,Gina,Henri,Ida,Jon,Kaya,Luca'.split(',');
const PEOPLE = 900;

/** One of each design whose result is more than two arms of people, and the effect that was put into it. */
export const LAB = {
  switched: { id: 'vienna-launch', effect_minor: 42_000 },
  held: { id: 'held-cities', effect_minor: 30_000 },
  drawn: { id: 'cities-by-lot', effect: 40 },
  creators: { id: 'briefing-lottery', effect: 9 },
  weeks: { id: 'week-lottery', effect: 20 },
  wedge: { id: 'one-by-one', effect: 40 },
  association: { id: 'exposed-people', effect: 0.15 },
  withheld: { id: 'gap-in-graz' },
  waiting: { id: 'still-running' },
} as const;

/** Between −1 and 1, the same every time for the same place (the sine's digits, as shaders draw it). */
function noise(one: number, other: number): number {
  const drawn = Math.sin(one * 12.9898 + other * 78.233) * 43_758.5453;
  return 2 * (drawn - Math.floor(drawn)) - 1;
}
const chance = (one: number, other: number) => (1 + noise(one, other)) / 2;

/** A workspace of its own with one finished experiment of every design on markets, creators, weeks and people who were merely exposed. */
export class Lab {
  readonly #market = new Market(WORKSPACE);
  readonly #experiments = new Map<string, Experiment>();
  readonly #now_ms: number;
  readonly #start_ms: number;

  constructor(now_ms: number) {
    this.#now_ms = now_ms;
    this.#start_ms = now_ms - AGO_DAYS * DAY_MS;
    this.#market.workspace('Field lab', true);
    this.#marketsSwitchedOn();
    this.#marketsByLot();
    this.#creatorsByLot();
    this.#weeksByLot();
    this.#steppedWedge();
    this.#exposedPeople();
  }

  async plant(directory: Directory, warehouse: Warehouse): Promise<void> {
    const windows = { click_window_ms: 30 * DAY_MS, code_window_ms: 30 * DAY_MS, half_life_ms: 7 * DAY_MS };
    await directory.upsert(WORKSPACE, 'workspace', WORKSPACE, { name: 'Field lab', currency: 'EUR', time_zone: 'Europe/Berlin', simulated: true, ...windows });
    for (const [id, running] of this.#experiments) {
      const { started_at, ...draft } = running;
      await directory.upsert(WORKSPACE, 'experiment', id, { ...draft, state: 'draft' });
      await directory.upsert(WORKSPACE, 'experiment', id, running);
    }
    await this.#market.plant(warehouse, this.#now_ms);
  }

  #written(id: string, change: Change, start_ms: number = this.#start_ms): void {
    const end_ms = start_ms + (change.unit === 'week' ? WEEKS * WEEK_MS : RAN_DAYS * DAY_MS);
    const experiment: Experiment = {
      ...{
        scale: 'absolute',
        alpha: 0.05,
        guards: ['arms_apart', 'full_weeks'],
        salt: 'salt of this lab',
        conversion_window_ms: WEEK_MS,
        control_arm: 'control',
      },
      scope: { link_ids: [], creator_ids: [], campaign_ids: [], geos: [] },
      arms: [
        { name: 'control', weight: 1 },
        { name: 'treated', weight: 1 },
      ],
      ...{ method: 'permutation', state: 'running', started_at: new Date(start_ms).toISOString(), planned_end: new Date(end_ms).toISOString() },
      ...change,
    };
    this.#experiments.set(id, experiment);
    this.#market.entity('experiment', id, experiment);
  }

  #assign(id: string, unit: 'geo' | 'creator' | 'week', arms: Readonly<Record<string, string>>): void {
    const { assignment } = this.#experiments.get(id) ?? {};
    const at_ms = this.#start_ms - 100 * DAY_MS;
    for (const [unit_id, arm] of Object.entries(arms))
      this.#market.assigned(id, { unit, unit_id, arm, assignment: assignment === 'chosen' ? 'chosen' : 'lottery', at_ms });
  }

  /** Figures of every market from six weeks before the start to the end: they move together, each at a level of its own. */
  #figures(metric: string, markets: readonly string[], told: { readonly effect: (place: number, day: number) => number; readonly currency?: string }): void {
    const { effect, currency } = told;
    const unit = currency === undefined ? 1 : 1_000;
    for (const [place, geo_id] of markets.entries()) {
      const level = 300 + 40 * place;
      for (let day = -PRE_DAYS; day <= RAN_DAYS; day += 1) {
        const at = new Date(this.#start_ms + day * DAY_MS);
        const weekly = 1 + 0.12 * Math.sin((2 * Math.PI * day) / 7) + 0.08 * Math.sin(day / 9);
        const value = unit * (level * weekly + 6 * noise(place, day)) + (day >= 1 ? effect(place, day) : 0);
        this.#market.reported({
          geo_id,
          day: at.toISOString().slice(0, 10),
          metric,
          value: Math.round(value),
          ...(currency === undefined ? {} : { currency }),
        });
      }
    }
  }

  #marketsSwitchedOn(): void {
    const metric = (name: string) => ({ kind: 'geo_outcome' as const, name });
    const { switched, held, withheld, waiting } = LAB;
    const chosen = { design: 'market_switch_on', assignment: 'chosen', unit: 'geo', method: 'synthetic_control' } as const;
    this.#written(switched.id, { ...chosen, name: 'Launch in Vienna', metric: metric('shop revenue') });
    this.#assign(switched.id, 'geo', { Vienna: 'treated' });
    this.#figures('shop revenue', ['Zurich', 'Basel', 'Graz', 'Linz', 'Salzburg', 'Vienna', ...MARKETS], {
      effect: (place) => (place === 5 ? switched.effect_minor : 0),
      currency: 'EUR',
    });
    this.#written(held.id, { ...chosen, design: 'geo_holdout', assignment: 'lottery', name: 'Two cities go without', metric: metric('app revenue') });
    this.#assign(held.id, 'geo', Object.fromEntries(MARKETS.map((name, place) => [name, place === 4 || place === 9 ? 'control' : 'treated'])));
    this.#figures('app revenue', MARKETS, { effect: (place) => (place === 4 || place === 9 ? 0 : held.effect_minor), currency: 'EUR' });
    this.#written(withheld.id, { ...chosen, name: 'Launch in Graz', metric: metric('visits') });
    this.#assign(withheld.id, 'geo', { Graz: 'treated' });
    this.#figures('visits', ['Graz', ...MARKETS.slice(0, 3)], { effect: () => 0 });
    this.#written(waiting.id, { ...chosen, name: 'Launch in Linz', metric: metric('shop revenue') }, this.#now_ms - 10 * DAY_MS);
    this.#assign(waiting.id, 'geo', { Linz: 'treated' });
  }

  #marketsByLot(): void {
    const { id, effect } = LAB.drawn;
    this.#written(id, {
      ...{ name: 'Campaign by lot', design: 'geo_heavy_up', assignment: 'lottery', unit: 'geo' },
      metric: { kind: 'geo_outcome', name: 'sales' },
    });
    const treated = (place: number) => place % 2 === 1;
    this.#assign(id, 'geo', Object.fromEntries(MARKETS.map((name, place) => [name, treated(place) ? 'treated' : 'control'])));
    this.#figures('sales', MARKETS, { effect: (place) => (treated(place) ? effect : 0) });
  }

  #creatorsByLot(): void {
    const { id, effect } = LAB.creators;
    const ids = CREATORS.map((name) => name.toLowerCase());
    this.#written(id, {
      ...{ name: 'Who is briefed', design: 'creator_lottery', assignment: 'lottery', unit: 'creator', metric: { kind: 'orders' } },
      scope: { link_ids: [], creator_ids: ids, campaign_ids: [], geos: [] },
    });
    this.#assign(id, 'creator', Object.fromEntries(ids.map((creator, place) => [creator, place % 2 === 1 ? 'treated' : 'control'])));
    for (const [place, creator_id] of ids.entries()) {
      this.#market.entity('creator', creator_id, { name: CREATORS[place] });
      this.#market.entity('code', `code-${creator_id}`, { code: `${creator_id}10`, creator_id });
      const sold = 6 + place + Math.round(3 * noise(place, 1)) + (place % 2 === 1 ? effect : 0);
      const orders = (count: number, from_ms: number) => {
        for (let order = 0; order < count; order += 1) {
          const at_ms = from_ms + (order % 20) * DAY_MS + 30 * HOUR_MS;
          this.#market.order(`${creator_id}-${from_ms}-${order}`, { at_ms, amount_minor: 3_000, codes: [`${creator_id}10`], new_customer: false });
        }
      };
      orders(sold, this.#start_ms);
      orders(2 + place, this.#start_ms - 25 * DAY_MS);
    }
  }

  /** Monday noon of the first of the weeks drawn: the last of them was over some days ago. */
  get #first_monday_ms(): number {
    const noon = Math.floor(this.#now_ms / DAY_MS) * DAY_MS + 12 * HOUR_MS;
    const weekday = (new Date(noon).getUTCDay() + 6) % 7;
    return noon - weekday * DAY_MS - (WEEKS + 1) * WEEK_MS;
  }

  #weeksByLot(): void {
    const { id, effect } = LAB.weeks;
    const monday_ms = this.#first_monday_ms;
    this.#written(
      id,
      { name: 'Weeks with posts', design: 'week_lottery', assignment: 'lottery', unit: 'week', metric: { kind: 'revenue' } },
      // Sunday noon: Monday lies whole after it.
      monday_ms - DAY_MS,
    );
    const treated = (week: number) => week % 2 === 1;
    const weeks = Array.from({ length: WEEKS }, (_, week) => [isoWeek(monday_ms + week * WEEK_MS), treated(week) ? 'treated' : 'control'] as const);
    this.#assign(id, 'week', Object.fromEntries(weeks));
    for (let week = 0; week < WEEKS; week += 1) {
      const orders = 30 + Math.round(4 * noise(week, 2)) + (treated(week) ? effect : 0);
      for (let order = 0; order < orders; order += 1) {
        const at_ms = monday_ms + week * WEEK_MS + (order % 7) * DAY_MS;
        this.#market.order(`week-${week}-${order}`, { at_ms, amount_minor: 12_000, new_customer: false });
      }
    }
  }

  #steppedWedge(): void {
    const { id, effect } = LAB.wedge;
    const arms = ['first', 'second', 'last'] as const;
    const cities = MARKETS.slice(0, 12);
    this.#written(id, {
      ...{ name: 'One city after the other', design: 'stepped_wedge', assignment: 'lottery', unit: 'geo', control_arm: 'last' },
      ...{ metric: { kind: 'geo_outcome', name: 'sign-ups' }, arms: arms.map((name) => ({ name, weight: 1 })) },
    });
    this.#assign(id, 'geo', Object.fromEntries(cities.map((name, place) => [name, arms[place % 3] ?? 'last'])));
    this.#figures('sign-ups', cities, { effect: (place, day) => (Math.floor((day - 1) / 9) >= place % 3 ? effect : 0) });
  }

  /** Of people who bought more before, more buy and more are exposed; exposure itself adds a little. */
  #exposedPeople(): void {
    const { id, effect } = LAB.association;
    this.#written(id, {
      ...{ name: 'People who saw a post', design: 'matched_exposure', assignment: 'observed', unit: 'customer', method: 'observational' },
      ...{ metric: { kind: 'conversion_rate' }, guards: [] },
      pre_period: { from: new Date(this.#start_ms - 60 * DAY_MS).toISOString(), to: new Date(this.#start_ms).toISOString() },
    });
    const at_ms = this.#start_ms + 5 * DAY_MS;
    for (let place = 0; place < PEOPLE; place += 1) {
      const bought = Math.floor(4 * chance(place, 3));
      const exposed = chance(place, 4) < 0.2 + 0.08 * bought;
      const customer = `p-${place}`;
      this.#market.assigned(id, { unit: 'customer', unit_id: customer, arm: exposed ? 'treated' : 'control', assignment: 'observed', at_ms });
      const orders = Array.from({ length: bought }, (_, order) => at_ms - (20 + 35 * chance(place, 5 + order)) * DAY_MS);
      if (chance(place, 10) < 0.06 + 0.03 * bought) orders.push(at_ms - 3 * DAY_MS);
      if (chance(place, 11) < 0.05 + 0.05 * bought + (exposed ? effect : 0)) orders.push(at_ms + 3 * DAY_MS);
      for (const [order, at] of orders.entries())
        this.#market.order(`${customer}-${order}`, { at_ms: Math.round(at), amount_minor: 100, new_customer: false, customer });
    }
  }
}

function isoWeek(monday_ms: number): string {
  const thursday = new Date(monday_ms + 3 * DAY_MS);
  const number = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / WEEK_MS) + 1;
  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}`;
}
