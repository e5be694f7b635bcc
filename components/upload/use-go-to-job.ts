/** Goes on to the job's page when the order of that form was sent while its page is looked at. */
"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { orderView, takeBackOrder } from "./standing-order.ts";
import { useOrder } from "./use-upload.ts";

/** What was sent before this page was opened, or is left behind now, leads nowhere any more. */
function forgetSent(): void {
  if (orderView().state === "sent") takeBackOrder();
}

export function useGoToJob(key: string): void {
  const router = useRouter();
  const order = useOrder(key);
  const jobId = order.state === "sent" ? order.jobId : null;
  useEffect(() => {
    forgetSent();
    return forgetSent;
  }, []);
  useEffect(() => {
    if (jobId !== null && orderView().state === "sent") router.push(`/jobs/${jobId}`);
  }, [jobId, router]);
}
