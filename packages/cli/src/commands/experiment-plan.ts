import type { Command } from 'commander';
import type { PlanOptions } from '../experiments/plan.js';

/** `touchline experiments plan`: how long, how many and which, from the workspace's own past. */
export function experimentPlanCommand(experiments: Command): void {
  experiments
    .command('plan')
    .description('how many, how long, which markets, creators or weeks, what it can see, from the workspace’s own past')
    .option('--workspace <id>', 'the workspace', 'default')
    .option('--metric <name>', 'conversion_rate, orders or revenue of clickers; with --markets a figure that markets report', 'conversion_rate')
    .option('--markets', 'plan on markets: tests are played on their past, where nothing happened')
    .option('--creators', 'plan a lottery of creators, by the orders tracked to each')
    .option('--weeks', 'plan a lottery of weeks, by all orders; --durations counts weeks')
    .option('--steps <number>', 'with --creators or --markets: switch them on in so many steps, a stepped wedge')
    .option('--ids <creators>', 'with --creators: only these')
    .option('--sizes <numbers>', 'how many markets are treated, such as 1,2,3; how many creators are drawn from')
    .option('--durations <days>', 'how long, in days, such as 14,28; of weeks how many; left out: 28, or 8, 12, 16 weeks')
    .option('--unit-cost <money>', 'what a treated creator and day costs, or a week with posts')
    .option('--links <ids>', 'only clickers of these links')
    .option('--window <duration>', 'conversion window of clickers', '7d')
    .option('--effect <share>', 'the relative effect to be seen, such as 0.1', '0.1')
    .option('--spec <file>', 'further keys of the plan, as `touchline lift plan` takes them, from a JSON file')
    .option('--json', 'one JSON document')
    .action(async (options: PlanOptions) => (await import('../experiments/plan.js')).plan(options));
}
