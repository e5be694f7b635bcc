/** Chosen files and the bucket that they were sent to: sent once, also when what follows is refused and tried again. */
"use client";
import { useRef, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { putFile } from "./put-file.ts";

export interface SentFiles {
  chosen: readonly File[];
  choose: (files: File[]) => void;
  /** Of files that are on their way; null: none is. */
  sentBytes: number | null;
  /** Answers the bucket's name; null without files. */
  send: (name: string) => Promise<string | null>;
}

export function useSentFiles(): SentFiles {
  const [chosen, setChosen] = useState<readonly File[]>([]);
  const [sentBytes, setSentBytes] = useState<number | null>(null);
  const sent = useRef<{ files: readonly File[]; bucket: string } | null>(null);
  const send = async (name: string): Promise<string | null> => {
    if (chosen.length === 0) return null;
    if (sent.current?.files === chosen) return sent.current.bucket;
    const keys = chosen.map((file) => file.name);
    const bucket = await farm.buckets.receive({ body: { name, keys } });
    let before = 0;
    setSentBytes(0);
    try {
      for (const [place, file] of chosen.entries()) {
        const base = before;
        await putFile(bucket.urls[place] ?? "", file, (bytes) => setSentBytes(base + bytes));
        before += file.size;
      }
    } finally {
      setSentBytes(null);
    }
    sent.current = { files: chosen, bucket: bucket.name };
    return bucket.name;
  };
  return { chosen, choose: setChosen, sentBytes, send };
}
