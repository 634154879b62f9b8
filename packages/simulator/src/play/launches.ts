import type { Launch } from '../trials/launch.js';
import { sendEvents } from './reports.js';
import { type TrialPlay, writeAndStart } from './trials.js';

/** Of each launch the experiment and its start. */
export const LAUNCH_ENTITIES = 2;

/** Writes a launch down and starts it at its own instants, then tells what every market reported. What is there already stays as it is. */
export async function playLaunch(launch: Launch, play: TrialPlay, advance: (count: number) => void): Promise<void> {
  await writeAndStart(launch, play, () => advance(1));
  await sendEvents(launch.events, play, advance);
}
