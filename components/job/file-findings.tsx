/** The findings of a file in its form, each with what can be done about it there: add, accept, choose. */
"use client";
import { FilePlus } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { FindingsList } from "#components/project/findings-list.tsx";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { FileInput } from "#components/ui/file-input.tsx";
import type { Finding } from "#lib/domain/findings/finding.ts";
import { ASKS_FOR_A_WORD } from "#lib/domain/findings.ts";

const DENOISE = [
  ["off", "Render without denoising", "Starts at once; the pictures keep their grain. More samples help."],
  ["file", "Wait for a node that has it", "Nothing renders until a Blender with a denoiser joins the farm."],
] as const;
const SCRIPTS = [
  [
    "off",
    "Do not run them",
    "Blender opens the file with its Python turned off, as it does with files from elsewhere.",
  ],
  [
    "on",
    "Run this file's scripts, inside the sandbox",
    "Drivers and texts that register themselves work as on your computer; add-ons that are not in the file do not.",
  ],
] as const;

/** What the artist says to the findings. */
export interface Answers {
  denoise: "file" | "off";
  fileScripts: "off" | "on";
  goesWithout: boolean;
}

function AddFiles({ onAdd }: { onAdd: (files: File[]) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="sm" className="mt-2" onClick={() => input.current?.click()}>
        <FilePlus /> Add the missing files
      </Button>
      <FileInput ref={input} label="Add the missing files" isMultiple onFiles={onAdd} />
    </>
  );
}

export function FileFindings(props: {
  findings: readonly Finding[];
  answers: Answers;
  onAnswer: (answer: Partial<Answers>) => void;
  /** Null where nothing can be added. */
  onAdd: ((files: File[]) => void) | null;
  isDisabled: boolean;
}): ReactNode {
  const { findings, answers, onAnswer, onAdd, isDisabled } = props;
  const asking = findings.filter(({ code }) => ASKS_FOR_A_WORD.has(code));
  const missing = asking.reduce((sum, { paths }) => sum + (paths?.length ?? 0), 0);
  const last = asking.at(-1)?.code;
  const word = (
    <label className="mt-2 flex items-start gap-2">
      <input
        type="checkbox"
        className="mt-1 accent-ember"
        disabled={isDisabled}
        checked={answers.goesWithout}
        onChange={(event) => onAnswer({ goesWithout: event.target.checked })}
      />
      Render without {missing === 1 ? "it" : "them"}: what {missing === 1 ? "it shows" : "they show"} will be
      missing in the pictures.
    </label>
  );
  const controlOf = (code: Finding["code"]) => (
    <>
      {code === asking.find((one) => one.code !== "lfs_pointers")?.code && onAdd !== null && !isDisabled && (
        <AddFiles onAdd={onAdd} />
      )}
      {code === last && word}
    </>
  );
  return (
    <FindingsList
      findings={findings}
      accepted={answers.goesWithout ? ASKS_FOR_A_WORD : NOTHING}
      controls={{
        missing_files: controlOf("missing_files"),
        absolute_paths: controlOf("absolute_paths"),
        lfs_pointers: controlOf("lfs_pointers"),
        no_denoiser: (
          <Choice
            label="Denoising"
            value={answers.denoise}
            choices={DENOISE}
            isDisabled={isDisabled}
            onChange={(denoise) => onAnswer({ denoise })}
          />
        ),
        scripts: (
          <Choice
            label="The file's scripts"
            value={answers.fileScripts}
            choices={SCRIPTS}
            isDisabled={isDisabled}
            onChange={(fileScripts) => onAnswer({ fileScripts })}
          />
        ),
      }}
    />
  );
}

const NOTHING: ReadonlySet<Finding["code"]> = new Set();
