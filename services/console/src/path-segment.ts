/** Read by every browser as a step in the tree, however it is written (`.`, `%2e`): an order of such a name would never be asked for. */
const STEPS = /^~*\.{1,2}$/;
const SHIELDED = /^~+\.{1,2}$/;

/** An id as a segment of an address. One that would be a step, `.` or `..`, stands behind a `~`; and so does one that already looks like that. */
export function segmentOf(id: string): string {
  return encodeURIComponent(STEPS.test(id) ? `~${id}` : id);
}

/** The id that a segment, already decoded, stands for: whatever `segmentOf` was given. */
export function idOfSegment(segment: string): string {
  return SHIELDED.test(segment) ? segment.slice(1) : segment;
}
