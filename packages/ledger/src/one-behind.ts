/** Lets one piece of work go on while the next is prepared, and never two: what is prepared waits until the one before is done. */
export class OneBehind {
  #under: Promise<void> = Promise.resolve();

  /** Begins it once the one before is done. @throws what the one before threw */
  async begin(work: () => Promise<void>): Promise<void> {
    await this.#under;
    this.#under = work();
    // Whoever asks next is told; until then it is nobody's unhandled failure.
    this.#under.catch(() => undefined);
  }

  /** Resolves when nothing is under way. @throws what the last one threw */
  async done(): Promise<void> {
    await this.#under;
  }
}
