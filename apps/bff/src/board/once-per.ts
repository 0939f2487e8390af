/** Makes it once for each version, however many ask; what failed is tried again by the next who asks. */
export function oncePer<V, T>(version: () => V, make: () => Promise<T>): () => Promise<T> {
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
