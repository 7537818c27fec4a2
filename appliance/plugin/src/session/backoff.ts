const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * How long to wait before another try: doubling from one second to thirty, a random half of it taken off so that the pages
 * of a shop do not all come back at once.
 *
 * @param attempt how many tries have failed, from 1
 * @param random in [0, 1)
 */
export function backoffMs(attempt: number, random: number = Math.random()): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return full * (1 - random / 2);
}
