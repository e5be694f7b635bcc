/** Chooses frames by a range as people write it, or by what they are. `/` leads to the field. */
"use client";
import { type FormEvent, type ReactNode, type Ref, useState } from "react";
import { CRITERIA, type Criterion, placesBy, placesOfRange } from "#components/frame/choose-by.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { cn } from "#components/ui/cn.ts";
import { say } from "#components/ui/toast.tsx";
import type { FrameMap } from "#lib/queries/frame-map.ts";

const NAMES = Object.keys(CRITERIA) as Criterion[];

interface ChooseProps {
  map: FrameMap;
  chosen: ReadonlySet<number>;
  onChoose: (places: ReadonlySet<number>) => void;
}

/** The browser's own select: the best one there is on a phone. Counted when somebody reaches for it. */
function ByKind({ map, chosen, onChoose }: ChooseProps): ReactNode {
  const format = useFormat();
  const [counts, setCounts] = useState<readonly number[] | null>(null);
  const count = () => setCounts(NAMES.map((name) => placesBy(map, name, chosen).size));
  return (
    <select
      aria-label="Choose frames by what they are"
      value=""
      onPointerDown={count}
      onFocus={count}
      onChange={(event) => {
        onChoose(placesBy(map, event.target.value as Criterion, chosen));
        event.target.blur();
      }}
      className="h-8 w-24 cursor-pointer rounded-md bg-transparent px-2 text-xs text-ink-2 hover:bg-raised hover:text-ink"
    >
      <option value="" hidden>
        Choose…
      </option>
      {NAMES.map((name, at) => (
        <option key={name} value={name} disabled={counts?.[at] === 0} className="bg-surface text-ink">
          {CRITERIA[name]}
          {counts !== null && ` (${format.count(counts[at] ?? 0)})`}
        </option>
      ))}
    </select>
  );
}

export function ChooseFrames(props: ChooseProps & { fieldRef: Ref<HTMLInputElement> }): ReactNode {
  const { map, onChoose, fieldRef } = props;
  const [text, setText] = useState("");
  const [isWrong, setWrong] = useState(false);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    const places = placesOfRange(map, text);
    setWrong(typeof places === "string");
    if (typeof places === "string") say(places);
    else onChoose(places);
  };
  return (
    <form onSubmit={onSubmit} className="flex items-center">
      <input
        ref={fieldRef}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
        aria-label="Choose frames by range"
        aria-invalid={isWrong || undefined}
        placeholder="1-10, 15, 20-30x2"
        inputMode="text"
        autoComplete="off"
        enterKeyHint="go"
        className={cn(
          "h-8 w-40 rounded-md border border-line-strong/70 bg-page px-2.5 text-xs placeholder:text-ink-3",
          isWrong && "border-failed",
        )}
      />
      <ByKind {...props} />
    </form>
  );
}
