/** The signal flag Hotel: "I have a pilot on board". */
export const Flag = ({ size = 28 }: { readonly size?: number }) => (
  <svg class="flag" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect x="2" y="4" width="28" height="24" rx="3" fill="#ffffff" stroke="#8fa3ae" stroke-width="1.5" />
    <path d="M16 4h11a3 3 0 0 1 3 3v18a3 3 0 0 1-3 3H16z" fill="#c8102e" />
  </svg>
);
