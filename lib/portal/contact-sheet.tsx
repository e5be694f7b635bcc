/** The picture that a chat shows of a share link: title, progress and the first pictures. Without any of a locked job. */
import "server-only";
import { ImageResponse } from "next/og";
import type { ReactElement } from "react";
import type { ShareCard } from "#lib/contract/farm/shares.ts";
import { farmFor } from "./farm.ts";
import { shareInWords } from "./share.ts";

const SIZE = { width: 1200, height: 630 };
/** Made pictures, by link and how far the job is. */
const made = new Map<string, ArrayBuffer>();
const KEPT = 50;

async function picturesOf(token: string): Promise<string[]> {
  const { shared } = farmFor(null);
  const thumbs = await shared.contact({ params: { token } });
  const loaded = await Promise.all(
    thumbs.map(async ({ thumbnailUrl }) => {
      const answer = await fetch(thumbnailUrl, { cache: "no-store" }).catch(() => null);
      if (answer?.ok !== true) return null;
      return `data:image/jpeg;base64,${Buffer.from(await answer.arrayBuffer()).toString("base64")}`;
    }),
  );
  return loaded.filter((one) => one !== null);
}

function sheet(card: ShareCard, pictures: readonly string[]): ReactElement {
  const share = card.total === null || card.total === 0 ? 0 : (card.done ?? 0) / card.total;
  const columns = pictures.length > 6 ? 4 : pictures.length > 2 ? 3 : Math.max(1, pictures.length);
  const width = Math.floor((1120 - 12 * (columns - 1)) / columns);
  const rows = Math.max(1, Math.ceil(pictures.length / columns));
  const height = Math.floor((400 - 12 * (rows - 1)) / rows);
  return (
    <div
      style={{
        display: "flex",
        flexDirection: "column",
        width: "100%",
        height: "100%",
        padding: 40,
        background: "#181513",
        color: "#f3eee8",
      }}
    >
      <div style={{ display: "flex", flexWrap: "wrap", gap: 12, height: 400, alignContent: "center" }}>
        {pictures.map((src) => (
          // Not a page: this is drawn to a picture.
          // oxlint-disable-next-line nextjs/no-img-element
          <img
            key={src.slice(-64)}
            src={src}
            alt=""
            width={width}
            height={height}
            style={{ objectFit: "cover", borderRadius: 6 }}
          />
        ))}
      </div>
      <div style={{ display: "flex", fontSize: 44, marginTop: 28, maxHeight: 56, overflow: "hidden" }}>
        {card.title}
      </div>
      <div style={{ display: "flex", fontSize: 26, color: "#c3b9ae", marginTop: 8 }}>
        {shareInWords(card)}
      </div>
      <div style={{ display: "flex", height: 10, marginTop: 18, background: "#3a332e", borderRadius: 5 }}>
        <div style={{ display: "flex", width: `${share * 100}%`, background: "#f0763a", borderRadius: 5 }} />
      </div>
    </div>
  );
}

export async function contactSheet(token: string, card: ShareCard): Promise<Response> {
  const name = `${token} ${card.title} ${card.done} ${card.state}`;
  let bytes = made.get(name);
  if (bytes === undefined) {
    const pictures = card.asksPassword ? [] : await picturesOf(token);
    bytes = await new ImageResponse(sheet(card, pictures), SIZE).arrayBuffer();
    made.set(name, bytes);
    const oldest = made.keys().next();
    if (made.size > KEPT && oldest.done !== true) made.delete(oldest.value);
  }
  return new Response(bytes, {
    headers: { "content-type": "image/png", "cache-control": "private, max-age=60" },
  });
}
