/** Several clicks on one spot in quick succession are one burst. Pure: knows no page, only where and when. */

const CLICKS_MIN = 3;
const WITHIN_MS = 1_000;
const RADIUS_PX = 30;

export interface Click {
  readonly x: number;
  readonly y: number;
  readonly atMs: number;
}

/** Answers whether this click is the one that makes a burst; those that go on with it are the same burst. */
export const createBursts = (): ((click: Click) => boolean) => {
  let clicks: readonly Click[] = [];
  let isBurst = false;
  return click => {
    const [first] = clicks;
    const last = clicks.at(-1);
    const near = first !== undefined && Math.hypot(click.x - first.x, click.y - first.y) <= RADIUS_PX;
    if (!near || last === undefined || click.atMs - last.atMs > WITHIN_MS) {
      clicks = [];
      isBurst = false;
    }
    clicks = [...clicks, click].slice(-CLICKS_MIN);
    const [oldest = click] = clicks;
    const before = isBurst;
    isBurst ||= clicks.length === CLICKS_MIN && click.atMs - oldest.atMs <= WITHIN_MS;
    return isBurst && !before;
  };
};
