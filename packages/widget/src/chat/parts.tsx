/** Small parts that several views share. */
import { initials } from "./words.ts";

export const Avatar = ({ name }: { readonly name: string }) => (
  <span class="avatar" aria-hidden="true">
    {initials(name)}
  </span>
);

export const Icon = ({ path }: { readonly path: string }) => (
  <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
    <path
      d={path}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
);

export const ICON = {
  close: "M6 6l12 12M18 6L6 18",
  send: "M5 12h13M12 5l7 7-7 7",
  check: "M5 13l4 4L19 7",
  checks: "M2 13l4 4L16 7M11 16l1 1L22 7",
} as const;

const LINK = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/;

/** Text as text; addresses become links, which on this site open here and elsewhere in a new tab. */
export const Prose = ({ text }: { readonly text: string }) => (
  <>
    {text.split(LINK).map((part, index) => {
      if (index % 2 === 0) return part;
      const here = part.startsWith(`${location.origin}/`);
      return (
        <a href={part} {...(here ? {} : { target: "_blank", rel: "noopener noreferrer" })}>
          {part}
        </a>
      );
    })}
  </>
);
