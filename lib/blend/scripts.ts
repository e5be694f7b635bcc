/** What in a file is Python: texts, and drivers that are expressions. */
import { MAX_ITEMS } from "./budget.ts";
import type { BlendReader } from "./reader.ts";
import type { BlendText } from "./summary.ts";

/** Text.flags: it runs when the file is opened. Source: TXT_ISSCRIPT in DNA_text_types.h. */
const RUNS_ON_LOAD = 0x10;
/** ChannelDriver.type. Source: DRIVER_TYPE_PYTHON in DNA_anim_types.h. */
const PYTHON = 1;
/** More than so many are "many": a rigged figure has thousands. */
const ENOUGH = 1000;

export async function readTexts(reader: BlendReader): Promise<BlendText[]> {
  const texts: BlendText[] = [];
  for (const block of reader.coded("TX").slice(0, MAX_ITEMS)) {
    const text = await reader.view(block);
    const path = await reader.textAt(text.pointer("name"), text.owner);
    texts.push({
      name: text.text("id.name").slice(2),
      path: path === "" ? null : path,
      runsOnLoad: (text.number("flags", 0) & RUNS_ON_LOAD) !== 0,
    });
  }
  return texts;
}

export async function countPythonDrivers(reader: BlendReader): Promise<number> {
  let [count, seen] = [0, 0];
  for (const block of reader.dataOf(["ChannelDriver"])) {
    const driver = await reader.view(block);
    if (driver.number("type", 0) === PYTHON && driver.text("expression") !== "") count += 1;
    if (++seen >= ENOUGH) break;
  }
  return count;
}
