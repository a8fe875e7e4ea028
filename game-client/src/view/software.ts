/**
 * Whether WebGL is drawn by the processor here. It then takes ten times as long as the canvas renderer for the same
 * picture, and browsers do not reliably say so by themselves.
 */

/** Names that drivers without a graphics card go by. */
const NAMES = /swiftshader|llvmpipe|softpipe|software|basic render/i;

export function isWebglSoftware(): boolean {
  const gl = document.createElement('canvas').getContext('webgl');
  if (gl === null) {
    return true;
  }
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' && NAMES.test(name);
}
