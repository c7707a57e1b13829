/** JSON as it should be: old libraries put a `toJSON` on arrays and strings, and `JSON.stringify` obeys it. */
const { stringify } = JSON;
const damageable: readonly (object & { toJSON?: unknown })[] = [Array.prototype, String.prototype];

export const toJson = (value: unknown): string => {
  const damage = damageable.map(one => one.toJSON);
  for (const one of damageable) delete one.toJSON;
  try {
    return stringify(value);
  } finally {
    damageable.forEach((one, index) => {
      if (damage[index]) one.toJSON = damage[index];
    });
  }
};
