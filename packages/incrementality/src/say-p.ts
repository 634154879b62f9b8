const P_PLAIN_MIN = 0.001;

/** A chance as people read it; very small ones by their power of ten. */
export function sayP(p: number): string {
  return p >= P_PLAIN_MIN ? p.toFixed(3) : p.toExponential(2);
}
