/** The names that topics and groups have in the cluster: a prefix keeps several Touchlines apart. */
export class Names {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  topic(topic: string): string {
    return `${this.#prefix}${topic}`;
  }

  group(group: string): string {
    return `${this.#prefix}${group}`;
  }

  /** The topic that has this name in the cluster. */
  topicOf(name: string): string {
    return name.slice(this.#prefix.length);
  }
}
