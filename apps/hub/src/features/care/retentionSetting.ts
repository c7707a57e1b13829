/** `LOTSE_RETENTION`: `visits=30d,conversations=180d`. What is not named keeps its documented time. Pure. */
import { RETENTION_CLASSES, RETENTION_DAYS, type RetentionDays } from "@lotse/storage/retention";

const DAYS_MAX = 36_500;

export const RETENTION_FAULT = `must be like visits=30d,conversations=180d; there are ${RETENTION_CLASSES.join(", ")}, of 1d to ${DAYS_MAX}d, each at most once`;

/** Null for anything that is not the whole form. */
export const parseRetention = (text: string): RetentionDays | null => {
  const given: Record<string, number> = {};
  for (const part of text.split(",")) {
    const [, name = "", digits] = /^([a-z]+)=(\d{1,5})d$/.exec(part.trim()) ?? [];
    const days = Number(digits);
    if (!Object.hasOwn(RETENTION_DAYS, name) || Object.hasOwn(given, name)) return null;
    if (days < 1 || days > DAYS_MAX) return null;
    given[name] = days;
  }
  return { ...RETENTION_DAYS, ...given };
};
