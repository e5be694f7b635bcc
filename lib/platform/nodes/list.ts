/** nodes.list: every node with what it renders now. */
import type { Node } from "#lib/contract/farm/nodes.ts";
import type { Ctx } from "../context.ts";
import { presentNode } from "./present.ts";
import { listNodeRows, workOfNodes } from "./rows.ts";

export async function listNodes(ctx: Ctx): Promise<Node[]> {
  const [rows, work] = [await listNodeRows(ctx.db), await workOfNodes(ctx.db)];
  return rows.map((row) =>
    presentNode(
      row,
      work.filter((w) => w.nodeId === row.id),
      ctx.live,
    ),
  );
}
