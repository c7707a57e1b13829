/** A QR code as one SVG path: no markup is parsed, and it is dark on light in both themes, as cameras want it. */
import { encode } from "uqr";

export const QrCode = (props: { readonly text: string; readonly label: string }) => {
  const { data, size } = encode(props.text, { ecc: "M", border: 2 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      width="176"
      height="176"
      role="img"
      aria-label={props.label}
      shape-rendering="crispEdges"
      data-testid="qr"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#10222e" />
    </svg>
  );
};
