/** One line of a graph: its name, and its points in the units of the axes. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A graph of lines over minutes. */
export interface Graph {
  readonly title: string;
  /** What is measured, with its unit. */
  readonly measures: string;
  readonly lines: readonly Line[];
}

const WIDTH = 760;
const HEIGHT = 340;
const FIELD = { left: 64, right: 560, top: 44, bottom: 290 } as const;
/** Told apart without colour. */
const STROKES = ["", "7 4", "2 3", "10 3 2 3", "1 5"] as const;
const STEPS = [1, 2, 5] as const;

/** The smallest of 1, 2 and 5 times a power of ten that cuts `most` into at most six. */
function step(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1e-3) / 6));
  return power * (STEPS.find((one) => one * power * 6 >= most) ?? 10);
}
const marks = (most: number): number[] => Array.from({ length: Math.ceil(most / step(most)) + 1 }, (_, nth) => nth * step(most));
const plain = (value: number): string => String(Number(value.toFixed(3)));
const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The graph as an SVG of its own, black on white, its lines told apart by their strokes and named beside their ends. */
export function drawn({ title, measures, lines }: Graph): string {
  const all = lines.flatMap(({ points }) => points);
  const across = marks(Math.max(...all.map(([x]) => x), 1));
  const up = marks(Math.max(...all.map(([, y]) => y), 1e-3));
  const x = (value: number) => FIELD.left + (value / (across.at(-1) ?? 1)) * (FIELD.right - FIELD.left);
  const y = (value: number) => FIELD.bottom - (value / (up.at(-1) ?? 1)) * (FIELD.bottom - FIELD.top);
  const at = (value: number) => value.toFixed(1);
  const names = apart(lines.map(({ points }) => y(points.at(-1)?.[1] ?? 0)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" font-family="Arial, sans-serif" font-size="12">
<title>${escaped(title)}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${FIELD.left}" y="22" font-size="15" font-weight="bold">${escaped(title)}</text>
${up.map((one) => `<path d="M${FIELD.left} ${at(y(one))}H${FIELD.right}" stroke="#ccc"/><text x="${FIELD.left - 6}" y="${at(y(one) + 4)}" text-anchor="end">${plain(one)}</text>`).join("\n")}
${across.map((one) => `<path d="M${at(x(one))} ${FIELD.bottom}v5" stroke="#000"/><text x="${at(x(one))}" y="${FIELD.bottom + 18}" text-anchor="middle">${plain(one)}</text>`).join("\n")}
<path d="M${FIELD.left} ${FIELD.top}V${FIELD.bottom}H${FIELD.right}" fill="none" stroke="#000"/>
<text x="${(FIELD.left + FIELD.right) / 2}" y="${HEIGHT - 12}" text-anchor="middle">minutes since the first raise</text>
<text transform="translate(16 ${(FIELD.top + FIELD.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(measures)}</text>
${lines
  .map(({ name, points }, nth) => {
    const stroke = `fill="none" stroke="#000" stroke-width="1.6" stroke-dasharray="${STROKES[nth % STROKES.length]}"`;
    const named = names[nth] ?? 0;
    return `<polyline ${stroke} points="${points.map(([one, other]) => `${at(x(one))},${at(y(other))}`).join(" ")}"/>
<path ${stroke} d="M${FIELD.right + 8} ${at(named)}h28"/><text x="${FIELD.right + 42}" y="${at(named + 4)}">${escaped(name)}</text>`;
  })
  .join("\n")}
</svg>
`;
}

const ROW = 16;
/** Names beside the ends of their lines, none on top of another. */
function apart(wanted: readonly number[]): number[] {
  const order = wanted.map((_, nth) => nth).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let free = FIELD.top;
  for (const nth of order) {
    placed[nth] = Math.max(free, wanted[nth] ?? 0);
    free = (placed[nth] ?? 0) + ROW;
  }
  return placed;
}
