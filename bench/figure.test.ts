/** The sums behind the table. */
import { expect, it } from "vitest";
import { alternate, median, percentile } from "./figure.ts";

it("percentiles are by nearest rank", () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 95)).toBe(10);
  expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 50)).toBe(5);
});

it("ways take turns at being first", async () => {
  const order: string[] = [];
  const way = (name: string) => async () => {
    order.push(name);
    return order.length;
  };
  const results = await alternate({ a: way("a"), b: way("b") }, 2, () => {});
  expect(order).toEqual(["a", "b", "b", "a"]);
  expect(results).toEqual({ a: [1, 4], b: [2, 3] });
});
