/** Edges of a directed graph over the nodes 0 … nodes − 1, as two columns. */
export interface Edges {
  readonly nodes: number;
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
}

export interface Components {
  /** Nodes, component by component; no edge leads from a later component to an earlier one. */
  readonly order: Int32Array;
  /** Where in `order` each component begins, and after the last one the number of nodes. */
  readonly starts: Int32Array;
}

/** Strongly connected components in topological order (Tarjan 1972), without recursion: a path may be as long as the graph is large. */
export function components(edges: Edges): Components {
  const search = new Search(edges);
  for (let node = 0; node < edges.nodes; node += 1) search.from(node);
  return search.components();
}

class Search {
  readonly #nodes: number;
  readonly #starts: Int32Array;
  readonly #targets: Int32Array;
  /** Next outgoing edge to look at, per node. */
  readonly #next: Int32Array;
  /** When a node was found, from 1; 0 where it was not yet. */
  readonly #found: Int32Array;
  readonly #low: Int32Array;
  readonly #waiting: number[] = [];
  readonly #isWaiting: Uint8Array;
  /** Last component first: Tarjan closes a component after all it leads to. */
  readonly #closed: number[][] = [];
  #clock = 0;

  constructor({ nodes, from, to }: Edges) {
    this.#nodes = nodes;
    this.#starts = new Int32Array(nodes + 1);
    for (let edge = 0; edge < from.length; edge += 1) count(this.#starts, (from[edge] ?? 0) + 1);
    for (let node = 0; node < nodes; node += 1) this.#starts[node + 1] = (this.#starts[node + 1] ?? 0) + (this.#starts[node] ?? 0);
    this.#targets = new Int32Array(from.length);
    this.#next = this.#starts.slice(0, nodes);
    for (let edge = 0; edge < from.length; edge += 1) this.#targets[count(this.#next, from[edge] ?? 0)] = to[edge] ?? 0;
    this.#next = this.#starts.slice(0, nodes);
    this.#found = new Int32Array(nodes);
    this.#low = new Int32Array(nodes);
    this.#isWaiting = new Uint8Array(nodes);
  }

  from(root: number): void {
    if (this.#found[root] !== 0) return;
    const path = [root];
    this.#enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      if ((this.#next[node] ?? 0) < (this.#starts[node + 1] ?? 0)) this.#follow(node, path);
      else this.#leave(node, path);
    }
  }

  /** Along the node’s next edge. */
  #follow(node: number, path: number[]): void {
    const target = this.#targets[count(this.#next, node)] ?? 0;
    if (this.#found[target] === 0) {
      this.#enter(target);
      path.push(target);
    } else if (this.#isWaiting[target] === 1) this.#lower(node, this.#found[target] ?? 0);
  }

  #leave(node: number, path: number[]): void {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) this.#lower(parent, this.#low[node] ?? 0);
    if (this.#low[node] === this.#found[node]) this.#close(node);
  }

  components(): Components {
    const order = new Int32Array(this.#nodes);
    const starts = new Int32Array(this.#closed.length + 1);
    let placed = 0;
    for (const [index, members] of this.#closed.reverse().entries()) {
      order.set(members, placed);
      placed += members.length;
      starts[index + 1] = placed;
    }
    return { order, starts };
  }

  #enter(node: number): void {
    this.#clock += 1;
    this.#found[node] = this.#clock;
    this.#low[node] = this.#clock;
    this.#waiting.push(node);
    this.#isWaiting[node] = 1;
  }

  #lower(node: number, value: number): void {
    this.#low[node] = Math.min(this.#low[node] ?? 0, value);
  }

  #close(root: number): void {
    const members = this.#waiting.splice(this.#waiting.lastIndexOf(root));
    for (const member of members) this.#isWaiting[member] = 0;
    this.#closed.push(members);
  }
}

/** Counts one up, and returns what stood there before. */
function count(counters: Int32Array, index: number): number {
  const before = counters[index] ?? 0;
  counters[index] = before + 1;
  return before;
}
