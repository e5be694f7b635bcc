/** The window's upload and its order, for components. */
"use client";
import { useSyncExternalStore } from "react";
import { noOrder, onOrder, type OrderView, orderOf, orderView } from "./standing-order.ts";
import { idleView, onUpload, type UploadView, uploadView } from "./upload-view.ts";

export const useUpload = (): UploadView => useSyncExternalStore(onUpload, uploadView, idleView);

/** The order of the form of that name. */
export const useOrder = (key: string): OrderView =>
  orderOf(useSyncExternalStore(onOrder, orderView, noOrder), key);
