/** The `d` of an SVG path, written piece by piece. All in px, to a tenth. */
export class Path {
  #d = '';

  line(x1: number, y1: number, x2: number, y2: number): void {
    this.#d += `M${tenth(x1)} ${tenth(y1)}L${tenth(x2)} ${tenth(y2)}`;
  }

  polyline(points: readonly (readonly [number, number])[]): void {
    for (const [index, [x, y]] of points.entries()) this.#d += `${index === 0 ? 'M' : 'L'}${tenth(x)} ${tenth(y)}`;
  }

  polygon(...points: readonly (readonly [number, number])[]): void {
    this.polyline(points);
    this.#d += 'Z';
  }

  /** Its corners are square: at this size nobody sees round ones. */
  box(x: number, y: number, width: number, height: number): void {
    this.#d += `M${tenth(x)} ${tenth(y)}h${tenth(width)}v${tenth(height)}h${tenth(-width)}Z`;
  }

  circle(x: number, y: number, radius: number): void {
    this.#d += `M${tenth(x - radius)} ${tenth(y)}a${radius} ${radius} 0 1 1 ${2 * radius} 0a${radius} ${radius} 0 1 1 ${-2 * radius} 0Z`;
  }

  /** The left half of a disc. */
  halfDisc(x: number, y: number, radius: number): void {
    this.#d += `M${tenth(x)} ${tenth(y - radius)}a${radius} ${radius} 0 0 0 0 ${2 * radius}Z`;
  }

  get d(): string {
    return this.#d;
  }
}

const tenth = (px: number): number => Math.round(px * 10) / 10;
