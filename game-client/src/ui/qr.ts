/**
 * An address as a picture for the camera of a phone.
 */
import { generate } from 'lean-qr/nano';

const SVG = 'http://www.w3.org/2000/svg';
/** So much must be light around it, in modules, or cameras miss it. */
const QUIET = 4;

/** Draws a text into a picture; dark on light in every theme, since many cameras read nothing else. */
export function drawCode(picture: SVGElement, text: string): void {
  const code = generate(text);
  const side = code.size + 2 * QUIET;
  const modules = Array.from({ length: code.size * code.size }, (_, at) => [
    at % code.size,
    Math.floor(at / code.size),
  ]);
  const dark = modules.filter(([x = 0, y = 0]) => code.get(x, y));
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', dark.map(([x = 0, y = 0]) => `M${x + QUIET} ${y + QUIET}h1v1h-1z`).join(''));
  picture.setAttribute('viewBox', `0 0 ${side} ${side}`);
  picture.replaceChildren(path);
}

/** A picture of an address, for those who read it out as for those who see it. */
export function codePicture(label: string): SVGElement {
  const picture = document.createElementNS(SVG, 'svg');
  Object.entries({ class: 'qr', role: 'img', 'aria-label': label }).forEach(([name, value]) =>
    picture.setAttribute(name, value),
  );
  picture.setAttribute('shape-rendering', 'crispEdges');
  return picture;
}
