/** The window's upload, for components. */
"use client";
import { useSyncExternalStore } from "react";
import { idleView, onUpload, type UploadView, uploadView } from "./upload-store.ts";

export const useUpload = (): UploadView => useSyncExternalStore(onUpload, uploadView, idleView);
