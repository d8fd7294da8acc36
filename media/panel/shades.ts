/** Shades of the heat map besides none. */
export const SHADES = 5;

const ROUND = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** One shade: the counts that it stands for, both ends included. */
export interface Shade {
  from: number;
  to: number;
  /** 1 to SHADES. */
  level: number;
}

/** Round steps up to the highest count, the lower the finer: most hours are quiet. */
export function shadesOf(max: number): Shade[] {
  if (max < 1) return [];
  const limits = Array.from({ length: SHADES - 1 }, (_, index) => rounded(max * ((index + 1) / SHADES) ** 2));
  const ends = [...new Set([...limits.filter((limit) => limit < max), max])];
  return ends.map((to, index) => ({
    from: (ends[index - 1] ?? 0) + 1,
    to,
    level: ends.length === 1 ? SHADES : 1 + Math.round((index * (SHADES - 1)) / (ends.length - 1)),
  }));
}

/** 0 where nothing happened. */
export function levelOf(count: number, shades: readonly Shade[]): number {
  return count === 0 ? 0 : (shades.find(({ to }) => count <= to)?.level ?? SHADES);
}

/** The nearest round number; no count is less than one. */
function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const distance = (factor: number) => Math.abs(factor * power - value);
  return Math.ceil(ROUND.reduce((best, factor) => (distance(factor) < distance(best) ? factor : best)) * power);
}
