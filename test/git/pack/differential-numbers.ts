/** Which of the numbered cases of a differential test run, in groups of one test each. */

export interface Numbers {
  readonly first: number;
  readonly last: number;
  readonly numbers: readonly number[];
}

export function isOneAlone(): boolean {
  const { TTLEAKS_DIFFERENTIAL: only } = process.env;
  return only !== undefined;
}

/** All, or the one that the environment names. */
export function numbersToRun(count: number, aTest: number): Numbers[] {
  const { TTLEAKS_DIFFERENTIAL: only } = process.env;
  if (only !== undefined) return [{ first: Number(only), last: Number(only), numbers: [Number(only)] }];
  return Array.from({ length: Math.ceil(count / aTest) }, (_, group) => {
    const first = group * aTest;
    const numbers = Array.from({ length: Math.min(aTest, count - first) }, (_, place) => first + place);
    return { first, last: first + numbers.length - 1, numbers };
  });
}
