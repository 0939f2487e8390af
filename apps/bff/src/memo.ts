/** Makes a value once for each object and holds it for as long as the object lives. */
export function memoByObject<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const values = new WeakMap<K, { value: V }>();
  return (key) => {
    const known = values.get(key);
    if (known !== undefined) return known.value;
    const value = make(key);
    values.set(key, { value });
    return value;
  };
}

/** Makes a value once for each version, for all callers together; after a failure the next call tries again. */
export function memoByVersion<V, T>(version: () => V, make: () => Promise<T>): () => Promise<T> {
  let made: { of: V; value: Promise<T> } | null = null;

  return async () => {
    const of = version();
    if (made?.of !== of) made = { of, value: make() };
    const mine = made;
    try {
      return await mine.value;
    } catch (error) {
      if (made === mine) made = null;
      throw error;
    }
  };
}
