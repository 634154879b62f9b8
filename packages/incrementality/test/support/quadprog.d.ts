/** Published without types: what the tests ask of it. Rows and columns count from 1. */
declare module 'quadprog' {
  export function solveQP(
    Dmat: number[][],
    dvec: number[],
    Amat: number[][],
    bvec: number[],
    equalities: number,
  ): { readonly solution: readonly number[]; readonly message: string };
}
