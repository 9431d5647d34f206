// SPEC.md section 16.4, `raster-digest`: shapes on a raster, and the image that they give.

import { concat, utf8 } from "./bytes.js";

interface Box {
  readonly h: number;
  readonly kind: "rect" | "frame";
  readonly value: number;
  readonly w: number;
  readonly x: number;
  readonly y: number;
}

interface Disc {
  readonly kind: "disc";
  readonly r: number;
  readonly value: number;
  readonly x: number;
  readonly y: number;
}

type Shape = Box | Disc;

interface Scene {
  readonly background: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly width: number;
}

/** The input as JSON, and the PGM image that answers it. `below` draws. */
export function drawRaster(below: (bound: number) => number): { input: string; image: Uint8Array } {
  const width = 16 + below(49);
  const height = 16 + below(49);
  const background = below(256);
  const shapes = Array.from({ length: 2 + below(5) }, () => drawShape(below, width, height));
  // The members stand in the order of the input, in scenes as in shapes.
  const scene: Scene = { background, height, shapes, width };
  return { input: JSON.stringify(scene), image: paint(scene) };
}

function drawShape(below: (bound: number) => number, width: number, height: number): Shape {
  const kind = below(3);
  const [x, y] = [below(width), below(height)];
  if (kind === 1) {
    const r = 1 + below(16);
    return { kind: "disc", r, value: below(256), x, y };
  }
  const [w, h] = [1 + below(width), 1 + below(height)];
  return { h, kind: kind === 0 ? "rect" : "frame", value: below(256), w, x, y };
}

function paint({ background, height, shapes, width }: Scene): Uint8Array {
  const pixels = new Uint8Array(width * height).fill(background);
  for (const shape of shapes) {
    for (let at = 0; at < pixels.length; at += 1) {
      if (covers(shape, at % width, Math.floor(at / width))) pixels[at] = shape.value;
    }
  }
  return concat(utf8(`P5\n${width} ${height}\n255\n`), pixels);
}

function covers(shape: Shape, px: number, py: number): boolean {
  const [dx, dy] = [px - shape.x, py - shape.y];
  if (shape.kind === "disc") return dx * dx + dy * dy <= shape.r * shape.r;
  const { w, h } = shape;
  const inside = dx >= 0 && dx < w && dy >= 0 && dy < h;
  return inside && (shape.kind === "rect" || dx === 0 || dx === w - 1 || dy === 0 || dy === h - 1);
}
