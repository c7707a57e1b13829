/** The signal flag Hotel, "I have a pilot on board": left half white, right half red. */
const SVG = "http://www.w3.org/2000/svg";

const shape = (name: string, attributes: Readonly<Record<string, string | number>>): SVGElement => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
};

export const createFlag = (sizePx: number): SVGElement => {
  const svg = shape("svg", { viewBox: "0 0 24 24", width: sizePx, height: sizePx, "aria-hidden": "true" });
  svg.append(
    shape("path", { d: "M5 3h7v18H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z", fill: "#fff" }),
    shape("path", { d: "M12 3h7a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-7z", fill: "#d22630" }),
  );
  return svg;
};
