/** The situations that one visitor, one agent and one page make. */
import type { Situation } from "../situation.ts";
import { FORMS } from "./forms.ts";
import { LOOKS } from "./looks.ts";
import { MOVEMENT } from "./movement.ts";
import { STATES } from "./states.ts";
import { STRUCTURE } from "./structure.ts";

export const SITUATIONS: readonly Situation[] = [...FORMS, ...STRUCTURE, ...LOOKS, ...MOVEMENT, ...STATES];
