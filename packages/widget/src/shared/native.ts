/**
 * A browser's own function. Where Zone.js has been there first, what it put aside is taken, so that nothing of ours
 * sets off an Angular page's change detection.
 */
export const native = <O extends object, N extends keyof O & string>(owner: O, name: N): O[N] =>
  (Reflect.get(owner, `__zone_symbol__${name}`) as O[N] | undefined) ?? owner[name];
