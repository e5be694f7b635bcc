/** Chooses frames by a range as people write it, or by what they are. `/` leads to the field. */
"use client";
import { ListFilter } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type FormEvent, type ReactNode, type Ref, useState } from "react";
import { CRITERIA, type Criterion, placesBy, placesOfRange } from "#components/frame/choose-by.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { say } from "#components/ui/toast.tsx";
import type { FrameMap } from "#lib/queries/frame-map.ts";

const ITEM =
  "flex h-8 cursor-pointer items-center gap-6 rounded-sm px-2.5 text-sm outline-none select-none data-[disabled]:text-ink-3 data-[highlighted]:bg-raised";
const NAMES = Object.keys(CRITERIA) as Criterion[];

interface ChooseProps {
  map: FrameMap;
  chosen: ReadonlySet<number>;
  onChoose: (places: ReadonlySet<number>) => void;
}

function ByKind({ map, chosen, onChoose }: ChooseProps): ReactNode {
  const format = useFormat();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button variant="quiet" size="sm" className="data-[state=open]:bg-raised">
          <ListFilter /> Choose
        </Button>
      </DropdownMenu.Trigger>
      {/* Not in a portal: it belongs to the frames, also for who reads by landmarks. */}
      <DropdownMenu.Content
        align="start"
        sideOffset={6}
        className="appear z-30 min-w-56 rounded-lg border border-line bg-surface p-1.5 shadow-float"
      >
        {NAMES.map((name) => {
          const places = placesBy(map, name, chosen);
          return (
            <DropdownMenu.Item
              key={name}
              disabled={places.size === 0}
              onSelect={() => onChoose(places)}
              className={ITEM}
            >
              {CRITERIA[name]}
              <span className="figure ml-auto text-xs text-ink-3">{format.count(places.size)}</span>
            </DropdownMenu.Item>
          );
        })}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
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
