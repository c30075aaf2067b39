/** Properties that make the look of the map: with them a picture is the same outside of the page. */
const LOOKS = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'transform',
];

/** The drawing as a file of its own: all of the picture, in the colours of the page's theme. */
function standaloneSvg(svg: SVGSVGElement, size: { width: number; height: number }): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  for (const [index, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const computed = getComputedStyle(originals[index] as Element);
    element.setAttribute('style', LOOKS.map((name) => `${name}:${computed.getPropertyValue(name)}`).join(';'));
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `-12 -12 ${size.width + 24} ${size.height + 24}`);
  copy.setAttribute('width', String(size.width + 24));
  copy.setAttribute('height', String(size.height + 24));
  copy.style.backgroundColor = getComputedStyle(svg).getPropertyValue('--map-paper');
  return new XMLSerializer().serializeToString(copy);
}

export function saveSvg(svg: SVGSVGElement, size: { width: number; height: number }): void {
  download(new Blob([standaloneSvg(svg, size)], { type: 'image/svg+xml' }), 'reseau.svg');
}

/** Twice as large as on the screen. Rejects where the browser draws no SVG into a canvas. */
export async function savePng(svg: SVGSVGElement, size: { width: number; height: number }): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standaloneSvg(svg, size))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('no PNG');
  download(blob, 'reseau.png');
}

/** Hands a file to the reader. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
