import { expect, it } from "vitest";
import type { FarmEvent } from "#lib/contract/events.ts";
import type { AccountId } from "#lib/domain/ids.ts";
import { newId } from "#lib/domain/ids.ts";
import { lastOfEach } from "./merge.ts";

const credits = (accountId: AccountId, balance: number): FarmEvent => ({
  type: "credits.changed",
  accountId,
  balance,
  held: 0,
});

it("the last word of each thing stays, and things are not mixed", () => {
  const [ada, bob] = [newId<AccountId>(), newId<AccountId>()];
  expect(lastOfEach([credits(ada, 1), credits(bob, 5), credits(ada, 2)])).toEqual([
    credits(ada, 2),
    credits(bob, 5),
  ]);
});
