/** A map that keeps the entries used last and forgets the others: memory stays bounded however many visits come. */
export interface Recent<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  delete(key: K): void;
}

export const createRecent = <K, V>(max: number): Recent<K, V> => {
  // A Map iterates in the order of insertion; what is used is put in anew
  const entries = new Map<K, V>();
  const put = (key: K, value: V): void => {
    entries.delete(key);
    entries.set(key, value);
    const [oldest] = entries.size > max ? entries.keys() : [];
    if (oldest !== undefined) entries.delete(oldest);
  };
  return {
    get: key => {
      const value = entries.get(key);
      if (value !== undefined) put(key, value);
      return value;
    },
    set: put,
    delete: key => void entries.delete(key),
  };
};
