/** Many asynchronous steps, some at once. */

/** Answers in the items' order. Errors: the first that a step throws; the other lanes end with their step. */
export async function inLanes<Item, Answer>(
  items: readonly Item[],
  lanes: number,
  step: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const place = next++;
      try {
        answers[place] = await step(items[place] as Item);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return answers;
}
