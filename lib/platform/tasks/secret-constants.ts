/** Constants that may be written and never read (`QARNOT_SECRET__…`): sealed where they are stored, opened for who runs them. */
import { isSecretConstant } from "#lib/contract/translate/words.ts";
import type { Platform } from "../context.ts";
import { seal, unseal } from "../seal.ts";

type Constants = readonly { key: string; value: string }[];
type Keeper = Pick<Platform, "settings">;

const PURPOSE = "constants";
/** Tells what is sealed from what a client wrote. */
const MARK = "sealed:";

export const sealedConstants = ({ settings }: Keeper, constants: Constants) =>
  constants.map(({ key, value }) => ({
    key,
    value: isSecretConstant(key) ? MARK + seal(settings.secret, PURPOSE, value) : value,
  }));

/** What a command or a clone gets. One that can't be opened any more is empty. */
export const openedConstants = ({ settings }: Keeper, constants: Constants) =>
  constants.map(({ key, value }) => ({
    key,
    value:
      isSecretConstant(key) && value.startsWith(MARK)
        ? (unseal(settings.secret, PURPOSE, value.slice(MARK.length)) ?? "")
        : value,
  }));
